import Estimation
import Statistics

/// Trials of clusters: exact for normal outcomes and equal sizes.
enum ClusterTrials {
  static let cases = [means, unequal, wedge, fadingWedge, repeated]

  /// Units of clusters with a common part, as means of clusters.
  static let means = PowerSimulationStatistics.Case(
    name: "8 clusters of 12 per arm, icc 0.1 (exact)",
    power: PowerQuestion(
      .mean(control: 1, treated: 1), design: .clusters(ClusterSample(.size(12), correlation: 0.1))
    ).power(size: 8, effect: 0.6)
  ) { draw in
    let spread = (0.1 + 0.9 / 12).squareRoot()
    return MeanTrials.differ(
      (0..<8).map { spread * draw.normal($0) }, (8..<16).map { spread * draw.normal($0) + 0.6 })
  }

  /// Clusters of 5, 15 and 40 units in turn, whose sizes vary by 0.736.
  ///
  /// Means are over units, with the error of a ratio of cluster totals.
  static let unequal: PowerSimulationStatistics.Case = {
    let sizes = (0..<30).map { [5.0, 15, 40][$0 % 3] }
    let moments = RunningMoments(sizes)
    let variation =
      (moments.squaredDeviations / 30).squareRoot() / moments.mean
    return PowerSimulationStatistics.Case(
      name: "30 clusters of unequal sizes per arm, icc 0.1",
      power: PowerQuestion(
        .mean(control: 1, treated: 1),
        design: .clusters(
          ClusterSample(.size(20), correlation: 0.1, sizeVariation: variation))
      ).power(size: 30, effect: 0.35)
    ) { draw in
      var (means, variance) = ([Double](), 0.0)
      for arm in 0..<2 {
        let totals = sizes.indices.map { cluster in
          let mean =
            (0.1 + 0.9 / sizes[cluster]).squareRoot() * draw.normal(arm * 30 + cluster)
            + (arm == 0 ? 0 : 0.35)
          return sizes[cluster] * mean
        }
        let mean = totals.reduce(0, +) / 600
        let squares = zip(totals, sizes).reduce(0) { sum, pair in
          sum + (pair.0 - mean * pair.1) * (pair.0 - mean * pair.1)
        }
        // The plain sandwich is too small by each large cluster's own share of the mean.
        let leverage = sizes.reduce(0) { $0 + $1 * $1 } / (600 * 600)
        means.append(mean)
        variance += squares / (1 - leverage) / (600 * 600)
      }
      return StudentT.twoSided((means[1] - means[0]) / variance.squareRoot(), degrees: 58) < 0.05
    }
  }()

  static let wedge = steppedWedge(
    "stepped wedge, 8 clusters, 5 periods, nested (exact)", clusters: 8, effect: 0.45,
    SteppedWedge(.cellSize(10), periods: 5, correlation: 0.15, autocorrelation: 0.7))

  static let fadingWedge = steppedWedge(
    "stepped wedge, 12 clusters, 4 periods, exponential (exact)", clusters: 12, effect: 0.4,
    SteppedWedge(
      .cellSize(10), periods: 4, correlation: 0.15, autocorrelation: 0.6, decay: .exponential))

  /// Cell means drawn with their covariance, with a trend over periods, fitted by whitening every
  /// cluster and least squares on all cells: none of the algebra of the closed form.
  private static func steppedWedge(
    _ name: String, clusters: Int, effect: Double, _ wedge: SteppedWedge
  ) -> PowerSimulationStatistics.Case {
    var question = PowerQuestion(.mean(control: 1, treated: 1), design: .steppedWedge(wedge))
    question.test.knowsVariances = true
    let periods = wedge.periods
    let covariance = (0..<periods * periods).map { place in
      let lag = (place / periods - place % periods).magnitude
      guard lag > 0 else { return wedge.correlation + (1 - wedge.correlation) / 10 }
      return wedge.correlation
        * Elementary.pow(wedge.autocorrelation, wedge.decay == .nested ? 1 : Double(lag))
    }
    let root = try? Cholesky(Matrix(rows: periods, columns: periods, elements: covariance))
    return PowerSimulationStatistics.Case(
      name: name, power: question.power(size: Double(clusters), effect: effect)
    ) { draw in
      guard let root else { return false }
      return differ(draw, clusters: clusters, periods: periods, effect: effect, root: root)
    }
  }

  private static func differ(
    _ draw: DrawnTrial, clusters: Int, periods: Int, effect: Double, root: Cholesky
  ) -> Bool {
    var (rows, response) = ([[Double]](), [Double]())
    for cluster in 0..<clusters {
      let treated = (0..<periods).map { period in
        period > cluster * (periods - 1) / clusters ? 1.0 : 0
      }
      // Whitened cells: the columns are solved by the lower factor, and errors are standard normal.
      let columns = (0..<periods).map { period in
        whitened((0..<periods).map { $0 == period ? 1.0 : 0 }, root)
      }
      let treatment = whitened(treated, root)
      let trend = whitened((0..<periods).map { 0.3 * Double($0) }, root)
      for cell in 0..<periods {
        rows.append(columns.map { $0[cell] } + [treatment[cell]])
        response.append(
          trend[cell] + effect * treatment[cell] + draw.normal(cluster * periods + cell))
      }
    }
    let design = Matrix(
      rows: rows.count, columns: periods + 1,
      elements: (0...periods).flatMap { column in rows.map { $0[column] } })
    guard let fit = try? LeastSquares(response, on: design) else { return false }
    let error = fit.inverseGram[periods, periods].squareRoot()
    return (fit.coefficients[periods] / error).magnitude > 1.959964
  }

  /// The solution of `L x = v` for the lower factor, by substitution.
  private static func whitened(_ vector: [Double], _ root: Cholesky) -> [Double] {
    var solution = vector
    for row in solution.indices {
      for column in 0..<row { solution[row] -= root.lower[row, column] * solution[column] }
      solution[row] /= root.lower[row, row]
    }
    return solution
  }

  /// Three periods before and three after with correlation 0.5, adjusted by regression.
  static let repeated: PowerSimulationStatistics.Case = {
    let measures = RepeatedMeasures(before: 3, after: 3, correlation: 0.5)
    var question = PowerQuestion(.mean(control: 1, treated: 1))
    question.varianceFactor = measures.adjusted
    return PowerSimulationStatistics.Case(
      name: "three periods before and after, adjusted, 60 per arm",
      power: question.power(size: 60, effect: 0.3)
    ) { draw in
      var (late, early, arm) = ([Double](), [Double](), [Double]())
      for unit in 0..<120 {
        let own = 0.5.squareRoot() * draw.normal(unit, 6)
        func mean(_ draws: Range<Int>) -> Double {
          draws.reduce(0) { $0 + own + 0.5.squareRoot() * draw.normal(unit, $1) } / 3
        }
        arm.append(unit < 60 ? 0 : 1)
        early.append(mean(0..<3))
        late.append(mean(3..<6) + 0.3 * (unit < 60 ? 0 : 1))
      }
      let design = Matrix(
        rows: 120, columns: 3, elements: Array(repeating: 1, count: 120) + arm + early)
      guard let fit = try? LeastSquares(late, on: design) else { return false }
      let variance = fit.residualSumOfSquares / 117
      let t = fit.coefficients[1] / (variance * fit.inverseGram[1, 1]).squareRoot()
      return StudentT.twoSided(t, degrees: 117) < 0.05
    }
  }()
}
