import Statistics

/// Main effects and interactions of factors whose levels were combined in every way.
///
/// Each cell, a combination of levels, has a mean of its own beside the slopes of covariates; an
/// effect is a contrast of cell means in which the other factors' levels count alike. Errors are
/// HC2, or CR2 by cluster, with Satterthwaite's degrees of freedom for each contrast. Dasgupta,
/// Pillai and Rubin (2015), "Causal inference from 2^K factorial designs by using potential
/// outcomes".
public struct CellContrasts: Sendable {
  private let fit: RegressionFit
  private let sandwich: ClusterSandwich
  private let covariance: Matrix
  private let cells: [Int]
  private let confidence: Double

  /// Fits cell means.
  ///
  /// - Parameters:
  ///   - sample: The units with covariates, blocks and clusters; its arms do not count.
  ///   - cells: The cell of each unit, every number from 0 to the largest occurring in at least two
  ///     units and two clusters.
  ///   - confidence: Confidence of intervals.
  /// - Throws: ``ReadoutError`` for collinear covariates, a cell without two units or two clusters,
  ///   and too few clusters for the columns.
  public init(
    _ sample: ExperimentSample, cells: [Int], confidence: Double = 0.95
  ) throws(ReadoutError) {
    precondition(cells.count == sample.count, "every unit is in a cell")
    let number = (cells.max() ?? 0) + 1
    var design = Design(rows: sample.count, place: "factorial readout")
    do {
      for cell in 0..<number {
        try Self.checkSize(of: cell, cells, sample.clusters)
        try design.append("cell \(cell + 1)", cells.map { $0 == cell ? 1 : 0 })
      }
      for column in sample.adjustments {
        let mean = column.values.reduce(0, +) / Double(sample.count)
        try design.append(column.name, column.values.map { $0 - mean })
      }
      try sample.checkColumns(of: design)
      fit = try RegressionFit(sample.outcome, on: design, named: sample.outcomeName)
      sandwich = try fit.clusterSandwich(sample.clusters, .cr2)
    } catch let error as RegressionError {
      throw .regression(error)
    } catch let error as ReadoutError {
      throw error
    } catch {
      preconditionFailure("a regression fails with its own error: \(error)")
    }
    covariance = sandwich.covariance
    self.cells = cells
    self.confidence = confidence
  }

  /// Throws where a cell has fewer than two units, or clusters where they were drawn.
  private static func checkSize(
    of cell: Int, _ cells: [Int], _ clusters: [Int]?
  ) throws(ReadoutError) {
    let units = cells.indices.filter { cells[$0] == cell }
    let count = clusters.map { clusters in Set(units.map { clusters[$0] }).count } ?? units.count
    guard count > 1 else {
      throw .tooFew(
        what: clusters == nil ? "units" : "clusters", arm: "cell \(cell + 1)", count: count,
        needed: 2)
    }
  }

  /// A contrast of cell means.
  ///
  /// - Parameters:
  ///   - name: What tables call it.
  ///   - weights: One weight per cell, adding up to zero.
  ///   - level: The weights of what the effect is measured against, adding up to one; nil for none.
  /// - Returns: The effect; counts are of units in cells of positive and of negative weight.
  public func readout(_ name: String, weights: [Double], level: [Double]?) -> Readout {
    let rest = [Double](repeating: 0, count: fit.coefficients.count - weights.count)
    let contrast = weights + rest
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, covariance.times(b)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    func value(_ a: [Double]) -> Double { zip(a, fit.coefficients).reduce(0) { $0 + $1.0 * $1.1 } }
    let effect = EffectEstimate(
      value(contrast), standardError: max(0, product(contrast, contrast)).squareRoot(),
      degrees: sandwich.degrees(of: contrast), confidence: confidence)
    let treated = cells.count { weights[$0] > 0 }
    let control = cells.count { weights[$0] < 0 }
    guard let level else {
      return Readout(
        method: name, effect: effect, relative: nil, controlLevel: .nan, treated: treated,
        control: control)
    }
    let base = level + rest
    return Readout(
      method: name, effect: effect,
      level: ComparisonLevel(
        value(base), standardError: max(0, product(base, base)).squareRoot(),
        covariance: product(contrast, base)),
      treated: treated, control: control)
  }
}
