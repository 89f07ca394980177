import Estimation
import Interchange
import Statistics

extension AssignmentAnswer {
  /// Strata that the terminal shows.
  private static let shownStrata = 30
  /// Columns whose balance the terminal shows, those that differ most.
  private static let shownColumns = 12
  /// The standardized difference above which arms are said to differ; Austin (2009).
  static let notableDifference = 0.1
  /// Assignments below which tests by rearrangement are coarse; *chosen* as the reach of p = 0.001.
  private static let fewAssignments = 1_000.0

  /// The assignment in words.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, without a line feed at the end.
  public func text(width: Int) -> String {
    var lines = wrapped(head, width: width)
    let (counts, balances) = (tables()[0], tables()[1])
    if counts.rowCount > 1 {
      lines += ["", Self.shortened(counts, width: width)]
    } else {
      lines.append("")
    }
    if balances.rowCount > 0 {
      let order = balance.indices.sorted {
        (-balance[$0].largestDifference, $0) < (-balance[$1].largestDifference, $1)
      }
      lines.append(
        balances.filtered(rows: order).plain(width: width, maximumRows: Self.shownColumns))
    }
    return (lines + sentences.flatMap { wrapped($0, width: width) }).joined(separator: "\n")
  }

  /// The first strata and the row of all of them, which is the last.
  private static func shortened(_ counts: Table, width: Int) -> String {
    let strata = counts.rowCount - 1
    guard strata > shownStrata else { return counts.plain(width: width, maximumRows: nil) }
    let shown = counts.filtered(rows: Array(0..<shownStrata) + [strata])
    return shown.plain(width: width, maximumRows: nil)
      + "… and \(HumanNumber.grouped(strata - shownStrata)) more strata\n"
  }

  /// What goes to an arm as a whole.
  private var itemNoun: String {
    if design.kind == .switchback { return "blocks of periods" }
    return design.columns.cluster == nil ? "units" : "clusters"
  }

  private var noun: String { design.kind == .switchback ? "periods" : "units" }

  private var head: String {
    let sizes = design.arms.map { arm in
      let clusters = arm.clusters.map { " in \(HumanNumber.grouped($0)) clusters" } ?? ""
      let start = arm.start.map { " from period \($0)" } ?? ""
      return "\(arm.name) \(HumanNumber.grouped(arm.units))\(clusters)\(start)"
    }
    let strata = randomization.roster.groupedByStratum.count
    let within =
      strata > 0
      ? ", within \(HumanNumber.grouped(strata)) strata of \(design.columns.strata.joined(separator: " × "))"
      : ""
    return "\(HumanNumber.grouped(arms.count)) \(noun) to \(design.arms.count) "
      + "\(design.kind == .steppedWedge ? "waves" : "arms")\(within): "
      + "\(sizes.joined(separator: ", ")). Design: \(design.kind.rawValue), seed \(design.seed)."
  }

  private var sentences: [String] {
    [balanceSentence, rerandomizationSentence, reachSentence, stabilitySentence].compactMap(\.self)
  }

  private var balanceSentence: String? {
    guard let worst = balance.max(by: { $0.largestDifference < $1.largestDifference }) else {
      return nil
    }
    let size = HumanNumber.text(worst.largestDifference)
    guard worst.largestDifference > Self.notableDifference else {
      return "The arms are alike: no column differs by more than \(size) standard deviations "
        + "(\(worst.column))."
    }
    let remedy =
      design.kind == .holdout
      ? "adjust for it in the readout"
      : "name it in --balance, or adjust for it in the readout"
    guard worst.largestDifference.isFinite else {
      let isCategory = worst.means.allSatisfy { $0 == 0 || $0 == 1 }
      return "By chance \(worst.column) "
        + (isCategory
          ? "is in one arm only" : "has one value within each arm, and another one in the next")
        + ", so that no readout can tell it from the arms: draw again with another --seed, or use "
        + "more \(itemNoun)."
    }
    return
      "By chance \(worst.column) differs by \(size) standard deviations between two arms, more "
      + "than the usual limit of \(Self.notableDifference): \(remedy)."
  }

  private var rerandomizationSentence: String? {
    guard let rule = design.rerandomization else { return nil }
    return "One assignment in \(HumanNumber.text(1 / rule.acceptance)) is as balanced in "
      + "\(rule.columns.joined(separator: ", ")) as was asked; \(HumanNumber.grouped(rule.draws)) "
      + "\(rule.draws == 1 ? "was" : "were") drawn until one was. A test by rearrangement has to draw "
      + "in the same way, from the seed and the rule in the design."
  }

  /// What a test by rearrangement can reach where there are few assignments.
  private var reachSentence: String? {
    guard design.kind != .holdout else { return nil }
    let count = randomization.assignmentCount * (design.rerandomization?.acceptance ?? 1)
    guard count < Self.fewAssignments else { return nil }
    return
      "Only about \(HumanNumber.text(max(1, count.rounded()))) assignments were possible, so that "
      + "no test by rearrangement gives a p-value below \(HumanNumber.text(1 / max(1, count))); more \(itemNoun)"
      + "\(design.rerandomization == nil ? "" : " or a larger --acceptance") would give more."
  }

  private var stabilitySentence: String? {
    guard design.kind == .holdout else { return nil }
    let sum = design.arms.reduce(0) { $0 + $1.units }
    let share = Double(design.arms[0].units) / Double(max(1, sum))
    let empty = randomization.roster.groupedByStratum.filter { stratum in
      !stratum.members.contains { arms[$0] == 0 }
    }
    let without =
      empty.isEmpty
      ? ""
      : " \(empty.count) strata have nobody in it, the first being \(empty[0].name); a larger share "
        + "or fewer strata would change that."
    return
      "\(design.arms[0].name) has \(HumanNumber.percent(share)). Membership follows from the name "
      + "and the seed alone: people who join later can be assigned without moving anybody.\(without)"
  }
}
