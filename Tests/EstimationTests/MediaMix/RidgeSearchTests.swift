import Interchange
import Statistics
import Testing

@testable import Estimation

@Suite("Ridge search of a mix model")
struct RidgeSearchTests {
  private static func design(_ units: Int = 1, noise: Double = 3) throws -> MixDesign {
    var world = MixWorld()
    (world.units, world.periods, world.noise) = (units, 120, noise)
    return try world.design("ridge", knowsTransforms: false)
  }

  private static func run(
    _ design: MixDesign, trials: Int, seed: UInt64 = 1, allowsNegative: Bool = false,
    tests: [LiftTest] = []
  ) -> (search: RidgeSearch, front: [RidgeCandidate]) {
    var search = RidgeSearch(
      design, MixSpec.Search(trials: trials, allowsNegative: allowsNegative, seed: seed),
      tests: tests)
    return (search, search.run())
  }

  private static func best(_ front: [RidgeCandidate], _ loss: Int) -> Double {
    front.reduce(.infinity) { min($0, $1.losses[loss]) }
  }

  @Test("finds the same with one seed, and something else with another")
  func seeds() throws {
    let design = try Self.design()
    #expect(Self.run(design, trials: 200).front == Self.run(design, trials: 200).front)
    #expect(Self.run(design, trials: 200).front != Self.run(design, trials: 200, seed: 2).front)
  }

