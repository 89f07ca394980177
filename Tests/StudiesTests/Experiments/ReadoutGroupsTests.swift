import Estimation
import Interchange
import Statistics
import Testing

@testable import Studies

@Suite("Readout of groups, ratios and rules")
struct ReadoutGroupsTests {
  private func design(_ arms: Int) -> ExperimentDesign {
    ExperimentDesign(
      kind: .individual, columns: .init(unit: "hcp"),
      arms: ["control", "email", "rep"].prefix(arms).map {
        .init(name: $0, share: 1 / Double(arms), units: 120 / arms)
      }, control: "control", seed: 1)
  }

  /// 120 units with arms in turn, groups of four in turn, and an effect of each arm after the first.
  private func results(_ effects: [Double], groups: [String]) -> ExperimentResults {
    let stream = RandomStream(seed: 5, replicate: 0, purpose: "test/readout groups")
    let arms = (0..<120).map { $0 % (effects.count + 1) }
    let outcome = arms.enumerated().map { unit, arm in
      10 + Normal.quantile(stream.uniform(agent: unit, step: 0)) + (arm > 0 ? effects[arm - 1] : 0)
    }
    let counts = [Int](repeating: 120 / (effects.count + 1), count: effects.count + 1)
    var results = ExperimentResults(
      outcome, named: "opened", arms: arms, unitName: "hcp", name: "results.csv", assigned: counts,
      observed: counts)
    results.groups = .init(name: "region", labels: (0..<120).map { groups[$0 / 6 % groups.count] })
    return results
  }

  @Test("reads ratios in groups where it reads one for all")
  func ratios() throws {
    var found = results([0.5], groups: ["north", "south"])
    found.denominator = .init("sent", (0..<120).map { 20 + Double($0 * 7 % 11) })
    let answer = try ReadoutStudy(found, of: design(2)).run()
    #expect(answer.groups.map(\.name) == ["region = north", "region = south"])
    for (place, label) in ["north", "south"].enumerated() {
      let rows = try #require(found.groups).labels.indices.filter {
        found.groups?.labels[$0] == label
      }
      let alone = try ReadoutStudy(found.selecting(rows), of: design(2)).run().comparisons[0]
      let group = answer.groups[place].readout
      #expect(group.method == "ratio, delta method")
      #expect(group.effect.value == alone.readout.effect.value)
      #expect(group.effect.standardError == alone.readout.effect.standardError)
    }
  }

  @Test("names the group that cannot be read")
  func unreadable() throws {
    var found = results([0.5], groups: ["north", "south"])
    let labels = try #require(found.groups).labels
    found.denominator = .init("sent", labels.map { $0 == "north" ? 0 : 20 })
    let error = #expect(throws: StudyError.self) {
      try ReadoutStudy(found, of: design(2)).run()
    }
    #expect(
      error?.problem
        == "region = north: sent: the level of the control arm is 0, and a ratio is relative to it; "
        + "leave out --by or merge its groups")
  }

  @Test("compares groups within arms, not arms that differ")
  func heterogeneity() throws {
    let found = results([0, 3], groups: ["north", "south", "west"])
    let answer = try ReadoutStudy(found, of: design(3)).run()
    #expect(answer.groups.map(\.arm) == [1, 1, 1, 2, 2, 2])
    // Q over the three groups of each arm, against a chi-square of twice two degrees.
    var spread = 0.0
    for arm in [1, 2] {
      let effects = answer.groups.filter { $0.arm == arm }.map(\.readout.effect)
      let weights = effects.map { 1 / ($0.standardError * $0.standardError) }
      let mean =
        zip(weights, effects).reduce(0) { $0 + $1.0 * $1.1.value } / weights.reduce(0, +)
      spread += zip(weights, effects).reduce(0) {
        $0 + $1.0 * ($1.1.value - mean) * ($1.1.value - mean)
      }
    }
    let pValue = ReadoutStudy.chance(IncompleteGamma.upper(2, spread / 2))
    let text = answer.text(width: 1_000)
    #expect(text.contains("3 groups were looked at in each of 2 arms: "), "\(text)")
    #expect(
      text.contains("no more than by chance (Cochran's Q within arms, p \(pValue))"), "\(text)")
    let single = try ReadoutStudy(results([3], groups: ["north", "south"]), of: design(2)).run()
    #expect(single.text(width: 1_000).contains("2 groups were looked at: "))
  }

  @Test("refuses to draw without the rule that the arms were drawn by")
  func rerandomized() throws {
    var design = design(2)
    design.rerandomization = Rerandomization(
      columns: ["calls", "decile"], threshold: 0.5, draws: 12, acceptance: 0.1, distance: 0.4)
    var question = ReadoutStudy.Question()
    question.method = .randomization
    let found = results([0.5], groups: ["all"])
    let error = #expect(throws: StudyError.self) {
      try ReadoutStudy(found, of: design, question).run()
    }
    #expect(
      error?.problem
        == "the assignment was drawn until calls, decile were balanced, and randomization draws without "
        + "that rule; use --method ancova, which adjusts for what --pre and --adjust name")
    // Pairs are shown beside a draw only where that is their rule.
    var paired = found
    paired.groups = nil
    paired.blocks = (0..<120).map { $0 / 2 }
    design.kind = .pairs
    #expect(try ReadoutStudy(paired, of: design).run().comparisons.count == 1)
    design.rerandomization = nil
    #expect(try ReadoutStudy(paired, of: design).run().comparisons.count == 2)
  }

  @Test("shows what exposure does beside the effect free of it")
  func exposure() throws {
    var found = results([0.5], groups: ["all"])
    found.groups = nil
    // Sixty practices of two: forty of one unit of each arm, and twenty of one arm.
    found.practices = (0..<120).map { unit in
      unit < 80 ? unit / 2 : 100 + unit % 2 + 2 * ((unit - 80) / 4)
    }
    let answer = try ReadoutStudy(found, of: design(2)).run()
    let check = try #require(answer.checks.first { $0.name == "contamination" })
    let split = Contamination(
      of: try found.sample(Array(0..<120)) { $0 == 1 }, practices: try #require(found.practices))
    let (clean, spillover) = (
      try #require(split.againstUnexposed).effect, try #require(split.spillover).effect
    )
    #expect(
      check.sentence
        == "40 of 60 control units share a practice with treated ones, which dilutes the effect; against "
        + "the others alone it is \(HumanNumber.text(clean.value)) (\(ReadoutAnswer.range(clean))); the "
        + "exposed controls differ from the others by \(HumanNumber.text(spillover.value)) "
        + "(\(ReadoutAnswer.range(spillover))); assign whole practices next time")
  }
}
