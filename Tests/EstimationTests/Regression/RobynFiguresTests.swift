import Estimation
import Foundation
import Statistics
import Testing

/// Regressions on the transformed media of Robyn's weekly demonstration data.
///
/// Figures by NumPy 2.4.6, SciPy 1.17.1, statsmodels 0.15.0 and glmnet 4.1.6; their formulas stand
/// in `Oracles/robyn_weekly_regression.json`.
@Suite("Robyn's weekly figures")
struct RobynFiguresTests {
  struct Figures: Decodable {
    struct Contributions: Decodable {
      var total, shareOfFittedTotal, effectShare: [String: Double]
      var roas, spendTotal: [String: Double]
    }
    struct Quality: Decodable {
      var r2, r2Adj, sse, rmse, nrmseRange, mape, durbinWatson: Double
      var fittedFirst3: [Double]
    }
    var coef, se, seHac4, t, vif: [String: Double]?
    var sigma2, loglik, aic, bic, conditionNumberX: Double?
    var equivalentGlmnetLambda, effectiveDfInclIntercept, looRmseClosedForm: Double?
    var r2, r2Adj, sse, rmse, nrmseRange, mape, durbinWatson: Double?
    var fittedFirst3: [Double]?
    var contributions: Contributions?
    var activeAtZero: [String]?
    var trainRows: Int?
    var ols, ridgeL10: Quality?
  }

  struct Glmnet: Decodable {
    var lambda: Double
    var coefFree, coefMediaNonneg: [String: Double]
    var r2Free, r2Nonneg: Double
  }

  struct File: Decodable {
    struct Response: Decodable { var n, sum, mean, sdPop: Double }
    var y: Response
    var fits: [String: Figures]
    var glmnet: [String: Glmnet]
  }

  static let media = ["tv_S", "ooh_S", "print_S", "facebook_S", "search_S", "newsletter"]
  static let designs = ["A_media_trend_fourier", "B_plus_controls"]

  static func file() throws -> File {
    try recorded(File.self, in: "robyn_weekly_regression.json")
  }

