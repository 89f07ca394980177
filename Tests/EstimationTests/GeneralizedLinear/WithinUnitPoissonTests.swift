import Estimation
import Statistics
import Testing

@Suite("Within-unit Poisson")
struct WithinUnitPoissonTests {
  /// The recorded sample within units.
  static func fit(_ figures: OracleFigures) throws -> WithinUnitPoisson {
    try WithinUnitPoisson(
      figures.column("scripts"), named: "scripts", units: figures.units(),
      on: figures.design(hasIntercept: false), offset: figures.logExposure())
  }

  /// statsmodels 0.15.0, `ConditionalPoisson` and `Poisson` on a dummy for each unit.
  @Test("has the coefficients and errors of dummies, without them")
  func oracle() throws {
    let figures = try OracleFigures()
    let fit = try Self.fit(figures)
    expectClose(fit.coefficients, try figures("within/coefficients"), relative: 1e-9)
    expectClose(fit.coefficients, try figures("dummies/coefficients"), relative: 1e-9)
    let plain = try fit.estimates(.modelBased).map(\.standardError)
    expectClose(plain, try figures("dummies/errors"), relative: 1e-8)
    let clustered = try fit.estimates(.clusteredByUnit(isCorrected: false)).map(\.standardError)
    expectClose(clustered, try figures("dummies/cr0"), relative: 1e-8)
    let factor = (22 / 21.0 * 131 / 130).squareRoot()
    expectClose(
      try fit.estimates().map(\.standardError), clustered.map { $0 * factor }, relative: 1e-13)
    #expect(fit.unitCount == 22)
    #expect(fit.droppedUnitCount == 2)
    #expect(fit.rowCount == 132)
  }

  @Test("has the multinomial log-likelihood")
  func logLikelihood() throws {
    let figures = try OracleFigures()
    let fit = try Self.fit(figures)
    let counts = try figures.column("scripts")
    var constant = 0.0
    for (unit, start) in stride(from: 0, to: counts.count, by: 6).enumerated() {
      let rows = counts[start..<start + 6]
      constant += Elementary.logGamma(rows.reduce(0, +) + 1)
      for count in rows { constant -= Elementary.logGamma(count + 1) }
      #expect(try figures.units()[start] == unit)
    }
    let expected = try figures("within/log_likelihood_without_constant")[0] + constant
    expectClose([fit.logLikelihood], [expected], relative: 1e-12)
  }

  /// The dummies of this house's own Poisson fit, one for each unit with events.
  @Test("equals this house's Poisson fit on dummies")
  func ownDummies() throws {
    let figures = try OracleFigures()
    let (counts, units) = (try figures.column("scripts"), try figures.units())
    let rows = counts.indices.filter { units[$0] != 3 && units[$0] != 15 }
    let columns = try ["visits", "price"].map { name in
      let column = try figures.column(name)
      return (name: name, values: rows.map { column[$0] })
    }
    let dummies = Set(units).subtracting([3, 15]).sorted().map { unit in
      (name: "unit \(unit)", values: rows.map { units[$0] == unit ? 1.0 : 0 })
    }
    let offset = try figures.logExposure()
    let full = try GeneralizedLinearModel(.poisson).fit(
      GeneralizedLinearSample(
        rows.map { counts[$0] },
        on: GeneralizedLinearDesign(
          rows: rows.count, columns: columns + dummies, hasIntercept: false),
        offset: rows.map { offset[$0] }))
    let fit = try Self.fit(figures)
    expectClose(Array(full.coefficients.prefix(2)), fit.coefficients, relative: 1e-10)
    let clusters = rows.map { units[$0] }
    let errors = try full.estimates(.clustered(by: clusters, isCorrected: false))
    expectClose(
      errors.prefix(2).map(\.standardError),
      try fit.estimates(.clusteredByUnit(isCorrected: false)).map(\.standardError), relative: 1e-9)
  }

  @Test("does not depend on the order of rows or on the level of a unit's offset")
  func invariance() throws {
    let figures = try OracleFigures()
    let fit = try Self.fit(figures)
    let (counts, units) = (try figures.column("scripts"), try figures.units())
    let offset = try figures.logExposure()
    let rows = counts.indices.map { $0 * 31 % counts.count }
    let columns = try ["visits", "price"].map { name in
      let column = try figures.column(name)
      return (name: name, values: rows.map { column[$0] })
    }
    let other = try WithinUnitPoisson(
      rows.map { counts[$0] }, units: rows.map { units[$0] },
      on: GeneralizedLinearDesign(rows: rows.count, columns: columns, hasIntercept: false),
      offset: rows.map { offset[$0] + 2 * Double(units[$0]) })
    expectClose(other.coefficients, fit.coefficients, relative: 1e-10)
    expectClose([other.logLikelihood], [fit.logLikelihood], relative: 1e-11)
    expectClose(
      try other.estimates().map(\.standardError), try fit.estimates().map(\.standardError),
      relative: 1e-10)
  }

  /// With two periods and a treatment in the second, the coefficient is the log ratio of totals.
  @Test("of before and after is the logarithm of the ratio of totals")
  func beforeAndAfter() throws {
    let counts = [4, 6, 0, 0, 10, 21, 1, 3.0]
    let after = [0, 1, 0, 1, 0, 1, 0, 1.0]
    let fit = try WithinUnitPoisson(
      counts, units: [1, 1, 2, 2, 3, 3, 9, 9],
      on: GeneralizedLinearDesign(rows: 8, columns: [("after", after)], hasIntercept: false))
    expectClose(fit.coefficients, [Elementary.log(30 / 15.0)], relative: 1e-13)
    let error = (1 / 30.0 + 1 / 15.0).squareRoot()
    expectClose([try fit.estimates(.modelBased)[0].standardError], [error], relative: 1e-12)
    #expect(fit.droppedUnitCount == 1)
  }

  @Test("refuses what units cannot tell, by column and in words")
  func refusals() {
    func fit(_ counts: [Double], _ column: [Double]) throws {
      _ = try WithinUnitPoisson(
        counts, named: "scripts", units: [0, 0, 1, 1],
        on: GeneralizedLinearDesign(rows: 4, columns: [("rate", column)], hasIntercept: false))
    }
    let constant = GeneralizedLinearError.constantWithinUnits(column: "rate")
    #expect(throws: constant) { try fit([1, 2, 3, 4], [1, 1, 2, 2]) }
    #expect(
      constant.description
        == "rate: does not vary within units, whose intercepts take its place; drop it")
    // The only unit in which the column varies has no events.
    #expect(throws: constant) { try fit([0, 0, 3, 4], [1, 3, 2, 2]) }
    #expect(throws: GeneralizedLinearError.allZero(outcome: "scripts")) {
      try fit([0, 0, 0, 0], [0, 1, 0, 1])
    }
    #expect(throws: GeneralizedLinearError.notCount(outcome: "scripts", row: 2, value: -1)) {
      try fit([1, 2, -1, 4], [0, 1, 0, 1])
    }
    #expect(throws: GeneralizedLinearError.separated(outcome: "scripts", columns: ["rate"])) {
      try fit([0, 5, 0, 2], [0, 1, 0, 1])
    }
    #expect(throws: GeneralizedLinearError.tooFewClusters(clusters: 1)) {
      try WithinUnitPoisson(
        [1, 2, 0, 0], units: [0, 0, 1, 1],
        on: GeneralizedLinearDesign(
          rows: 4, columns: [("rate", [0, 1, 0, 1])], hasIntercept: false)
      ).estimates()
    }
  }
}
