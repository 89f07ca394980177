public import Interchange

/// Why a calibration has no answer: what its targets ask that no world gives.
public struct CalibrationRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  /// The targets with what is wrong with each.
  public let problems: SpecProblems

  init(_ problems: [SpecProblem]) { self.problems = SpecProblems(problems) }

  /// One line per target.
  public var description: String { problems.description }
}

/// A calibration whose time is over before its answer.
public struct CalibrationOutOfTime: Error, Equatable, Sendable, CustomStringConvertible {
  /// The calibration's document.
  public let document: String
  /// Worlds that were simulated and are written down.
  public let worlds: Int

  /// What was done, and how to go on.
  public var description: String {
    "\(document): budget.minutes were over after \(worlds) worlds; what was simulated is written "
      + "down, and the same command goes on where this one ended"
  }
}
