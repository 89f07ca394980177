import Estimation
import Foundation
import Testing

/// The figures of `Oracles/experiment_estimators.json`, from numpy 2.4.6, scipy 1.17.1, statsmodels
/// 0.15.0 and pandas 3.1.1 on the simulated `Oracles/sim_*.csv`.
struct ExperimentOracle {
  private let root: [String: Any]

  init() throws {
    let object = try JSONSerialization.jsonObject(with: oracle("experiment_estimators.json"))
    root = try #require(object as? [String: Any])
  }

  /// The figure at a path of keys separated by slashes.
  func figure(_ path: String) throws -> Double {
    let number = try value(path) as? NSNumber
    return try #require(number, "\(path)").doubleValue
  }

  /// The figures at a path.
  func figures(_ path: String) throws -> [Double] {
    try #require(value(path) as? [NSNumber], "\(path)").map(\.doubleValue)
  }

  /// The objects at a path.
  func objects(_ path: String) throws -> [[String: Any]] {
    try #require(value(path) as? [[String: Any]], "\(path)")
  }

  private func value(_ path: String) throws -> Any {
    try path.split(separator: "/").reduce(root as Any) { node, key in
      try #require((node as? [String: Any])?[String(key)], "\(path)")
    }
  }
}

/// The columns of a recorded CSV file.
struct RecordedTable {
  private let columns: [String: [String]]

  init(_ name: String) throws {
    let lines = try String(decoding: oracle(name), as: UTF8.self)
      .split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    var columns: [String: [String]] = [:]
    for (index, name) in lines[0].enumerated() {
      columns[name] = lines.dropFirst().map { $0[index] }
    }
    self.columns = columns
  }

  func labels(_ name: String) throws -> [String] { try #require(columns[name], "\(name)") }
  func numbers(_ name: String) throws -> [Double] { try labels(name).compactMap(Double.init) }
  func integers(_ name: String) throws -> [Int] { try labels(name).compactMap { Int($0) } }
  func marks(_ name: String) throws -> [Bool] { try labels(name).map { $0 == "1" } }
}

/// The simulated experiment of 1,200 prescribers in 60 territories.
enum PrescriberExperiment {
  typealias Covariate = ExperimentSample.Covariate

  static func table() throws -> RecordedTable { try RecordedTable("sim_hcp_experiment.csv") }

  static func pre() throws -> Covariate { Covariate("pre_rx", try table().numbers("pre_rx_6m")) }

  /// Prescribers assigned one by one.
  static func individual(
    _ outcome: String = "post_rx_3m", _ covariates: [Covariate] = [], blocks: [Int]? = nil
  ) throws -> ExperimentSample {
    let table = try table()
    return try ExperimentSample(
      table.numbers(outcome), named: outcome, isTreated: table.marks("treat_individual"),
      covariates: covariates, blocks: blocks)
  }

  /// Territories assigned as a whole.
  static func clustered(_ covariates: [Covariate] = []) throws -> ExperimentSample {
    let table = try table()
    return try ExperimentSample(
      table.numbers("post_rx_3m_territory_design"), named: "post_rx_3m",
      isTreated: table.marks("treat_territory"), covariates: covariates,
      clusters: table.integers("territory"))
  }

  /// Numbers in the order of labels.
  static func numbered(_ labels: [String]) -> [Int] {
    let order = Set(labels).sorted()
    return labels.map { order.firstIndex(of: $0) ?? 0 }
  }
}
