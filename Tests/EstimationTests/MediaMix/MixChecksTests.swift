import Interchange
import Statistics
import Testing

@testable import Estimation

@Suite("Checks of a mix model")
struct MixChecksTests {
  private static let calm = MixFit.SamplingReport(
    divergences: 0, deepest: 0, leapfrogSteps: 10_000, acceptance: 0.9,
    missingInformation: [0.9, 0.8])

  /// The world's model, draws around the truth, and a report.
  ///
  /// - Parameters:
  ///   - world: The world.
  ///   - draws: Draws of each of two chains.
  ///   - spread: The standard deviation of draws, as a share of the prior's.
  ///   - report: What the sampling reported; nil for fits that are not sampled.
  ///   - others: Further lines of the document.
  ///   - outcomes: The outcomes; those of the world when nil.
  ///   - change: What is done to a draw, by its number and the places of parameters.
  /// - Returns: The fit.
  /// - Throws: What the model throws.
  private func fit(
    _ world: MixWorld = MixWorld(), draws: Int = 400, spread: Double = 0.01,
    report: MixFit.SamplingReport? = calm, others: String = "", outcomes: [Double]? = nil,
    change: (Int, inout [Double], [String: Int]) -> Void = { _, _, _ in }
  ) throws -> MixFit {
    let design = try world.design(
      "bayes", knowsTransforms: true, others: others, outcomes: outcomes)
    let parameters = design.parameters
    var places: [String: Int] = [:]
    for (place, parameter) in parameters.all.enumerated() { places[parameter.name] = place }
    let scale = design.outcomeScale
    let truth: [String: Double] = [
      "intercept": world.level / scale, "trend": world.trend / scale,
      "control[price]": world.price / scale, "sd": world.noise / scale,
      "effect[tv]": world.effect[0] / scale, "effect[web]": world.effect[1] / scale,
    ]
    let stream = RandomStream(seed: 1, replicate: 0, purpose: "test/checks")
    var matrix = Matrix(rows: 2 * draws, columns: parameters.all.count)
    for draw in 0..<2 * draws {
      var values = parameters.all.enumerated().map { place, parameter in
        if case .fixed(let value) = parameter.prior { return value }
        let z = Normal.quantile(stream.uniform(agent: place, step: draw))
        let width = parameter.prior.quantile(0.84) - parameter.prior.quantile(0.16)
        // Deviations have no share in a standard deviation of halfNormal: 6.
        let sd = parameter.name == "sd" ? 0.1 * world.noise / scale : spread * width / 2
        return truth[parameter.name, default: 0.5] + sd * z
      }
      change(draw, &values, places)
      for (column, value) in values.enumerated() { matrix[draw, column] = value }
    }
    return MixFit(design: design, draws: matrix, chains: 2, sampling: report, lifts: [])
  }

