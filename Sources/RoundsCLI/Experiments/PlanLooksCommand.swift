import ArgumentParser
import Estimation
import Interchange
import Studies

struct PlanLooksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "looks",
    abstract: "Plan when to look at a running test and what to conclude, without false claims.",
    discussion: """
      Prints the bound of each look, and how large and how long the test becomes. Bounds by spending
      hold even if the looks come at other times than planned; --fixed-bounds gives the classic ones
      of Pocock or of O'Brien and Fleming, which do not.

      --units and --weeks are those of a test with one look, as `rounds plan power` tells them.
      """)

  enum Spending: String, ExpressibleByArgument, CaseIterable {
    case obf
    case pocock
    case power
    case hsd
  }

  @Option(help: "Number of looks, evenly apart; 5 unless --at is given.")
  var looks: Int?

  @Option(
    help: "Shares of the sample at which to look, separated by commas, such as 0.25,0.5,0.75,1.")
  var at: String?

  @Option(
    help: """
      How the error is spent: obf (little early), pocock (evenly), power or hsd (by --shape).
      """)
  var spending = Spending.obf

  @Option(
    help: "Exponent of --spending power, 3 unless given; parameter of hsd, -4 unless given.")
  var shape: Double?

  @Flag(help: "Use the bounds of Pocock or O'Brien and Fleming themselves.")
  var fixedBounds = false

  @Option(help: "Chance of a false claim in the whole test, of both sides together.")
  var alpha = 0.05

  @Option(help: "Chance of proving the planned effect.")
  var power = 0.8

  @Flag(help: "Test a gain only.")
  var oneSided = false

  @Flag(
    help: """
      Give up when the effect is out of reach. Tests a gain only; without --one-sided at half of \
      alpha, which keeps the upper bounds.
      """)
  var futility = false

  @Flag(help: "Let the upper bounds count on giving up, which then must be done.")
  var binding = false

  @Option(help: "Units that a test with one look takes.")
  var units: Double?

  @Option(help: "Weeks that a test with one look takes, units arriving evenly.")
  var weeks: Double?

  @OptionGroup var output: OutputOptions

  func validate() throws { _ = try plan() }

  func run() throws {
    let plan = try plan()
    guard output.json else {
      print(plan.text(width: Terminal.width), terminator: "")
      return
    }
    let tables = plan.tables().map { JSONMember($0.name, $0.jsonValue) }
    print(
      JSONValue.object(
        [
          JSONMember("ok", .flag(true)),
          JSONMember("sentences", .list(plan.sentences.map { .text($0) })),
        ] + tables
      ).text(indent: 2))
  }

  /// The plan, or everything that is wrong with the question.
  private func plan() throws -> LooksPlan {
    var problems: [String] = []
    let shares = shares(&problems)
    problems += inconsistencies
    for (name, value) in [("units", units), ("weeks", weeks)] {
      if let value, !(value > 0 && value <= 1e12) {
        problems.append("\(name): \(value) is no size of a test; write a number above 0")
      }
    }
    let isOneSided = oneSided || futility
    do {
      let design = try GroupSequentialDesign(
        shares: shares ?? [1], boundary: boundary,
        alpha: futility && !oneSided && alpha < 0.5 ? alpha / 2 : alpha, isTwoSided: !isOneSided,
        power: power,
        // Chosen: a moderate spending of the chance to miss the effect, the customary one.
        futility: futility ? .init(.hwangShihDeCani(-2), isBinding: binding) : nil)
      if problems.isEmpty { return LooksPlan(design, units: units, weeks: weeks) }
    } catch {
      problems += error.problems
    }
    throw ValidationError(problems.map { "--\($0)" }.joined(separator: "\n"))
  }

  private var boundary: GroupSequentialDesign.Boundary {
    switch spending {
    case .obf: fixedBounds ? .obrienFleming : .spending(.obrienFleming)
    case .pocock: fixedBounds ? .pocock : .spending(.pocock)
    case .power: .spending(.power(shape ?? 3))
    case .hsd: .spending(.hwangShihDeCani(shape ?? -4))
    }
  }

  /// Options that do not go together.
  private var inconsistencies: [String] {
    var problems: [String] = []
    let hasShape = spending == .power || spending == .hsd
    if shape != nil, !hasShape {
      problems.append(
        "shape: --spending \(spending) has none; choose power or hsd, or leave it out")
    }
    if fixedBounds, hasShape {
      problems.append(
        "fixed-bounds: there are none by \(spending); choose --spending obf or pocock")
    }
    if binding, !futility {
      problems.append("binding: nothing is given up; write --futility with it, or leave it out")
    }
    return problems
  }

  /// Shares of the sample at the looks; nil when they cannot be read.
  private func shares(_ problems: inout [String]) -> [Double]? {
    guard let at else {
      let count = looks ?? 5
      guard (1...100).contains(count) else {
        problems.append("looks: \(count); write a number from 1 to 100")
        return nil
      }
      return (1...count).map { Double($0) / Double(count) }
    }
    if looks != nil { problems.append("looks: --at says when to look; write one of them") }
    var shares: [Double] = []
    for part in at.split(separator: ",", omittingEmptySubsequences: false) {
      guard let share = Double(part.filter { $0 != " " }) else {
        problems.append("at: \"\(part)\" is no number; write shares such as 0.25,0.5,0.75,1")
        return nil
      }
      shares.append(share)
    }
    if let last = shares.last, last < 1 {
      problems.append("at: the last look is at \(last); end at 1, the whole sample")
    }
    return shares
  }
}
