import Estimation
import Foundation
import Statistics

/// Panels and answers of `Oracles/synthetic_control.py`.
struct SyntheticControlOracle: Decodable {
  struct CrossValidation: Decodable {
    let grid: [Double]
    let errors: [Double]
    let standardErrors: [Double]
    let leastError: Int
    let oneStandardError: Int
    let augsynth: Int
  }

  struct Fit: Decodable {
    let intercept: Bool
    let weights: [Double]
    let each: [Double]
    let objective: Double
    let scaledImbalance: Double
    let meanEffect: Double
    let ridge: [Double]
    let crossValidation: CrossValidation
  }

  struct Test: Decodable {
    let statistic: String
    let effect: Double
    let intercept: Bool
    let pValue: Double
  }

  struct Choice: Decodable {
    let units: [Int]
    let ratio: Double
  }

  struct Power: Decodable {
    let effects: [Double]
    let length: Int
    let alpha: Double
    let lookBacks: Int
    let power: [Double]
    let placeboLifts: [Double]
  }

  struct Answer: Decodable {
    let shares: [Double]
    let weights: [Double]
    let scaledImbalance: Double
  }

  struct Pysyncon: Decodable {
    let penalty: Double
    let plain: Answer
    let covariates: Answer
  }

  struct Panel: Decodable {
    let units: Int
    let periods: Int
    let tested: Int
    let treated: Int
    let outcomes: [Double]
    let fits: [Fit]
    let tests: [Test]
    let placebo: [Choice]?
    let scan: [[Double]]?
    let power: Power?
    let covariates: [Double]?
    let pysyncon: Pysyncon?

    var matrix: Matrix { Matrix(rows: periods, columns: units, elements: outcomes) }

    var question: SyntheticControlQuestion {
      SyntheticControlQuestion(
        treated: Array(0..<treated), donors: Array(treated..<units),
        fitted: 0..<periods - tested, tested: periods - tested..<periods)
    }
  }

  let panels: [Panel]

  static let shared: Result<SyntheticControlOracle, any Error> = Result {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let bytes = try Data(contentsOf: folder.appending(path: "Oracles/synthetic_control.json"))
    return try JSONDecoder().decode(SyntheticControlOracle.self, from: bytes)
  }
}

/// The largest difference of two lists.
func largestDifference(_ first: [Double], _ second: [Double]) -> Double {
  guard first.count == second.count else { return .infinity }
  return zip(first, second).map { ($0 - $1).magnitude }.max() ?? 0
}
