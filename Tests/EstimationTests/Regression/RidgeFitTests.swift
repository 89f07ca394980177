import Estimation
import Statistics
import Testing

@Suite("Ridge fit")
struct RidgeFitTests {
  static func response(_ design: Design) -> [Double] {
    (0..<design.rows).map { row in
      let media = 2 * design.matrix[row, 2] - 1.5 * design.matrix[row, 3]
      return 30 + media + Double(row * 13 % 7)
    }
  }

  @Test("leaves the intercept alone and predicts from either design")
  func intercept() throws {
    let design = try DesignTests.mix()
    let response = Self.response(design)
    let bare = design.selectingColumns(Array(1..<7))
    let fit = try RidgeFit(response, on: design, penalty: 4)
    #expect(fit == (try RidgeFit(response, on: bare, penalty: 4)))
    #expect(fit.design.names == bare.names)
    expectNear(fit.predictions(on: design), fit.fitted, relative: 1e-14)
    expectNear(fit.predictions(on: bare), fit.fitted, relative: 1e-14)
    let shifted = try RidgeFit(response.map { $0 + 100 }, on: design, penalty: 4)
    expectNear(shifted.coefficients, fit.coefficients, relative: 1e-11)
    expectNear(shifted.intercept, fit.intercept + 100, relative: 1e-12)
  }

  @Test("holds named coefficients at 0 or above")
  func signs() throws {
    let design = try DesignTests.mix()
    let response = Self.response(design)
    let free = try RidgeFit(response, on: design, penalty: 1)
    let same = try RidgeFit(response, on: design, penalty: 1, nonNegative: ["tv"])
    #expect(try free.coefficient(of: "search") < -1)
    expectNear(same.coefficients, free.coefficients, relative: 1e-10)
    let held = try RidgeFit(response, on: design, penalty: 1, nonNegative: ["search", "tv"])
    #expect(try held.coefficient(of: "search") == 0)
    let without = try RidgeFit(
      response, on: design.selectingColumns([0, 1, 2, 4, 5, 6]), penalty: 1)
    #expect(try held.coefficient(of: "tv") > 0)
    expectNear(held.fitted, without.fitted, relative: 1e-11)
    #expect(held.effectiveDegreesOfFreedom == nil)
    #expect(held.leaveOneOutErrors == nil)
  }

  @Test("says which columns stand in the way")
  func messages() throws {
    var design = try DesignTests.mix()
    let response = Self.response(design)
    let unknown = #expect(throws: RegressionError.self) {
      try RidgeFit(response, on: design, penalty: 1, nonNegative: ["radio"])
    }
    #expect(
      unknown?.description == "media mix: there is no column radio; use a name of the design")
    try design.append("spend_webinar", design.matrix.column(4).map { 3 * $0 })
    #expect(try RidgeFit(response, on: design, penalty: 1).coefficients.allSatisfy(\.isFinite))
    let collinear = #expect(throws: RegressionError.self) {
      try RidgeFit(response, on: design, penalty: 0)
    }
    #expect(
      collinear?.description
        == "media mix: spend_email and spend_webinar are collinear (rank 6 of 7); drop one or add "
        + "a penalty")
    let signed = #expect(throws: RegressionError.self) {
      try RidgeFit(response, on: design, penalty: 0, nonNegative: ["tv"])
    }
    #expect(
      signed?.description
        == "media mix: row 6: the matrix is not positive definite; drop a collinear column or add "
        + "a penalty")
  }
}

@Suite("Penalty choice")
struct PenaltyChoiceTests {
  @Test("judges each penalty by rows after those it was fitted on")
  func definition() throws {
    let design = try DesignTests.mix()
    let response = RidgeFitTests.response(design)
    let folds = try TimeFolds(rows: 20, count: 2, testRows: 4, gap: 1)
    let penalties = [0.1, 3, 50]
    let choice = try PenaltyChoice(response, on: design, folds: folds, penalties: penalties)
    for (index, penalty) in penalties.enumerated() {
      var moments = RunningMoments()
      for fold in folds.folds {
        let fit = try RidgeFit(
          Array(response[fold.training]), on: design.selectingRows(fold.training),
          penalty: penalty)
        let predicted = fit.predictions(on: design.selectingRows(fold.test))
        let quality = FitQuality(
          fitted: predicted, observed: Array(response[fold.test]), parameters: 0)
        moments.add(quality.residualSumOfSquares / 4)
      }
      expectNear(choice.meanSquaredErrors[index], moments.mean, relative: 1e-10)
      expectNear(choice.standardErrors[index], moments.standardError, relative: 1e-9)
    }
    let least = choice.meanSquaredErrors.indices.min {
      choice.meanSquaredErrors[$0] < choice.meanSquaredErrors[$1]
    }
    #expect(choice.best == penalties[try #require(least)])
    #expect(choice.mostCautious >= choice.best)
  }

  @Test("knows nothing of rows after the test, and of events to come")
  func future() throws {
    var design = try DesignTests.mix()
    try design.append("event", (0..<20).map { $0 == 17 ? 1 : 0 })
    var response = RidgeFitTests.response(design)
    let folds = try TimeFolds(rows: 20, count: 3, testRows: 3)
    // The middle fold alone, as the last of fewer rows.
    let early = try TimeFolds(rows: 17, count: 2, testRows: 3)
    #expect(early.folds == Array(folds.folds.prefix(2)))
    let before = try PenaltyChoice(
      Array(response[..<17]), on: design.selectingColumns(Array(0..<7)).selectingRows(0..<17),
      folds: early, penalties: [2])
    for row in 17..<20 { response[row] = 1e3 }
    let path = try PenaltyChoice(response, on: design, folds: folds, penalties: [2])
    // Only the last fold sees the changed rows, and only to be judged.
    let fold = folds.folds[2]
    let last = try RidgeFit(
      Array(response[fold.training]),
      on: design.selectingColumns(Array(0..<7)).selectingRows(fold.training), penalty: 2)
    let predicted = last.predictions(on: design.selectingRows(fold.test))
    let error = zip(predicted, response[fold.test]).reduce(0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / 3
    }
    expectNear(
      path.meanSquaredErrors[0], (2 * before.meanSquaredErrors[0] + error) / 3, relative: 1e-9)
  }

  @Test("shrinks noise far more than signal")
  func sense() throws {
    var design = Design(rows: 60, place: "media mix")
    for index in 0..<6 {
      try design.append("x\(index)", (0..<60).map { Double(($0 * (7 + 4 * index) + $0 * $0) % 23) })
    }
    let noise = (0..<60).map { Double($0 * 31 % 59 - 29) }
    let signal = (0..<60).map {
      9 * design.matrix[$0, 0] - 5 * design.matrix[$0, 3] + noise[$0] / 30
    }
    let folds = try TimeFolds(rows: 60, count: 4, testRows: 8)
    let idle = try PenaltyChoice(noise, on: design, folds: folds)
    let busy = try PenaltyChoice(signal, on: design, folds: folds)
    #expect(idle.best > 10 * busy.best)
    #expect(idle.penalties.count == 61)
    expectNear([idle.penalties[0], idle.penalties[60]], [0.006, 6000], relative: 1e-12)
  }
}