  @Test("minimizes experiments' misses only where there are any")
  func objectives() throws {
    let design = try Self.design()
    #expect(Self.run(design, trials: 40).search.objectives == [.fit, .validation, .decomposition])
    let test = LiftTest(
      channel: 0, unit: nil, periods: 10..<20, removed: 1, estimate: 100, standardError: 10)
    #expect(
      Self.run(design, trials: 40, tests: [test]).search.objectives
        == [.fit, .validation, .decomposition, .lift])
    let text = MixWorld().document("ridge", knowsTransforms: false)
      .replacing("    spend: web_cost\n", with: "")
    let world = MixWorld()
    let poor = try MixDesign(try mix(text), world.panel(world.outcomes()))
    #expect(Self.run(poor, trials: 40).search.objectives == [.fit, .validation])
  }

  @Test("fits as many models as it is asked to")
  func count() throws {
    let design = try Self.design()
    #expect(Self.run(design, trials: 3).front.count <= 3)
    var steps: [Int] = []
    var search = RidgeSearch(
      design, MixSpec.Search(trials: 250, allowsNegative: false, seed: 1))
    _ = search.run { steps.append($0) }
    #expect(steps == [100, 200])
  }

  /// Places and losses of random models, as the search itself would judge them.
  @Test("keeps all candidates that none beats, and no other")
  func front() throws {
    var kept = ParetoFront()
    var all: [RidgeCandidate] = []
    let stream = RandomStream(seed: 8, replicate: 0, purpose: "test/front")
    for member in 0..<400 {
      // Coarse losses, so that some are equal.
      let losses = (0..<3).map { (10 * stream.uniform(agent: member, step: $0)).rounded() }
      let candidate = RidgeCandidate(
        place: [Double(member)], values: [], penalty: 0, losses: losses)
      all.append(candidate)
      kept.add(candidate)
    }
    func beats(_ first: [Double], _ second: [Double]) -> Bool {
      zip(first, second).allSatisfy { $0 <= $1 } && first != second
    }
    let unbeaten = all.filter { one in !all.contains { beats($0.losses, one.losses) } }
    #expect(Set(kept.candidates.map(\.losses)) == Set(unbeaten.map(\.losses)))
    #expect(Set(kept.candidates.map(\.losses)).count == kept.candidates.count)
    #expect(kept.ranked.count == kept.candidates.count)
    let front = Self.run(try Self.design(), trials: 400).front
    for one in front {
      #expect(!front.contains { beats($0.losses, one.losses) })
    }
  }

  @Test("ranks the candidate nearest to the best of everything first")
  func ranking() {
    var front = ParetoFront()
    for losses in [[0.0, 10], [10, 0], [2, 3], [1, 9]] {
      front.add(RidgeCandidate(place: [], values: [], penalty: 0, losses: losses))
    }
    #expect(front.ranked.map(\.losses) == [[2, 3], [1, 9], [0, 10], [10, 0]])
  }

  @Test("never gets worse in anything with more trials")
  func trials() throws {
    let design = try Self.design()
    let fronts = [40, 100, 300, 900].map { Self.run(design, trials: $0).front }
    for (fewer, more) in zip(fronts, fronts.dropFirst()) {
      for loss in 0..<3 { #expect(Self.best(more, loss) <= Self.best(fewer, loss)) }
    }
  }

  /// The share of the box between the best and the worst of both that a front beats, by points.
  private func volume(
    _ front: [RidgeCandidate], _ low: [Double], _ high: [Double]
  ) -> Double {
    let stream = RandomStream(seed: 1, replicate: 0, purpose: "test/volume")
    let points = 4000
    let beaten = (0..<points).count { point in
      let losses = low.indices.map {
        low[$0] + (high[$0] - low[$0]) * stream.uniform(agent: point, step: $0)
      }
      return front.contains { zip($0.losses, losses).allSatisfy { $0 <= $1 } }
    }
    return Double(beaten) / Double(points)
  }

  @Test("beats as many random trials")
  func random() throws {
    let design = try Self.design()
    for seed in [UInt64(1), 2, 3] {
      let (search, front) = Self.run(design, trials: 400, seed: seed)
      var random = ParetoFront()
      let stream = RandomStream(seed: seed, replicate: 0, purpose: "test/random")
      var judge = search
      for trial in 0..<400 {
        let place = (0..<TransformSpace(design).dimension).map {
          stream.uniform(agent: trial, step: $0)
        }
        if let candidate = judge.evaluate(place) { random.add(candidate) }
      }
      let both = front + random.candidates
      let low = (0..<3).map { Self.best(both, $0) }
      let high = (0..<3).map { loss in both.reduce(0) { max($0, $1.losses[loss]) } }
      #expect(volume(front, low, high) > volume(random.candidates, low, high))
    }
  }

  @Test("lets no effect of a channel be negative unless allowed")
  func signs() throws {
    var world = MixWorld()
    world.effect = [-20, 20]
    let design = try world.design("ridge", knowsTransforms: false)
    let places = design.parameters.channels.map(\.effect)
    for candidate in Self.run(design, trials: 200).front {
      #expect(places.allSatisfy { candidate.values[$0] >= 0 })
    }
    let free = Self.run(design, trials: 200, allowsNegative: true).front
    #expect(free.allSatisfy { $0.values[places[0]] < 0 && $0.values[places[1]] > 0 })
    let fit = try MixFit.ridge(
      design, MixSpec.Search(trials: 100, allowsNegative: false, seed: 1)
    ).fit
    #expect(fit.draws(of: "effect[tv]").allSatisfy { $0 >= 0 })
  }

  /// Losses written out: errors over the range of outcomes, and the distance of shares.
  @Test("measures what it says", arguments: [1, 3])
  func losses(units: Int) throws {
    let design = try Self.design(units)
    let (search, front) = Self.run(design, trials: 60)
    let candidate = try #require(front.first)
    var reading = MixReading(design)
    reading.read(candidate.values)
    func error(_ periods: Range<Int>) -> Double {
      var (squares, outcomes) = (0.0, [Double]())
      for unit in 0..<units {
        for row in periods.map({ unit * 120 + $0 }) {
          let observed = design.outcome[row]
          squares += (observed - reading.predictor[row]) * (observed - reading.predictor[row])
          outcomes.append(observed)
        }
      }
      let range = (outcomes.max() ?? 0) - (outcomes.min() ?? 0)
      return (squares / Double(outcomes.count)).squareRoot() / range
    }
    #expect(search.objectives == [.fit, .validation, .decomposition])
    #expect((candidate.losses[0] / error(0..<96) - 1).magnitude < 1e-9)
    #expect((candidate.losses[1] / error(96..<120) - 1).magnitude < 1e-9)
    var (effects, spends) = ([0.0, 0], [0.0, 0])
    for channel in 0..<2 {
      let money = try #require(design.channels[channel].spend)
      for row in 0..<units * 120 where row % 120 < 96 {
        effects[channel] += reading.contributions[channel * units * 120 + row]
        spends[channel] += money[row]
      }
    }
    let distance = (0..<2).reduce(0.0) { sum, channel in
      let difference =
        effects[channel] / (effects[0] + effects[1]) - spends[channel] / (spends[0] + spends[1])
      return sum + difference * difference
    }.squareRoot()
    #expect((candidate.losses[2] / distance - 1).magnitude < 1e-9)
  }

  @Test("agrees with experiments where they count")
  func lifts() throws {
    var world = MixWorld()
    world.noise = 10
    let design = try world.design("ridge", knowsTransforms: false)
    // Three times what the truth would say.
    let test = LiftTest(
      channel: 1, unit: nil, periods: 0..<120, removed: 1,
      estimate: 3 * world.parts[1].reduce(0, +), standardError: 50)
    let front = Self.run(design, trials: 400, tests: [test]).front
    let without = Self.run(design, trials: 400).front
    func distance(_ candidate: RidgeCandidate) -> Double {
      (test.expected(by: candidate.values, design) / test.estimate - 1).magnitude
    }
    for candidate in front {
      #expect((candidate.losses[3] - distance(candidate)).magnitude < 1e-9)
    }
    let (first, usual) = (try #require(front.first), try #require(without.first))
    #expect(distance(first) < distance(usual), "\(distance(first)), usually \(distance(usual))")
    #expect(front.contains { distance($0) < 0.05 })
  }

  /// Uniform priors end where the cube does.
  @Test("stays within the ranges that are searched")
  func ranges() throws {
    for candidate in Self.run(try Self.design(), trials: 600).front {
      #expect(candidate.place.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test("leaves units their own levels when it fits")
  func unitLevels() throws {
    var world = MixWorld()
    (world.units, world.noise, world.levelSpread) = (4, 1e-6, 200)
    let design = try world.design("ridge", knowsTransforms: true)
    var fitter = RidgeFitter(design, learned: 100, allowsNegative: false)
    fitter.move(to: [0])
    var values = try fitter.fit(fitter.response)
    fitter.parameters.write(intercepts: fitter.predictions().intercepts, into: &values)
    let parameters = design.parameters
    for channel in 0..<2 {
      let found = values[parameters.channels[channel].effect] * design.outcomeScale
      #expect((found / world.effect[channel] - 1).magnitude < 1e-3)
    }
    let spread = try #require(parameters.interceptSpread)
    for (unit, place) in parameters.interceptDeviations.enumerated() {
      let level = values[parameters.intercept] + values[spread] * values[place]
      #expect((level * design.outcomeScale / world.level(of: unit) - 1).magnitude < 1e-2)
    }
  }
}
