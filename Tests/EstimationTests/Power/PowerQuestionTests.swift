import Estimation
import Statistics
import Testing

@Suite("A question about power")
struct PowerQuestionTests {
  static let designs: [PowerQuestion] = [
    PowerQuestion(.mean(control: 10, treated: 12)),
    PowerQuestion(.mean(control: 10, treated: 10), design: .paired(correlation: 0.4)),
    PowerQuestion(.mean(control: 10, treated: 10), design: .factorial(factors: 3, order: 2)),
    PowerQuestion(
      .mean(control: 10, treated: 10),
      design: .clusters(ClusterSample(.size(20), correlation: 0.03, sizeVariation: 0.4))),
    PowerQuestion(
      .mean(control: 10, treated: 10),
      design: .clusters(ClusterSample(.count(30), correlation: 0.01))),
    PowerQuestion(
      .mean(control: 10, treated: 10),
      design: .steppedWedge(SteppedWedge(.cellSize(15), periods: 6, correlation: 0.05))),
    PowerQuestion(
      .mean(control: 10, treated: 10),
      design: .steppedWedge(
        SteppedWedge(
          .clusters(40), periods: 6, correlation: 0.05, autocorrelation: 0.8, decay: .exponential))),
    PowerQuestion(.proportion(0.12, .arcsine)), PowerQuestion(.proportion(0.12, .pooled)),
    PowerQuestion(.proportion(0.12, .unpooled)), PowerQuestion(.proportion(0.12, .continuity)),
    PowerQuestion(.rate(3, dispersion: 0.8, exposure: 6, .difference)),
    PowerQuestion(.rate(3, dispersion: 0.8, exposure: 6, .logarithm)),
    PowerQuestion(.rate(3, dispersion: 0.8, exposure: 6, .score)),
    PowerQuestion(.rate(3, dispersion: 0.8, exposure: 6, .squareRoot)),
  ]

  @Test("gives back each quantity from the other two", arguments: designs.indices)
  func roundTrip(place: Int) throws {
    for isDecrease in [false, true] {
      for (ratio, power) in [(1.0, 0.8), (0.5, 0.95)] {
        var question = Self.designs[place]
        question.ratio = ratio
        question.isDecrease = isDecrease
        question.varianceFactor = 0.7
        let typical = if case .mean = question.outcome { 2.5 } else { 0.05 }
        let effect = isDecrease ? -typical : typical
        let sized = try question.given(effect: effect, power: power).answer()
        expectNear(sized.power, power, relative: 1e-9, "\(question)")
        let found = try question.given(size: sized.size, power: power).answer()
        expectNear(found.effect, effect, relative: 1e-9, "\(question)")
        let powered = try question.given(size: sized.size, effect: effect).answer()
        expectNear(powered.power, power, relative: 1e-9)
      }
    }
  }

  @Test(
    "is answered with more power for more units and for larger effects", arguments: designs.indices)
  func monotony(place: Int) {
    let question = Self.designs[place]
    let scale = if case .mean = question.outcome { 10.0 } else { 0.1 }
    var last = 0.0
    for size in [20.0, 40, 80, 500, 1e4, 1e6, 1e9, 1e12] {
      let power = question.power(size: size, effect: 0.3 * scale)
      #expect((0...1).contains(power) && power >= last - 1e-11, "\(size): \(power)")
      last = power
    }
    last = 0
    for effect in [1e-9, 0.01, 0.1, 0.3, 0.7, 2] {
      let power = question.power(size: 100, effect: effect * scale)
      #expect((0...1).contains(power) && power >= last - 1e-11, "\(effect): \(power)")
      last = power
    }
  }

