import Estimation
import Foundation
import Interchange
import Statistics

@testable import Workbench

/// Small models and data, with names that files could stumble over.
enum MixFitFixture {
  static let bayes = """
    time: week
    unit: geo
    size: heads
    outcome: { column: sales, value: 40 }
    channels:
      tv: { spend: tv }
      search: { exposure: clicks, spend: search_spend, carryover: none }
    controls: [price]
    season: { terms: 1 }
    trend: linear
    holdout: 4
    sampling: { chains: 2, warmup: 30, draws: 6, seed: 7 } # € und so
    """

  static let ridge = """
    title: Ridge
    time: week
    unit: geo
    outcome: sales
    method: ridge
    channels:
      tv: { spend: tv }
      search: { exposure: clicks, spend: search_spend }
    controls: [price]
    search: { trials: 40, seed: 3 }
    """

  static let regression = """
    title: Regression
    time: week
    unit: geo
    outcome: visits
    method: regression
    likelihood: poisson
    channels:
      tv:
        spend: tv
        carryover: { geometric: { retention: 0.5 } }
        saturation: none
    """

  /// Names that a spreadsheet would take for formulas, that need quotes, and that look like numbers.
  static let units = ["=SUM(A1)", "Bern, Stadt", "-5", "\"q\""]

  /// Thirty weeks of data with numbers of full precision.
  static let csv: String = {
    let stream = RandomStream(seed: 1, replicate: 0, purpose: "test/mix")
    var rows = ["week,geo,heads,sales,visits,tv,clicks,search_spend,price,unused"]
    for (unit, name) in units.enumerated() {
      let quoted = "\"\(name.replacing("\"", with: "\"\""))\""
      for week in 0..<30 {
        let u = (0..<6).map { stream.uniform(agent: unit, step: week, draw: $0) }
        let tv = u[0] < 0.4 ? 0 : 1000 * u[0] / 3
        let sales = 100 + 20 * u[1] + tv / 7 + 30 * u[2]
        let day = CivilDate(dayNumber: 20_000 + 7 * week)
        let numbers = [
          Double(1000 * (unit + 1)), sales, (50 * u[3]).rounded(), tv, (400 * u[2]).rounded(),
          800 * u[2] / 9, 1 + u[4] / 10, 1,
        ]
        rows.append("\(day),\(quoted),\(numbers.map { "\($0)" }.joined(separator: ","))")
      }
    }
    return rows.joined(separator: "\n") + "\n"
  }()

  static func panel(_ spec: MixSpec) throws -> Panel {
    try spec.panel(CSVFile(text: csv, name: "weekly.csv"))
  }

  static func design(_ yaml: String) throws -> MixDesign {
    let spec = try MixSpec(yaml: yaml, name: "mmm.yaml")
    return try MixDesign(spec, try panel(spec))
  }

  /// A sampled fit with two experiments, one of them of a unit.
  static let sampled = Task {
    let design = try Self.design(bayes)
    guard case .bayes(let sampling) = design.spec.method else { throw WrongMethod() }
    let lifts = [
      LiftTest(
        channel: 1, unit: 1, periods: 3..<9, removed: 1, estimate: 100 / 3.0, standardError: 20.1),
      LiftTest(
        channel: 0, unit: nil, periods: 25..<26, removed: -0.1, estimate: -0.0,
        standardError: 1e3),
    ]
    let fit = try await MixFit.sampled(design, lifts: lifts, sampling: sampling)
    return MixFitRecord(
      fit, specification: Array(bayes.utf8), panel: try panel(design.spec), seed: sampling.seed)
  }

  static let searched = Task {
    let design = try Self.design(ridge)
    guard case .ridge(let search) = design.spec.method else { throw WrongMethod() }
    return MixFitRecord(
      try MixFit.ridge(design, search), specification: Array(ridge.utf8),
      panel: try panel(design.spec), seed: search.seed)
  }

  static func regressed() throws -> MixFitRecord {
    let design = try Self.design(regression)
    return MixFitRecord(
      try MixFit.regression(design, seed: .max), specification: Array(regression.utf8),
      panel: try panel(design.spec), seed: .max)
  }

  /// Keeps a fit in a folder named `fit`.
  static func keep(_ record: MixFitRecord, in folder: TestFolder) throws -> String {
    let place = "\(folder.path)/fit"
    try FileManager.default.createDirectory(
      atPath: "\(place)/tables", withIntermediateDirectories: true)
    for file in try record.files() + [RunFile("spec.yaml", record.specification)] {
      try Data(file.bytes).write(to: URL(filePath: "\(place)/\(file.name)"))
    }
    return place
  }

  struct WrongMethod: Error {}
}

/// Every number of a fit that tells it from another.
func bits(_ fit: MixFit) -> [UInt64] {
  let design = fit.design
  let decomposition = MixDecomposition(fit)
  var numbers = fit.draws.elements + design.outcome + design.offsets + design.heads
  numbers += design.linear.elements + [design.outcomeScale]
  for channel in design.channels {
    numbers += channel.exposure + [channel.scale] + (channel.spend ?? [])
  }
  numbers += decomposition.parts.indices.flatMap { decomposition.total($0) }
  numbers += fit.lifts.flatMap { [$0.removed, $0.estimate, $0.standardError] }
  if let report = fit.sampling { numbers += [report.acceptance] + report.missingInformation }
  return numbers.map(\.bitPattern)
}
