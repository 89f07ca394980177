import Statistics

/// How many control units work beside treated ones, and what that does to the readout.
///
/// A control physician who shares a practice with treated ones hears of the campaign too; the
/// effect against all controls is then too small. The split compares with unexposed controls alone,
/// which is free of that dilution but compares units that were not drawn against each other, since
/// practices decide who is exposed. Errors are by practice, or by the clusters of the design where it
/// drew some, since units that hear of each other are alike.
public struct Contamination: Sendable, Equatable {
  /// Control units that share a practice with a treated unit.
  public let exposedControls: Int
  /// All control units.
  public let controls: Int
  /// The effect against unexposed controls; nil where either is in fewer than two practices.
  public let againstUnexposed: Readout?
  /// Exposed less unexposed controls, what exposure seems to do by itself; nil where either is in
  /// fewer than two practices, and where clusters of the design hold both.
  public let spillover: Readout?

  /// The share of exposed controls above which the check warns.
  ///
  /// Chosen: a tenth of the controls exposed dilutes an effect by at most a tenth.
  public static let level = 0.1

  /// The share of control units that are exposed.
  public var share: Double { Double(exposedControls) / Double(controls) }

  /// Whether so many controls are exposed that the effect is diluted.
  public var isDiluted: Bool { share > Self.level }

  /// Splits the controls of a sample.
  ///
  /// - Parameters:
  ///   - sample: The units; its covariates enter both comparisons.
  ///   - practices: The practice of each unit.
  ///   - confidence: Confidence of the intervals.
  public init(of sample: ExperimentSample, practices: [Int], confidence: Double = 0.95) {
    precondition(practices.count == sample.count, "every unit has a practice")
    let units = sample.outcome.indices
    let treatedPractices = Set(units.filter { sample.isTreated[$0] }.map { practices[$0] })
    let isExposed = units.map {
      !sample.isTreated[$0] && treatedPractices.contains(practices[$0])
    }
    controls = sample.count - sample.treatedCount
    exposedControls = isExposed.count { $0 }
    let unexposed = units.filter { !isExposed[$0] }
    let controlUnits = units.filter { !sample.isTreated[$0] }
    let groups = sample.clusters ?? practices
    againstUnexposed = Self.readout(
      of: sample, unexposed, isTreated: unexposed.map { sample.isTreated[$0] }, groups, confidence)
    spillover = Self.readout(
      of: sample, controlUnits, isTreated: controlUnits.map { isExposed[$0] }, groups, confidence)
  }

  /// A comparison of some units by regression with errors by group, where the units allow one.
  private static func readout(
    of sample: ExperimentSample, _ units: [Int], isTreated: [Bool], _ groups: [Int],
    _ confidence: Double
  ) -> Readout? {
    let covariates = sample.covariates.map { column in
      ExperimentSample.Covariate(column.name, units.map { column.values[$0] })
    }.filter { column in column.values.contains { $0 != column.values[0] } }
    let part = try? ExperimentSample(
      units.map { sample.outcome[$0] }, named: sample.outcomeName, isTreated: isTreated,
      covariates: covariates, clusters: units.map { groups[$0] })
    return try? part?.regression(confidence: confidence)
  }
}
