import Foundation
import Interchange

@testable import Estimation

/// The simulated pool of 1,750 HCPs and what `matching.py` found in it.
struct MatchingOracle: Decodable {
  let names: [String]
  let coefficients: [Double]
  let logLikelihood: Double
  let caliper: Double
  /// Standardized difference and variance ratio before, then after.
  let balance: [String: [Double]]
  let mahalanobisPairs: [[Int]]
  let optimalCount: Int
  let optimalTotal: Double
  let greedyTotal: Double

  static func read() throws -> MatchingOracle {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(MatchingOracle.self, from: bytes("matching.json"))
  }

  /// A recorded table without the comment above it.
  static func table(_ name: String) throws -> CSVFile {
    let text = String(decoding: try bytes(name), as: UTF8.self)
    return try CSVFile(text: String(text.drop { $0 != "\n" }.dropFirst()), name: name)
  }

  private static func bytes(_ name: String) throws -> Data {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try Data(contentsOf: folder.appending(path: "Oracles").appending(path: name))
  }

  /// The pool, with rows in the order of the file or backwards.
  static func pool(
    exact: String? = nil, isReversed: Bool = false
  ) throws -> (roster: Roster, isTest: [Bool]) {
    let file = try table("matching_pool.csv")
    func order<Element>(_ values: [Element]) -> [Element] {
      isReversed ? values.reversed() : values
    }
    let numbers = try file.numbers(in: "pre_rx_6m")
    let roster = Roster(
      units: order(try file.column(named: "hcp_id")),
      strata: try exact.map { order(try file.column(named: $0)) },
      covariates: [
        Covariate("log1p(pre_rx_6m)", numbers: order(numbers.map { log1p($0) })),
        Covariate("rep_calls_6m", numbers: order(try file.numbers(in: "rep_calls_6m"))),
        Covariate("specialty", categories: order(try file.column(named: "specialty"))),
        Covariate("region", categories: order(try file.column(named: "region"))),
      ])
    let tests = order(try file.column(named: "test"))
    return (roster, roster.rows.map { tests[$0] == "1" })
  }
}