  private func expect(
    _ checks: MixChecks, _ name: String, _ verdict: MixCheck.Verdict,
    _ sentence: (String) -> String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let check = try #require(
      checks.all.first { $0.name == name }, sourceLocation: sourceLocation)
    #expect(check.verdict == verdict, "\(check)", sourceLocation: sourceLocation)
    let expected = sentence(HumanNumber.text(check.value))
    #expect(check.sentence == expected, sourceLocation: sourceLocation)
  }

  @Test("find nothing wrong with a fit around the truth")
  func good() throws {
    let checks = MixChecks(try fit())
    #expect(
      checks.all.map(\.name) == [
        "r_hat", "bulk_ess", "tail_ess", "divergences", "energy_fraction", "deepest_trees",
        "r_squared", "durbin_watson", "predictive_coverage", "negative_base", "influential_rows",
        "untaught_channels",
      ])
    #expect(checks.isUsable && checks.leaveOneOut != nil)
    try expect(checks, "r_hat", .good) { _ in "The chains agree." }
    try expect(checks, "bulk_ess", .good) {
      "Every mean rests on at least \($0) independent draws."
    }
    try expect(checks, "tail_ess", .good) {
      "The ends of every interval rest on at least \($0)."
    }
    try expect(checks, "divergences", .good) { _ in "No trajectory diverged." }
    try expect(checks, "energy_fraction", .good) { _ in
      "The chains move freely between levels of energy."
    }
    try expect(checks, "deepest_trees", .good) { _ in "No trajectory was cut short." }
    let share = try #require(checks.all.first { $0.name == "r_squared" }).value
    #expect(share > 0.9 && share < 1)
    try expect(checks, "r_squared", .good) { _ in
      "The model's means follow \(HumanNumber.text(100 * share)) % of the movement of the total "
        + "over time."
    }
    try expect(checks, "durbin_watson", .good) { _ in
      "What is left over shows no strong memory."
    }
    let held = try #require(checks.all.first { $0.name == "predictive_coverage" }).value
    try expect(checks, "predictive_coverage", .good) { _ in
      "The model's 90 % intervals hold \(HumanNumber.text(100 * held)) % of the fitted periods."
    }
    try expect(checks, "negative_base", .good) { _ in
      "Without channels and controls something would be left, as it should."
    }
    try expect(checks, "influential_rows", .good) { _ in "No single row carries the fit." }
    try expect(checks, "untaught_channels", .good) { _ in
      "The data narrowed the effect of every channel."
    }
  }

  @Test("see chains that disagree, by the parameter", arguments: [(0.35, "watch"), (3.0, "bad")])
  func disagreement(distance: Double, verdict: String) throws {
    let fit = try fit { draw, values, places in
      guard draw >= 400, let place = places["effect[tv]"] else { return }
      values[place] += distance * 0.01 * 0.6
    }
    let checks = MixChecks(fit)
    try expect(checks, "r_hat", try #require(MixCheck.Verdict(rawValue: verdict))) {
      "The chains disagree about effect[tv] (R-hat \($0)); sample longer, or give the parameter a "
        + "narrower prior."
    }
    #expect(checks.isUsable == (verdict != "bad"))
  }

  @Test("see a parameter that never moved")
  func stuck() throws {
    let fit = try fit { _, values, places in
      if let place = places["trend"] { values[place] = 0.25 }
    }
    try expect(MixChecks(fit), "r_hat", .bad) {
      "The chains disagree about trend (R-hat \($0)); sample longer, or give the parameter a "
        + "narrower prior."
    }
  }

  @Test("see draws that depend on each other")
  func slow() throws {
    // Five draws in a row are one: 160 of 800 are independent.
    let fit = try fit { draw, values, places in
      guard let place = places["effect[web]"] else { return }
      let stream = RandomStream(seed: 7, replicate: 0, purpose: "test/slow")
      values[place] += 0.05 * Normal.quantile(stream.uniform(agent: draw / 5, step: 0))
    }
    let checks = MixChecks(fit)
    try expect(checks, "bulk_ess", .watch) {
      "The mean of effect[web] rests on \($0) independent draws; 200 are wanted: sample longer."
    }
    try expect(checks, "tail_ess", .watch) {
      "The ends of an interval rest on \($0) independent draws; 200 are wanted: sample longer."
    }
  }

  @Test("see what the sampler reports", arguments: [(8, "watch"), (9, "bad")])
  func report(divergences: Int, verdict: String) throws {
    let report = MixFit.SamplingReport(
      divergences: divergences, deepest: 3, leapfrogSteps: 100, acceptance: 0.6,
      missingInformation: [0.8, 0.21])
    let checks = MixChecks(try fit(report: report))
    try expect(checks, "divergences", try #require(MixCheck.Verdict(rawValue: verdict))) {
      "\($0) of 800 trajectories diverged, so that narrow regions may be missed; write sampling: { "
        + "targetAcceptance: 0.95 }, or narrower priors."
    }
    try expect(checks, "energy_fraction", .watch) { _ in
      "The chains move slowly between levels of energy (0.21, wanted 0.3): heavy tails or a wide "
        + "spread between units; narrow its prior."
    }
    try expect(checks, "deepest_trees", .watch) { _ in
      "3 of 800 trajectories were cut at the largest depth; sampling is slow, not wrong."
    }
  }

  @Test("say that a few draws are too few, and crash on none", arguments: [1, 2, 3])
  func fewDraws(draws: Int) throws {
    let checks = MixChecks(try fit(draws: draws))
    #expect(!checks.isUsable && checks.leaveOneOut == nil)
    try expect(checks, "draws", .bad) {
      "\($0) draws of 2 chains are too few to see whether they agree; write sampling: { draws: 1000 }."
    }
    #expect(checks.all.first?.name == "draws" && checks.all.last?.name == "untaught_channels")
  }

  @Test("see a baseline that effects have eaten", arguments: [40, 200])
  func negativeBase(draws: Int) throws {
    let fit = try fit { draw, values, places in
      if draw % 800 < draws, let place = places["intercept"] { values[place] -= 2 }
    }
    let share = Double(draws) / 800
    try expect(MixChecks(fit), "negative_base", .watch) { _ in
      "In \(HumanNumber.text(100 * share)) % of the draws nothing would be left without channels and "
        + "controls; a control takes the place of the baseline, or effects are too large: narrow the "
        + "priors of effects, or center the control."
    }
  }

  @Test("see channels that data taught nothing about")
  func untaught() throws {
    let prior = Prior.halfNormal(sd: 1)
    let fit = try fit { draw, values, places in
      for name in ["effect[tv]", "effect[web]"] {
        if let place = places[name] {
          values[place] = prior.quantile((Double((draw * 7919) % 800) + 0.5) / 800)
        }
      }
    }
    try expect(MixChecks(fit), "untaught_channels", .watch) { _ in
      "The data taught next to nothing about tv, web: what is said of it is the prior. Vary its "
        + "spend, add geos, or run a lift test."
    }
    let regression = MixFit(
      design: fit.design, draws: fit.draws, chains: 1, sampling: nil, lifts: [])
    #expect(!MixChecks(regression).all.contains { $0.name == "untaught_channels" })
  }

  @Test("see a row that carries the fit")
  func influence() throws {
    let world = MixWorld()
    var outcomes = world.outcomes()
    outcomes[60] += 40
    let checks = MixChecks(try fit(world, outcomes: outcomes))
    let shapes = try #require(checks.leaveOneOut).paretoShapes
    let count = shapes.count { $0 > LeaveOneOut.largestShape(draws: 800) }
    #expect((1...3).contains(count))
    try expect(checks, "influential_rows", .watch) {
      "\($0) of 120 rows carry so much of the fit (\(HumanNumber.text(100 * Double(count) / 120)) %) "
        + "that leave-one-out figures are not to be trusted for them; look at those periods."
    }
    #expect(shapes.indices.max { shapes[$0] < shapes[$1] } == 60)
  }

  @Test("see means that do not follow the data, remember, and scatter too little")
  func description() throws {
    let fit = try fit { _, values, places in
      for name in ["effect[tv]", "effect[web]", "trend"] {
        if let place = places[name] { values[place] = 0.01 }
      }
      if let place = places["intercept"] { values[place] += 0.25 }
    }
    let checks = MixChecks(fit)
    let named = Dictionary(uniqueKeysWithValues: checks.all.map { ($0.name, $0) })
    let share = try #require(named["r_squared"]).value
    try expect(checks, "r_squared", .watch) { _ in
      "The model's means follow \(HumanNumber.text(100 * share)) % of the movement of the total "
        + "over time."
    }
    try expect(checks, "durbin_watson", .watch) {
      "What is left over in one period tells the next (Durbin-Watson \($0), wanted near 2): a trend, "
        + "season or control is missing, and intervals may be too narrow."
    }
    let held = try #require(named["predictive_coverage"]).value
    try expect(checks, "predictive_coverage", .watch) { _ in
      "The model's 90 % intervals hold \(HumanNumber.text(100 * held)) % of the fitted periods: it "
        + "does not scatter like the data; try another likelihood or more of the baseline."
    }
  }

  @Test("of fits that are not sampled leave out the sampling")
  func notSampled() throws {
    let checks = MixChecks(try fit(report: nil))
    #expect(
      checks.all.map(\.name) == [
        "r_squared", "durbin_watson", "predictive_coverage", "negative_base",
      ])
    #expect(checks.leaveOneOut == nil && checks.isUsable)
  }

  /// R² and Durbin and Watson's figure, from the means of all draws.
  @Test("measure means over draws against totals over units")
  func figures() throws {
    var world = MixWorld()
    (world.units, world.periods, world.levelSpread) = (3, 40, 10)
    let fit = MixDecompositionTests.invented(
      try world.design("bayes", knowsTransforms: false), draws: 40)
    var observed = [Double](repeating: 0, count: 40)
    var expected = observed
    let outcomes = world.outcomes()
    for row in outcomes.indices { observed[row % 40] += outcomes[row] }
    for draw in 0..<40 {
      var reading = MixReading(fit.design)
      reading.read(fit.values(ofDraw: draw))
      for row in reading.mean.indices { expected[row % 40] += reading.mean[row] / 40 }
    }
    let rests = zip(observed, expected).map { $0 - $1 }
    let squares = rests.reduce(0) { $0 + $1 * $1 }
    let mean = observed.reduce(0, +) / 40
    let total = observed.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let changes = zip(rests.dropFirst(), rests).reduce(0.0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }
    let named = Dictionary(uniqueKeysWithValues: MixChecks(fit).all.map { ($0.name, $0.value) })
    #expect(try (#require(named["r_squared"]) - (1 - squares / total)).magnitude < 1e-9)
    #expect(try (#require(named["durbin_watson"]) - changes / squares).magnitude < 1e-9)
  }
}
