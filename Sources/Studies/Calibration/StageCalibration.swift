public import Estimation
public import Interchange
public import Journeys
import Statistics

/// What a panel of observed stages says about the parameters of a scenario.
public struct StageCalibration: Sendable {
  /// What was asked.
  public let spec: StageCalibrationSpec
  /// What of the scenario the likelihood reads.
  public let journey: ObservedJourney
  /// The draws of the posterior.
  public let fit: MultiStateFit
  /// What was observed held against what the draws would have made observed.
  public let check: StageCheck
  /// The name of the scenario's document.
  let scenario: String
  /// The free parameters that transitions depend on, in the scenario's order.
  let parameters: [ScenarioParameter]
  /// The numbers of units and of pairs of their successive observations.
  let size: (units: Int, pairs: Int)

  /// Panels that draws are made to show (*chosen*): a chance of 0.05 is then known to 0.013.
  private static let panelCount = 300

  /// Learns the parameters.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - spec: What was asked.
  ///   - csv: The panel.
  ///   - threads: Chains that run at a time.
  ///   - progress: Called with the chain and the number of its steps done; false stops the chain.
  /// - Returns: The posterior with its checks.
  /// - Throws: `SpecProblems` and `PanelErrors` for what scenario, calibration and panel say wrong;
  ///   `StudyError` where the priors exclude the panel.
  public static func run(
    _ document: ScenarioDocument, _ spec: StageCalibrationSpec, csv: CSVFile, threads: Int = 1,
    progress: @escaping @Sendable (Int, Int) -> Bool = { _, _ in true }
  ) async throws -> StageCalibration {
    let journey = try ObservedJourney(
      document, spec.transitions, specName: spec.document, columns: csv.header, arm: spec.arm,
      setting: spec.setting, free: spec.parameters)
    let likelihood = try journey.likelihood(csv)
    let fit: MultiStateFit
    do {
      fit = try await MultiStateFit.sampled(
        likelihood, beliefs: journey.beliefs, chains: spec.chains, settings: spec.settings,
        seed: spec.seed, threads: threads, progress: progress)
    } catch SamplerError.startNotFinite {
      throw StudyError(
        document: document.name,
        problem: "the priors of \(journey.model.parameters.joined(separator: ", ")) exclude "
          + "\(csv.name): it has no chance at their middle; widen them, or check rates that are 0 and "
          + "ratios that are negative")
    }
    let free = document.parameters(arm: spec.arm, setting: spec.setting).filter { parameter in
      parameter.prior != nil && journey.model.parameters.contains(parameter.name)
        && spec.parameters?.contains(parameter.name) ?? true
    }
    return StageCalibration(
      spec: spec, journey: journey, fit: fit,
      check: StageCheck(fit, likelihood, panels: panelCount, seed: spec.seed),
      scenario: document.name, parameters: free,
      size: (likelihood.panel.units.count, likelihood.panel.pairCount))
  }

  /// What is believed of each free parameter.
  var beliefs: [MultiStateFit.Belief] {
    let all = fit.beliefs()
    return parameters.compactMap { parameter in all.first { $0.name == parameter.name } }
  }

  /// What is known of each free parameter.
  var accounts: [Identifiability] {
    let columns = parameters.compactMap { fit.parameters.firstIndex(of: $0.name) }
    return Identifiability.all(
      WeightedDraws(
        points: fit.scores.selectingColumns(columns),
        weights: [Double](repeating: 1, count: fit.scores.rows)),
      names: columns.map { fit.parameters[$0] })
  }

  /// The values of the free parameters in every draw, in an order by chance: any of them stand for all.
  public var values: [[Double]] {
    let stream = RandomStream(seed: spec.seed, replicate: 0, purpose: "stages/order")
    let order = (0..<fit.draws.rows).map { (key: stream.word(agent: $0, step: 0), row: $0) }
      .sorted { ($0.key, $0.row) < ($1.key, $1.row) }
    let columns = parameters.map { fit.parameters.firstIndex(of: $0.name) ?? 0 }
    return order.map { place in columns.map { fit.draws[place.row, $0] } }
  }
}
