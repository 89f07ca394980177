import Estimation
import Statistics
import Testing

@Suite("Customer journeys")
struct CustomerJourneyTests {
  private func touches(_ steps: [Int]) -> [CustomerTouch] {
    steps.enumerated().map { CustomerTouch(channel: $0.offset, step: $0.element) }
  }

  @Test("credit each conversion with the touches since the one before, within the lookback")
  func cut() {
    let journey = CustomerJourney(
      touches: touches([0, 3, 5, 9, 10, 20]),
      conversions: [.init(step: 5, count: 2), .init(step: 6, count: 1), .init(step: 12, count: 1)],
      entries: [.init(stage: 2, step: 4), .init(stage: 2, step: 11)])
    let paths = journey.paths(lookback: 2, milestone: 2)
    let expected = [
      // The touch of step 0 is too old for the conversion of step 5.
      CustomerPath(touches: [.init(channel: 0, step: 0)]),
      CustomerPath(
        touches: [.init(channel: 1, step: 3), .init(channel: 2, step: 5)], conversionStep: 5,
        conversions: 2, milestone: 4),
      CustomerPath(touches: [], conversionStep: 6),
      CustomerPath(touches: [.init(channel: 3, step: 9)]),
      CustomerPath(
        touches: [.init(channel: 4, step: 10)], conversionStep: 12, milestone: 11),
      CustomerPath(touches: [.init(channel: 5, step: 20)]),
    ]
    #expect(paths == expected)
  }

  @Test("without a conversion are cut so that no path is longer than the lookback")
  func unconverted() {
    let paths = CustomerJourney(touches: touches([0, 4, 5, 11, 12])).paths(lookback: 5)
    #expect(paths.map { $0.touches.map(\.step) } == [[0, 4, 5], [11, 12]])
    #expect(paths.allSatisfy { $0.conversionStep == nil && $0.conversions == 0 })
    #expect(CustomerJourney().paths(lookback: 5) == [])
  }

  @Test("have every touch on one path and every conversion at the end of one", arguments: 1...40)
  func partition(seed: Int) {
    let stream = RandomStream(seed: UInt64(seed), replicate: 0, purpose: "test/journey")
    var journey = CustomerJourney()
    for step in 0..<60 {
      if stream.uniform(agent: 0, step: step) < 0.3 {
        journey.touches.append(.init(channel: step, step: step))
      }
      if stream.uniform(agent: 1, step: step) < 0.15 {
        journey.conversions.append(.init(step: step, count: 1 + step % 3))
      }
    }
    let lookback = seed % 9
    let paths = journey.paths(lookback: lookback)
    #expect(paths.flatMap(\.touches).sorted { $0.step < $1.step } == journey.touches)
    let converted = paths.filter { $0.conversions > 0 }
    #expect(converted.compactMap(\.conversionStep) == journey.conversions.map(\.step))
    #expect(converted.map(\.conversions) == journey.conversions.map(\.count))
    for path in paths {
      let last = path.conversionStep ?? path.touches.last?.step ?? 0
      #expect(path.touches.allSatisfy { last - $0.step <= lookback && $0.step <= last })
    }
  }
}

@Suite("Exposure lift")
struct ExposureLiftTests {
  @Test("compares conversions of touched and untouched customers")
  func comparison() {
    func journey(_ count: Int, _ reached: Set<Int>) -> CustomerJourney {
      CustomerJourney(
        conversions: count > 0 ? [.init(step: 1, count: count)] : [], reached: reached)
    }
    let journeys = [journey(5, [0]), journey(1, [0, 1]), journey(1, []), journey(0, [1])]
    let lift = ExposureLift(journeys, channel: 0)
    #expect(lift.touched == 2 && lift.untouched == 2)
    // 3 a head against 1/2 a head.
    #expect(lift.ratio == 6)
    #expect(lift.conversions == 5)
    let nobody = ExposureLift(journeys, channel: 2)
    #expect(nobody.ratio.isNaN && nobody.conversions.isNaN)
  }
}