  /// The response and the columns of a design; the shorter one ends before the controls.
  static func weeks(_ name: String) throws -> (response: [Double], design: Design) {
    let text = String(decoding: try oracle("robyn_weekly_design.csv"), as: UTF8.self)
    let lines = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    let columns = try (0..<lines[0].count).map { column in
      try lines.dropFirst().map { try #require(Double($0[column])) }
    }
    var design = Design(rows: lines.count - 1, place: "media mix")
    let count = name == designs[0] ? 12 : 15
    for column in 1...count { try design.append(lines[0][column], columns[column]) }
    return (columns[0], design)
  }

  private func figures(_ name: String) throws -> Figures {
    try #require(try Self.file().fits[name])
  }

  private func expect(
    _ quality: FitQuality, _ expected: Figures.Quality, _ fitted: [Double],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let pairs = [
      (quality.rSquared, expected.r2), (quality.adjustedRSquared ?? .nan, expected.r2Adj),
      (quality.residualSumOfSquares, expected.sse), (quality.rootMeanSquaredError, expected.rmse),
      (quality.normalizedRootMeanSquaredError, expected.nrmseRange),
      (quality.meanAbsolutePercentageError ?? .nan, expected.mape),
      (quality.durbinWatson, expected.durbinWatson),
    ]
    expectNear(pairs.map(\.0), pairs.map(\.1), relative: 1e-10, sourceLocation: sourceLocation)
    expectNear(
      Array(fitted.prefix(3)), expected.fittedFirst3, relative: 1e-11,
      sourceLocation: sourceLocation)
  }

  private func quality(_ figures: Figures) throws -> Figures.Quality {
    try Figures.Quality(
      r2: #require(figures.r2), r2Adj: #require(figures.r2Adj), sse: #require(figures.sse),
      rmse: #require(figures.rmse), nrmseRange: #require(figures.nrmseRange),
      mape: #require(figures.mape), durbinWatson: #require(figures.durbinWatson),
      fittedFirst3: #require(figures.fittedFirst3))
  }

  /// Totals, shares and returns of coefficients, in the order of the design.
  private func expect(
    _ expected: Figures.Contributions, from coefficients: [Double], on design: Design
  ) {
    let parts = design.contributions(of: coefficients)
    let totals = Dictionary(
      uniqueKeysWithValues: design.names.enumerated().map {
        ($0.element, parts.column($0.offset).reduce(0, +))
      })
    let all = totals.values.reduce(0, +)
    for (name, total) in expected.total {
      // Waves nearly cancel in their sum, so the error is relative to the sum of magnitudes.
      let index = design.names.firstIndex(of: name) ?? 0
      let size = parts.column(index).reduce(0) { $0 + $1.magnitude }
      let value = totals[name] ?? .nan
      #expect((value - total).magnitude < 1e-9 * size, "\(name)")
      #expect((value / all - expected.shareOfFittedTotal[name, default: .nan]).magnitude < 1e-9)
    }
    let paid = expected.effectShare.keys.sorted()
    let sum = paid.reduce(0) { $0 + totals[$1, default: .nan] }
    for name in paid {
      expectNear(totals[name, default: .nan] / sum, expected.effectShare[name, default: .nan])
      let spend = expected.spendTotal[name, default: .nan]
      expectNear(totals[name, default: .nan] / spend, expected.roas[name, default: .nan])
    }
  }

  @Test("hold for least squares", arguments: designs)
  func leastSquares(name: String) throws {
    let (response, design) = try Self.weeks(name)
    let expected = try figures("ols_" + name)
    let fit = try RegressionFit(response, on: design)
    let classical = try fit.estimates()
    let dependent = try fit.estimates(.neweyWest(lags: 4, correction: .none))
    let factors = try fit.varianceInflation()
    for (index, column) in design.names.enumerated() {
      expectNear(fit.coefficients[index], try #require(expected.coef?[column]), relative: 1e-10)
      expectNear(
        classical[index].standardError, try #require(expected.se?[column]), relative: 1e-10)
      expectNear(
        dependent[index].standardError, try #require(expected.seHac4?[column]), relative: 1e-10)
      expectNear(classical[index].t, try #require(expected.t?[column]), relative: 1e-10)
      if let factor = factors[index] {
        expectNear(factor, try #require(expected.vif?[column]), relative: 1e-10)
      } else {
        #expect(column == "const")
      }
    }
    expectNear(fit.sigma * fit.sigma, try #require(expected.sigma2), relative: 1e-11)
    expectNear(fit.logLikelihood, try #require(expected.loglik), relative: 1e-12)
    expectNear(fit.akaikeInformation, try #require(expected.aic), relative: 1e-12)
    expectNear(fit.bayesianInformation, try #require(expected.bic), relative: 1e-12)
    expectNear(fit.conditionNumber, try #require(expected.conditionNumberX), relative: 1e-11)
    expect(fit.quality, try quality(expected), fit.fitted)
    expect(try #require(expected.contributions), from: fit.coefficients, on: design)
  }

  @Test("hold for ridge", arguments: designs, [1, 10, 100])
  func ridge(name: String, penalty: Int) throws {
    let (response, design) = try Self.weeks(name)
    let file = try Self.file()
    let expected = try #require(file.fits["ridge_L\(penalty)_\(name)"])
    let fit = try RidgeFit(response, on: design, penalty: Double(penalty))
    let coefficients = [fit.intercept] + fit.coefficients
    for (index, column) in design.names.enumerated() {
      expectNear(coefficients[index], try #require(expected.coef?[column]), relative: 1e-10)
    }
    expectNear(
      try #require(fit.effectiveDegreesOfFreedom),
      try #require(expected.effectiveDfInclIntercept), relative: 1e-12)
    let squares = try #require(fit.leaveOneOutErrors).reduce(0) { $0 + $1 * $1 }
    expectNear(
      (squares / 208).squareRoot(), try #require(expected.looRmseClosedForm), relative: 1e-11)
    let path = try RidgePath(response, on: fit.design.matrix)
    expectNear(path.responseDeviation, file.y.sdPop, relative: 1e-13)
    let lambda = try #require(expected.equivalentGlmnetLambda)
    expectNear(path.penalty(glmnetLambda: lambda), Double(penalty), relative: 1e-13)
    expect(fit.quality, try quality(expected), fit.fitted)
    expect(try #require(expected.contributions), from: coefficients, on: design)
  }

  @Test("hold for media bounded below", arguments: designs)
  func bounded(name: String) throws {
    let (response, design) = try Self.weeks(name)
    let expected = try figures("bounded_" + name)
    let fit = try BoundedLeastSquares(
      response, on: design.matrix,
      lower: design.names.map { Self.media.contains($0) ? 0 : -.infinity },
      upper: design.names.map { _ in .infinity })
    for (index, column) in design.names.enumerated() {
      expectNear(fit.coefficients[index], try #require(expected.coef?[column]), relative: 1e-10)
    }
    #expect(fit.exchanges == 0 && expected.activeAtZero == [])
    let fitted = design.matrix.times(fit.coefficients)
    let quality = FitQuality(
      fitted: fitted, observed: response, parameters: design.names.count)
    expect(quality, try self.quality(expected), fitted)
    expect(try #require(expected.contributions), from: fit.coefficients, on: design)
  }

  @Test("hold for the last forty weeks held back", arguments: designs)
  func heldBack(name: String) throws {
    let (response, columns) = try Self.weeks(name)
    // The second event is among the weeks held back; the references give it the coefficient 0.
    let design = columns.selectingColumns(
      columns.names.indices.filter { columns.names[$0] != "event2" })
    let expected = try figures("holdout_last40_" + name)
    let fold = try #require(try TimeFolds(rows: 208, count: 1, testRows: 40).folds.first)
    #expect(fold.training.count == expected.trainRows)
    let training = design.selectingRows(fold.training)
    let test = design.selectingRows(fold.test)
    let observed = Array(response[fold.test])
    let plain = try RegressionFit(Array(response[fold.training]), on: training)
      .predictions(on: test)
    expect(
      FitQuality(fitted: plain, observed: observed, parameters: 0), try #require(expected.ols),
      plain)
    let ridge = try RidgeFit(Array(response[fold.training]), on: training, penalty: 10)
      .predictions(on: test)
    expect(
      FitQuality(fitted: ridge, observed: observed, parameters: 0),
      try #require(expected.ridgeL10), ridge)
  }

  /// glmnet stops when a step changes its objective little, here to about eight digits.
  @Test("hold for glmnet, free and with media at 0 or above", arguments: [1, 10, 100])
  func glmnet(penalty: Int) throws {
    let (response, design) = try Self.weeks(Self.designs[1])
    let expected = try #require(try Self.file().glmnet["L\(penalty)"])
    let columns = design.selectingColumns(Array(1..<15))
    let path = try RidgePath(response, on: columns.matrix)
    let value = path.penalty(glmnetLambda: expected.lambda)
    let free = try RidgeFit(response, on: design, penalty: value)
    let held = try RidgeFit(response, on: design, penalty: value, nonNegative: Self.media)
    for (index, column) in design.names.enumerated() {
      let pair = [free, held].map { ([$0.intercept] + $0.coefficients)[index] }
      expectNear(pair[0], try #require(expected.coefFree[column]), relative: 1e-6, column)
      expectNear(
        pair[1], try #require(expected.coefMediaNonneg[column]), relative: 1e-6, column)
    }
    expectNear(free.quality.rSquared, expected.r2Free, relative: 1e-9)
    expectNear(held.quality.rSquared, expected.r2Nonneg, relative: 1e-9)
  }
}
