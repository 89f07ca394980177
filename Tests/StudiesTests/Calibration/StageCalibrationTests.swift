import Estimation
import Interchange
import Journeys
import Testing

@testable import Studies

@Suite("Calibration to observed stages")
struct StageCalibrationTests {
  private static let yaml = """
    engine: transitions
    title: Half a year of people
    arm: plan
    data: { unit: id, period: week, stage: stage }
    sampling: { chains: 2, warmup: 100, draws: 100 }
    seed: 4
    """

  /// Made once for all tests.
  private static let made = Task {
    let document = try Worlds.small(ObservedJourneyTests.sections, weeks: 26)
    let spec = try StageCalibrationSpec(yaml: yaml, name: "c.yaml", scenario: document)
    let text = try ObservedJourneyTests.panel(document, replicate: 1, weeks: 26)
    return try await StageCalibration.run(
      document, spec, csv: try CSVFile(text: text, name: "panel.csv"), threads: 2)
  }

  @Test("answers in tables whose draws are those of the free parameters")
  func tables() async throws {
    let answer = try await Self.made.value
    let tables = answer.tables()
    #expect(Set(tables.map(\.name)) == StageCalibration.tableNames)
    #expect(
      tables[0].columns.map(\.name) == [
        "draw", "trial_rate", "mail_ratio", "high_ratio", "monthly_stop",
      ])
    guard case .number(let rates) = tables[0].columns[1].values else {
      Issue.record("the draws are numbers")
      return
    }
    // All draws once, in another order.
    #expect(rates.sorted() == answer.fit.draws(of: "trial_rate")?.sorted())
    #expect(rates != answer.fit.draws(of: "trial_rate"))
    for table in tables {
      #expect(table.columns.allSatisfy { !$0.meaning.isEmpty }, "\(table.name)")
    }
    guard
      case .text(let verdicts)? = tables[1].columns.first(where: { $0.name == "verdict" })?.values
    else {
      Issue.record("parameters have verdicts")
      return
    }
    #expect(verdicts == answer.accounts.map(\.word) && verdicts.contains("identified"))
    #expect(answer.accounts.map(\.name) == tables[0].columns.dropFirst().map(\.name))
    // From aware and trialist to all three stages, from lapsed as well.
    #expect(answer.check.moves.count == 9)
    #expect(answer.check.shares.count == 25 * 3)
    // Of 84 figures of a right model that the draws have seen, more than 20 miss less often than once
    // in 10,000 panels if they were independent; they go together, within a panel and over time.
    let figures = answer.check.moves + answer.check.shares
    #expect(figures.count { !StageCheck.isMet($0) } <= 25)
  }

  @Test("says in words what was learned and what was not")
  func words() async throws {
    let answer = try await Self.made.value
    let text = answer.text(width: 100)
    #expect(
      text.replacing("\n", with: " ").hasPrefix(
        "Half a year of people: 4 parameters of small.yaml learned from the stages of 400 people at "
          + "10,000 pairs of observations, by their likelihood; no world was simulated."), "\(text)"
    )
    let flat = text.replacing("\n", with: " ")
    #expect(flat.contains("price: no transition of people depends on it; it keeps its own value."))
    #expect(flat.contains("figures, 9 of moves and 75 of stages by period"))
    #expect(!text.contains("next to nothing"))
    #expect(flat.contains(" verdict ") && text.contains(" identified"), "\(text)")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(text)")
  }

  @Test("says all that is wrong with its document")
  func document() throws {
    let scenario = try Worlds.small(ObservedJourneyTests.sections)
    let problem = #expect(throws: SpecProblems.self) {
      try StageCalibrationSpec(
        yaml: """
          engine: transitions
          parameters: [trial_rat, known_ratio, price]
          data: { unit: id, period: week, stage: week }
          """, name: "c.yaml", scenario: scenario)
    }
    #expect(
      problem?.problems.map(\.description) == [
        "c.yaml:2: parameters[0]: unknown parameter \"trial_rat\"; did you mean trial_rate?",
        "c.yaml:2: parameters[1]: known_ratio has no prior in small.yaml; give it prior, low and high, "
          + "or leave it out",
        "c.yaml:3: data.stage: column week is the period already; name another column",
      ])
    let misspelled = #expect(throws: SpecProblems.self) {
      try StageCalibrationSpec(
        yaml: "engine: transition\ndata: { unit: id, period: week, stag: stage }\n", name: "c.yaml",
        scenario: scenario)
    }
    #expect(
      misspelled?.problems.map(\.description) == [
        "c.yaml:1: engine: \"transition\" is not transitions; did you mean transitions?",
        "c.yaml:2: data.stag: unknown key; did you mean stage?",
        "c.yaml:2: data.stage: is missing; write a text (Column of names of stages)",
      ])
    #expect(try StageCalibrationSpec.isMeant(by: Self.yaml, name: "c.yaml"))
    #expect(try !StageCalibrationSpec.isMeant(by: "targets: {}", name: "c.yaml"))
  }

  @Test("says that priors exclude the panel")
  func excluded() async throws {
    let document = try Worlds.small(ObservedJourneyTests.sections)
    let spec = try StageCalibrationSpec(
      yaml: Self.yaml + "\ntransitions: { stop: { rate: 0 * $monthly_stop } }\n", name: "c.yaml",
      scenario: document)
    let csv = try CSVFile(
      text: "id,week,stage,segment,volume,email\nA,1,aware,high,1,0\nA,2,lapsed,low,1,0\n",
      name: "p.csv")
    let problem = await #expect(throws: StudyError.self) {
      try await StageCalibration.run(document, spec, csv: csv)
    }
    #expect(
      problem?.description
        == "small.yaml: the priors of trial_rate, high_ratio, mail_ratio, monthly_stop exclude p.csv: "
        + "it has no chance at their middle; widen them, or check rates that are 0 and ratios that are "
        + "negative")
  }
}
