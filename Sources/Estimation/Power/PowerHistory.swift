public import Interchange
import Statistics

/// What a plan needs to know about units, estimated from their past.
///
/// The last periods of the past stand for those after the start of a trial, and the ones before them
/// for those before it. Figures are of a unit's mean over the later window.
public struct PowerHistory: Sendable, Equatable {
  /// Units.
  public let units: Int
  /// Periods of the later window.
  public let after: Int
  /// Periods of the window before it, 0 for none.
  public let before: Int
  /// Mean over units and periods of the later window.
  public let mean: Double
  /// Standard deviation between units of their means over the later window.
  public let standardDeviation: Double
  /// Alpha of the negative binomial by moments of the units' sums over the later window; 0 where they
  /// vary no more than Poisson counts, nil where values are no counts.
  public let dispersion: Double?
  /// Correlation of the units' means in both windows; nil without a window before.
  public let correlation: Double?
  /// How alike units of one cluster are in the later window, after adjustment for the window before
  /// where there is one; nil without clusters.
  public let clusters: IntraclassCorrelation?

  /// Estimates from a panel.
  ///
  /// - Parameters:
  ///   - panel: Units and periods; its groups are the clusters.
  ///   - variable: The outcome, a variable of the panel with finite values.
  ///   - before: Periods of the earlier window, 0 for none.
  ///   - after: Periods of the later window, at least 1.
  /// - Throws: ``PowerError/history(_:)`` where there are fewer than two units, the outcome is constant or
  ///   not finite, or there are fewer periods than the windows need.
  public init(
    _ panel: Panel, variable: String, before: Int, after: Int
  ) throws(PowerError) {
    precondition(before >= 0 && after >= 1, "a window has periods")
    let periods = panel.periods.count
    guard let values = panel[variable] else {
      preconditionFailure("the panel has no variable \(variable)")
    }
    guard panel.units.count >= 2 else {
      throw .history(
        "\(panel.name): one unit says nothing about how units differ; bring at least 2")
    }
    guard before + after <= periods else {
      throw .history(
        "\(panel.name): has \(periods) periods, and windows of \(before) before and \(after) after the "
          + "start need \(before + after); ask for shorter ones or bring a longer history")
    }
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw .history(
        "\(panel.name): \(variable) of unit \(panel.units[place / periods]) in period "
          + "\(panel.periods.label(of: place % periods)) is missing; fill it or drop the unit")
    }
    func sums(_ window: Range<Int>) -> [Double] {
      panel.units.indices.map { unit in
        values[unit * periods + window.lowerBound..<unit * periods + window.upperBound].reduce(0, +)
      }
    }
    let late = sums(periods - after..<periods)
    let moments = RunningMoments(late)
    guard moments.variance > 0 else {
      throw .history(
        "\(panel.name): \(variable) is the same for all units over the last \(after) periods; choose "
          + "an outcome that varies")
    }
    units = panel.units.count
    self.after = after
    self.before = before
    mean = moments.mean / Double(after)
    standardDeviation = moments.standardDeviation / Double(after)
    let isCount = values.allSatisfy { $0 >= 0 && $0 == $0.rounded() }
    dispersion =
      isCount
      ? max(0, (moments.variance - moments.mean) / (moments.mean * moments.mean)) : nil
    let early = sums(periods - after - before..<periods - after)
    correlation = before == 0 ? nil : Self.association(early, late).correlation
    // What clusters have in common beyond what the window before tells of their units.
    let slope = before == 0 ? 0 : Self.association(early, late).slope
    clusters =
      panel.groups.isEmpty
      ? nil
      : IntraclassCorrelation(
        zip(early, late).map { $1 - slope * $0 }, clusters: Self.places(of: panel.groups))
  }

  /// Pearson's correlation and the slope of the second by the first; 0 where one does not vary.
  private static func association(
    _ first: [Double], _ second: [Double]
  ) -> (correlation: Double, slope: Double) {
    let (x, y) = (RunningMoments(first), RunningMoments(second))
    let product = zip(first, second).reduce(0) { $0 + ($1.0 - x.mean) * ($1.1 - y.mean) }
    let scale = (x.squaredDeviations * y.squaredDeviations).squareRoot()
    return scale > 0 ? (product / scale, product / x.squaredDeviations) : (0, 0)
  }

  /// Names as numbers from 0, in the order in which they come first.
  private static func places(of names: [String]) -> [Int] {
    var places: [String: Int] = [:]
    return names.map { name in
      if let place = places[name] { return place }
      places[name] = places.count
      return places.count - 1
    }
  }
}
