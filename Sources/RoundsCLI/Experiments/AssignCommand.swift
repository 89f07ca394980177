import ArgumentParser
import Estimation
import Interchange
import Studies
import Workbench

struct AssignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign",
    abstract: "Assign units to arms by chance, reproducibly, and write the list and its design.",
    discussion: """
      The list is a table (CSV) with a row per unit. The answer is assignment.csv, which the field can
      use, and design.json, which `rounds readout` needs. The same list, in any order of rows, and the
      same seed give the same assignment. A switchback has no list: name its --periods.
      """)

  /// The names of the files that are written.
  static let files = (list: "assignment.csv", design: "design.json")

  @Argument(help: "List of units (CSV).", completion: .file(extensions: ["csv"]))
  var list: String?

  @OptionGroup var rule: AssignmentOptions
  @OptionGroup var analysis: PlannedAnalysisOptions

  @Option(help: "Folder that receives assignment.csv and design.json.")
  var out = "."

  @Flag(help: "Replace files that exist.")
  var force = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    let isSwitchback = rule.kind == .switchback
    if isSwitchback, let list {
      throw ValidationError("\(list): a switchback assigns periods and reads no list; leave it out")
    }
    if !isSwitchback, list == nil {
      throw ValidationError("name the list of units (CSV), such as hcps.csv")
    }
  }

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let plan = try rule.plan()
      let files = try NewFiles([Self.files.list, Self.files.design], in: out, replacing: force)
      let answer = try answer(plan)
      var design = answer.document
      let bytes = answer.found.list().csvBytes(guardingFormulas: false)
      design.assignment = ExperimentDesign.File(name: Self.files.list, hash: contentHash(bytes))
      design.analysis = try analysis.planned()
      try UnitListFile.check(bytes, of: design, against: answer.found.arms)
      try files.write([(Self.files.list, bytes), (Self.files.design, Array(design.json.utf8))])
      show(answer.found, files)
    }
  }

  /// What was drawn, and the design with the name of the list that it came from.
  private func answer(
    _ plan: AssignmentPlan
  ) throws -> (found: AssignmentAnswer, document: ExperimentDesign) {
    guard let list else {
      let periods = (1...(plan.timing?.periods ?? 1)).map(String.init)
      let found = try AssignmentAnswer(
        try Randomization(plan, of: Roster(units: periods)),
        columns: ExperimentDesign.Columns(unit: "period"), kept: [("period", periods)],
        described: [])
      return (found, found.design)
    }
    let units = try UnitListFile(path: list).list(rule.columns)
    let found = try AssignmentProblems.naming(list) { () throws(AssignmentProblems) in
      try AssignmentAnswer(
        try Randomization(plan, of: units.roster),
        columns: ExperimentDesign.Columns(
          unit: units.unit, cluster: rule.cluster, strata: rule.columns.strata),
        kept: units.kept, described: units.described)
    }
    var document = found.design
    document.source = ExperimentDesign.File(name: units.source.name, hash: units.source.hash)
    return (found, document)
  }

  private func show(_ answer: AssignmentAnswer, _ files: NewFiles) {
    let (list, design) = (files.path(of: Self.files.list), files.path(of: Self.files.design))
    guard output.json else {
      print(answer.text(width: Terminal.width))
      print("List: \(list). Design: \(design).")
      return
    }
    var members = [
      JSONMember("ok", .flag(true)), JSONMember("list", .text(list)),
      JSONMember("design", .text(design)), JSONMember("text", .text(answer.text(width: 100))),
    ]
    for table in answer.tables() { members.append(JSONMember(table.name, table.jsonValue)) }
    print(JSONValue.object(members).text(indent: nil))
  }
}
