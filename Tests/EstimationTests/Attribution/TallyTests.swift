import Estimation
import Testing

@Suite("Pathways")
struct PathwayTests {
  private func tally() -> PathwayTally {
    var tally = PathwayTally()
    for path in [
      path([0, 0, 1]), path([0, 1, 1], conversions: 0), path([0, 1]), path([1, 0]),
      path([1], conversions: 0), path([1], conversions: 3), path([], conversions: 2),
    ] {
      tally.add(path)
    }
    return tally
  }

  @Test("collapse repeats, count paths, and know which converted")
  func common() {
    let common = tally().common
    #expect(common.map(\.channels) == [[0, 1], [1], [1, 0]])
    #expect(common.map(\.paths) == [3, 2, 1])
    #expect(common.map(\.converted) == [2, 1, 1])
    #expect(common.map(\.conversions) == [2, 3, 1])
    #expect(common[0].conversionRate == 2 / 3.0)
    #expect(tally().touchedPaths == 6)
    #expect(tally().conversions.all == 8)
    #expect(tally().conversions.untouched == 2)
  }

  @Test("that convert most have enough paths, and lead by what is sure of their rate")
  func highConverting() {
    var tally = PathwayTally()
    // Few paths that all convert stand behind many of which nearly all do.
    for index in 0..<40 { tally.add(path([0], conversions: index < 39 ? 1 : 0)) }
    for index in 0..<40 { tally.add(path([1], conversions: index < 30 ? 1 : 0)) }
    for _ in 0..<5 { tally.add(path([2])) }
    for _ in 0..<400 { tally.add(path([3])) }
    #expect(tally.highConverting(support: 30).map(\.channels) == [[3], [0], [1]])
    #expect(tally.highConverting(support: 5).map(\.channels) == [[3], [0], [2], [1]])
  }

  @Test("of two tallies add up")
  func merge() {
    var both = tally()
    both.merge(tally())
    #expect(both.common.map(\.channels) == tally().common.map(\.channels))
    #expect(both.common.map(\.paths) == [6, 4, 2])
    #expect(both.conversions.all == 16)
  }
}

@Suite("Journey tally")
struct JourneyTallyTests {
  /// One who converts in step 6, and one who does not.
  private func tally() -> JourneyTally {
    var tally = JourneyTally(channels: 2, stages: 3, window: 2)
    tally.add(
      CustomerJourney(
        touches: [
          .init(channel: 0, step: 1), .init(channel: 1, step: 1), .init(channel: 0, step: 3),
          .init(channel: 1, step: 8),
        ], conversions: [.init(step: 5, count: 1), .init(step: 8, count: 2)]), last: 9)
    tally.add(
      CustomerJourney(
        touches: [.init(channel: 1, step: 2), .init(channel: 1, step: 4)], start: 1,
        entries: [.init(stage: 2, step: 3)]), last: 9)
    tally.add(CustomerJourney(start: 1), last: 9)
    return tally
  }

  @Test("knows times to the first conversion and engagements before it")
  func times() {
    let tally = tally()
    #expect(tally.customers == 3 && tally.converters == 1)
    #expect(tally.timeFromStart.quantile(0.5) == 5)
    #expect(tally.timeFromTouch.quantile(0.5) == 4)
    #expect(tally.depthOfConverters.mean == 3)
    #expect(tally.depthOfOthers.mean == 1)
    #expect(tally.depthOfOthers.counts == [1, 0, 1])
  }

  @Test("knows where those who did not convert stopped, and how long ago")
  func dropOff() {
    let tally = tally()
    #expect(tally.dropOffByChannel.map(\.customers) == [0, 1])
    #expect(tally.dropOffByChannel[1].silence.quantile(0.5) == 5)
    #expect(tally.neverEngaged.customers == 1)
    #expect(tally.dropOffByStage.map(\.customers) == [0, 1, 1])
    #expect(tally.dropOffByStage[2].silence.quantile(0.5) == 6)
    #expect(tally.dropOffByStage[1].silence.quantile(0.5) == 9)
  }

  /// What follows, by hand.
  ///
  /// Channel 0: the touch of step 1 is followed by none of another channel in steps 2 and 3, that of
  /// step 3 by the conversion of step 5. Channel 1: step 1 by channel 0 in step 3; step 8 is not
  /// observed for two more steps; the other customer's touches by nothing else.
  @Test("knows what follows an engagement within the window")
  func followUps() {
    let follow = tally().followUps
    #expect(follow[0].engagements == 2 && follow[0].crossed == 0 && follow[0].converted == 1)
    #expect(follow[1].engagements == 3 && follow[1].crossed == 1 && follow[1].converted == 0)
    let all = tally().allFollowUps
    #expect(all.engagements == 5 && all.crossed == 1 && all.converted == 1)
  }

  @Test("counts a conversion in the step of the engagement")
  func sameStep() {
    var tally = JourneyTally(channels: 1, stages: 1, window: 0)
    tally.add(
      CustomerJourney(
        touches: [.init(channel: 0, step: 2), .init(channel: 0, step: 3)],
        conversions: [.init(step: 3, count: 1)]), last: 9)
    #expect(tally.followUps[0].engagements == 2 && tally.followUps[0].converted == 1)
  }

  @Test("of two groups adds up")
  func merge() {
    var both = tally()
    both.merge(tally())
    #expect(both.customers == 6 && both.converters == 2)
    #expect(both.timeFromStart.total == 2 && both.neverEngaged.customers == 2)
    #expect(both.dropOffByStage.map(\.customers) == [0, 2, 2])
    #expect(both.allFollowUps.engagements == 10)
  }
}

@Suite("Step counts")
struct StepCountTests {
  @Test("have the mean and the quantiles of the numbers", arguments: [0, 0.1, 0.25, 0.5, 0.9, 1])
  func quantiles(p: Double) {
    let numbers = [7, 0, 3, 3, 12, 1]
    var counts = StepCounts()
    for number in numbers { counts.add(number) }
    let sorted = numbers.sorted().map { Double($0) }
    let position = Double(sorted.count - 1) * p
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    let expected = sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
    #expect(agree([counts.quantile(p) ?? .nan], [expected]))
    #expect(agree([counts.mean ?? .nan], [26 / 6.0]))
    #expect(counts.count(from: 3) == 4 && counts.count(from: 13) == 0)
    #expect(StepCounts().mean == nil && StepCounts().quantile(p) == nil)
  }
}
