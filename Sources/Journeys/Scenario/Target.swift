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
    case value(Figure)
    case elasticity(AgentQuestion, channel: Int, isWithin: Bool)
    case correlation(AgentQuestion, channel: Int)
    /// Events per agent among those touched at least once, over those never touched.
    case exposed(AgentQuestion, channel: Int)
    case topShare(AgentQuestion, top: Double)
    case gini(AgentQuestion)
    /// Median over agents of the variance over the mean of their events by period.
    case dispersion(AgentQuestion)
    /// Of events by period, in deviations from the agents' own means.
    case autocorrelation(AgentQuestion, lag: Int)
    case agentShare(AgentQuestion, atLeastPerStep: Double)
    /// Cells of stage and level in which the best usable content matches too little.
    case contentGaps(ContentQuestion)
  }

  /// A ratio, perhaps over another, perhaps less another: `first / over − less`.
  public struct Figure: Sendable {
    /// The ratio that is asked for.
    public let first: Ratio
    /// What it is divided by.
    public let over: Ratio?
    /// What is subtracted in the end.
    public let less: Ratio?

    /// All quantities in it.
    public var quantities: [Quantity] {
      [first, over, less].compactMap { $0 }.flatMap { [$0.value, $0.per].compactMap { $0 } }
    }
  }

  /// A quantity, or a quantity per another.
  public struct Ratio: Sendable {
    /// The quantity.
    public let value: Quantity
    /// What it is divided by.
    public let per: Quantity?
  }

  /// Metrics of the forecast, summed over a window.
  public struct Quantity: Sendable {
    /// Names of the metrics that are added, as in the forecast table.
    public let metrics: [String]
    /// Names of the metrics that are subtracted.
    public let less: [String]
    /// Arms in which they are measured, and the weights with which these are added.
    public let arms: [(name: String, weight: Double)]
    /// Attributes of the breakdown and the level that counts; empty for everybody.
    public let levels: [(attribute: String, level: String)]
    /// Steps of the window.
    public var steps: Range<Int>

    /// The metrics in an arm's own numbering with their signs, and the cells that count there.
    ///
    /// - Parameter scenario: The arm's world.
    /// - Returns: `nil` when the arm has no such metric, or none of the levels.
    public func resolved(
      in scenario: Scenario
    ) -> (terms: [(metric: Metric, sign: Double)], cells: [Int]?)? {
      let signed = metrics.map { ($0, 1.0) } + less.map { ($0, -1.0) }
      let found = signed.compactMap { name, sign in
        Metric(name, in: scenario).map { (metric: $0, sign: sign) }
      }
      guard found.count == signed.count, !found.isEmpty else { return nil }
      if levels.isEmpty { return (found, nil) }
      guard let population = found[0].metric.population(in: scenario) else { return nil }
      let breakdown = Breakdown(scenario.populations[population])
      var cells = Array(0..<breakdown.cellCount)
      for (attribute, level) in levels {
        guard let dimension = breakdown.dimensions.firstIndex(of: attribute),
          let code = breakdown.levels[dimension].firstIndex(of: level)
        else { return nil }
        cells = cells.filter { breakdown.level(of: dimension, inCell: $0) == code }
      }
      return (found, cells)
    }
  }

  /// A question to the record of single agents.
  public struct AgentQuestion: Sendable {
    /// Arm in which agents are recorded.
    public let arm: String
    /// Event that is counted for each agent.
    public let event: Int
    /// Steps in a period.
    public var periodSteps: Int
    /// Only agents of these levels: attribute and accepted levels.
    public let only: [(attribute: Int, levels: [Int])]
    /// First step that counts.
    public var firstStep: Int
  }
}
