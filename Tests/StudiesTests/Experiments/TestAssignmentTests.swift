import Statistics
import Testing

@testable import Studies

@Suite("Assignment in planned tests")
struct TestAssignmentTests {
  private func drawn(
    _ design: TestDesign, size: Int? = nil, shares: [Double] = [0.5, 0.5],
    _ candidates: TestAssignment.Candidates, replicate: Int = 0
  ) -> TestAssignment {
    TestAssignment.drawn(
      design, size: size, shares: shares, candidates,
      stream: RandomStream(seed: 5, replicate: replicate, purpose: "experiment/test"))
  }

  private func counts(_ assignment: TestAssignment, arms: Int) -> [Int] {
    (0..<arms).map { arm in assignment.people.count { Int(assignment.arms[$0]) == arm } }
  }

  @Test("has exactly the people and shares that were asked for, and leaves the others alone")
  func sizes() {
    let assignment = drawn(
      .individual, size: 100, shares: [0.2, 0.3, 0.5], .init(count: 250))
    #expect(counts(assignment, arms: 3) == [20, 30, 50])
    #expect(Set(assignment.people).count == 100)
    #expect(assignment.arms.count { $0 == TestAssignment.outside } == 150)
  }

  @Test("gives everybody the same chance of every arm")
  func chances() {
    // Arms of 40 people in 2,000 replicates: each lies within ± 5.5 standard deviations of 500 (control)
    // at a false-alarm rate of 40 × 4e-8.
    var control = [Int](repeating: 0, count: 40)
    for replicate in 0..<2000 {
      let assignment = drawn(
        .individual, shares: [0.25, 0.75], .init(count: 40), replicate: replicate)
      for row in 0..<40 where assignment.arms[row] == 0 { control[row] += 1 }
    }
    #expect(control.allSatisfy { ($0 - 500).magnitude < 107 })
    #expect(control.reduce(0, +) == 20_000)
  }

  @Test("shares out every stratum as evenly as its size allows")
  func strata() {
    let strata = (0..<300).map { $0 % 7 }
    let assignment = drawn(
      .stratified(by: ["kind"]), shares: [0.5, 0.5], .init(strata: strata, count: 300))
    for stratum in 0..<7 {
      let rows = strata.indices.filter { strata[$0] == stratum }
      let control = rows.count { assignment.arms[$0] == 0 }
      #expect((2 * control - rows.count).magnitude <= 1)
    }
    #expect(assignment.blocks == assignment.people.map { strata[$0] })
  }

  @Test("pairs neighbors in the outcome before, one of each pair in either arm")
  func pairs() throws {
    let past = (0..<101).map { Double(($0 * 37) % 101) }
    let assignment = drawn(.pairs, .init(past: past, count: 101))
    #expect(assignment.people.count == 100)
    let blocks = try #require(assignment.blocks)
    for pair in 0..<50 {
      let places = blocks.indices.filter { blocks[$0] == pair }
      let (first, second) = (assignment.people[places[0]], assignment.people[places[1]])
      #expect(assignment.arms[first] != assignment.arms[second])
      #expect((past[first] - past[second]).magnitude == 1)
    }
    #expect((10...40).contains(counts(assignment, arms: 2)[0] - 25))
  }

  @Test("keeps clusters whole, and takes them until there are people enough")
  func clusters() throws {
    let clusters = (0..<400).map { $0 / 20 }
    let assignment = drawn(.cluster(by: "place"), size: 130, .init(clusters: clusters, count: 400))
    for cluster in 0..<20 {
      #expect(Set(assignment.arms[cluster * 20..<(cluster + 1) * 20]).count == 1)
    }
    // Seven clusters of twenty reach 130.
    #expect(assignment.people.count == 140)
    #expect(Set(try #require(assignment.clusters)).count == 7)
    let few = drawn(.cluster(by: "place"), size: 10, .init(clusters: clusters, count: 400))
    #expect(Set(try #require(few.clusters)).count == 4)
    #expect(counts(few, arms: 2) == [40, 40])
  }
}
