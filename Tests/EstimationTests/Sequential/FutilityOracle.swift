/// Figures of `sequential_futility.json`, by `sequential_futility.py`: Simpson's rule on fine grids.
struct FutilityOracle: Decodable {
  struct Futility: Decodable {
    let name: String
    let times: [Double]
    let alpha: Double
    let power: Double
    let binding: Bool
    let upper: [Double]
    let lower: [Double]
    let drift: Double
    let inflation: Double
    let error: Double
    let reachedPower: Double
    let expectedUnderNone: Double
    let expectedUnderEffect: Double
  }

  struct Exponential: Decodable {
    let gamma: Double
    let times: [Double]
    let twoSided: Bool
    let upper: [Double]
  }

  struct Stagewise: Decodable {
    let name: String
    let look: Int
    let z: Double
    let p: Double
    let low: Double
    let median: Double
    let high: Double
  }

  struct Outlook: Decodable {
    let name: String
    let look: Int
    let z: Double
    let planned: Double
    let underPlan: Double
    let underTrend: Double
    let predictive: Double
  }

  let futility: [Futility]
  let hwangShihDecani: [Exponential]
  let stagewise: [Stagewise]
  let outlook: [Outlook]

  /// The recorded figures.
  static func read() throws -> FutilityOracle {
    try recorded(FutilityOracle.self, in: "sequential_futility.json")
  }
}
