import Interchange

extension PowerQuestion {
  /// Everything that keeps the question from being answered.
  var problems: [PowerProblem] {
    var checks = QuantityChecks()
    let given = [size != nil, effect != nil, power != nil].count { $0 }
    if given != 2 {
      checks.report(
        .question,
        given == 3
          ? "size, effect and power are all given; leave out the one that is asked for"
          : "two of size, effect and power are needed, and \(given == 0 ? "none is" : "one is") given"
      )
    }
    checks.within(
      .alpha, test.alpha, 1e-6, 0.5, "it is the chance of a false finding, such as 0.05")
    if let power {
      checks.positive(.power, power, below: 1)
      if power > 0, power < 1, power <= test.level, effect == nil || size == nil {
        checks.report(
          .power,
          "\(HumanNumber.text(power)) is what chance gives at a level of "
            + "\(HumanNumber.text(test.level)); write a larger one, usually 0.8"
        )
      }
    }
    checks.atLeast(.comparisons, Double(test.comparisons), 1, "write the number of treated arms")
    checks.positive(.ratio, ratio)
    checks.positive(.varianceFactor, varianceFactor)
    checks.atLeast(.sequentialFactor, sequentialFactor, 1, "a further look needs no fewer units")
    checkOutcome(&checks)
    checkEffect(&checks)
    checkDesign(&checks)
    return checks.problems
  }

  private func checkOutcome(_ checks: inout QuantityChecks) {
    switch outcome {
    case .mean(let control, let treated):
      checks.positive(.standardDeviation, control)
      if treated != control, !(treated.isNaN && control.isNaN) {
        checks.positive(.standardDeviation, treated)
      }
    case .proportion(let share, _):
      checks.positive(.baseline, share, below: 1)
    case .rate(let rate, let dispersion, let exposure, _):
      checks.positive(.baseline, rate)
      checks.atLeast(.dispersion, dispersion, 0, "0 is Poisson, and prescribers have about 1")
      checks.positive(.exposure, exposure)
    }
  }

  private func checkEffect(_ checks: inout QuantityChecks) {
    if let assumedDifference, assumedDifference.magnitude > Self.largestSize {
      checks.positive(.assumedDifference, assumedDifference.magnitude)
    }
    if let effect {
      if assumedDifference != nil {
        checks.positive(.effect, effect)
      } else if effect == 0 {
        checks.report(.effect, "an effect of 0 is found by no size; write another number")
      } else if !effect.isFinite {
        checks.report(.effect, "the effect is not a finite number; write one that is not 0")
      } else if effect.magnitude > Self.largestSize {
        checks.report(
          .effect,
          "it makes an effect of \(HumanNumber.text(effect)), and at most "
            + "\(HumanNumber.text(Self.largestSize)) is reckoned with; count in larger units")
      }
    }
    for (difference, quantity) in [
      (assumedDifference, PowerProblem.Quantity.assumedDifference),
      (assumedDifference == nil ? effect : effect.map { isDecrease ? $0 : -$0 }, .effect),
    ] {
      guard let difference, difference.isFinite, difference != 0, case let base = outcome.baseline,
        base > 0
      else { continue }
      let value = base + difference
      let top = if case .proportion = outcome { 1.0 } else { Double.infinity }
      guard value <= 0 || value >= top else { continue }
      checks.report(
        quantity,
        "it brings \(HumanNumber.text(base)) to \(HumanNumber.text(value)), which is "
          + (top.isInfinite ? "no positive rate" : "not between 0 and 1") + "; write a smaller one")
    }
  }

