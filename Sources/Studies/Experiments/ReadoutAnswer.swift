public import Estimation

/// What an experiment says: effects, and how far to trust them.
public struct ReadoutAnswer: Sendable {
  /// One effect by one method.
  public struct Comparison: Sendable {
    /// What is compared, such as `email against control`.
    public let name: String
    /// The effect by its method.
    public let readout: Readout
    /// Whether the design calls for it; others stand beside it for comparison.
    public let isMain: Bool
    /// The place in the design of the arm that groups are looked at in; nil for whole arms.
    public let arm: Int?
    /// The p-value with Holm's adjustment for being one of several, which the interval agrees with; nil for
    /// a single effect.
    public var adjustedPValue: Double?
    /// What the method itself says of how far to trust it.
    var checks: [Check] = []

    /// An effect by a method.
    init(name: String, readout: Readout, isMain: Bool, arm: Int? = nil) {
      self.name = name
      self.readout = readout
      self.isMain = isMain
      self.arm = arm
    }

    /// The p-value that decides.
    var decidingPValue: Double { adjustedPValue ?? readout.effect.pValue }
  }

  /// One check of the experiment.
  public struct Check: Sendable, Equatable {
    /// How a check ended.
    public enum Verdict: String, Sendable {
      /// Nothing is wrong.
      case fine = "ok"
      /// Read on with care.
      case look
      /// The effects must not be used before this is understood.
      case fail
    }

    /// What was checked.
    public let name: String
    /// The figure that was looked at.
    public let figure: Double
    /// What it was compared with; NaN for none.
    public let limit: Double
    /// How it ended.
    public let verdict: Verdict
    /// What was found and, where something is wrong, what to do.
    public let sentence: String
  }

  /// The column of the outcome.
  public let outcomeName: String
  /// What a unit is called.
  public let unitName: String
  /// Confidence of intervals.
  public let confidence: Double
  /// The effect that the experiment was planned to find, as a share of the control level; nil where
  /// nobody said.
  public let plannedLift: Double?
  /// The chance with which it was to be found.
  public let plannedPower: Double
  /// The effects, those that the design calls for first.
  public var comparisons: [Comparison] = []
  /// What a look before the end means for the test; empty for a readout at the end.
  public var lookSentences: [String] = []
  /// The checks in their order.
  public var checks: [Check] = []
  /// The effects in groups of units.
  public var groups: [Comparison] = []

  init(
    outcomeName: String, unitName: String, confidence: Double, plannedLift: Double?,
    plannedPower: Double
  ) {
    self.outcomeName = outcomeName
    self.unitName = unitName
    self.confidence = confidence
    self.plannedLift = plannedLift
    self.plannedPower = plannedPower
  }
}
