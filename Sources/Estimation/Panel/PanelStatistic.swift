/// A figure that describes a whole panel of units and periods, by one definition for data and for
/// simulated worlds.
///
/// It has a name as users write it: `effort.mean`, `outcome.autocorrelation:1`, `elasticity.within`.
/// In words of a physicians' panel, the outcome is prescriptions and the effort is calls.
public enum PanelStatistic: Sendable, Hashable {
  /// One of the two variables of a panel.
  public enum Variable: String, Sendable, CaseIterable {
    /// What units do, such as prescriptions.
    case outcome
    /// What is done to them, such as calls.
    case effort
  }

  /// Which comparison an elasticity rests on.
  public enum Design: String, Sendable, CaseIterable {
    /// All units and periods together, so that targeting counts as effect.
    case pooled
    /// Each unit with its own mean.
    case within
    /// As `within`, less what all units share in a period.
    case withinPeriods
  }

  /// A figure of one variable alone.
  case of(Variable, VariableStatistic)
  /// Percent of outcome per percent of effort at the means: the slope of a straight line, as in
  /// ``PanelElasticity``.
  case elasticity(Design)
  /// Correlation over units of mean outcome and mean effort.
  case correlation

  /// Reads a name as users write it.
  ///
  /// - Parameter name: Such as `outcome.gini`; nil comes back for anything that is no name.
  public init?(name: String) {
    if name == "correlation" {
      self = .correlation
      return
    }
    let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let (head, tail) = (String(parts[0]), String(parts[1]))
    if head == "elasticity", let design = Design(rawValue: tail) {
      self = .elasticity(design)
    } else if let variable = Variable(rawValue: head),
      let statistic = VariableStatistic(name: tail)
    {
      self = .of(variable, statistic)
    } else {
      return nil
    }
  }

  /// The name as users write it.
  public var name: String {
    switch self {
    case .of(let variable, let statistic): "\(variable.rawValue).\(statistic.name)"
    case .elasticity(let design): "elasticity.\(design.rawValue)"
    case .correlation: "correlation"
    }
  }

  /// What may be written in place of a name, for messages.
  public static let accepted =
    "outcome. or effort. with one of \(VariableStatistic.accepted); "
    + Design.allCases.map { "elasticity.\($0.rawValue)" }.joined(separator: ", ")
    + "; or correlation"

  /// Whether the figure cannot be told without the effort.
  public var needsEffort: Bool {
    switch self {
    case .of(let variable, _): variable == .effort
    case .elasticity, .correlation: true
    }
  }

  /// The figure of one panel.
  ///
  /// - Parameters:
  ///   - outcome: One value per unit and period, unit after unit.
  ///   - effort: The same of the effort; may be empty where ``needsEffort`` is false.
  ///   - units: How many units, at least one; it divides the number of values.
  /// - Returns: The figure, or not a number where the panel does not determine it: a variable that
  ///   does not vary, a mean of 0, too few periods.
  public func value(outcome: [Double], effort: [Double], units: Int) -> Double {
    precondition(units > 0 && outcome.count.isMultiple(of: units), "the panel is not balanced")
    precondition(
      !needsEffort || effort.count == outcome.count, "outcome and effort differ in length")
    switch self {
    case .of(let variable, let statistic):
      return statistic.value(of: variable == .outcome ? outcome : effort, units: units)
    case .elasticity(let design):
      return Self.elasticity(outcome, effort, units, design)
    case .correlation:
      let periods = outcome.count / units
      return Estimation.correlation(
        unitSums(of: outcome, periods: periods), unitSums(of: effort, periods: periods)) ?? .nan
    }
  }

  /// The slope of deviations on deviations, times mean effort over mean outcome.
  private static func elasticity(
    _ outcome: [Double], _ effort: [Double], _ units: Int, _ design: Design
  ) -> Double {
    let rows = Double(outcome.count)
    let meanOutcome = outcome.reduce(0, +) / rows
    let meanEffort = effort.reduce(0, +) / rows
    // The whole panel as one unit leaves the deviations from the grand mean.
    let groups = design == .pooled ? 1 : units
    let panel = Deviations(
      units: groups, periods: outcome.count / groups,
      removingPeriodMeans: design == .withinPeriods)
    guard meanOutcome != 0, let x = panel.deviations(of: effort) else { return .nan }
    var (product, square) = (0.0, 0.0)
    for row in x.indices {
      product += x[row] * outcome[row]
      square += x[row] * x[row]
    }
    return product / square * meanEffort / meanOutcome
  }
}
