import Estimation
import Statistics
import Testing

@testable import Studies

@Suite("Readout of several effects and of looks")
struct ReadoutStudyTests {
  private static let names = ["control", "email", "rep", "both"]

  private func design(_ arms: Int) -> ExperimentDesign {
    ExperimentDesign(
      kind: .individual, columns: .init(unit: "hcp"),
      arms: Self.names.prefix(arms).map { .init(name: $0, share: 1 / Double(arms), units: 30) },
      control: "control", seed: 1)
  }

  /// Thirty units an arm with normal outcomes, and an effect of each arm after the first.
  private func results(_ effects: [Double], replicate: Int) -> ExperimentResults {
    let stream = RandomStream(seed: 3, replicate: replicate, purpose: "test/readout")
    let arms = (0..<30 * (effects.count + 1)).map { $0 % (effects.count + 1) }
    let outcome = arms.enumerated().map { unit, arm in
      Normal.quantile(stream.uniform(agent: unit, step: 0)) + (arm > 0 ? effects[arm - 1] : 0)
    }
    let counts = [Int](repeating: 30, count: effects.count + 1)
    return ExperimentResults(
      outcome, named: "nrx", arms: arms, unitName: "hcp", name: "results.csv", assigned: counts,
      observed: counts)
  }

  @Test("has intervals that hold zero exactly where Holm claims nothing")
  func holm() throws {
    var claims = [0, 0, 0, 0]
    for replicate in 0..<300 {
      let found = results([0.1, 0.5, 0.8], replicate: replicate)
      let answer = try ReadoutStudy(found, of: design(4)).run()
      let main = answer.comparisons.filter(\.isMain)
      #expect(main.count == 3)
      var claimed = 0
      for comparison in main {
        let isClaimed = try #require(comparison.adjustedPValue) < 0.05
        #expect(isClaimed == !comparison.readout.effect.interval.contains(0))
        if isClaimed { claimed += 1 }
      }
      claims[claimed] += 1
    }
    // Every number of claims was seen, so that every step of Holm was.
    #expect(claims.allSatisfy { $0 > 0 })
  }

  @Test("reads a look by the bounds of the plan, and says what it means")
  func look() throws {
    var question = ReadoutStudy.Question()
    question.look = .planned(2, of: 4, .obrienFleming, shares: nil)
    let plan = GroupSequentialPlan(try GroupSequentialDesign(shares: [0.25, 0.5, 0.75, 1]))
    for (effect, words) in [
      (0.2, "Look 2 of 4: go on"), (3, "Look 2 of 4: stop, a gain is proven"),
    ] {
      let found = results([effect], replicate: 1)
      let once = try ReadoutStudy(found, of: design(2)).run().comparisons[0].readout.effect
      let answer = try ReadoutStudy(found, of: design(2), question).run()
      // The bounds are normal, and the effect refers to few degrees: p-values must agree.
      let error = once.value.magnitude / -Normal.quantile(once.pValue / 2)
      #expect(error > once.standardError)
      let expected = SequentialReadout(plan, look: 1, value: once.value, standardError: error)
      let read = answer.comparisons[0].readout.effect
      #expect(read.value == expected.estimate.value && read.pValue == expected.estimate.pValue)
      let ends = expected.estimate.interval
      #expect((read.interval.lowerBound - ends.lowerBound).magnitude < 1e-12)
      #expect((read.interval.upperBound - ends.upperBound).magnitude < 1e-12)
      #expect(answer.paragraph.contains(words), "\(answer.paragraph)")
    }
  }

