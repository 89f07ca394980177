import Estimation
import Journeys
import Statistics

/// What the past says about the parameters of a scenario.
public struct Calibration: Sendable {
  /// The worlds, with scenario, calibration and data.
  public let worlds: CalibrationWorlds
  /// The posterior as normal scores of the priors.
  let posterior: CalibrationPosterior
  /// Equally likely draws of it, in an order by chance.
  let draws: [[Double]]
  /// What worlds of the posterior show.
  let outcomes: [CalibrationWorlds.Outcome]
  /// Worlds that were simulated.
  public let simulations: Int
  /// Those of them that an earlier process had simulated.
  public let resumed: Int

  /// What is known of each parameter.
  var accounts: [Identifiability] {
    Identifiability.all(posterior.draws, names: worlds.spec.parameters.map(\.name))
  }

  /// Figures of worlds of the prior, before anything was ruled out.
  private var priorFigures: [[Double]] {
    CalibrationPosterior.firstWave(of: posterior.matching).statistics
  }

  /// How each figure compares with worlds of the prior and of the posterior, with the error of
  /// observation in both.
  func checks() -> [(prior: PredictiveCheck, posterior: PredictiveCheck)] {
    let observed = worlds.figures.observed
    let errors = RandomStream(
      seed: worlds.spec.seed, replicate: 0, purpose: "calibration/check-error")
    func check(_ figure: Int, _ values: [Double], step: Int) -> PredictiveCheck {
      let tolerance = observed.tolerances[figure]
      let seen = values.enumerated().map { world, value in
        tolerance == 0
          ? value
          : value + tolerance
            * Normal.quantile(errors.uniform(agent: figure, step: step, draw: world))
      }
      return PredictiveCheck(
        name: observed.names[figure], observed: observed.values[figure], simulated: seen)
    }
    return observed.names.indices.map { figure in
      (
        check(figure, priorFigures.map { $0[figure] }, step: 0),
        check(figure, outcomes.map { $0.figures[figure] }, step: 1)
      )
    }
  }

  /// The values of the parameters in every draw.
  public var values: [[Double]] { draws.map { worlds.values(at: $0) } }
}
