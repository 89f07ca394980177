public import Estimation
import Interchange
import Statistics

/// What a fit expects experiments to find, beside what they found.
public struct MixComparison: Sendable {
  private let fit: MixFit
  private let tests: [LiftTest]

  /// Compares a fit with experiments.
  public init(_ fit: MixFit, _ tests: [LiftTest]) {
    self.fit = fit
    self.tests = tests
  }

  /// The comparison in words, one line per experiment.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    var lines: [String] = ["Before the experiments took part:"]
    for test in tests {
      let design = fit.design
      let stride = max(1, fit.draws.rows / 200)
      let expected = Spread(
        Swift.stride(from: 0, to: fit.draws.rows, by: stride).map {
          test.expected(by: fit.values(ofDraw: $0), design)
        })
      let first = design.periods.label(of: test.periods.lowerBound)
      let gap = (test.estimate - expected.mean).magnitude
      let spread = (expected.sd * expected.sd + test.standardError * test.standardError)
        .squareRoot()
      let verdict = gap > 2 * spread ? "they DISAGREE" : "they agree within their errors"
      lines += wrapped(
        "  \(design.spec.channels[test.channel].name) from \(first): the fit expected "
          + "\(expected.compact), the experiment found \(HumanNumber.compact(test.estimate)) ± "
          + "\(HumanNumber.compact(test.standardError)); \(verdict).", width: width)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