  /// Formulas with a million million units, or effects of a millionth, neither overflow nor loop.
  @Test("has an answer at the ends of what can be asked")
  func extremes() throws {
    let mean = PowerQuestion(
      .mean(control: 1, treated: 1), test: TestRule(sides: .twoWithRightSign))
    let tiny = try mean.given(size: 1e12, power: 0.8).answer()
    expectNear(tiny.effect, 2.801_585_218_5 * (2 / 1e12).squareRoot(), relative: 1e-8)
    expectNear(
      try mean.given(effect: 1e-5, power: 0.8).answer().size,
      2 * 2.801_585_218_5 * 2.801_585_218_5e10,
      relative: 1e-8)
    #expect(try mean.given(effect: 1e6, power: 0.8).answer().size < 2)
    #expect(try mean.given(size: 2, effect: 1e12).answer().power == 1)
    #expect(try mean.given(size: 1e12, effect: 1e12).answer().power == 1)
  }

  private func problem(_ question: PowerQuestion) -> String {
    do throws(PowerError) {
      return "\(try question.answer())"
    } catch {
      return error.description
    }
  }

  @Test("without a missing quantity, or with two, says which are needed")
  func quantities() {
    let question = PowerQuestion(.mean(control: 1, treated: 1))
    #expect(
      problem(question.given(size: 10, effect: 1, power: 0.8))
        == "question: size, effect and power are all given; leave out the one that is asked for")
    #expect(
      problem(question.given(power: 0.8))
        == "question: two of size, effect and power are needed, and one is given")
    #expect(
      problem(question) == "question: two of size, effect and power are needed, and none is given")
  }

  @Test("says everything that is wrong at once")
  func impossible() {
    var question = PowerQuestion(
      .rate(-1, dispersion: .nan, exposure: 0, .logarithm),
      design: .clusters(ClusterSample(.size(0.5), correlation: 1.4, sizeVariation: -1)),
      test: TestRule(alpha: 0, comparisons: 0)
    ).given(effect: 0, power: 1)
    question.ratio = 0
    question.varianceFactor = -1
    question.sequentialFactor = 0.9
    #expect(
      problem(question) == """
        alpha: 0 is not from 1e-6 to 0.5; it is the chance of a false finding, such as 0.05
        power: 1 is not between 0 and 1; write a share such as 0.05
        comparisons: 0 is not at least 1; write the number of treated arms
        ratio: 0 is not a positive number; write one
        varianceFactor: -1 is not a positive number; write one
        sequentialFactor: 0.9 is not at least 1; a further look needs no fewer units
        baseline: -1 is not a positive number; write one
        dispersion: – is not at least 0; 0 is Poisson, and prescribers have about 1
        exposure: 0 is not a positive number; write one
        effect: an effect of 0 is found by no size; write another number
        clusterSize: 0.5 is not at least 1; write units per cluster
        icc: 1.4 is not from 0 to 1; territories have about 0.01 to 0.1
        sizeVariation: -1 is not from 0 to 100; it is standard deviation over mean of sizes
        """)
  }

  @Test("says what is wrong with shares, margins and designs")
  func messages() {
    let share = PowerQuestion(.proportion(0.9, .pooled))
    #expect(
      problem(share.given(effect: 0.2, power: 0.8))
        == "effect: it brings 0.9 to 1.1, which is not between 0 and 1; write a smaller one")
    #expect(
      problem(PowerQuestion(.proportion(1.2, .pooled)).given(size: 100, power: 0.8))
        == "baseline: 1.2 is not between 0 and 1; write a share such as 0.05")
    #expect(
      problem(
        PowerQuestion(.rate(2, dispersion: 1, exposure: 1, .logarithm)).given(
          effect: -2, power: 0.8))
        == "effect: it brings 2 to 0, which is no positive rate; write a smaller one")
    let mean = PowerQuestion(.mean(control: 1, treated: 0))
    #expect(
      problem(mean.given(size: 1, power: 0.01))
        == """
        power: 0.01 is what chance gives at a level of 0.05; write a larger one, usually 0.8
        standardDeviation: 0 is not a positive number; write one
        size: 1 units in each arm is outside 2 to 1,000,000,000,000; the test needs a degree of freedom
        """)
    #expect(
      problem(PowerQuestion(.mean(control: .nan, treated: .nan)).given(effect: 1, power: 0.8))
        == "standardDeviation: – is not a positive number; write one")
    var huge = PowerQuestion(.mean(control: 1e300, treated: 1e300))
    huge.ratio = 1e-300
    #expect(
      problem(huge.given(effect: 1e13, power: 0.8))
        == """
        ratio: 1e-300 is not from 1e-12 to 1,000,000,000,000; correct it, or count in other units
        standardDeviation: 1e300 is not from 1e-12 to 1,000,000,000,000; correct it, or count in other units
        effect: it makes an effect of 10,000,000,000,000, and at most 1,000,000,000,000 is reckoned with; count in larger units
        """)
    var wedge = PowerQuestion(
      .mean(control: 1, treated: 1),
      design: .steppedWedge(
        SteppedWedge(.clusters(2), periods: 6, correlation: 1, autocorrelation: 2)))
    #expect(
      problem(wedge.given(effect: 1, power: 0.8))
        == """
        clusters: 2 is not at least 5; each period needs one that switches
        icc: 1 makes units of a cluster the same; write a number below 1
        autocorrelation: 2 is not from 0 to 1; 1 is a cluster that never changes
        """)
    wedge.design = .factorial(factors: 2, order: 3)
    #expect(
      problem(wedge.given(effect: 1, power: 0.8))
        == "order: 3 is not from 1 to 2; 1 is a main effect, 2 an interaction of two factors")
    wedge.design = .paired(correlation: 1)
    #expect(
      problem(wedge.given(effect: 1, power: 0.8))
        == "correlation: 1 leaves nothing to chance; write a number below 1")
  }

  @Test("without a feasible answer says what would make it feasible")
  func infeasible() throws {
    let few = PowerQuestion(
      .mean(control: 1, treated: 1),
      design: .clusters(ClusterSample(.count(10), correlation: 0.1))
    ).given(effect: 0.2, power: 0.8)
    let sentence = problem(few)
    #expect(
      sentence == "no number of units in each cluster reaches a power of 80 %: with 10 clusters in "
        + "each arm it stays below 26.8 % because clusters differ; use at least 41 clusters in each "
        + "arm, or look for an effect of 0.419")
    // What it says is true.
    var enough = few
    enough.design = .clusters(ClusterSample(.count(41), correlation: 0.1))
    #expect(try enough.answer().size < 1e6)
    enough.design = .clusters(ClusterSample(.count(40), correlation: 0.1))
    #expect(problem(enough).hasPrefix("no number"))

    var margin = PowerQuestion(.mean(control: 1, treated: 1), test: TestRule(sides: .one))
    margin.assumedDifference = -0.3
    #expect(
      problem(margin.given(effect: 0.2, power: 0.8))
        == "the assumed difference of -0.3 lies beyond the margin of 0.2, so that no size shows "
        + "non-inferiority; widen the margin or assume a better treatment")

    #expect(
      problem(PowerQuestion(.proportion(0.9, .unpooled)).given(size: 5, power: 0.99))
        == "no possible effect is found with a power of 99 % by 5 units in each arm; use at least "
        + "1,011 units in each arm to find half of what is possible")
    #expect(
      problem(PowerQuestion(.mean(control: 1, treated: 1)).given(effect: 1e-9, power: 0.8))
        == "no number of units in each arm reaches a power of 80 %; look for an effect of 3.96e-6")
  }

  @Test("refuses what neither size nor effect can do, and comes to an end")
  func neither() {
    var question = PowerQuestion(.rate(1e-12, dispersion: 0, exposure: 1, .logarithm))
    question.isDecrease = true
    question.ratio = 1e-12
    question.effect = -5e-14
    question.power = 0.8
    #expect(
      problem(question)
        == "no number of units in each arm reaches a power of 80 %; look for a larger effect")
  }
}
