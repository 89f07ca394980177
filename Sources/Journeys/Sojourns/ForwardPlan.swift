import Statistics

/// Hazards of a population whose journey only leads forward, for moving sixteen agents at a time.
///
/// Such agents visit each stage once at most, so that all of a block can go through the first stage
/// together, then through the second, and so on. Where hazards change a few times only, when the
/// parent's stage or the environment does, the step of a move needs no search: the waiting time is
/// used up stretch by stretch.
struct ForwardPlan: Sendable {
  /// Stages that anything leads out of, in the order of the journey.
  let stages: [Int]
  /// Cumulative hazard of a step, `-log(chance to stay)`, and its inverse:
  /// `[(environment * parents + parent) * paddedStages + stage]`.
  let rate: [Float]
  let inverse: [Float]
  /// Upper ends of `SojournPlan` as far as they fit 32 bits; a word that equals the highest is looked
  /// at again.
  let upperEnds: [UInt32]

  /// Most stretches of one environment for which this is faster than a search, since all of them
  /// cost whether an agent leaves in them or not.
  ///
  /// *Chosen*.
  private static let mostStretches = 16
  /// In place of a hazard of zero, so that its inverse is finite; too small to use up any wait.
  private static let leastRate = 1e-25

  /// The plan; `nil` for populations that search is made for.
  ///
  /// - Parameter plan: The ways out of every stage.
  init?(_ plan: SojournPlan) {
    let changes = zip(plan.environment, plan.environment.dropFirst()).count { $0 != $1 }
    guard !plan.leftInOrder.isEmpty, changes < Self.mostStretches else { return nil }
    stages = plan.leftInOrder
    let rates = plan.stay.map { max(Self.leastRate, -Elementary.log($0)) }
    rate = rates.map { Float($0) }
    inverse = rates.map { Float(1 / $0) }
    upperEnds = plan.upperEnds.map { UInt32(min($0, UInt64(UInt32.max))) }
  }
}

/// Stretches of steps in which a family's hazards stay the same.
struct Stretches: Sendable {
  /// Row of the chances in each stretch, and the step after its last.
  private(set) var rows: [Int32] = []
  private(set) var ends: [Int32] = []

  var count: Int { rows.count }

  /// Finds the stretches of a family.
  ///
  /// - Parameter stepRows: Row of the chances for each step.
  mutating func find(in stepRows: [Int32]) {
    rows.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    let span = stepRows.span
    var row: Int32 = -1
    for step in 0..<span.count where span[step] != row {
      if step > 0 { ends.append(Int32(truncatingIfNeeded: step)) }
      row = span[step]
      rows.append(row)
    }
    ends.append(Int32(truncatingIfNeeded: span.count))
  }
}
