import ArgumentParser
import Estimation
import Interchange
import Studies
import Workbench

struct PlanMatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract: "Find controls for a test list that was not chosen by chance.",
    discussion: """
      The candidates are a table (CSV) with a row per unit and columns known before the test. The test
      list names its units, which the candidates may hold too; units that they do not hold need their
      columns on the test list. Writes matches.csv, and unmatched.csv with who has none and why.
      """)

  /// The names of the files that are written.
  private static let files = ["matches.csv", "unmatched.csv"]

  @Argument(help: "Candidates (CSV).", completion: .file(extensions: ["csv"]))
  var candidates: String

  @Option(help: "Test list: names, or whole rows (CSV).", completion: .file(extensions: ["csv"]))
  var test: String

  @Option(
    help:
      "Columns to match on, separated by commas, log1p(column) for counts; all others unless given."
  )
  var on: String?

  @Option(help: "Columns whose categories a match must share, separated by commas.")
  var exact: String?

  @Option(help: "Controls of each test unit.")
  var ratio = 1

  @Option(help: "Largest difference of scores, in their standard deviations; 0 for none.")
  var caliper = 0.2

  @Flag(help: "Choose the nearest by Mahalanobis distance and not by propensity score.")
  var mahalanobis = false

  @Flag(help: "Make the total distance as small as can be, and not each in turn.")
  var optimal = false

  @Option(help: "Column that names the units; the first one unless given.")
  var unit: String?

  @Option(help: "Folder that receives matches.csv and unmatched.csv.")
  var out = "."

  @Flag(help: "Replace files that exist.")
  var force = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    for (option, text) in [("--on", on), ("--exact", exact)] {
      if let text, commaWords(text).contains("") {
        throw ValidationError("\(option) \(text): write names separated by commas")
      }
    }
    guard (1...100).contains(ratio) else {
      throw ValidationError("--ratio \(ratio): write a number from 1 to 100")
    }
    guard caliper >= 0, caliper.isFinite else {
      throw ValidationError(
        "--caliper \(JSONText.number(caliper)): write a number such as 0.2, or 0 for no caliper")
    }
  }

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let files = try NewFiles(Self.files, in: out, replacing: force)
      let shared = commaWords(exact)
      let lists = try MatchingLists(
        candidates: UnitListFile(path: candidates), test: UnitListFile(path: test),
        columns: UnitColumns(
          unit: unit, strata: shared, covariates: commaWords(on)))
      var rule = MatchingRule()
      rule.nearness = mahalanobis ? .mahalanobis : .propensity
      rule.ratio = ratio
      rule.caliper = caliper > 0 ? caliper : nil
      rule.isOptimal = optimal
      let found = try AssignmentProblems.naming("\(candidates), \(test)") {
        () throws(AssignmentProblems) in
        try MatchedControls(
          of: lists.roster, isTest: lists.isTest, by: rule, describing: lists.described)
      }
      let answer = MatchAnswer(found, by: rule, exact: shared)
      let tables = answer.tables()
      try files.write(
        zip(Self.files, tables).map { ($0, $1.csvBytes(guardingFormulas: false)) })
      show(answer, tables, files)
    }
  }

  private func show(_ answer: MatchAnswer, _ tables: [Table], _ files: NewFiles) {
    let paths = Self.files.map { files.path(of: $0) }
    guard output.json else {
      print(answer.text(width: Terminal.width))
      print("Matches: \(paths[0]). Without: \(paths[1]).")
      return
    }
    var members = [
      JSONMember("ok", .flag(true)), JSONMember("files", .list(paths.map { .text($0) })),
      JSONMember("text", .text(answer.text(width: 100))),
    ]
    for table in tables { members.append(JSONMember(table.name, table.jsonValue)) }
    print(JSONValue.object(members).text(indent: nil))
  }
}
