import Statistics
import TestSupport
import Testing

@testable import Journeys

@Suite("People")
struct PeopleTests {
  private func people(
    _ attributes: String, size: String = "size: 20000", files: [String: String] = [:]
  ) throws -> People {
    let world = try World(
      """
      populations: { people: { \(size), attributes: { \(attributes) }, journey: { stages: [a], start: a } } }
      """, files: files)
    return People(world.scenario.populations[0], parent: nil, seed: 1, replicate: 0)
  }

  @Test("of equal deciles hold equal volume; the tenth holds the few who have most")
  func deciles() throws {
    let people = try people(
      "volume: { lognormal: { mean: 10, sigma: 1.06 } }, decile: { decileOf: volume }")
    let (volumes, deciles) = (people.reals[0], people.codes[1])
    let total = volumes.reduce(0, +)
    let groups = (0..<10).map { decile in
      zip(volumes, deciles).filter { Int($0.1) == decile }.map(\.0)
    }
    let largest = volumes.max() ?? 0
    for (group, next) in zip(groups, groups.dropFirst()) {
      #expect(group.count > next.count)
      #expect((group.max() ?? 0) <= (next.min() ?? 0))
    }
    for group in groups { #expect(abs(group.reduce(0, +) - total / 10) <= largest) }
  }

  @Test("have children in proportion to a weight, all of one parent side by side")
  func weightedParents() throws {
    let world = try World(
      """
      populations:
        people: { size: 3_001, parent: { population: doctors, weightedBy: volume }, attributes: { seat: { fromParent: seat }, load: { fromParent: volume } }, journey: { stages: [a], start: a } }
        doctors: { agents: d.csv, attributes: { volume: { numberColumn: volume }, seat: { column: seat } }, journey: { stages: [p], start: p } }
      """, files: ["d.csv": "volume,seat\n1,n\n0,s\n4.5,s\n0.5,n\n"])
    let spec = world.scenario.populations
    let doctors = People(spec[1], parent: nil, seed: 1, replicate: 0)
    let people = People(spec[0], parent: doctors, seed: 1, replicate: 0)
    let counts = (0..<4).map { parent in people.parents.count { $0 == parent } }
    for (count, weight) in zip(counts, [1, 0, 4.5, 0.5]) {
      #expect(abs(Double(count) - weight / 6 * 3_001) <= 1)
    }
    #expect(people.parents == people.parents.sorted())
    #expect(people.codes[0] == people.parents.map { doctors.codes[1][Int($0)] })
    #expect(people.reals[1] == people.parents.map { doctors.reals[0][Int($0)] })
  }

  @Test("have children evenly without a weight")
  func evenParents() throws {
    let world = try World(
      """
      populations:
        people: { size: 10, parent: doctors, journey: { stages: [a], start: a } }
        doctors: { size: 4, journey: { stages: [p], start: p } }
      """)
    let doctors = People(world.scenario.populations[1], parent: nil, seed: 1, replicate: 0)
    let people = People(world.scenario.populations[0], parent: doctors, seed: 1, replicate: 0)
    #expect(people.parents == [0, 0, 0, 1, 1, 2, 2, 2, 3, 3])
  }

  @Test("are read from a CSV row by row, levels as declared or as they come")
  func csv() throws {
    let people = try people(
      "role: { column: role }, place: { column: place, levels: [far, near] }, n: { numberColumn: n }, band: { bandsOf: n, cuts: [0, 2], labels: [low, mid, high] }",
      size: "agents: people.csv",
      files: ["people.csv": "place,n,role\nnear,1.5,y\nfar,-2,x\nnear,2,y\n"])
    #expect(people.size == 3)
    #expect(people.codes[0] == [0, 1, 0])
    #expect(people.codes[1] == [1, 0, 1])
    #expect(people.reals[2] == [1.5, -2, 2])
    #expect(people.codes[3] == [1, 0, 2])
  }

  @Test("are others in every replicate, and the same for a longer list of attributes")
  func addresses() throws {
    let world = try World(
      "populations: { people: { size: 99, attributes: { x: { uniform: { low: 0, high: 1 } } }, journey: { stages: [a], start: a } } }"
    )
    let spec = world.scenario.populations[0]
    let first = People(spec, parent: nil, seed: 1, replicate: 0).reals[0]
    #expect(People(spec, parent: nil, seed: 1, replicate: 1).reals[0] != first)
    #expect(People(spec, parent: nil, seed: 2, replicate: 0).reals[0] != first)
    let more = try people(
      "w: { shares: { k: 0.5, l: 0.5 } }, x: { uniform: { low: 0, high: 1 } }", size: "size: 99")
    #expect(more.reals[1] == first)
  }
}

/// False alarms: one in a million per check of a mean.
@Suite("Attributes, statistics")
struct AttributeStatistics {
  @Test(
    "have the mean and spread that their distribution says",
    arguments: [
      ("uniform: { low: 2, high: 6 }", 4, 16.0 / 12),
      ("normal: { mean: -3, sd: 2 }", -3, 4),
      ("lognormal: { mean: 5, sigma: 0.5 }", 5, 25 * (1.2840254166877414 - 1)),
      ("beta: { a: 2, b: 3 }", 0.4, 0.04),
      ("gamma: { mean: 6, shape: 4 }", 6, 9),
      ("negativeBinomial: { mean: 4, dispersion: 2.5 }", 4, 10),
    ] as [(String, Double, Double)])
  func moments(text: String, mean: Double, variance: Double) throws {
    let size = 100_000
    let world = try World(
      """
      populations:
        people:
          size: \(size)
          attributes: { kind: { shares: { x: 0.5, y: 0.5 } }, n: { \(text), scaledBy: { kind: { x: 1, y: 2 } } } }
          journey: { stages: [a], start: a }
      """)
    let people = People(world.scenario.populations[0], parent: nil, seed: 1, replicate: 0)
    let numbers = zip(people.codes[0], people.reals[1]).map { $0 == 1 ? $1 / 2 : $1 }
    let average = numbers.reduce(0, +) / Double(size)
    let band = StatisticalBand.mean(
      mean, standardDeviation: variance.squareRoot(), samples: size, falseAlarm: 1e-6)
    #expect(band.contains(average))
    // Spreads agree within five percent: over ten standard errors for each of these families.
    let spread = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(size)
    #expect(abs(spread / variance - 1) < 0.05)
    #expect(zip(people.codes[0], people.reals[1]).contains { $0.0 == 1 })
  }
}
