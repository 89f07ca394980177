import Estimation
import Foundation
import Interchange
import Statistics

/// What `fit.json` says, in the present version of the format.
///
/// Numbers that are not finite are null, which JSON has instead; whole numbers that may be large are
/// texts, because JSON readers lose integers above 2⁵³.
struct MixFitDocument: Decodable, Equatable {
  static let format = "rounds mix fit"
  static let version = 1

  /// The version of the tool that wrote the file.
  var tool: String
  var title: String
  var method: String
  var seed: String
  /// Periods that the fit saw, from the first.
  var fittedPeriods: Int
  var chains: Int
  var drawsPerChain: Int
  var sampling: Sampling?
  var lifts: [Lift]
  var search: Search?
  /// Names of the parameters, in the order of the columns of draws.
  var parameters: [String]
  /// Hashes of the other files, in sixteen hexadecimal characters, by name.
  var hashes: [String: String]

  struct Sampling: Decodable, Equatable {
    var divergences: Int
    var deepest: Int
    var leapfrogSteps: Int
    var acceptance: Double?
    var missingInformation: [Double?]
  }

  /// An experiment, with names in place of indices and labels in place of periods.
  struct Lift: Decodable, Equatable {
    var channel: String
    /// The name of the unit; nil for all units together.
    var unit: String?
    /// The first tested period.
    var from: String
    /// The last tested period.
    var to: String
    var removed: Double
    var estimate: Double
    var standardError: Double
  }

  /// What a ridge search made small, and how many candidates the draws come from.
  struct Search: Decodable, Equatable {
    var objectives: [String]
    var drawn: Int
    /// Candidates in the table of the front.
    var candidates: Int
  }
}

extension MixFitDocument {
  /// What a fit says of itself.
  ///
  /// - Parameters:
  ///   - record: The fit.
  ///   - hashes: Hashes of the other files, by name.
  init(_ record: MixFitRecord, hashes: [String: String]) {
    let (fit, design) = (record.fit, record.fit.design)
    tool = ToolVersion.withBuild
    title = design.spec.title
    method = design.spec.method.name
    seed = String(record.seed)
    fittedPeriods = design.fittedPeriods
    chains = fit.chains
    drawsPerChain = fit.draws.rows / fit.chains
    sampling = fit.sampling.map { report in
      func finite(_ number: Double) -> Double? { number.isFinite ? number : nil }
      return Sampling(
        divergences: report.divergences, deepest: report.deepest,
        leapfrogSteps: report.leapfrogSteps, acceptance: finite(report.acceptance),
        missingInformation: report.missingInformation.map(finite))
    }
    lifts = fit.lifts.map { test in
      Lift(
        channel: design.spec.channels[test.channel].name, unit: test.unit.map { design.units[$0] },
        from: design.periods.label(of: test.periods.lowerBound),
        to: design.periods.label(of: test.periods.upperBound - 1), removed: test.removed,
        estimate: test.estimate, standardError: test.standardError)
    }
    search = record.search.map {
      Search(
        objectives: $0.objectives.map(\.rawValue), drawn: $0.drawn, candidates: $0.front.count)
    }
    parameters = fit.parameters.all.map(\.name)
    self.hashes = hashes
  }

  /// The bytes of `fit.json`.
  var bytes: [UInt8] {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    let members: [JSONMember] = [
      JSONMember("format", .text(Self.format)), JSONMember("version", .integer(Self.version)),
      JSONMember("tool", .text(tool)), JSONMember("title", .text(title)),
      JSONMember("method", .text(method)), JSONMember("seed", .text(seed)),
      JSONMember("fittedPeriods", .integer(fittedPeriods)),
      JSONMember("chains", .integer(chains)), JSONMember("drawsPerChain", .integer(drawsPerChain)),
      JSONMember(
        "sampling",
        sampling.map { report in
          .object([
            JSONMember("divergences", .integer(report.divergences)),
            JSONMember("deepest", .integer(report.deepest)),
            JSONMember("leapfrogSteps", .integer(report.leapfrogSteps)),
            JSONMember("acceptance", number(report.acceptance)),
            JSONMember("missingInformation", .list(report.missingInformation.map(number))),
          ])
        } ?? .null),
      JSONMember("lifts", .list(lifts.map(\.jsonValue))),
      JSONMember(
        "search",
        search.map { search in
          .object([
            JSONMember("objectives", .list(search.objectives.map { .text($0) })),
            JSONMember("drawn", .integer(search.drawn)),
            JSONMember("candidates", .integer(search.candidates)),
          ])
        } ?? .null),
      JSONMember("parameters", .list(parameters.map { .text($0) })),
      JSONMember(
        "hashes",
        .object(hashes.sorted { $0.key < $1.key }.map { JSONMember($0.key, .text($0.value)) })),
    ]
    return Array((JSONValue.object(members).text(indent: 2) + "\n").utf8)
  }
}

extension MixFitDocument.Lift {
  fileprivate var jsonValue: JSONValue {
    .object([
      JSONMember("channel", .text(channel)), JSONMember("unit", unit.map { .text($0) } ?? .null),
      JSONMember("from", .text(from)), JSONMember("to", .text(to)),
      JSONMember("removed", .number(removed)), JSONMember("estimate", .number(estimate)),
      JSONMember("standardError", .number(standardError)),
    ])
  }
}

extension MixSpec.Method {
  /// The word of the language for the method.
  fileprivate var name: String {
    switch self {
    case .regression: "regression"
    case .ridge: "ridge"
    case .bayes: "bayes"
    }
  }
}
