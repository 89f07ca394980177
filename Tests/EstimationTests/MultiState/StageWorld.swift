import Interchange
import Statistics

@testable import Estimation

/// The journey of the oracles: aware, trialist, adopter, lapsed.
enum StageWorld {
  static let stages = ["aware", "trialist", "adopter", "lapsed"]
  static let parameters = [
    "try_rate", "call_ratio", "forget_rate", "adopt_rate", "high_ratio", "stop_rate", "lapse_rate",
  ]
  static let terms: [StageTerm] = [
    .perUnit(column: "calls"), .level(column: "segment", level: "high"),
  ]

  static func quantity(_ text: String) -> StageQuantity {
    StageQuantity(text: text) ?? StageQuantity(known: .nan)
  }

  static func model(_ timing: MultiStateModel.Timing) -> MultiStateModel {
    func way(
      _ name: String, _ from: Int, _ to: Int, _ rate: String, _ effects: [(Int, String)] = []
    ) -> MultiStateModel.Transition {
      MultiStateModel.Transition(
        name: name, from: [from], to: to, rate: quantity(rate),
        effects: effects.map { MultiStateModel.Effect(term: $0.0, ratio: quantity($0.1)) })
    }
    return MultiStateModel(
      stages: stages, terms: terms,
      transitions: [
        way("try", 0, 1, "$try_rate", [(0, "$call_ratio")]),
        way("forget", 1, 0, "$forget_rate"),
        way("adopt", 1, 2, "$adopt_rate", [(1, "$high_ratio")]),
        way("stop", 1, 3, "$stop_rate"),
        way("lapse", 2, 3, "$lapse_rate"),
      ], timing: timing)
  }

  static let layout = StagePanelLayout(
    unit: "id", period: "week", stage: "stage", stages: stages, terms: terms)

  static func panel(_ file: String) throws -> StagePanel {
    let text = String(decoding: try oracle(file), as: UTF8.self)
    return try StagePanel(csv: CSVFile(text: text, name: file), layout: layout)
  }

  /// The likelihood of the panel that was made in continuous time, or in weekly steps.
  static func likelihood(_ timing: MultiStateModel.Timing) throws -> StageLikelihood {
    let file = timing == .continuous ? "multi_state_panel.csv" : "multi_state_steps.csv"
    return try StageLikelihood(model(timing), try panel(file))
  }
}

/// The recorded figures of SciPy.
struct StageOracle: Decodable {
  struct Point: Decodable {
    let logLikelihood: Double
    let gradient: [Double]
  }

  struct Maximum: Decodable {
    let logs: [Double]
    let logErrors: [Double]
    let logLikelihood: Double
  }

  let names: [String]
  let point: [Double]
  let continuous: Point
  let weekly: Point
  let weeklyMaximum: Maximum

  static func read() throws -> StageOracle {
    try recorded(StageOracle.self, in: "multi_state.json")
  }

  /// Numbers in the oracle's order of parameters, in that of the model.
  func ordered(_ numbers: [Double]) -> [Double] {
    StageWorld.parameters.map { name in numbers[names.firstIndex(of: name) ?? 0] }
  }
}
