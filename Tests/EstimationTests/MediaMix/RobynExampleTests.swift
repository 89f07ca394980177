import Foundation
import Interchange
import Statistics
import Testing

@testable import Estimation

/// A regression on Robyn's weekly demonstration data, whose transformed columns and figures stand in
/// `Oracles/robyn_weekly_design.csv` and `robyn_weekly_regression.json`.
@Suite(
  "Robyn's weekly example as a mix model",
  .enabled(if: BorrowedExamples.folder != nil, BorrowedExamples.skipped))
struct RobynExampleTests {
  /// Retention, slope, and half as a share of the largest carried-over exposure.
  static let shapes: [(name: String, retention: Double, slope: Double, half: Double)] = [
    ("tv_S", 0.55, 0.75, 0.65), ("ooh_S", 0.25, 0.75, 0.65), ("print_S", 0.25, 0.75, 0.65),
    ("facebook_S", 0.15, 1.75, 0.65), ("search_S", 0.15, 1.75, 0.65),
    ("newsletter", 0.25, 1.75, 0.65),
  ]

  /// The data with weeks counted from 0, events as two columns, and the competitor in millions.
  static func csv() throws -> CSVFile {
    let raw = try CSVFile(
      text: BorrowedExamples.text("robyn_dt_simulated_weekly.csv"), name: "robyn")
    let media = shapes.map(\.name)
    var lines = ["week,revenue,competitor,event1,event2," + media.joined(separator: ",")]
    let columns = try media.map { try raw.column(named: $0) }
    let revenue = try raw.column(named: "revenue")
    let events = try raw.column(named: "events")
    let competitor = try raw.numbers(in: "competitor_sales_B")
    for row in revenue.indices {
      let cells = [
        "\(row)", revenue[row], "\(competitor[row] / 1e6)", events[row] == "event1" ? "1" : "0",
        events[row] == "event2" ? "1" : "0",
      ]
      lines.append((cells + columns.map { $0[row] }).joined(separator: ","))
    }
    return try CSVFile(text: lines.joined(separator: "\n"), name: "robyn")
  }

  static func design(_ method: String) throws -> MixDesign {
    var text = """
      time: week
      outcome: revenue
      method: \(method)
      controls: [competitor, event1, event2]
      trend: linear
      season: { terms: 2, cycle: 52.1775 }
      channels:

      """
    for shape in shapes {
      text += """
          \(shape.name):
            \(shape.name == "newsletter" ? "exposure" : "spend"): \(shape.name)
            carryover: { geometric: { retention: \(shape.retention) }, lags: all, normalized: false }
            saturation: { relativeTo: carryover, hill: { half: \(shape.half), slope: \(shape.slope) } }

        """
    }
    let spec = try MixSpec(yaml: text, name: "robyn.yaml")
    return try MixDesign(spec, try spec.panel(try csv()))
  }

  /// What the reference calls our columns, in our order.
  static let names =
    shapes.map(\.name) + [
      "trend", "sin1", "sin2", "cos1", "cos2", "competitor_sales_B", "event1", "event2",
    ]

  @Test("has the reference's columns")
  func columns() throws {
    let text = String(decoding: try oracle("robyn_weekly_design.csv"), as: UTF8.self)
    let csv = try CSVFile(text: text, name: "design")
    let columns = RegressionColumns(try Self.design("regression"))
    #expect(columns.columns.columns == Self.names.count)
    for (index, name) in Self.names.enumerated() {
      for (value, expected) in zip(columns.columns.column(index), try csv.numbers(in: name)) {
        #expect((value - expected).magnitude < 1e-12 * max(1, expected.magnitude), "\(name)")
      }
    }
  }

  @Test("has the reference's least squares, errors and draws")
  func leastSquares() throws {
    let design = try Self.design("regression")
    let figures = try #require(try RobynFiguresTests.file().fits["ols_B_plus_controls"])
    let columns = RegressionColumns(design)
    let regression = try RegressionFit(
      design.outcome, on: try columns.regression(centered: false), named: "revenue")
    let fit = try MixFit.regression(design)
    for (index, name) in Self.names.enumerated() {
      let expected = try #require(figures.coef?[name])
      let estimate = regression.coefficients[index + 1] * design.outcomeScale
      #expect((estimate / expected - 1).magnitude < 1e-9, "\(name)")
      // Of four lags, as the reference; ours are larger by n / (n − k).
      let error = try #require(figures.seHac4?[name]) * (208.0 / 193).squareRoot()
      let (mean, sd) = moments(Array(fit.draws.column(columns.places[index])))
      #expect((mean * design.outcomeScale - expected).magnitude < 5 * error / 1000.0.squareRoot())
      #expect((sd * design.outcomeScale / error - 1).magnitude < 0.12, "\(name)")
    }
  }

  @Test("has the reference's ridge contributions and returns", arguments: [1.0, 10, 100])
  func ridge(penalty: Double) throws {
    let design = try Self.design("ridge")
    let figures = try #require(
      try RobynFiguresTests.file().fits["ridge_L\(Int(penalty))_B_plus_controls"])
    var fitter = RidgeFitter(design, learned: 208, allowsNegative: false)
    #expect(fitter.space.dimension == 1)
    fitter.move(to: [(Elementary.log(penalty / 208) / Elementary.log(10) + 5) / 6])
    #expect((fitter.presentPenalty / penalty - 1).magnitude < 1e-12)
    let values = try fitter.fit(fitter.response)
    let fit = MixFit(
      design: design, draws: Matrix(rows: 1, columns: values.count, elements: values), chains: 1,
      sampling: nil, lifts: [])
    let parts = MixDecomposition(fit)
    let contributions = try #require(figures.contributions)
    for (channel, name) in parts.channels.enumerated() {
      let total = parts.total(ofChannel: channel)[0]
      #expect((total / (try #require(contributions.total[name])) - 1).magnitude < 1e-9, "\(name)")
      guard let spend = design.channels[channel].spend?.reduce(0, +) else { continue }
      #expect((total / spend / (try #require(contributions.roas[name])) - 1).magnitude < 1e-9)
    }
    for (place, name) in ["competitor_sales_B", "event1", "event2"].enumerated() {
      let total = parts.total(1 + place)[0]
      #expect((total / (try #require(contributions.total[name])) - 1).magnitude < 1e-9, "\(name)")
    }
    // The base is what the reference calls constant, trend and waves.
    let base = try ["const", "trend", "sin1", "sin2", "cos1", "cos2"].reduce(0) {
      $0 + (try #require(contributions.total[$1]))
    }
    #expect((parts.total(0)[0] / base - 1).magnitude < 1e-8)
  }
}
