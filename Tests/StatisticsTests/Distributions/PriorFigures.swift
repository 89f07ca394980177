import Foundation
import Statistics
import Testing

/// Figures of `Oracles/priors.json`, by SciPy 1.17.1 and mpmath 1.3.0 (`priors.py`).
struct PriorFigures: Decodable {
  struct Point: Decodable {
    var share, x, log, cumulative, slope: Double
  }
  var family: String
  var numbers: [Double]
  var points: [Point]

  static func all() throws -> [PriorFigures] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: folder.appending(path: "Oracles/priors.json"))
    return try JSONDecoder().decode([PriorFigures].self, from: data)
  }

  /// The prior that the figures are of.
  func prior() throws -> Prior {
    switch family {
    case "normal": .normal(mean: numbers[0], sd: numbers[1])
    case "halfNormal": .halfNormal(sd: numbers[0])
    case "laplace": .laplace(location: numbers[0], scale: numbers[1])
    case "student":
      .student(degreesOfFreedom: numbers[0], location: numbers[1], scale: numbers[2])
    case "halfStudent": .halfStudent(degreesOfFreedom: numbers[0], scale: numbers[1])
    case "lognormal": .lognormal(logMean: numbers[0], logSD: numbers[1])
    case "gamma": .gamma(shape: numbers[0], rate: numbers[1])
    case "exponential": .exponential(rate: numbers[0])
    case "beta": .beta(a: numbers[0], b: numbers[1])
    default: .uniform(low: numbers[0], high: try #require(numbers.last))
    }
  }
}
