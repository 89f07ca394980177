import Statistics

/// The ways out of every stage and the terms of their effects, flat for the kernels.
struct ExitTable: Sendable {
  /// First exit of each stage; one more than stages.
  let firstExit: [Int]
  /// Transition of each exit.
  let transitions: [Int]
  /// Link of each stage.
  let links: [TransitionLink]
  /// Base of each transition: hazard of a step, log odds or log chance; 0 for dwell and rest.
  let base: [Double]
  let isRest: [Bool]
  /// Hazards since entry of each transition; empty without a dwell law.
  let dwell: [[Double]]
  let peers: [Double]
  /// Whether each stage is left on the day of an appointment only.
  let isOnDay: [Bool]
  /// Log chances on the day by lead time; empty for other transitions.
  let leadChances: [[TransitionPlan.LeadChance]]
  let to: [UInt8]

  init(_ plan: PopulationPlan) {
    var firstExit = [0]
    var transitions: [Int] = []
    for exits in plan.exits {
      transitions += exits
      firstExit.append(transitions.count)
    }
    self.firstExit = firstExit
    self.transitions = transitions
    links = plan.exits.map { $0.first.map { plan.transitions[$0].link } ?? .cloglog }
    let responses = plan.transitions.map(\.response)
    base = plan.transitions.map { transition in
      switch transition.base {
      case .hazard(let value), .logOdds(let value), .logChance(let value): value
      case .rest, .dwell: 0
      }
    }
    isRest = plan.transitions.map { if case .rest = $0.base { true } else { false } }
    dwell = plan.transitions.map { if case .dwell(let hazards) = $0.base { hazards } else { [] } }
    peers = responses.map(\.peers)
    isOnDay = plan.exits.map { $0.contains { plan.transitions[$0].isOnDay } }
    leadChances = plan.transitions.map(\.leadChances)
    to = plan.transitions.map(\.to)
  }

  /// The chance of one exit in a step.
  ///
  /// - Parameters:
  ///   - transition: The exit's transition.
  ///   - link: Link of the stage.
  ///   - logRatio: Sum of the effects.
  ///   - elapsed: Steps in the stage before this one, for dwell laws.
  /// - Returns: The hazard of the step under `cloglog`, the chance under the others.
  @inline(__always)
  func strength(
    _ transition: Int, link: TransitionLink, logRatio: Double, elapsed: Int
  ) -> Double {
    switch link {
    case .cloglog:
      let hazards = dwell[transition]
      let hazard = hazards.isEmpty ? base[transition] : hazards[min(elapsed, hazards.count - 1)]
      return logRatio == 0 ? hazard : hazard * Exponential.value(logRatio)
    case .logit: return 1 / (1 + Exponential.value(-(base[transition] + logRatio)))
    case .log: return isRest[transition] ? 0 : Exponential.value(base[transition] + logRatio)
    }
  }

  /// Replaces the sums of effects in a part of a column with strengths, each as
  /// ``strength(_:link:logRatio:elapsed:)`` of a way out without a dwell law.
  func replace(
    _ column: inout [Double], in range: Range<Int>, transition: Int, link: TransitionLink
  ) {
    let base = base[transition]
    switch link {
    case .cloglog:
      Exponential.replace(&column, in: range)
      column.scale(by: base, in: range)
    case .logit:
      column.shift(by: base, in: range)
      column.scale(by: -1, in: range)
      Exponential.replace(&column, in: range)
      column.invertAboveOne(in: range)
    case .log:
      if isRest[transition] {
        column.set(to: 0, in: range)
      } else {
        column.shift(by: base, in: range)
        Exponential.replace(&column, in: range)
      }
    }
  }
}