  private func checkDesign(_ checks: inout QuantityChecks) {
    switch design {
    case .individual: break
    case .paired(let correlation):
      checks.within(.correlation, correlation, -1, 1, "pairs of the like correlate by 0.3 to 0.8")
      if correlation == 1 {
        checks.report(.correlation, "1 leaves nothing to chance; write a number below 1")
      }
    case .clusters(let sample):
      switch sample.known {
      case .size(let units): checks.atLeast(.clusterSize, units, 1, "write units per cluster")
      case .count(let count):
        checks.atLeast(
          .clusters, count, design.smallestCount(ratio: ratio), "write clusters in each arm")
      }
      checks.within(.icc, sample.correlation, 0, 1, "territories have about 0.01 to 0.1")
      checks.within(
        .sizeVariation, sample.sizeVariation, 0, 100, "it is standard deviation over mean of sizes")
    case .steppedWedge(let wedge):
      switch wedge.known {
      case .cellSize(let units):
        checks.atLeast(.clusterSize, units, 1, "write units per cluster and period")
      case .clusters(let count):
        checks.atLeast(
          .clusters, count, Double(max(1, wedge.sequences)), "each period needs one that switches")
      }
      checks.within(.icc, wedge.correlation, 0, 1, "territories have about 0.01 to 0.1")
      if wedge.correlation == 1 {
        checks.report(.icc, "1 makes units of a cluster the same; write a number below 1")
      }
      checks.within(
        .periods, Double(wedge.periods), 2, 100, "the first one is before any cluster switches")
      checks.within(
        .autocorrelation, wedge.autocorrelation, 0, 1, "1 is a cluster that never changes")
    case .factorial(let factors, let order):
      checks.within(.factors, Double(factors), 1, 10, "a factor has two levels")
      checks.within(
        .order, Double(order), 1, Double(max(1, factors)),
        "1 is a main effect, 2 an interaction of two factors")
    }
    let smallest = design.smallestSize(ratio: hasRatio && ratio > 0 ? ratio : 1) * sequentialFactor
    if let size, !(size >= smallest && size <= Self.largestSize) {
      checks.report(
        .size,
        "\(HumanNumber.text(size)) \(design.sizeNoun.rawValue) is outside "
          + "\(HumanNumber.text(smallest.rounded(.up))) to \(HumanNumber.text(Self.largestSize)); "
          + "the test needs a degree of freedom")
    }
  }
}

extension TrialDesign {
  /// The fewest clusters per arm that leave a degree of freedom.
  fileprivate func smallestCount(ratio: Double) -> Double { ratio > 0 ? 3 / (1 + ratio) : 1 }
}

/// Gathers what is wrong with quantities; NaN is outside every range.
private struct QuantityChecks {
  var problems: [PowerProblem] = []

  mutating func report(_ quantity: PowerProblem.Quantity, _ problem: String) {
    problems.append(PowerProblem(quantity: quantity, problem: problem))
  }

  mutating func positive(
    _ quantity: PowerProblem.Quantity, _ value: Double, below limit: Double = .infinity
  ) {
    if value > 0, value < limit {
      checkSize(quantity, value)
    } else {
      report(
        quantity,
        "\(HumanNumber.text(value)) is not "
          + (limit < .infinity
            ? "between 0 and \(HumanNumber.text(limit)); write a share such as 0.05"
            : "a positive number; write one"))
    }
  }

  mutating func atLeast(
    _ quantity: PowerProblem.Quantity, _ value: Double, _ least: Double, _ remedy: String
  ) {
    if value >= least, value < .infinity {
      checkSize(quantity, value)
    } else {
      report(
        quantity, "\(HumanNumber.text(value)) is not at least \(HumanNumber.text(least)); \(remedy)"
      )
    }
  }

  /// Refuses numbers whose squares and products overflow or vanish; 0 is left to the other checks.
  private mutating func checkSize(_ quantity: PowerProblem.Quantity, _ value: Double) {
    let largest = PowerQuestion.largestSize
    guard value > 0, !(1 / largest...largest).contains(value) else { return }
    report(
      quantity,
      "\(HumanNumber.text(value)) is not from \(HumanNumber.text(1 / largest)) to "
        + "\(HumanNumber.text(largest)); correct it, or count in other units")
  }

  mutating func within(
    _ quantity: PowerProblem.Quantity, _ value: Double, _ least: Double, _ most: Double,
    _ remedy: String
  ) {
    guard !(least...most).contains(value) else { return }
    report(
      quantity,
      "\(HumanNumber.text(value)) is not from \(HumanNumber.text(least)) to "
        + "\(HumanNumber.text(most)); \(remedy)")
  }
}
