public import Interchange
public import Statistics

/// The columns of a mix model: what a panel says, in the units in which the model thinks.
///
/// Rows are unit after unit and in each period after period. Scales come from the fitted periods
/// alone, so that later ones, held out or planned, change nothing.
public struct MixDesign: Sendable {
  /// One channel's columns.
  public struct ChannelColumns: Sendable, Equatable {
    /// Exposures per head in units of `scale`.
    public let exposure: [Double]
    /// The largest exposure per head of the fitted periods.
    public let scale: Double
    /// Money spent; nil where nobody knows.
    public let spend: [Double]?
  }

  /// What the model says; channels whose lags all act have as many as there are fitted periods, so
  /// that held-out and planned periods do not change weights that are scaled over their lags.
  public let spec: MixSpec
  /// The names of the units.
  public let units: [String]
  /// The periods, held out and planned ones included.
  public let periods: PeriodAxis
  /// Periods that the fit sees, from the first.
  public let fittedPeriods: Int
  /// Heads of each unit; 1 without a size column.
  public let heads: [Double]
  /// The names of the groups whose effects may differ: units, groups, or none for shared effects.
  public let groups: [String]
  /// The group of each unit; empty for shared effects.
  public let groupOfUnit: [Int]
  /// The columns of each channel.
  public let channels: [ChannelColumns]
  /// Trend, knots, season and controls, one column each.
  public let linear: Matrix
  /// The linear columns with their priors.
  public let linearParameters: [MixParameter]
  /// Outcomes in units of `outcomeScale` per head, or counts with a log link; NaN where planned.
  public internal(set) var outcome: [Double]
  /// The largest outcome per head of the fitted periods; 1 for counts.
  public internal(set) var outcomeScale: Double
  /// What is added to the linked mean of each unit: with a log link, the logarithm of the mean count
  /// per head and of the heads.
  public let offsets: [Double]

  /// Compiles a model for a panel.
  ///
  /// - Parameters:
  ///   - spec: The model.
  ///   - panel: Its data, with all columns that the model names.
  ///   - fittedPeriods: Periods that the fit sees; all but the held-out ones when nil.
  /// - Throws: ``EstimationError`` when a channel is never used, the outcome never varies, or too few
  ///   periods are left.
  public init(_ spec: MixSpec, _ panel: Panel, fittedPeriods: Int? = nil) throws(EstimationError) {
    units = panel.units
    periods = panel.periods
    let fitted = fittedPeriods ?? panel.periods.count - spec.holdoutPeriods
    guard fitted >= 2 else {
      throw .mixModel(
        "\(panel.name): \(panel.periods.count) periods less \(spec.holdoutPeriods) held out leave "
          + "\(max(0, fitted)) to fit; a fit needs at least 2")
    }
    precondition(fitted <= panel.periods.count, "fitted periods are some of the panel's")
    var counted = spec
    for channel in counted.channels.indices where counted.channels[channel].lags == nil {
      counted.channels[channel].lags = fitted
    }
    self.spec = counted
    self.fittedPeriods = fitted
    let reader = MixColumns(spec, panel, fitted: fitted)
    heads = try reader.heads()
    (groups, groupOfUnit) = try reader.groups()
    channels = try reader.channels(heads: heads)
    (linear, linearParameters) = try reader.linear()
    (outcome, outcomeScale, offsets) = try reader.outcome(heads: heads)
  }

  /// Rows: units times periods.
  public var rowCount: Int { units.count * periods.count }

  /// Where the parameters stand.
  public var parameters: MixParameters {
    MixParameters(spec, units: units, groups: groups, linear: linearParameters)
  }

  /// The rows of the fitted periods only, of a column of all rows.
  public func fitted(_ column: [Double]) -> [Double] {
    guard fittedPeriods < periods.count else { return column }
    var part: [Double] = []
    part.reserveCapacity(units.count * fittedPeriods)
    for unit in units.indices {
      let start = unit * periods.count
      part.append(contentsOf: column[start..<start + fittedPeriods])
    }
    return part
  }

  /// What happened in a period over all units, in outcomes; NaN where it is planned.
  public func observedTotal(of period: Int) -> Double {
    units.indices.reduce(0) { sum, unit in
      let scale = spec.likelihood.hasLogLink ? 1 : outcomeScale * heads[unit]
      return sum + outcome[unit * periods.count + period] * scale
    }
  }
}
