import Interchange
import Statistics
import Testing

@testable import Estimation

@Suite("Identification of a mix model")
struct MixIdentificationTests {
  private func checks(
    _ world: MixWorld = MixWorld(), others: String = "",
    change: (String, inout [Double]) -> Void = { _, _ in }
  ) throws -> MixIdentification {
    let panel = world.panel(world.outcomes())
    var changed = Panel(name: panel.name, units: panel.units, periods: panel.periods)
    for variable in panel.variables {
      var column = try #require(panel[variable])
      change(variable, &column)
      changed.add(variable, column)
    }
    let text = world.document("bayes", knowsTransforms: false, others: others)
    return MixIdentification(try MixDesign(try mix(text), changed))
  }

  private func expect(
    _ found: MixIdentification, _ place: Int, _ name: String, _ verdict: MixCheck.Verdict,
    _ sentence: (String) -> String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let check = found.checks[place]
    #expect(check.name == name && check.verdict == verdict, sourceLocation: sourceLocation)
    #expect(
      check.sentence == sentence(HumanNumber.text(check.value)), sourceLocation: sourceLocation)
  }

  @Test("finds nothing wrong with channels that move by themselves")
  func good() throws {
    let found = try checks()
    #expect(found.isIdentified && found.checks.count == 3)
    expect(found, 0, "parameters_per_row", .good) { _ in "120 rows for 10 parameters." }
    expect(found, 1, "constant_channels", .good) { _ in "Every channel varies." }
    expect(found, 2, "variance_inflation", .good) {
      "No column is made up of the others (largest variance inflation \($0), tv)."
    }
    #expect(found.checks[2].value >= 1 && found.checks[2].value < 2)
  }

  @Test("counts parameters against rows")
  func parameters() throws {
    var world = MixWorld()
    world.periods = 9
    let few = try checks(world)
    #expect(!few.isIdentified)
    expect(few, 0, "parameters_per_row", .bad) { _ in
      "10 parameters cannot be told from 9 rows: what comes out is the priors; drop channels, "
        + "controls or knots, or add periods or units."
    }
    world.periods = 40
    expect(try checks(world), 0, "parameters_per_row", .watch) { _ in
      "40 rows for 10 parameters."
    }
    world.periods = 4
    expect(try checks(world), 2, "variance_inflation", .watch) { _ in
      "There are too few rows to see which columns move together."
    }
  }

  @Test("names channels that never change")
  func constant() throws {
    let found = try checks { name, column in
      if name == "web" { for row in column.indices { column[row] = 30 } }
    }
    #expect(!found.isIdentified)
    expect(found, 1, "constant_channels", .bad) { _ in
      "web: the exposure never changes, so that the effect cannot be told from the baseline; vary it, "
        + "run a lift test, or leave the channel out."
    }
  }

  @Test("names channels that move together")
  func collinear() throws {
    let world = MixWorld()
    let tv = world.exposures[0]
    let found = try checks { name, column in
      guard name == "web" else { return }
      for row in column.indices { column[row] = tv[row] + 0.02 * column[row] }
    }
    #expect(found.isIdentified)
    #expect(found.checks[2].value > 10)
    expect(found, 2, "variance_inflation", .watch) {
      "web moves with other columns (variance inflation \($0)): its effect is told apart with "
        + "difficulty; vary it by itself, or run a lift test."
    }
    let same = try checks { name, column in
      if name == "web" { column = tv }
    }
    #expect(!same.isIdentified)
    expect(same, 2, "variance_inflation", .bad) { _ in
      "media mix: tv and web are collinear (rank 4 of 5); drop one or add a penalty"
    }
  }

  @Test("sees a control that repeats the trend")
  func control() throws {
    let found = try checks { name, column in
      guard name == "price" else { return }
      for row in column.indices { column[row] = Double(row) }
    }
    expect(found, 2, "variance_inflation", .bad) { _ in
      "media mix: trend and price are collinear (rank 4 of 5); drop one or add a penalty"
    }
  }
}
