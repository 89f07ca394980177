@testable import Journeys

/// Worlds whose patients are moved by sojourn, and the same ones step by step.
enum SojournWorlds {
  /// - Parameters:
  ///   - size: Number of patients.
  ///   - doctors: Number of their doctors.
  ///   - paths: Patients whose paths are kept.
  ///   - isByStep: Whether the patients have children of their own, so that they go step by step.
  ///   - isForward: Whether no stage is visited twice.
  ///   - season: Whether the environment changes from month to month.
  /// - Returns: Sections of a document.
  static func sections(
    size: Int = 2_000, doctors: Int = 40, paths: Int = 0, isByStep: Bool = false,
    isForward: Bool = false, season: Bool = false
  ) -> String {
    """
    populations:
      doctors:
        size: \(doctors)
        attributes: { panel: { gamma: { mean: 1, shape: 2 } } }
        journey:
          stages: [slow, keen]
          start: { slow: 0.5, keen: 0.5 }
          transitions:
            up: { from: slow, to: keen, ratePerWeek: 0.05 }
            down: { from: keen, to: slow, ratePerWeek: 0.03 }
    \(isByStep ? "  pets: { size: 1, parent: patients, journey: { stages: [p], start: p } }" : "")
      patients:
        size: \(size)
        parent: { population: doctors, weightedBy: panel }
        paths: \(paths)
        attributes:
          kind: { shares: { x: 0.3, y: 0.7 } }
          adherence: { uniform: { low: 0.4, high: 0.9 } }
        breakdown: kind
        journey:
          stages: [well, ill, treated, lost]
          start: { well: 0.8, ill: 0.2 }
          transitions:
            fall_ill: { from: well, to: ill, ratePerWeek: 0.06 }
            seek: { from: ill, to: treated, ratePerWeek: 0.1, effects: { parent: { keen: 2.5 } } }
            give_up: { from: [ill, treated], to: lost, ratePerWeek: 0.02 }
            \(isForward ? "" : "relapse: { from: treated, to: ill, ratePerWeek: 0.04, effects: { parent: { keen: 0.5 } } }")
    events:
      tick: { population: patients, while: { ill: 0.2, treated: 1 }, probability: 0.8, times: adherence }
      visit: { population: patients, while: [ill, treated], probability: 1 }
    \(season ? seasonal : "")
    """
  }

  private static let seasonal = """
    environment:
      winter: { byMonth: [0.5, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 0.7, 0.5], transitions: { fall_ill: 1 }, events: { tick: 1 } }
    """
}
