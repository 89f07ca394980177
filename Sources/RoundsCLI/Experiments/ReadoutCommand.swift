import ArgumentParser
import Estimation
import Interchange
import Studies
import Workbench

struct ReadoutCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "readout",
    abstract: "Read out an experiment: effect, interval, p-value and checks, in plain words.",
    discussion: """
      Reads results (a row per unit, or per unit and period) beside the design and its list of assigned \
      units, and chooses the readout that the design calls for: analysis of covariance where an outcome \
      before is known and Welch's test otherwise, pairs as pairs, strata and whole clusters with errors \
      that know of them, stepped wedges with levels of clusters and periods, factors by main effects, \
      markets against a synthetic control. Interval and p-value always come from one test.
      """)

  @Argument(help: "Results (CSV).", completion: .file(extensions: ["csv"]))
  var results: String

  @Option(help: "Design that rounds assign or rounds plan wrote (JSON).")
  var design: String

  @OptionGroup var columns: ReadoutColumnOptions
  @OptionGroup var method: ReadoutMethodOptions

  @Flag(help: "Write JSON for programs.")
  var json = false

  func run() async throws {
    try await FrontDoor.open(json: json) {
      let file = try DesignFile(path: design)
      try checkUse(file.design)
      let question = try method.question(file)
      var columns = try columns.columns(for: file, results: results)
      columns.kind = question.kind
      let table = try ResultsFile.read(
        results, list: self.columns.list, of: file.design, in: file.folder, columns)
      let answer = try ReadoutStudy(table, of: file.design, question).run()
      if json {
        print(answer.json)
      } else {
        print(answer.text(width: Terminal.width))
      }
    }
  }
}

/// Which columns mean what; what the design says need not be said again.
struct ReadoutColumnOptions: ParsableArguments {
  @Option(help: "List of assigned units (CSV); the one beside the design unless given.")
  var list: String?

  @Option(help: "Column of the outcome; the design's unless given.")
  var outcome: String?

  @Option(help: "Column of the same outcome before the experiment; the design's unless given.")
  var pre: String?

  @Option(help: "Columns of numbers to adjust for as well, separated by commas.")
  var adjust: String?

  @Option(help: "Column that the outcome is a share of, such as emails sent.")
  var per: String?

  @Option(
    help: "Column of practices or accounts, to see how many controls work beside treated units.")
  var practice: String?

  @Option(help: "Column of groups in which effects are asked for one by one.")
  var by: String?

  @Option(help: "Column of periods, dates or numbers, where units have several rows.")
  var period: String?

  @Option(
    help: "First period of the test, as the table writes it; of a stepped wedge its first period.")
  var start: String?

  func validate() throws {
    if start != nil, period == nil {
      throw ValidationError("--start needs --period, the column of periods")
    }
  }

  /// The one column of the results that means nothing else.
  private func onlyOutcome(
    _ file: DesignFile, _ results: String, _ others: [String]
  ) throws -> String {
    let possible = try ResultsFile.possibleOutcomes(
      results, of: file.design, besides: others + [per, practice, by, period].compactMap { $0 })
    if possible.count == 1 { return possible[0] }
    throw StudyError(
      document: file.path,
      problem: "says no outcome, and "
        + (possible.isEmpty
          ? "\(results) has no column that could be it; add one"
          : "\(results) has several columns that could be it: \(possible.joined(separator: ", ")); name one "
            + "with --outcome"))
  }

  /// The columns, with those of the design where nothing is given.
  func columns(for file: DesignFile, results: String) throws -> ResultsColumns {
    let before = pre ?? file.design.analysis.pre
    let covariates = commaWords(adjust).filter { !$0.isEmpty }
    let named =
      try outcome ?? file.design.analysis.outcome
      ?? onlyOutcome(file, results, covariates + [before].compactMap { $0 })
    var columns = ResultsColumns(outcome: named)
    // Rows before the start say the same as the column that the design names.
    columns.before = start == nil ? before : pre
    columns.covariates = covariates
    columns.denominator = per
    columns.practice = practice
    columns.group = by
    columns.period = period
    columns.start = start
    return columns
  }
}

