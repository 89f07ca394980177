import Estimation
import Foundation
import Statistics
import Testing

@Suite("Synthetic control")
struct SyntheticControlTests {
  @Test("has the weights and effects of quadratic programs solved elsewhere")
  func weights() throws {
    for panel in try SyntheticControlOracle.shared.get().panels {
      for oracle in panel.fits {
        let settings = SyntheticControlSettings(hasIntercept: oracle.intercept)
        let fit = try SyntheticControl(panel.matrix, panel.question, settings: settings)
        #expect(largestDifference(fit.weights, oracle.weights) < 1e-6)
        #expect((fit.meanEffect - oracle.meanEffect).magnitude < 1e-6)
        #expect((fit.scaledImbalance - oracle.scaledImbalance).magnitude < 1e-7)
        let objective = fit.fittedError * fit.fittedError * Double(panel.question.fitted.count)
        #expect(objective <= oracle.objective * (1 + 1e-9))
        #expect(fit.optimalityGap < 1e-9)
        let each = SyntheticControlSettings(hasIntercept: oracle.intercept, pooling: .each)
        let pooled = try SyntheticControl(panel.matrix, panel.question, settings: each)
        #expect(largestDifference(pooled.weights, oracle.each) < 1e-6)
      }
    }
  }

  @Test("chooses penalties and augments as ridge regressions computed one by one")
  func ridge() throws {
    for panel in try SyntheticControlOracle.shared.get().panels {
      for oracle in panel.fits {
        let validation = oracle.crossValidation
        func fit(_ rule: SyntheticControlSettings.Penalty) throws -> SyntheticControl {
          let settings = SyntheticControlSettings(
            hasIntercept: oracle.intercept, augmentation: .ridge(rule))
          return try SyntheticControl(panel.matrix, panel.question, settings: settings)
        }
        let one = try fit(.oneStandardError)
        let expected = validation.grid[validation.oneStandardError]
        #expect((try #require(one.penalty) / expected - 1).magnitude < 1e-9)
        #expect(largestDifference(one.weights, oracle.ridge) < 1e-6)
        #expect((one.weights.reduce(0, +) - 1).magnitude < 1e-9)
        // Leaving out the last period too, which augsynth does not, chooses the same place.
        #expect(validation.oneStandardError == validation.augsynth)
        let least = try #require(try fit(.leastError).penalty)
        #expect((least / validation.grid[validation.leastError] - 1).magnitude < 1e-9)
      }
    }
  }

  @Test("agrees with pysyncon, with and without covariates")
  func pysyncon() throws {
    for panel in try SyntheticControlOracle.shared.get().panels {
      guard let oracle = panel.pysyncon, let covariates = panel.covariates else { continue }
      let matrix = Matrix(rows: 2, columns: panel.units, elements: covariates)
      for (answer, covariates) in [(oracle.plain, nil), (oracle.covariates, matrix)] {
        let shares = SyntheticControlSettings(hasIntercept: false, covariates: covariates)
        let plain = try SyntheticControl(panel.matrix, panel.question, settings: shares)
        // pysyncon's search (SLSQP) stops near 1e-6.
        #expect(largestDifference(plain.weights, answer.shares) < 2e-5)
        let augmented = SyntheticControlSettings(
          hasIntercept: false, augmentation: .ridge(.fixed(oracle.penalty)), covariates: covariates)
        let fit = try SyntheticControl(panel.matrix, panel.question, settings: augmented)
        #expect(largestDifference(fit.weights, answer.weights) < 2e-5)
        #expect((fit.scaledImbalance - answer.scaledImbalance).magnitude < 1e-5)
      }
    }
  }

  @Test("does not mind the unit of outcomes, nor a constant where it has an intercept")
  func invariance() throws {
    let panel = try SyntheticControlOracle.shared.get().panels[0]
    let plain = try SyntheticControl(panel.matrix, panel.question)
    let scaled = Matrix(
      rows: panel.periods, columns: panel.units, elements: panel.outcomes.map { $0 * 1e6 })
    let larger = try SyntheticControl(scaled, panel.question)
    #expect(largestDifference(plain.weights, larger.weights) < 1e-9)
    #expect((larger.meanEffect / 1e6 - plain.meanEffect).magnitude < 1e-9)
    var shifted = panel.matrix
    shifted.replaceColumn(0, with: shifted.column(0).map { $0 + 1_000 })
    let moved = try SyntheticControl(shifted, panel.question)
    #expect((moved.meanEffect - plain.meanEffect).magnitude < 1e-8)
    #expect((moved.meanSynthetic - plain.meanSynthetic - 1_000).magnitude < 1e-8)
  }

  @Test("finds a perfect control, and says so")
  func perfect() throws {
    var outcomes = try SyntheticControlOracle.shared.get().panels[0].matrix
    let mixture = zip(outcomes.column(3), outcomes.column(5)).map { 0.25 * $0 + 0.75 * $1 }
    outcomes.replaceColumn(0, with: mixture)
    let question = SyntheticControlQuestion(
      treated: [0], donors: Array(1..<14), fitted: 0..<52, tested: 52..<60)
    let fit = try SyntheticControl(outcomes, question)
    #expect((fit.weights[2] - 0.25).magnitude < 1e-8 && (fit.weights[4] - 0.75).magnitude < 1e-8)
    #expect(fit.fittedError < 1e-8 && fit.scaledImbalance < 1e-8)
    #expect(fit.meanEffect.magnitude < 1e-8)
  }

  @Test("names the unit and period of an outcome that is missing")
  func notFinite() throws {
    let panel = try SyntheticControlOracle.shared.get().panels[0]
    var outcomes = panel.matrix
    outcomes[7, 2] = .nan
    let expected = EstimationError.notFinite(variable: "outcome", unit: 2, period: 7)
    #expect(throws: expected) { try SyntheticControl(outcomes, panel.question) }
  }
}
