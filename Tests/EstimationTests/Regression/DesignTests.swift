import Estimation
import Foundation
import Statistics
import Testing

@Suite("Design")
struct DesignTests {
  /// What a call fails with, in words.
  private func expect(
    _ words: String, sourceLocation: SourceLocation = #_sourceLocation,
    from body: () throws -> Void
  ) {
    let error = #expect(throws: RegressionError.self, sourceLocation: sourceLocation) {
      try body()
    }
    #expect(error?.description == words, sourceLocation: sourceLocation)
  }

  @Test("builds intercept, trend, knots and seasons")
  func columns() throws {
    var design = Design(rows: 5)
    try design.appendIntercept()
    try design.appendTrend()
    try design.appendKnots(at: [1, 3])
    try design.appendSeason(period: 4, pairs: 2)
    #expect(
      design.names == [
        "intercept", "trend", "trend_1", "trend_3", "sin1", "cos1", "sin2", "cos2",
      ])
    #expect(Array(design.matrix.column(0)) == [1, 1, 1, 1, 1])
    #expect(Array(design.matrix.column(1)) == [0, 0.25, 0.5, 0.75, 1])
    #expect(Array(design.matrix.column(2)) == [0, 0, 0.25, 0.5, 0.75])
    #expect(Array(design.matrix.column(3)) == [0, 0, 0, 0, 0.25])
    let expected: [[Double]] = [
      [0, 1, 0, -1, 0], [1, 0, -1, 0, 1], [0, 0, 0, 0, 0], [1, -1, 1, -1, 1],
    ]
    for (index, values) in expected.enumerated() {
      for (value, reference) in zip(design.matrix.column(4 + index), values) {
        #expect((value - reference).magnitude < 1e-15)
      }
    }
    #expect(design.interceptColumn == 0)
  }

  @Test("keeps seasons by day in step with the calendar")
  func daysOfYear() throws {
    var design = Design(rows: 3)
    try design.appendSeason(daysOfYear: [1, 100, 366], pairs: 1, suffix: "_year")
    #expect(design.names == ["sin1_year", "cos1_year"])
    let days = [1, 100, 366.0]
    for row in 0..<3 {
      #expect((design.matrix[row, 0] - sin(2 * .pi * days[row] / 365.25)).magnitude < 1e-15)
      #expect((design.matrix[row, 1] - cos(2 * .pi * days[row] / 365.25)).magnitude < 1e-15)
    }
  }

  /// Eight columns, the last a multiple of the fifth.
  static func mix() throws -> Design {
    var design = Design(rows: 20, place: "media mix")
    try design.appendIntercept()
    try design.appendTrend()
    for (index, name) in ["tv", "search", "spend_email", "events", "print"].enumerated() {
      try design.append(name, (0..<20).map { Double(($0 * (index + 3) * 7 + $0 * $0) % 17) })
    }
    return design
  }

  @Test("names the columns of a linear dependence")
  func collinear() throws {
    var design = try Self.mix()
    try design.check()
    try design.append("spend_webinar", design.matrix.column(4).map { 3 * $0 })
    let words =
      "media mix: spend_email and spend_webinar are collinear (rank 7 of 8); drop one or add a "
      + "penalty"
    expect(words) { try design.check() }
    expect(words) { _ = try RegressionFit((0..<20).map { Double($0 * 3 % 7) }, on: design) }
    expect(words) { _ = try design.varianceInflation() }
    var third = try Self.mix()
    try third.append("all", (0..<20).map { third.matrix[$0, 2] + third.matrix[$0, 3] + 4 })
    expect(
      "media mix: intercept, tv, search and all are collinear (rank 7 of 8); drop one or add a "
        + "penalty"
    ) { try third.check() }
  }

  @Test("refuses constant and empty columns, gaps, repeated names and too few rows")
  func messages() throws {
    var design = try Self.mix()
    expect("media mix: tv names two columns; give each column a name of its own") {
      try design.append("tv", [Double](repeating: 1, count: 20))
    }
    var constant = design
    try constant.append("launch", [Double](repeating: 3, count: 20))
    expect(
      "media mix: launch has the same value in every row and says nothing beside an intercept; "
        + "drop it"
    ) { try constant.check() }
    var empty = design
    try empty.append("pause", [Double](repeating: 0, count: 20))
    expect("media mix: pause is 0 in every row; drop it") { try empty.check() }
    expect(
      "media mix: 7 rows cannot determine 7 columns and their errors; add rows, drop columns or "
        + "add a penalty"
    ) { try design.selectingRows(3..<10).check() }
    try design.append("gap", (0..<20).map { $0 == 4 ? .nan : Double($0 % 3) })
    expect("media mix: gap, row 4: not a finite number; remove or replace it") {
      try design.check()
    }
  }

  @Test("selects rows and columns by place")
  func selection() throws {
    let design = try Self.mix()
    let part = design.selectingColumns([3, 1]).selectingRows(5..<8)
    #expect(part.names == ["search", "trend"])
    #expect(part.rows == 3)
    #expect(part.matrix[2, 0] == design.matrix[7, 3])
    #expect(part.matrix[0, 1] == design.matrix[5, 1])
  }
}
