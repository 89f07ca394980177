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