  @Test(
    "asks for the look where looks were planned, and refuses methods that do not know of clusters")
  func forgotten() throws {
    var looked = design(2)
    looked.analysis.looks = 3
    let found = results([0.5], replicate: 0)
    let checks = try ReadoutStudy(found, of: looked).run().checks
    #expect(checks.contains { $0.name == "looks" && $0.verdict == .look })
    var question = ReadoutStudy.Question()
    question.look = .planned(1, of: 3, .obrienFleming, shares: nil)
    #expect(
      try !ReadoutStudy(found, of: looked, question).run().checks.contains { $0.name == "looks" })
    var clustered = found
    // Clusters of two units of one arm.
    clustered.clusters = found.arms.indices.map { $0 / 4 * 2 + $0 % 2 }
    for method in ReadoutMethod.allCases where !method.knowsClusters {
      var question = ReadoutStudy.Question()
      question.method = method
      let error = #expect(throws: StudyError.self) {
        try ReadoutStudy(clustered, of: design(2), question).run()
      }
      #expect(
        error?.problem
          == "\(method.rawValue) takes units as drawn one by one, and whole clusters were; use "
          + "--method ancova, cluster-means or mixed")
    }
  }

  @Test("has a wider interval at any time than at the end")
  func anyTime() throws {
    var question = ReadoutStudy.Question()
    question.look = .anyTime(usualEffect: 0.5)
    let found = results([0.5], replicate: 2)
    let once = try ReadoutStudy(found, of: design(2)).run().comparisons[0].readout.effect
    let answer = try ReadoutStudy(found, of: design(2), question).run()
    let always = answer.comparisons[0].readout.effect
    #expect(always.value == once.value)
    #expect(always.interval.lowerBound < once.interval.lowerBound)
    #expect(always.pValue > once.pValue)
    #expect(answer.paragraph.contains("however often the test is looked at"))
  }

  @Test("refuses looks at several effects, and looks that there are none of")
  func refused() throws {
    func problem(_ look: ReadoutLook, arms: Int) -> String? {
      var question = ReadoutStudy.Question()
      question.look = look
      let found = results([Double](repeating: 0.5, count: arms - 1), replicate: 0)
      let error = #expect(throws: StudyError.self) {
        try ReadoutStudy(found, of: design(arms), question).run()
      }
      return error?.problem
    }
    #expect(
      problem(.anyTime(usualEffect: 1), arms: 3)
        == "looks before the end are for one effect, and the design asks for 2; read out once at the end, "
        + "without --look and --any-time")
    #expect(
      problem(.planned(5, of: 4, .pocock, shares: nil), arms: 2)
        == "look 5 of 4: write --look from 1 to 4, and with --at one share for each look so far")
  }
}

@Suite("Checks of readouts, and pairs that lost a part")
struct ReadoutCheckTests {
  private func design(
    _ kind: ExperimentDesign.Kind, _ names: [String] = ["control", "email"]
  ) -> ExperimentDesign {
    ExperimentDesign(
      kind: kind, columns: .init(unit: "hcp"),
      arms: names.map { .init(name: $0, share: 1 / Double(names.count), units: 100) },
      control: "control", seed: 1)
  }

  /// Units of arms in turn with normal outcomes and covariates.
  private func results(
    _ count: Int, arms: Int = 2, covariates: Int = 0, lost: [Int] = [], replicate: Int = 0
  ) -> ExperimentResults {
    let stream = RandomStream(seed: 5, replicate: replicate, purpose: "test/checks")
    func normal(_ step: Int) -> [Double] {
      (0..<count).map { Normal.quantile(stream.uniform(agent: $0, step: step)) }
    }
    let places = (0..<count).map { $0 % arms }
    let observed = (0..<arms).map { arm in places.count { $0 == arm } }
    var found = ExperimentResults(
      normal(0), named: "nrx", arms: places, unitName: "hcp", name: "results.csv",
      assigned: lost.isEmpty ? observed : zip(observed, lost).map(+), observed: observed)
    found.covariates = (0..<covariates).map { .init("x\($0)", normal($0 + 1)) }
    return found
  }

  private func check(
    _ name: String, _ results: ExperimentResults, _ design: ExperimentDesign
  ) throws -> [ReadoutAnswer.Check] {
    try ReadoutStudy(results, of: design).run().checks.filter { $0.name == name }
  }

  @Test("fail for losses that differ beyond one in a thousand, and ask for a look before")
  func attrition() throws {
    for (lost, verdict, words) in [
      // Pearson's p beside 100 units an arm: 0.54, 0.010 and 0.00009.
      ([4, 6], ReadoutAnswer.Check.Verdict.look, "arms lose them alike"),
      ([3, 14], .look, "arms may lose units differently"),
      ([3, 25], .fail, "arms lose units differently"),
    ] {
      var found = results(200, lost: lost)
      let checks = try check("attrition", found, design(.individual))
      #expect(checks.map(\.verdict) == [verdict])
      #expect(checks[0].sentence.contains(words), "\(checks[0].sentence)")
      // Of whole clusters no chance is told.
      found.clusters = (0..<200).map { $0 % 2 + $0 / 20 * 2 }
      let clustered = try check("attrition", found, design(.cluster))
      #expect(clustered.map(\.verdict) == [.look])
      #expect(clustered[0].figure.isNaN && clustered[0].sentence.contains("no chance can be told"))
    }
  }

  @Test("find imbalance in one of twenty draws at most, however many covariates there are")
  func balance() throws {
    for (units, arms, covariates) in [(200, 2, 10), (12, 2, 5), (300, 4, 5)] {
      let names = Array(["control", "a", "b", "c"].prefix(arms))
      var flagged = 0
      for replicate in 0..<300 {
        let found = results(units, arms: arms, covariates: covariates, replicate: replicate)
        let checks = try check("balance", found, design(.individual, names))
        #expect(checks.count == arms - 1)
        if checks.contains(where: { $0.verdict == .look }) { flagged += 1 }
      }
      // Above 30 of 300 where the chance is 1 in 20 once in 5,000 seeds.
      #expect(flagged <= 30, "\(flagged) of 300 with \(covariates) covariates")
    }
  }

