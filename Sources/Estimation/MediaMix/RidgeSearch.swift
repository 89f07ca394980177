import Interchange
import Statistics

/// A search for transforms and penalty of a ridge regression that does well by several measures.
///
/// Differential evolution (Storn and Price 1997) of a population whose members weigh the losses
/// differently (Zhang and Li 2007, MOEA/D): a member moves when its own weighting of the losses, each
/// measured from the best seen and by the range seen, falls. All candidates that nobody beats in
/// everything are kept.
public struct RidgeSearch: Sendable {
  /// What is made small.
  public let objectives: [RidgeCandidate.Objective]
  private let trials: Int
  private let stream: RandomStream
  private var fitter: RidgeFitter
  private let tests: [LiftTest]
  private var front = ParetoFront()
  private var best: [Double]
  private var worst: [Double]

  /// Members of the population; *chosen*: five per weighting of three losses at the usual trials.
  private static let members = 40
  /// Share of the fitted periods that validation takes; *chosen*, as in time-series practice.
  private static let validationShare = 0.2
  /// Differential weight and crossover chance of Storn and Price's usual ranges; *chosen*.
  private static let weight = 0.6
  private static let crossover = 0.8

  /// Prepares a search.
  ///
  /// - Parameters:
  ///   - design: The model and its data.
  ///   - search: How much is searched.
  ///   - tests: Experiments that candidates should agree with.
  public init(_ design: MixDesign, _ search: MixSpec.Search, tests: [LiftTest] = []) {
    trials = search.trials
    stream = RandomStream(seed: search.seed, replicate: 0, purpose: "mix/search")
    let validated = Int(Double(design.fittedPeriods) * Self.validationShare)
    fitter = RidgeFitter(
      design, learned: design.fittedPeriods - validated, allowsNegative: search.allowsNegative)
    self.tests = tests
    let knowsSpend = design.channels.count { $0.spend != nil } > 1
    objectives =
      [.fit, .validation] + (knowsSpend ? [.decomposition] : []) + (tests.isEmpty ? [] : [.lift])
    best = objectives.map { _ in .infinity }
    worst = objectives.map { _ in 0 }
  }

  /// Searches.
  ///
  /// - Parameter progress: Called with the number of models fitted.
  /// - Returns: The candidates that no other beats in everything, the best compromise first.
  public mutating func run(progress: (Int) -> Void = { _ in }) -> [RidgeCandidate] {
    var population: [RidgeCandidate] = []
    var weights: [[Double]] = []
    for trial in 0..<trials {
      let member = trial % Self.members
      if trial < Self.members {
        guard let candidate = evaluate(startingPlace(member)) else { continue }
        population.append(candidate)
        weights.append(weighting(population.count - 1))
      } else if member < population.count, population.count > 3 {
        let place = mutant(of: member, in: population, trial: trial)
        guard let candidate = evaluate(place) else { continue }
        if loss(candidate, weights[member]) < loss(population[member], weights[member]) {
          population[member] = candidate
        }
      }
      if trial % 100 == 99 { progress(trial + 1) }
    }
    return front.ranked
  }

  /// Latin hypercube: each side is cut into as many cells as there are members.
  private func startingPlace(_ member: Int) -> [Double] {
    (0..<fitter.space.dimension).map { side in
      let order = (0..<Self.members).sorted {
        stream.uniform(agent: $0, step: side, draw: 1)
          < stream.uniform(agent: $1, step: side, draw: 1)
      }
      let within = stream.uniform(agent: member, step: side, draw: 2)
      return (Double(order[member]) + within) / Double(Self.members)
    }
  }

  /// A random weighting of the losses.
  private func weighting(_ member: Int) -> [Double] {
    let parts = objectives.indices.map {
      -Elementary.log(max(stream.uniform(agent: member, step: $0, draw: 3), 1e-9))
    }
    let sum = parts.reduce(0, +)
    return parts.map { $0 / sum }
  }

