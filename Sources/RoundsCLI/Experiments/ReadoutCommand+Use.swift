import ArgumentParser
import Estimation

extension ReadoutCommand {
  /// Refuses options that the readout of a design would not listen to.
  func checkUse(_ design: ExperimentDesign) throws {
    let isMean = method.kind == ExperimentSample.OutcomeKind.mean.rawValue
    let given = [
      ("--method", method.method != nil), ("--kind", !isMean), ("--by", columns.by != nil),
      ("--per", columns.per != nil), ("--pre", columns.pre != nil),
      ("--adjust", columns.adjust != nil), ("--practice", columns.practice != nil),
      ("--start", columns.start != nil),
    ].filter { $0.1 }.map { $0.0 }
    for (options, reason) in unheard(design) {
      let refused = given.filter(options.contains)
      guard refused.isEmpty else {
        throw ValidationError(
          "\(refused.joined(separator: ", ")): \(reason); leave \(refused.count == 1 ? "it" : "them") out"
        )
      }
    }
  }

  /// The options that count for nothing in this readout, and why.
  private func unheard(_ design: ExperimentDesign) -> [(options: [String], reason: String)] {
    var found: [(options: [String], reason: String)] = []
    switch design.kind {
    case .steppedWedge:
      found.append(
        (
          ["--method", "--kind", "--by", "--per", "--pre", "--adjust", "--practice"],
          "a stepped wedge is read out by levels of its clusters and periods"
        ))
    case .factorial where method.method == nil:
      found.append(
        (["--kind", "--per", "--practice"], "factors are read out by the means of their cells"))
    case .factorial: found.append((["--practice"], "a factorial design has no such check"))
    case .geo where columns.start != nil && method.method == nil:
      found.append(
        (
          ["--kind", "--per", "--pre", "--adjust"],
          "markets are read out against a synthetic control of their history"
        ))
    case .switchback:
      found.append((["--start"], "a switchback is read out over all its periods"))
    default: break
    }
    if columns.per != nil {
      found.append((["--method", "--kind"], "--per asks for a ratio of sums, which is a method"))
    }
    return found
  }
}
