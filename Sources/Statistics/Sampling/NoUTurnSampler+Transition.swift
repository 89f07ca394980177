/// What one iteration did.
struct SamplerTransition: Sendable {
  /// The energy at its start.
  let energy: Double

  /// Completed doublings.
  var depth = 0

  /// Leapfrog steps.
  var steps = 0

  /// Choices between parts of the trajectory made so far.
  var choices = 0

  /// The sum of `min(1, exp(H₀ − H))` over the points.
  var summedAcceptance = 0.0

  /// Whether a point lost more energy than allowed.
  var isDivergent = false

  /// An iteration that has not moved.
  init(energy: Double) { self.energy = energy }

  /// The acceptance statistic: the mean over the points, in `[0, 1]`.
  var acceptance: Double { steps > 0 ? summedAcceptance / Double(steps) : 0 }
}

extension NoUTurnSampler {
  /// Moves the chain by one iteration.
  mutating func transition(_ iteration: Int) -> SamplerTransition {
    chance.normals(iteration, &point.momentum)
    kinetic.scale(&point.momentum)
    point.follow(kinetic)
    var transition = SamplerTransition(energy: point.energy)
    tree.clear()
    var trajectory = tree.leaf(point, logWeight: 0)
    while transition.depth < settings.maximumDepth {
      let isForward = chance.isForward(iteration, depth: transition.depth)
      let oriented = isForward ? trajectory : trajectory.reversed
      tree.load(oriented.last, into: &point)
      guard let subtree = grow(iteration, isForward, &transition) else { break }
      transition.depth += 1
      let uniform = nextChoice(iteration, &transition)
      let extended = tree.extend(oriented, by: subtree, uniform: uniform)
      trajectory = isForward ? extended.trajectory : extended.trajectory.reversed
      guard extended.goesOn else { break }
    }
    steps += transition.steps
    tree.load(trajectory.proposal, into: &point)
    return transition
  }

  /// Builds the subtree that doubles the trajectory, point by point.
  ///
  /// Subtrees join as the digits of a binary counter carry: the point of number `i` completes one
  /// subtree for each trailing one of `i`.
  ///
  /// - Returns: The subtree; nil where a part of it turns back or the trajectory diverges.
  private mutating func grow(
    _ iteration: Int, _ isForward: Bool, _ transition: inout SamplerTransition
  ) -> Subtree? {
    let step = isForward ? stepSize : -stepSize
    let count = 1 << transition.depth
    for number in 0..<count {
      let change = point.leap(step, kinetic, &density) - transition.energy
      transition.steps += 1
      guard change.isFinite && change <= Self.largestEnergyError else {
        transition.isDivergent = true
        return nil
      }
      transition.summedAcceptance += change <= 0 ? 1 : Elementary.exp(-change)
      var subtree = tree.leaf(point, logWeight: -change)
      var level = 0
      while number >> level & 1 == 1 {
        let uniform = nextChoice(iteration, &transition)
        let isRight = number >> (level + 1) & 1 == 1
        guard
          let joined = tree.join(
            tree.waiting(at: level), subtree, level: level + 1, isRight: isRight, uniform: uniform)
        else { return nil }
        subtree = joined
        level += 1
      }
      if number == count - 1 { return subtree }
      tree.wait(subtree, at: level)
    }
    return nil
  }

  private func nextChoice(_ iteration: Int, _ transition: inout SamplerTransition) -> Double {
    transition.choices += 1
    return chance.choice(iteration, transition.choices)
  }
}
