extension NoUTurnSampler {
  /// Adapts step size and metric.
  mutating func warmUp(_ progress: (Int) -> Bool) throws(SamplerError) {
    try findStepSize(before: 0)
    guard settings.warmup > 0 else { return }
    let schedule = WarmupSchedule(warmup: settings.warmup)
    var adaptation = StepSizeAdaptation(target: settings.targetAcceptance, stepSize: stepSize)
    var early = MetricEstimate(dimension: density.dimension, isDense: false)
    var estimate = MetricEstimate(dimension: density.dimension, isDense: isDense)
    for iteration in 0..<settings.warmup {
      stepSize = adaptation.learn(from: transition(iteration).acceptance)
      let metric: InverseMetric?
      if iteration < schedule.start {
        early.add(point)
        let isEnd = schedule.earlyEnds.contains(iteration + 1)
        metric = isEnd ? .diagonal(early.balancedVariances) : nil
        if isEnd { early.clear() }
      } else {
        estimate.add(point)
        let isEnd = schedule.ends.contains(iteration + 1)
        metric = isEnd ? estimate.inverseMetric : nil
        if isEnd { estimate.clear() }
      }
      if let metric {
        adopt(metric)
        try findStepSize(before: iteration + 1)
        adaptation.restart(from: stepSize)
      }
      guard progress(iteration + 1) else { throw .cancelled(iterations: iteration + 1) }
    }
    stepSize = adaptation.settled
  }

  /// Takes a learned metric, if it is one.
  ///
  /// Draws that overflow, or do not move at all, leave the metric as it was.
  private mutating func adopt(_ metric: InverseMetric) {
    guard let learned = KineticEnergy(metric) else { return }
    kinetic = learned
  }

  /// Doubles or halves the step size until one step's acceptance crosses 0.8, as Stan does.
  private mutating func findStepSize(before iteration: Int) throws(SamplerError) {
    let home = point
    defer { point = home }
    let threshold = Elementary.log(0.8)
    var isGrowing: Bool?
    for trial in 0..<Self.mostTrials {
      point = home
      chance.normals(iteration, trial: trial, &point.momentum)
      kinetic.scale(&point.momentum)
      point.follow(kinetic)
      let energy = point.energy
      let gain = energy - point.leap(stepSize, kinetic, &density)
      steps += 1
      let isAbove = gain > threshold
      if let isGrowing, isAbove != isGrowing { return }
      isGrowing = isAbove
      stepSize *= isAbove ? 2 : 0.5
    }
    throw isGrowing == true ? .improper : .noStepSize
  }

  /// Doublings or halvings of a step size that are tried (chosen): a proper density needs few.
  private static var mostTrials: Int { 100 }
}
