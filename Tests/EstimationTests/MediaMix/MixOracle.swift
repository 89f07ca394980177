import Foundation
import Interchange
import Statistics
import Testing

@testable import Estimation

/// Log densities of mix models that NumPy and SciPy computed, in `Oracles/mix_density.json`.
struct MixOracle: Decodable {
  struct Panel: Decodable {
    var units: [String]
    var groups: [String]
    var dates: [String]
    var columns: [String: [Double]]

    /// The panel as a table.
    func csv() throws -> CSVFile {
      let names = columns.keys.sorted()
      var lines = ["week,geo,region," + names.joined(separator: ",")]
      for (unit, name) in units.enumerated() {
        for (period, date) in dates.enumerated() {
          let cells = names.map { "\(columns[$0, default: []][unit * dates.count + period])" }
          let group = groups.isEmpty ? "" : groups[unit]
          lines.append("\(date),\(name),\(group)," + cells.joined(separator: ","))
        }
      }
      return try CSVFile(text: lines.joined(separator: "\n"), name: "panel.csv")
    }
  }

  struct Lift: Decodable {
    var channel: Int
    var unit: Int?
    var periods: [Int]
    var removed, estimate, standardError: Double

    var test: LiftTest {
      LiftTest(
        channel: channel, unit: unit, periods: periods[0]..<periods[1], removed: removed,
        estimate: estimate, standardError: standardError)
    }
  }

  struct Case: Decodable {
    var name: String
    var panel: String
    var document: String
    var lifts: [Lift]
    var values: [String: Double]
    var priors, likelihood: Double
  }

  var panels: [String: Panel]
  var models: [Case]

  static func read() throws -> MixOracle {
    try JSONDecoder().decode(MixOracle.self, from: oracle("mix_density.json"))
  }

  /// A model with its density and the position of its recorded values.
  static func compiled(_ name: String) throws -> (
    model: Case, density: MixDensity, position: [Double]
  ) {
    let file = try read()
    let model = try #require(file.models.first { $0.name == name })
    let spec = try MixSpec(yaml: model.document, name: "mix.yaml")
    let panel = try spec.panel(try #require(file.panels[model.panel]).csv())
    let design = try MixDesign(spec, panel)
    let density = MixDensity(design, lifts: model.lifts.map(\.test))
    let parameters = design.parameters
    #expect(Set(parameters.all.map(\.name)) == Set(model.values.keys))
    let position = try parameters.free.map { place in
      let parameter = parameters.all[place]
      return parameter.prior.support.position(of: try #require(model.values[parameter.name]))
    }
    return (model, density, position)
  }

  static let names = [
    "national, normal, trend, season, control",
    "national, Student's t, saturation first, knots",
    "national, return on spend",
    "national, share, lagged outcome, holdout",
    "national, Weibull carryovers over all lags, holdout",
    "national, relative to the carried-over exposure",
    "national, two lift tests",
    "national, Poisson",
    "national, large negative binomial counts",
    "geos, normal, intercepts and effects by unit, per head",
    "geos, Student's t, return on spend and share by unit, saturation first",
    "geos, normal, share and effect by group, lagged outcome, lift test in a unit",
    "geos, Poisson, intercepts by unit, effects by group",
    "geos, negative binomial per head, effects by unit, lift tests",
  ]
}

/// The largest distance of a gradient from central differences of fourth order, over the size of the
/// derivative or 1.
func gradientError(_ density: inout MixDensity, at position: [Double], step: Double = 3e-4)
  -> (error: Double, place: Int)
{
  var gradient = [Double](repeating: .nan, count: position.count)
  var unused = gradient
  _ = density.logDensity(at: position, gradient: &gradient)
  var (largest, worst) = (0.0, -1)
  for place in position.indices {
    func value(_ distance: Double) -> Double {
      var moved = position
      moved[place] += distance
      return density.logDensity(at: moved, gradient: &unused)
    }
    let difference =
      (8 * (value(step) - value(-step)) - (value(2 * step) - value(-2 * step))) / (12 * step)
    let error = (gradient[place] - difference).magnitude / max(1, difference.magnitude)
    if !(error <= largest) { (largest, worst) = (error, place) }
  }
  return (largest, worst)
}
