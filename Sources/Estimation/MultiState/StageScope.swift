/// The part of a journey that a unit can pass through in so many moves from a stage.
struct StageScope: Sendable, Equatable {
  /// A way between two stages.
  struct Arc: Sendable, Equatable {
    let from: Int
    let to: Int
    let transition: Int
  }

  /// The stages that can be left, ascending.
  let stages: [Int]
  /// The ways out of them.
  let arcs: [Arc]
  /// The transitions that these belong to, ascending.
  let transitions: [Int]

  /// The part of a journey.
  ///
  /// - Parameters:
  ///   - from: The stage where it begins.
  ///   - depth: The moves, at least one; as many as there are stages for all that can be reached.
  ///   - model: The journey.
  init(from: Int, depth: Int, _ model: MultiStateModel) {
    let fewest = model.fewestMoves
    stages = model.stages.indices.filter {
      (fewest[from * model.stages.count + $0] ?? .max) < depth
    }
    var arcs: [Arc] = []
    for stage in stages {
      for (index, way) in model.transitions.enumerated() where way.from.contains(stage) {
        arcs.append(Arc(from: stage, to: way.to, transition: index))
      }
    }
    self.arcs = arcs
    transitions = Set(arcs.map(\.transition)).sorted()
  }
}
