import Interchange
public import Journeys
import Statistics

/// Runs what a scenario's targets need and says which hold.
public struct VerificationStudy: Sendable {
  /// The scenario.
  public let document: ScenarioDocument
  /// Replicates of each arm; the document's own number when `nil`.
  public let replicates: Int?
  /// Seed; the document's own when `nil`.
  public let seed: UInt64?
  /// Targets that are measured.
  public let targets: [Target]

  /// A study of a document's targets.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - wanted: Names of the targets to measure; all when `nil`.
  ///   - replicates: Replicates of each arm; the document's own number when `nil`.
  ///   - seed: Seed; the document's own when `nil`.
  /// - Throws: `StudyError` when the document has no target of a name.
  public init(
    _ document: ScenarioDocument, targets wanted: [String]? = nil, replicates: Int? = nil,
    seed: UInt64? = nil
  ) throws(StudyError) {
    let known = document.targets.map(\.name)
    let strange = (wanted ?? []).filter { !known.contains($0) }
    if let missing = strange.first {
      let near = nearestKey(to: missing, among: known).map { "did you mean \($0)?" }
      throw StudyError(
        document: document.name,
        problem: "no target \(strange.map { "\"\($0)\"" }.joined(separator: ", ")); "
          + (near
            ?? (known.isEmpty ? "none is declared" : "known are \(known.joined(separator: ", "))")))
    }
    self.document = document
    self.replicates = replicates
    self.seed = seed
    targets = document.targets.filter { wanted?.contains($0.name) ?? true }
  }

  /// Settings that targets are measured in, each run once; `nil` is the document as it stands.
  public var settings: [String?] {
    targets.map(\.setting).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Measures every target.
  ///
  /// Parameters stay at their own values: a target is about the scenario as it is written.
  ///
  /// - Parameters:
  ///   - threads: Replicates that run at a time.
  ///   - finished: Called with the number of replicates that have ended in the current setting.
  /// - Returns: One finding per target, in the document's order.
  /// - Throws: `StudyError` when the simulation finds its chances contradict.
  public func run(
    threads: Int = 1,
    finished: (_ setting: String?, _ replicates: Int, _ of: Int) -> Void = {
      _, _, _ in
    }
  ) async throws -> [TargetFinding] {
    var findings: [String: TargetFinding] = [:]
    for setting in settings {
      let targets = targets.filter { $0.setting == setting }
      var study = try ForecastStudy(
        document, arms: Array(Set(targets.flatMap(Self.arms))).sorted(), setting: setting,
        replicates: replicates, seed: seed, drawsParameters: false)
      for target in targets {
        if let (question, channel) = Self.question(target) {
          study.records[question.arm, default: []].append(
            AgentRecord(
              question, channel: channel,
              scenario: try study.scenario(arm: question.arm, replicate: nil)))
        }
      }
      let count = study.replicates
      let forecast = try await study.run(threads: threads) { finished(setting, $0, count) }
      for target in targets {
        findings[target.name] = TargetFinding(
          target, values: measure(target, among: targets, in: forecast))
      }
    }
    return targets.compactMap { findings[$0.name] }
  }

  private static func arms(_ target: Target) -> [String] {
    switch target.measure {
    case .value(let figure): return figure.quantities.flatMap(\.arms).map(\.name)
    case .contentGaps(let content): return [content.arm]
    default: return question(target).map { [$0.question.arm] } ?? []
    }
  }

  private static func question(
    _ target: Target
  ) -> (question: Target.AgentQuestion, channel: Int?)? {
    switch target.measure {
    case .value, .contentGaps: nil
    case .elasticity(let question, let channel, _), .correlation(let question, let channel),
      .exposed(let question, let channel):
      (question, channel)
    case .topShare(let question, _), .gini(let question), .dispersion(let question),
      .autocorrelation(let question, _), .agentShare(let question, _):
      (question, nil)
    }
  }

  /// The measured figure in every replicate.
  private func measure(
    _ target: Target, among targets: [Target], in forecast: Forecast
  ) -> [Double] {
    if case .value(let figure) = target.measure { return forecast.values(of: figure) }
    if case .contentGaps(let content) = target.measure,
      let arm = forecast.study.arms.firstIndex(of: content.arm)
    {
      let gaps = Double(content.gaps(in: forecast.scenarios[arm]))
      return forecast.worlds.map { _ in gaps }
    }
    guard let (question, _) = Self.question(target),
      let arm = forecast.study.arms.firstIndex(of: question.arm)
    else { return [] }
    let sharing = targets.filter { Self.question($0)?.question.arm == question.arm }
    // Records come back by population, and within one in the order in which they were asked for.
    let place = sharing.enumerated().sorted {
      let (a, b) = (populationOf($0.element, forecast), populationOf($1.element, forecast))
      return (a, $0.offset) < (b, $1.offset)
    }.firstIndex { $0.element.name == target.name }
    guard let place else { return [] }
    return forecast.worlds.map { AgentMeasure(target.measure).value($0[arm].records[place]) }
  }

  private func populationOf(_ target: Target, _ forecast: Forecast) -> Int {
    guard let (question, _) = Self.question(target),
      let arm = forecast.study.arms.firstIndex(of: question.arm)
    else { return 0 }
    return forecast.scenarios[arm].events[question.event].population
  }
}

extension Forecast {
  /// A figure in every replicate: ratios divided and subtracted; not a number where it divides by 0.
  func values(of figure: Target.Figure) -> [Double] {
    func divided(_ above: [Double], _ below: [Double]) -> [Double] {
      zip(above, below).map { $1 == 0 ? .nan : $0 / $1 }
    }
    func values(_ ratio: Target.Ratio) -> [Double] {
      let above = self.values(of: ratio.value)
      return ratio.per.map { divided(above, self.values(of: $0)) } ?? above
    }
    var result = values(figure.first)
    if let over = figure.over { result = divided(result, values(over)) }
    if let less = figure.less { result = zip(result, values(less)).map { $0 - $1 } }
    return result
  }

  /// A quantity in every replicate: its metrics added and subtracted over its window and cells, and
  /// this summed over its arms with their weights.
  func values(of quantity: Target.Quantity) -> [Double] {
    var sums = [Double](repeating: 0, count: worlds.count)
    for (name, weight) in quantity.arms {
      guard let arm = study.arms.firstIndex(of: name),
        let (terms, cells) = quantity.resolved(in: scenarios[arm])
      else { return [] }
      for (metric, sign) in terms {
        let totals = totals(metric, arm: arm, steps: quantity.steps, cells: cells)
        sums = zip(sums, totals).map { $0 + weight * sign * $1 }
      }
    }
    return sums
  }
}
