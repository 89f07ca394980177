public import Estimation
public import Interchange
public import Journeys
import Statistics

/// The likelihood of observed stages under a scenario: which of its transitions have which rates, in its
/// own parameters and steps, and what of it no panel of stages can show.
///
/// ```swift
/// let journey = try ObservedJourney(document, spec, specName: "calibration.yaml", columns: csv.header)
/// let fit = try await MultiStateFit.sampled(
///   try journey.likelihood(csv), beliefs: journey.beliefs, seed: 1)
/// fit.draws(of: "trial_rate")
/// ```
public struct ObservedJourney: Sendable {
  /// The name of the population whose journey it is.
  public let population: String
  /// Which columns of the panel are read.
  public let layout: StagePanelLayout
  /// The journey as rates between stages.
  public let model: MultiStateModel
  /// What the scenario believes of the parameters of the model: priors as functions of a normal score,
  /// and known values of those without one or that are not to be learned.
  public let beliefs: [StageParameter]
  /// What the likelihood leaves out of the scenario, in sentences.
  public let remarks: [String]
  /// Columns that hold the response to a channel, which is a share.
  private let responses: [String]

  /// The likelihood's view of a scenario.
  ///
  /// Transitions are taken from the scenario: the effect of an attribute is read from a column of its
  /// name, that of a channel from a column of its name with the response to it, from 0 to 1. A
  /// transition that stands in the specification is read as it says there.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - spec: What the calibration says of the panel.
  ///   - specName: The name of the calibration, for messages.
  ///   - columns: The columns of the panel.
  ///   - arm: Arm that the past happened under; the document without any arm when `nil`.
  ///   - setting: Setting of the scenario.
  ///   - free: The parameters that are learned; all that have a prior when `nil`.
  /// - Throws: Everything of the scenario that a panel of stages cannot show and that the calibration
  ///   does not knowingly leave out, and names that do not exist.
  public init(
    _ document: ScenarioDocument, _ spec: TransitionsSpec, specName: String, columns: [String],
    arm: String? = nil, setting: String? = nil, free: [String]? = nil
  ) throws(SpecProblems) {
    let scenario =
      if let arm {
        try document.scenario(arm: arm, setting: setting)
      } else {
        try document.scenarioAsWritten(setting: setting)
      }
    let parameters = document.parameters(arm: arm ?? document.baseline, setting: setting)
    var reader = ObservedJourneyReader(
      scenario: scenario, root: document.written(arm: arm, setting: setting),
      document: document.name, spec: spec, specName: specName, columns: columns,
      parameters: parameters.map(\.name))
    guard let ways = reader.read() else { throw SpecProblems(reader.problems) }
    let own = scenario.populations[reader.population]
    let stepDays = scenario.time.step.days
    population = own.name
    layout = spec.layout(stages: own.journey.stages, ways: ways, stepDays: stepDays)
    model = spec.model(stages: own.journey.stages, ways: ways, stepDays: stepDays)
    responses = reader.responses
    let model = model
    beliefs = parameters.filter { model.parameters.contains($0.name) }.map { parameter in
      guard let prior = parameter.prior, free?.contains(parameter.name) ?? true else {
        return StageParameter(parameter.name, prior: .fixed(parameter.value))
      }
      let center = parameter.value
      return StageParameter(parameter.name) { prior.value(atScore: $0, center: center) }
    }
    let learnable = parameters.filter { $0.prior != nil && free?.contains($0.name) ?? true }
    if !learnable.contains(where: { model.parameters.contains($0.name) }) {
      throw SpecProblems([reader.nothingToLearn(model.parameters)])
    }
    let idle = learnable.map(\.name).filter { !model.parameters.contains($0) }
    let silence =
      idle.isEmpty
      ? []
      : [
        "\(idle.joined(separator: ", ")): no transition of \(population) depends on "
          + "\(idle.count == 1 ? "it; it keeps its own value" : "them; they keep their own values")."
      ]
    remarks = reader.remarks + silence
  }

  /// The likelihood of a panel.
  ///
  /// - Parameter csv: The table, with the columns of ``layout``.
  /// - Returns: The likelihood, for `MultiStateFit.sampled` and `StageMaximum`.
  /// - Throws: Every problem of the table, and moves that the scenario has no way for.
  public func likelihood(_ csv: CSVFile) throws(PanelErrors) -> StageLikelihood {
    let panel = try StagePanel(csv: csv, layout: layout)
    var errors: [PanelError] = []
    for (place, term) in panel.terms.enumerated() where responses.contains(term.column) {
      for row in 0..<panel.rowCount {
        let value = panel.values[row * panel.terms.count + place]
        if (0...1).contains(value) { continue }
        errors.append(
          PanelError(
            file: panel.name, line: panel.lines[row], column: term.column,
            problem:
              "\(HumanNumber.text(value)) is no response to the channel; write its saturated "
              + "memory, a share from 0 to 1, or write the transition under transitions with an effect "
              + "per unit"))
      }
    }
    if !errors.isEmpty { throw PanelErrors(errors) }
    return try StageLikelihood(model, panel)
  }
}
