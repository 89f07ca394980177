import Foundation

/// Vectors of transforms that other programs computed, in `Oracles` beside the tests.
struct TransformOracle: Decodable {
  struct Carried: Decodable {
    let name: String
    let family: String
    let parameters: [Double]
    let lags: Int
    let isNormalized: Bool
    let output: [Double]
  }

  struct Curve: Decodable {
    let name: String
    let family: String
    let parameters: [Double]
    let height: Double
    let output: [Double]
  }

  let exposure: [Double]
  let carryovers: [Carried]
  let exposures: [Double]
  let curves: [Curve]

  /// PyMC-Marketing's, from `pymc_transforms.json`.
  static func pymc() throws -> TransformOracle {
    try oracle(TransformOracle.self, "pymc_transforms.json")
  }
}

/// Robyn's vectors, whose weights and half saturations come from windows and ranges.
struct RobynOracle: Decodable {
  struct Geometric: Decodable {
    let retention: Double
    let output: [Double]
  }

  struct Weibull: Decodable {
    let shape: Double
    let quantile: Double
    let weights: [Double]
    let output: [Double]
  }

  struct Hill: Decodable {
    let slope: Double
    let share: Double
    let half: Double
    let output: [Double]
  }

  let exposure: [Double]
  let geometric: [Geometric]
  let weibullDensity: [Weibull]
  let weibullSurvival: [Weibull]
  let hill: [Hill]

  /// From `robyn_transforms.json`.
  static func robyn() throws -> RobynOracle {
    try oracle(RobynOracle.self, "robyn_transforms.json")
  }
}

/// Reads a record of `Tests/StatisticsTests/Oracles`.
private func oracle<Record: Decodable>(_ type: Record.Type, _ name: String) throws -> Record {
  let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  return try JSONDecoder().decode(
    type, from: Data(contentsOf: tests.appending(path: "Oracles/\(name)")))
}

/// Whether all values are within a distance of those expected, relative to these where they are
/// above 1 and absolute below.
func areClose(_ values: [Double], _ expected: [Double], within tolerance: Double) -> Bool {
  values.count == expected.count
    && zip(values, expected).allSatisfy {
      abs($0 - $1) <= tolerance * max(1, abs($1))
    }
}

/// The derivative of a function by differences at four points, to the fourth order of the step.
func difference(at x: Double, step: Double, _ function: (Double) -> Double) -> Double {
  let near = function(x + step) - function(x - step)
  let far = function(x + 2 * step) - function(x - 2 * step)
  return (8 * near - far) / (12 * step)
}
