/// A figure that a run must show, with the interval that it must fall into.
public struct Target: Sendable {
  /// Name in the document.
  public let name: String
  /// What is asked, in a sentence.
  public let question: String
  /// Lowest figure that holds.
  public let low: Double
  /// Highest figure that holds.
  public let high: Double
  /// Setting in which it is measured; the document as it stands when `nil`.
  public let setting: String?
  /// What is measured.
  public let measure: Measure
  /// Source of the interval.
  public let source: String
  /// What the target means, or why it may fail.
  public let note: String

  /// What is measured.
  public enum Measure: Sendable {
    case value(Quantity, per: Quantity?)
    case elasticity(AgentQuestion, channel: Int, isWithin: Bool)
    case correlation(AgentQuestion, channel: Int)
    case topShare(AgentQuestion, top: Double)
    case gini(AgentQuestion)
    case agentShare(AgentQuestion, atLeastPerStep: Double)
  }

  /// Metrics of the forecast, summed over a window.
  public struct Quantity: Sendable {
    /// Metrics that are added.
    public let metrics: [Metric]
    /// Arm in which they are measured.
    public let arm: String
    /// Arm that is subtracted.
    public let minus: String?
    /// Cells of the breakdown that count; `nil` for everybody.
    public let cells: [Int]?
    /// Steps of the window.
    public let steps: Range<Int>
  }

  /// A question to the record of single agents.
  public struct AgentQuestion: Sendable {
    /// Arm in which agents are recorded.
    public let arm: String
    /// Event that is counted for each agent.
    public let event: Int
    /// Steps in a period.
    public let periodSteps: Int
    /// Only agents of these levels: attribute and accepted levels.
    public let only: [(attribute: Int, levels: [Int])]
    /// First step that counts.
    public let firstStep: Int
  }
}
