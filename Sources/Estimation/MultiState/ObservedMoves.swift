import Interchange

/// The pairs of successive observations of a panel, gathered by all that their chances depend on.
///
/// Pairs of one origin and one set of terms share a sweep over time, whatever their gaps, so that the
/// cost of a likelihood is that of its patterns and not of its rows.
struct ObservedMoves: Sendable {
  /// Pairs of one origin and one set of terms.
  struct Group: Sendable, Equatable {
    let from: Int
    /// The place of the first term in ``values``.
    let firstValue: Int
    /// The gaps of its pairs, ascending.
    let gaps: Range<Int>
    /// The most moves that a gap has room for; the number of stages when there is room for all.
    let depth: Int
  }

  /// Pairs of a group with one distance in time.
  struct Gap: Sendable, Equatable {
    let time: GapTime
    let outcomes: Range<Int>
  }

  private(set) var groups: [Group] = []
  private(set) var gaps: [Gap] = []
  /// The stages that pairs end in, and how many do.
  private(set) var destinations: [Int] = []
  private(set) var counts: [Double] = []
  /// The different sets of terms, one after another.
  private(set) var values: [Double] = []

  /// Gathers the pairs of a panel.
  ///
  /// - Parameters:
  ///   - panel: The observations, of the stages and terms of the model.
  ///   - model: The journey.
  /// - Throws: Gaps that are no whole number of steps, and moves that the journey has no way for.
  init(_ panel: StagePanel, _ model: MultiStateModel) throws(PanelErrors) {
    precondition(panel.stages == model.stages && panel.terms == model.terms, "one world")
    var pairs = try ObservedPairs(panel, model).pairs
    pairs.sort()
    values = panel.distinctValues
    var start = 0
    while start < pairs.count {
      let end = pairs[start...].firstIndex { !$0.isGrouped(with: pairs[start]) } ?? pairs.count
      add(pairs[start..<end], model)
      start = end
    }
  }

  /// Adds a group of sorted pairs.
  private mutating func add(_ pairs: ArraySlice<ObservedPair>, _ model: MultiStateModel) {
    guard let first = pairs.first, let last = pairs.last else { return }
    let firstGap = gaps.count
    var rest = pairs
    while let next = rest.first {
      let same = rest.prefix { $0.time == next.time }
      let firstOutcome = destinations.count
      for pair in same {
        if destinations.count > firstOutcome, destinations.last == pair.to {
          counts[counts.count - 1] += 1
        } else {
          destinations.append(pair.to)
          counts.append(1)
        }
      }
      gaps.append(Gap(time: next.time, outcomes: firstOutcome..<destinations.count))
      rest = rest.dropFirst(same.count)
    }
    let isContinuous = model.timing == .continuous
    groups.append(
      Group(
        from: first.from, firstValue: first.set * model.terms.count,
        gaps: firstGap..<gaps.count,
        depth: isContinuous ? model.stages.count : min(last.time.steps, model.stages.count)))
  }
}

/// The time between two observations.
struct GapTime: Sendable, Equatable, Comparable {
  /// In weeks.
  let weeks: Double
  /// In steps of the model; 0 where time is continuous.
  let steps: Int

  static func < (first: GapTime, second: GapTime) -> Bool { first.weeks < second.weeks }

  /// The time between two days; nil where it is no whole number of steps.
  ///
  /// - Parameters:
  ///   - days: The distance in days.
  ///   - timing: How the model counts time.
  init?(days: Double, timing: MultiStateModel.Timing) {
    weeks = days / 7
    guard case .steps(let length) = timing else {
      steps = 0
      return
    }
    let count = (days / Double(length)).rounded()
    guard count >= 1, (count * Double(length) - days).magnitude < 1e-6 * days else { return nil }
    steps = Int(count)
  }
}

/// Two successive observations of a unit.
struct ObservedPair: Sendable, Comparable {
  /// The place of its set of terms among the different ones of the panel.
  let set: Int
  let from: Int
  let to: Int
  let time: GapTime

  static func < (first: ObservedPair, second: ObservedPair) -> Bool {
    if first.set != second.set { return first.set < second.set }
    if first.from != second.from { return first.from < second.from }
    if first.time != second.time { return first.time < second.time }
    return first.to < second.to
  }

  func isGrouped(with other: ObservedPair) -> Bool { set == other.set && from == other.from }
}
