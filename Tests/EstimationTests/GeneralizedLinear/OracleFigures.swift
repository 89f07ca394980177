import Estimation
import Foundation
import Testing

/// Observations and statsmodels' figures for them, written by `Oracles/generalized_linear.py`.
struct OracleFigures {
  /// The observations, by column.
  let columns: [String: [Double]]

  /// The figures, by fit and figure, such as `poisson/errors`.
  private let figures: [String: [Double]]

  init() throws {
    let rows = try Self.lines("generalized_linear_rows.csv")
    let names = rows[0]
    columns = Dictionary(
      uniqueKeysWithValues: names.indices.map { place in
        (names[place], rows.dropFirst().compactMap { Double($0[place]) })
      })
    var figures: [String: [Double]] = [:]
    for line in try Self.lines("generalized_linear_figures.csv").dropFirst() {
      figures["\(line[0])/\(line[1])", default: []].append(try #require(Double(line[3])))
    }
    self.figures = figures
  }

  /// The lines of a file of oracles below its comment, cut at commas.
  private static func lines(_ name: String) throws -> [[String]] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appending(path: "Oracles").appending(path: name)
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",").map(String.init) }
  }

  /// The numbers of a file of oracles, row by row, below its comment and header.
  static func numbers(_ name: String) throws -> [[Double]] {
    try lines(name).dropFirst().map { $0.compactMap(Double.init) }
  }

  /// A column of the observations.
  func column(_ name: String) throws -> [Double] { try #require(columns[name]) }

  /// The figures of a name.
  func callAsFunction(_ name: String) throws -> [Double] { try #require(figures[name], "\(name)") }

  /// Which unit each row belongs to.
  func units() throws -> [Int] { try column("unit").map { Int($0) } }

  /// Visits and price behind an intercept.
  func design(hasIntercept: Bool = true) throws -> GeneralizedLinearDesign {
    let (visits, price) = (try column("visits"), try column("price"))
    return GeneralizedLinearDesign(
      rows: visits.count, columns: [("visits", visits), ("price", price)],
      hasIntercept: hasIntercept)
  }

  /// The sample of an outcome on visits and price.
  func sample(
    _ outcome: String, trials: String? = nil, hasOffset: Bool = false, weights: String? = nil
  ) throws -> GeneralizedLinearSample {
    GeneralizedLinearSample(
      try column(outcome), named: outcome, on: try design(), trials: try trials.map(column),
      offset: hasOffset ? try logExposure() : nil, weights: try weights.map(column))
  }

  /// The logarithm of exposure.
  func logExposure() throws -> [Double] { try column("exposure").map { log($0) } }
}

/// Reports where figures differ from what is expected by more than a share of it.
func expectClose(
  _ values: [Double], _ expected: [Double], relative: Double, _ name: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(values.count == expected.count, "\(name)", sourceLocation: sourceLocation)
  for (place, (value, target)) in zip(values, expected).enumerated() {
    let distance = (value - target).magnitude
    #expect(
      distance <= relative * target.magnitude, "\(name) \(place): \(value), expected \(target)",
      sourceLocation: sourceLocation)
  }
}
