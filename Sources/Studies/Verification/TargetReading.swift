import Interchange
import Journeys

/// Reads figures of targets from the worlds of one replicate.
struct TargetReading: Sendable {
  /// Names of the arms, in the order of the worlds.
  private let arms: [String]
  /// The arms' worlds at the parameters' own values, for names and places.
  private let scenarios: [Scenario]
  /// What has to be recorded of single agents while the worlds run.
  private(set) var wanted: WantedRecords

  /// - Parameters:
  ///   - arms: Names of the arms.
  ///   - scenarios: The arms' worlds at the parameters' own values.
  init(arms: [String], scenarios: [Scenario]) {
    self.arms = arms
    self.scenarios = scenarios
    wanted = WantedRecords(arms: arms)
  }

  /// Arms that a figure needs.
  static func arms(_ measure: Target.Measure) -> [String] {
    switch measure {
    case .value(let figure): return figure.quantities.flatMap(\.arms).map(\.name)
    case .contentGaps(let content): return [content.arm]
    default: return question(measure).map { [$0.question.arm] } ?? []
    }
  }

  /// A figure whose records have been asked for.
  struct Prepared: Sendable {
    fileprivate let measure: Target.Measure
    fileprivate let place: WantedRecords.Place?
  }

  /// Makes sure that what a figure needs is recorded.
  mutating func prepare(_ measure: Target.Measure) -> Prepared {
    let place = Self.question(measure).flatMap { prepare($0.question, channel: $0.channel) }
    return Prepared(measure: measure, place: place)
  }

  /// Makes sure that events and touches of single agents are recorded.
  ///
  /// - Parameters:
  ///   - question: The question, in the numbering of its arm.
  ///   - channel: Channel whose delivered touches are counted; `nil` for none.
  /// - Returns: Where the record is found, or `nil` when the arm is not run.
  mutating func prepare(
    _ question: Target.AgentQuestion, channel: Int?
  ) -> WantedRecords.Place? {
    guard let arm = arms.firstIndex(of: question.arm) else { return nil }
    return wanted.add(
      AgentRecord(question, channel: channel, scenario: scenarios[arm]), arm: arm)
  }

  /// A figure in one replicate; not a number where the worlds do not determine it.
  ///
  /// - Parameters:
  ///   - prepared: What is measured.
  ///   - worlds: The worlds of the replicate, one per arm.
  /// - Returns: The figure.
  func value(_ prepared: Prepared, in worlds: [World]) -> Double {
    switch prepared.measure {
    case .value(let figure): return value(figure, in: worlds)
    case .contentGaps(let content):
      guard let arm = arms.firstIndex(of: content.arm) else { return .nan }
      return Double(content.gaps(in: scenarios[arm]))
    default:
      guard let place = prepared.place else { return .nan }
      return AgentMeasure(prepared.measure).value(wanted.record(at: place, in: worlds))
    }
  }

  private static func question(
    _ measure: Target.Measure
  ) -> (question: Target.AgentQuestion, channel: Int?)? {
    switch measure {
    case .value, .contentGaps: nil
    case .elasticity(let question, let channel, _), .correlation(let question, let channel),
      .exposed(let question, let channel):
      (question, channel)
    case .topShare(let question, _), .gini(let question), .dispersion(let question),
      .autocorrelation(let question, _), .agentShare(let question, _):
      (question, nil)
    }
  }

  /// Ratios divided and subtracted; not a number where one divides by 0.
  private func value(_ figure: Target.Figure, in worlds: [World]) -> Double {
    func value(_ ratio: Target.Ratio) -> Double {
      let above = self.value(ratio.value, in: worlds)
      return ratio.per.map { divided(above, self.value($0, in: worlds)) } ?? above
    }
    func divided(_ above: Double, _ below: Double) -> Double { below == 0 ? .nan : above / below }
    var result = value(figure.first)
    if let over = figure.over { result = divided(result, value(over)) }
    if let less = figure.less { result -= value(less) }
    return result
  }

  /// Metrics added and subtracted over the window and the cells, and this summed over the arms with
  /// their weights.
  func value(_ quantity: Target.Quantity, in worlds: [World]) -> Double {
    var sum = 0.0
    for (name, weight) in quantity.arms {
      guard let arm = arms.firstIndex(of: name),
        let (terms, cells) = quantity.resolved(in: scenarios[arm])
      else { return .nan }
      let world = worlds[arm]
      for (metric, sign) in terms {
        let total =
          cells?.reduce(0) {
            $0
              + world.reading.total(metric, in: world.ledger, steps: quantity.steps, cell: $1)
          } ?? world.reading.total(metric, in: world.ledger, steps: quantity.steps)
        sum += weight * sign * total
      }
    }
    return sum
  }
}
