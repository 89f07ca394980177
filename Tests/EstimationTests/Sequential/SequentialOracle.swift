/// Figures of `sequential.json`: boundaries by independent numerical integration, with constants and
/// inflation factors that agree with those printed by Jennison and Turnbull (2000), chapter 2.
struct SequentialOracle: Decodable {
  struct Classic: Decodable {
    let design: String
    let looks: Int
    let alpha: Double
    let constant: Double
    let boundariesZ: [Double]
    let nominalPTwoSided: [Double]
    let inflationPower80: Double?
    let driftPower80: Double?
    let expectedSampleFractionOfFixedPower80: Double?
    let inflationPower90: Double?
    let driftPower90: Double?
    let expectedSampleFractionOfFixedPower90: Double?

    private enum CodingKeys: String, CodingKey {
      case looks = "K"
      case design, alpha, constant, boundariesZ, nominalPTwoSided
      case inflationPower80, driftPower80, expectedSampleFractionOfFixedPower80
      case inflationPower90, driftPower90, expectedSampleFractionOfFixedPower90
    }
  }

  struct Spending: Decodable {
    let spending: String
    let t: [Double]
    let alpha: Double
    let cumulativeAlpha: [Double]
    let boundariesZ: [Double]
    let inflationPower80: Double
    let expectedSampleFractionOfFixedPower80: Double
  }

  struct Peeking: Decodable {
    let looks: Int
    let typeIError: Double
  }

  struct Mixture: Decodable {
    let nPerArm: Double
    let deltaHat: Double
    let sigma2: Double
    let tau2: Double
    let likelihoodRatio: Double
    let alwaysValidPAtThisLook: Double
    let ci95Halfwidth: Double
  }

  struct Tuned: Decodable {
    let tuningN: Double
    let nTotal: Double
    let alpha: Double
    let halfwidthOverSe: Double
    let ratioToFixed196: Double
  }

  struct Published: Decodable {
    let nA: Double
    let nB: Double
    let tuningN: Double
    let alpha: Double
    let lift: Double
    let se: Double
    let ci: [Double]
    let publishedCi: [Double]
  }

  let classicEqualSpacing: [Classic]
  let alphaSpending: [Spending]
  let naivePeeking: [Peeking]
  let msprtNormal: [Mixture]
  let asymptoticConfidenceSequence: [Tuned]
  let growthbookFixtureSequential: Published

  private enum CodingKeys: String, CodingKey {
    case classicEqualSpacing, alphaSpending, msprtNormal, asymptoticConfidenceSequence
    case growthbookFixtureSequential
    case naivePeeking = "naivePeekingNominal0.05"
  }

  /// The recorded figures.
  static func read() throws -> SequentialOracle {
    try recorded(SequentialOracle.self, in: "sequential.json")
  }
}
