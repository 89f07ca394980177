import Statistics

/// The posterior density of the parameters of a journey.
struct StageDensity: LogDensity {
  /// The likelihood, with its scratch columns.
  private(set) var likelihood: StageLikelihood
  /// One belief per parameter of the model, in its order.
  let parameters: [StageParameter]
  /// The parameters that are not known.
  let free: [Int]
  private var values: [Double]
  private var slopes: [Double]

  /// The posterior density.
  ///
  /// - Parameters:
  ///   - likelihood: What the panel says.
  ///   - beliefs: What is believed before it: of every parameter of the model, and perhaps of others.
  init(_ likelihood: StageLikelihood, beliefs: [StageParameter]) {
    self.likelihood = likelihood
    let parameters = likelihood.model.parameters.map { name in
      guard let belief = beliefs.first(where: { $0.name == name }) else {
        preconditionFailure("nothing is believed of \(name)")
      }
      return belief
    }
    self.parameters = parameters
    free = parameters.indices.filter { parameters[$0].known == nil }
    values = parameters.map { $0.known ?? 0 }
    slopes = values
  }

  var dimension: Int { free.count }

  mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    var prior = 0.0
    for (place, parameter) in free.enumerated() {
      let placed = parameters[parameter].placed(at: position[place])
      guard placed.value > 0, placed.value < .infinity else { return -.infinity }
      values[parameter] = placed.value
      prior += placed.logDensity
    }
    let sum = prior + likelihood(at: values, gradient: &slopes)
    guard sum.isFinite else { return -.infinity }
    for (place, parameter) in free.enumerated() {
      let placed = parameters[parameter].placed(at: position[place])
      gradient[place] = slopes[parameter] * placed.slope + placed.logDensitySlope
    }
    return sum
  }

  /// The values of all parameters at a position.
  func values(at position: [Double]) -> [Double] {
    var all = values
    for (place, parameter) in free.enumerated() {
      all[parameter] = parameters[parameter].placed(at: position[place]).value
    }
    return all
  }

  /// A random place in the middle half of each belief.
  func start(seed: UInt64, chain: Int) -> [Double] {
    let stream = RandomStream(seed: seed, replicate: chain, purpose: "stages/start")
    return free.enumerated().map { place, parameter in
      let share = 0.25 + 0.5 * stream.uniform(agent: place, step: 0)
      return parameters[parameter].position(ofShare: share)
    }
  }
}
