import ArgumentParser
import Estimation
import Interchange
import Studies
import Workbench

struct PlanGeoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "geo",
    abstract:
      "Choose markets for a test out of their history: smallest lift, power, bias and cost.",
    discussion: """
      The history is a table (CSV) with a row per market and period and a column of outcomes,
      without any test in it. Sets of markets that move alike are tried as tests that never were at
      the end of the history, with lifts put in, and read out against a synthetic control. --out
      writes the best as a design for a readout.
      """)

  @Argument(
    help: "Outcomes by market and period (CSV).", completion: .file(extensions: ["csv"]))
  var history: String

  @OptionGroup var columns: GeoColumnOptions

  @Option(help: "Lengths of the test in weeks, such as 6; 4..8 unless given.")
  var weeks: String?

  @Option(help: "Lengths of the test in periods of the history, in place of weeks.")
  var periods: String?

  @OptionGroup var markets: GeoMarketOptions

  @Option(help: "The most that the test may cost.")
  var budget: Double?

  @Option(help: "Money per outcome gained; the cost is this times lift times treated outcomes.")
  var costPerOutcome: Double?

  @Option(help: "Money per treated market and period, in place of a cost per outcome.")
  var cost: Double?

  @OptionGroup var test: GeoTestOptions

  @Option(help: "Folder to write design.json and markets.csv to.")
  var out: String?

  @Flag(help: "Replace files in that folder.")
  var force = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if weeks != nil, periods != nil {
      throw ValidationError("--weeks and --periods: write one of them")
    }
    _ = try IntegerRange(
      weeks ?? periods ?? "4..8", weeks == nil ? "--periods" : "--weeks", most: 520)
    if cost != nil, costPerOutcome != nil {
      throw ValidationError("--cost and --cost-per-outcome: write one of them")
    }
    for (option, value) in [
      ("--budget", budget), ("--cost", cost), ("--cost-per-outcome", costPerOutcome),
    ] {
      if let value, !(value > 0 && value.isFinite) {
        throw ValidationError("\(option) \(JSONText.number(value)): write a positive number")
      }
    }
    if force, out == nil {
      throw ValidationError("--force replaces files of --out; write --out too")
    }
  }

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      if let out { try GeoDesignFolder.probe(out, replacing: force) }
      let file = try GeoHistoryFile(
        path: history, time: columns.period, unit: columns.unit, outcome: columns.outcome)
      let plan = try GeoPlan(
        file.panel, outcome: file.columns.outcome,
        columns: (time: file.columns.time, unit: file.columns.unit), try question(file))
      if let out {
        try GeoDesignFolder.write(
          plan.document(), markets: plan.assignmentTable(), source: file.input, to: out)
      }
      show(plan)
    }
  }

  private func question(_ file: GeoHistoryFile) throws -> GeoQuestion {
    let range = try IntegerRange(weeks ?? periods ?? "4..8", "", most: 520).range
    let perWeek = periods == nil ? try periodsPerWeek(file) : 1
    var question = GeoQuestion(
      lengths: range.map { $0 * perWeek }, sizes: try markets.sizes(),
      periods: file.panel.periods.count)
    question.included = commaWords(markets.include)
    question.excluded = commaWords(markets.exclude)
    question.leftOut = commaWords(markets.leaveOut)
    question.holdout = markets.holdout
    question.budget = budget
    if let costPerOutcome { question.cost = .perOutcome(costPerOutcome) }
    if let cost { question.cost = .perMarketPeriod(cost) }
    try test.apply(to: &question)
    return question
  }

  /// How many periods of the history make a week.
  private func periodsPerWeek(_ file: GeoHistoryFile) throws -> Int {
    switch file.panel.periods.step {
    case .days(7): return 1
    case .days(1): return 7
    default:
      throw PanelErrors([
        PanelError(
          file: history, line: 0, column: file.columns.time,
          problem: "the periods are neither days nor weeks; write the lengths in periods, such as "
            + "--periods 4..8")
      ])
    }
  }

  private func show(_ plan: GeoPlan) {
    let written = out.map { "\($0)/design.json" }
    guard output.json else {
      print(plan.text(width: Terminal.width))
      print(
        written.map { "Design: \($0), with markets.csv beside it." }
          ?? "--out FOLDER writes the recommended design for `rounds readout`.")
      return
    }
    var members = [
      JSONMember("ok", .flag(true)), JSONMember("text", .text(plan.text(width: 100))),
    ]
    for table in plan.tables() { members.append(JSONMember(table.name, table.jsonValue)) }
    if let written { members.append(JSONMember("design", .text(written))) }
    print(JSONValue.object(members).text(indent: nil))
  }
}
