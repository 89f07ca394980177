import Testing

@testable import Journeys

/// Attributes made of other attributes of the same agents.
@Suite("Derived attributes")
struct DerivedAttributeTests {
  private func people(_ attributes: String, csv: String) throws -> People {
    let world = try World(
      """
      populations: { people: { agents: people.csv, attributes: { \(attributes) }, journey: { stages: [a], start: a } } }
      """, files: ["people.csv": csv])
    return People(world.scenario.populations[0], parent: nil, seed: 1, replicate: 0)
  }

  @Test("are products of numbers, of one or several")
  func products() throws {
    let people = try people(
      "x: { numberColumn: x }, y: { numberColumn: y }, z: { productOf: [x, y] }, w: { productOf: [z, x, x] }, v: { productOf: [y] }",
      csv: "x,y\n2,0.5\n-3,4\n0,7\n")
    #expect(people.reals[2] == [1, -12, 0])
    #expect(people.reals[3] == [4, -108, 0])
    #expect(people.reals[4] == [0.5, 4, 7])
  }

  @Test("are ranks: the share of people below, equal numbers in the order of their rows")
  func ranks() throws {
    let people = try people(
      "x: { numberColumn: x }, rank: { rankOf: x }, top: { bandsOf: rank, cuts: [0.6], labels: [rest, top] }",
      csv: "x\n5\n-1\n5\n100\n2\n")
    #expect(people.reals[1] == [0.4, 0, 0.6, 0.8, 0.2])
    // The best two of five.
    #expect(people.codes[2] == [0, 0, 1, 1, 0])
  }
}