  /// A place between and beyond three others, mixed with the member's own.
  private func mutant(
    of member: Int, in population: [RidgeCandidate], trial: Int
  ) -> [Double] {
    var others: [Int] = []
    var draw = 0
    while others.count < 3 {
      let other = Int(
        stream.uniform(agent: trial, step: draw, draw: 4) * Double(population.count))
      draw += 1
      if other != member, !others.contains(other) { others.append(other) }
    }
    let sides = fitter.space.dimension
    let certain = Int(stream.uniform(agent: trial, step: 0, draw: 5) * Double(sides))
    return (0..<sides).map { side in
      let own = population[member].place[side]
      guard
        side == certain || stream.uniform(agent: trial, step: side, draw: 6) < Self.crossover
      else { return own }
      let moved =
        population[others[0]].place[side]
        + Self.weight * (population[others[1]].place[side] - population[others[2]].place[side])
      // A place beyond an end is put halfway between the end and the member.
      if moved < 0 { return own / 2 }
      return moved > 1 ? (own + 1) / 2 : moved
    }
  }

  /// The largest weighted loss, each measured from the best seen by the range seen.
  private func loss(_ candidate: RidgeCandidate, _ weights: [Double]) -> Double {
    candidate.losses.indices.reduce(0) { largest, k in
      let range = max(worst[k] - best[k], 1e-12)
      return max(largest, weights[k] * (candidate.losses[k] - best[k]) / range)
    }
  }

  /// Fits the model at a place; nil where its columns cannot be told apart.
  mutating func evaluate(_ place: [Double]) -> RidgeCandidate? {
    fitter.move(to: place)
    guard var values = try? fitter.fit(fitter.response) else { return nil }
    let prediction = fitter.predictions()
    fitter.parameters.write(intercepts: prediction.intercepts, into: &values)
    let losses = objectives.map { objective in
      switch objective {
      case .fit: error(prediction.rows, 0..<fitter.learned)
      case .validation: error(prediction.rows, fitter.learned..<fitter.design.fittedPeriods)
      case .decomposition: decompositionDistance()
      case .lift: liftError(values)
      }
    }
    let candidate = RidgeCandidate(
      place: place, values: values, penalty: fitter.presentPenalty, losses: losses)
    for k in losses.indices {
      best[k] = min(best[k], losses[k])
      worst[k] = max(worst[k], losses[k])
    }
    front.add(candidate)
    return candidate
  }

  /// The root mean squared error of some periods over the range of outcomes.
  private func error(_ rows: [Double], _ periods: Range<Int>) -> Double {
    let design = fitter.design
    var squares = 0.0
    var low = Double.infinity
    var high = -Double.infinity
    for unit in design.units.indices {
      for period in periods {
        let row = unit * design.periods.count + period
        let rest = design.outcome[row] - rows[row]
        squares += rest * rest
        low = min(low, design.outcome[row])
        high = max(high, design.outcome[row])
      }
    }
    let count = Double(design.units.count * periods.count)
    return (squares / max(count, 1)).squareRoot() / max(high - low, 1e-12)
  }

  /// The distance between shares of effect and shares of spend of the channels whose spend is known.
  private func decompositionDistance() -> Double {
    let design = fitter.design
    let known = design.channels.indices.filter { design.channels[$0].spend != nil }
    let sums = fitter.learnedResponses()
    let effects = known.map { max(0, fitter.coefficients[$0] * sums[$0]) }
    let spends = known.map { learnedSpend(of: $0) }
    let effect = max(effects.reduce(0, +), 1e-12)
    let spend = max(spends.reduce(0, +), 1e-12)
    var squares = 0.0
    for (own, money) in zip(effects, spends) {
      let difference = own / effect - money / spend
      squares += difference * difference
    }
    return squares.squareRoot()
  }

  /// Money spent on a channel in the periods whose responses count.
  private func learnedSpend(of channel: Int) -> Double {
    let design = fitter.design
    guard let spend = design.channels[channel].spend else { return 0 }
    return design.units.indices.reduce(0) { sum, unit in
      let start = unit * design.periods.count
      return sum + spend[start..<start + fitter.learned].reduce(0, +)
    }
  }

  /// The mean relative distance from the estimates of experiments.
  private func liftError(_ values: [Double]) -> Double {
    tests.reduce(0) { sum, test in
      let lift = test.expected(by: values, fitter.design)
      let size = max(test.estimate.magnitude, test.standardError)
      return sum + (lift - test.estimate).magnitude / size
    } / Double(max(1, tests.count))
  }
}