  @Test("see each arm that drifted before the start")
  func trends() throws {
    var found = results(120, arms: 3)
    let (periods, start) = (8, 6)
    let stream = RandomStream(seed: 6, replicate: 0, purpose: "test/trends")
    var history = Matrix(rows: periods, columns: 120)
    for unit in 0..<120 {
      for period in 0..<periods {
        history[period, unit] =
          Normal.quantile(stream.uniform(agent: unit, step: period))
          + (found.arms[unit] == 2 ? Double(period) : 0)
      }
    }
    found.history = .init(outcomes: history, start: start)
    let checks = try check("pre-trend", found, design(.individual, ["control", "email", "rep"]))
    #expect(checks.map(\.verdict) == [.fine, .look])
    #expect(checks[1].sentence.contains("rep moved by"))
  }

  @Test("leave out pairs that lost a part, of units and of whole clusters")
  func pairs() throws {
    var units = results(40)
    units.blocks = (0..<40).map { $0 / 2 }
    let whole = try ReadoutStudy(units, of: design(.pairs)).run().comparisons[0].readout
    #expect(whole.treatedCount == 20)
    let lost = units.selecting(Array(1..<40))
    #expect(
      try ReadoutStudy(lost, of: design(.pairs)).run().comparisons[0].readout.treatedCount == 19)
    // Clusters of two units, paired.
    var clusters = units
    clusters.clusters = (0..<40).map { $0 % 2 + $0 / 4 * 2 }
    clusters.blocks = (0..<40).map { $0 / 4 }
    #expect(
      try ReadoutStudy(clusters, of: design(.pairs)).run().comparisons[0].readout.treatedCount == 10
    )
    let part = clusters.selecting((0..<40).filter { ![0, 2, 5].contains($0) })
    #expect(
      try ReadoutStudy(part, of: design(.pairs)).run().comparisons[0].readout.treatedCount == 9)
  }

  @Test("need two whole pairs, unless another method is asked for")
  func brokenPairs() throws {
    var found = results(40)
    found.blocks = Array(0..<40)
    let error = #expect(throws: StudyError.self) {
      try ReadoutStudy(found, of: design(.pairs)).run()
    }
    #expect(
      error?.problem
        == "fewer than two pairs have results of all their units; get the missing results, or read out "
        + "without pairs by --method welch")
    var question = ReadoutStudy.Question()
    question.method = .welch
    let answer = try ReadoutStudy(found, of: design(.pairs), question).run()
    #expect(answer.comparisons[0].readout.treatedCount == 20)
  }

  @Test("ask markets that were not treated, and the time before, once each")
  func placebos() throws {
    let (periods, start) = (30, 25)
    var found = ExperimentResults(
      (0..<12).map(Double.init), named: "nrx", arms: [1, 1, 2, 2] + [Int](repeating: 0, count: 8),
      unitName: "market", name: "results.csv", assigned: [8, 2, 2], observed: [8, 2, 2])
    let stream = RandomStream(seed: 8, replicate: 0, purpose: "test/placebos")
    var history = Matrix(rows: periods, columns: 12)
    for period in 0..<periods {
      let wave = 20 * Normal.quantile(stream.uniform(agent: 99, step: period))
      for unit in 0..<12 {
        let noise = Normal.quantile(stream.uniform(agent: unit, step: period))
        let lift = found.arms[unit] == 1 && period >= start ? 20.0 : 0
        history[period, unit] = 100 + wave + noise + lift
      }
    }
    found.history = .init(outcomes: history, start: start)
    var design = design(.geo, ["control", "tv", "print"])
    let answer = try ReadoutStudy(found, of: design).run()
    #expect(answer.comparisons.allSatisfy { $0.adjustedPValue != nil })
    let space = answer.checks.filter { $0.name == "placebo in space" }
    #expect(space.map(\.verdict) == [.fine, .fine])
    #expect(space[0].figure == 1.0 / 45)
    #expect(space[0].sentence.contains("tv drew apart from its control as number 1 of 45"))
    let time = answer.checks.filter { $0.name == "placebo in time" }
    #expect(time.count == 2 && time.allSatisfy { $0.sentence.contains("the same readout finds") })
    #expect(answer.comparisons[0].readout.method == "synthetic control, conformal")
    design.analysis.hasRidge = true
    let ridge = try ReadoutStudy(found, of: design).run().comparisons[0].readout
    #expect(ridge.method == "augmented synthetic control, conformal")
    let question = SyntheticControlQuestion(
      treated: [0, 1], donors: Array(4..<12), fitted: 0..<start, tested: start..<periods)
    var settings = SyntheticControlReadout.Settings()
    settings.control.augmentation = .ridge(.oneStandardError)
    let expected = try SyntheticControlReadout(history, question, settings: settings)
    #expect(ridge.effect.value == expected.effect.value)
    #expect(ridge.effect.value != answer.comparisons[0].readout.effect.value)
  }
}