/// How effects are found.
struct ReadoutMethodOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What is measured: mean, count or proportion.", valueName: "kind"))
  var kind = "mean"

  @Option(
    help: ArgumentHelp(
      "Method in place of the design's: \(ReadoutMethod.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "method"))
  var method: String?

  @Option(help: "Look before the end, counted from 1, of the looks that were planned.")
  var look: Int?

  @Option(help: "Number of planned looks; the design's unless given.")
  var looks: Int?

  @Option(help: "How looks spend the error, obf or pocock; the design's, or obf, unless given.")
  var spending: String?

  @Option(
    help:
      "Shares of the planned information at the looks so far, separated by commas; evenly apart unless given."
  )
  var at: String?

  @Option(
    help: ArgumentHelp(
      """
      Interval and p-value that hold whenever, and however often, one looks; narrowest for effects of this \
      size, in units of the outcome, fixed before the first look.
      """, valueName: "effect"))
  var anyTime: Double?

  @Option(help: "Confidence of intervals; one less the design's level, or 0.95, unless given.")
  var confidence: Double?

  @Option(help: "Draws of randomization inference.")
  var draws = 10_000

  @Option(help: "Seed of those draws.")
  var seed: UInt64 = 1

  func validate() throws {
    _ = try outcomeKind()
    if look != nil, anyTime != nil {
      throw ValidationError("--look and --any-time: a look is planned or not; write one of them")
    }
    if look == nil, looks != nil || spending != nil || at != nil {
      throw ValidationError("--looks, --spending and --at need --look, the number of the look")
    }
    if let anyTime, !(anyTime > 0 && anyTime <= 1e12) {
      throw ValidationError(
        "--any-time \(JSONText.number(anyTime)): write the size of a usual effect, above 0")
    }
    _ = try chosenMethod()
    if let confidence, !(0.5..<1).contains(confidence) {
      throw ValidationError(
        "--confidence \(JSONText.number(confidence)): write a share from 0.5 to below 1, such as 0.95"
      )
    }
    guard (100...1_000_000).contains(draws) else {
      throw ValidationError("--draws \(draws): write a number from 100 to 1000000")
    }
  }

  private func outcomeKind() throws -> ExperimentSample.OutcomeKind {
    guard let found = ExperimentSample.OutcomeKind(rawValue: kind) else {
      throw ValidationError("--kind \(kind): write mean, count or proportion")
    }
    return found
  }

  private func chosenMethod() throws -> ReadoutMethod? {
    guard let method else { return nil }
    if let found = ReadoutMethod(rawValue: method) { return found }
    let known = ReadoutMethod.allCases.map(\.rawValue)
    let remedy =
      nearestKey(to: method, among: known).map { "did you mean \($0)?" }
      ?? "the methods are \(known.joined(separator: ", "))"
    throw ValidationError("--method \(method): there is no such method; \(remedy)")
  }

  private func shares(_ text: String) throws -> [Double] {
    try list(text, "--at").map { word in
      guard let share = Double(word), share > 0, share <= 1 else {
        throw ValidationError(
          "--at \(word): write growing shares above 0 and at most 1, such as 0.3,0.6")
      }
      return share
    }
  }

  /// How the test is looked at, with the looks of the design where none are given.
  private func chosenLook(_ file: DesignFile) throws -> ReadoutLook? {
    if let anyTime { return .anyTime(usualEffect: anyTime) }
    guard let look else { return nil }
    guard let count = looks ?? file.design.analysis.looks, count > 1 else {
      throw StudyError(
        document: file.path, problem: "plans no looks; say how many there are with --looks")
    }
    let name = spending ?? file.design.analysis.spending ?? "obf"
    guard let rule = SpendingFunction(named: name) else {
      throw ValidationError("--spending \(name): write obf or pocock")
    }
    return .planned(look, of: count, rule, shares: try at.map { try shares($0) })
  }

  /// The question that these options ask of a design.
  func question(_ file: DesignFile) throws -> ReadoutStudy.Question {
    var question = ReadoutStudy.Question()
    question.kind = try outcomeKind()
    question.method = try chosenMethod()
    question.confidence = confidence
    question.look = try chosenLook(file)
    question.draws = draws
    question.seed = seed
    return question
  }
}
