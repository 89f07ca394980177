import Statistics

/// What is fixed for each agent during a run of one arm, computed before the first step.
struct PersonalColumns: Sendable {
  /// Cell of the breakdown; empty when there is one cell.
  let cells: [UInt8]
  /// Log ratios of attributes for transitions, slot after slot; see `PersonalTerms`.
  let transitionTerms: PersonalTerms
  /// The same for events.
  let eventTerms: PersonalTerms
  /// Product of the attributes that multiply an event; empty when none does.
  let eventTimes: [[Double]]
  /// By channel.
  let channels: [ChannelColumns]
  /// Contact pressure that each agent bears; empty when it is the same for all.
  let tolerances: [Double]
  /// Whether the policy knows which channels each agent likes; empty when it knows it of everybody.
  let isPreferenceKnown: [Bool]
  /// Whether each agent's path is kept; empty when none is.
  let isSampled: [Bool]
  /// Whether single agents are followed, with every detail of their touches.
  let isDetailed: Bool

  /// - Parameters:
  ///   - plan: The population's plan.
  ///   - people: Its agents.
  ///   - name: The population's name, for the sample of paths.
  ///   - seed: Seed of the run.
  ///   - phases: Streams of the phases of even spacing, by channel.
  ///   - known: Stream that says whom the organization recognizes.
  ///   - followed: Agents whose path is kept, in place of a sample.
  init(
    _ plan: PopulationPlan, people: People, name: String, seed: UInt64, phases: [RandomStream],
    known: RandomStream, followed: [Int]?
  ) {
    cells = Self.cells(plan, people: people)
    transitionTerms = PersonalTerms(plan.transitions.map(\.response), people: people)
    eventTerms = PersonalTerms(plan.events.map(\.response), people: people)
    eventTimes = plan.events.map { Self.product(of: $0.times, people: people) }
    tolerances =
      plan.pressure.flatMap { pressure in
        pressure.toleranceBy.map { people.reals[$0].map { $0 * pressure.tolerance } }
      } ?? []
    func recognized(_ share: Double?) -> [Bool] {
      guard let share else { return [] }
      return (0..<plan.size).map { known.uniform(agent: $0, step: 0) < share }
    }
    let isKnown = recognized(plan.personalization?.known)
    let channels = plan.channels.indices.map {
      ChannelColumns(
        plan.channels[$0], plan: plan, people: people, phase: phases[$0], isKnown: isKnown)
    }
    self.channels = Self.movedToPreferred(
      channels, plan: plan, people: people, isKnown: isKnown)
    isPreferenceKnown = plan.nextAction.map { $0.known < 1 ? recognized($0.known) : [] } ?? []
    isDetailed = followed != nil
    isSampled = Self.sampled(plan, name: name, seed: seed, followed: followed)
  }

  /// Cell of the breakdown of each agent; empty when there is one cell.
  static func cells(_ plan: PopulationPlan, people: People) -> [UInt8] {
    if plan.breakdown.cellCount == 1 { return [] }
    var cells = [UInt8](repeating: 0, count: people.size)
    for (dimension, attribute) in plan.breakdownAttributes.enumerated() {
      let levels = UInt8(truncatingIfNeeded: plan.breakdown.levels[dimension].count)
      let codes = people.codes[attribute]
      for row in cells.indices { cells[row] = cells[row] &* levels &+ codes[row] }
    }
    return cells
  }

  /// Product of real attributes of each agent; empty for no attributes.
  static func product(of attributes: [Int], people: People) -> [Double] {
    guard let first = attributes.first else { return [] }
    var product = people.reals[first]
    for attribute in attributes.dropFirst() {
      let factor = people.reals[attribute]
      for row in product.indices { product[row] *= factor[row] }
    }
    return product
  }

  /// Whether each agent's path is kept: of those followed, or else of a sample; empty for nobody.
  static func sampled(
    _ plan: PopulationPlan, name: String, seed: UInt64, followed: [Int]?
  ) -> [Bool] {
    followed.map { rows in
      var isFollowed = [Bool](repeating: false, count: rows.isEmpty ? 0 : plan.size)
      for row in rows { isFollowed[row] = true }
      return isFollowed
    } ?? sample(plan, name: name, seed: seed)
  }

  /// Moves touches of known people to the channels that they like.
  ///
  /// Each keeps the number of its touches; the preferred part of them follows cadence × affinity.
  private static func movedToPreferred(
    _ channels: [ChannelColumns], plan: PopulationPlan, people: People, isKnown: [Bool]
  ) -> [ChannelColumns] {
    guard let fit = plan.personalization, fit.preference > 0 else { return channels }
    let places = plan.channels.indices.filter { place in
      guard plan.channels[place].affinity != nil, fit.isPersonalized[plan.channels[place].channel]
      else { return false }
      if case .cadence = plan.channels[place].amount { return true }
      return false
    }
    var moved = channels
    for place in places where moved[place].rates.isEmpty {
      moved[place].rates = [Double](repeating: moved[place].rate, count: plan.size)
    }
    for row in 0..<plan.size where isKnown[row] {
      var touches = 0.0
      var liked = 0.0
      for place in places {
        let rate = moved[place].rates[row]
        touches += rate
        liked += rate * people.reals[plan.channels[place].affinity ?? 0][row]
      }
      guard liked > 0 else { continue }
      for place in places {
        let rate = moved[place].rates[row]
        let share = rate * people.reals[plan.channels[place].affinity ?? 0][row] / liked
        moved[place].rates[row] =
          rate * (1 - fit.preference) + fit.preference * touches * share
      }
    }
    return moved
  }

  /// The agents with the smallest random numbers: a sample that grows without changing.
  private static func sample(_ plan: PopulationPlan, name: String, seed: UInt64) -> [Bool] {
    guard plan.pathCount > 0 else { return [] }
    let stream = RandomStream(seed: seed, replicate: 0, purpose: Purpose.paths(name))
    let order = (0..<plan.size).map { (word: stream.word(agent: $0, step: 0), row: $0) }
      .sorted { ($0.word, $0.row) < ($1.word, $1.row) }
    var isSampled = [Bool](repeating: false, count: plan.size)
    for entry in order.prefix(plan.pathCount) { isSampled[entry.row] = true }
    return isSampled
  }
}

/// Log ratios that attributes put on transitions or events.
struct PersonalTerms: Sendable {
  /// Slot of each transition or event; −1 when attributes do not matter to it.
  let slots: [Int]
  /// Log ratios, slot-major: `values[slot * size + row]`.
  let values: [Double]
  /// Largest value of each transition or event; zero without a slot.
  let largest: [Double]

  init(_ responses: [ResponsePlan], people: People) {
    var slots: [Int] = []
    var values: [Double] = []
    var largest: [Double] = []
    for response in responses {
      guard response.isPersonal else {
        slots.append(-1)
        largest.append(0)
        continue
      }
      slots.append(values.count / people.size)
      var column = [Double](repeating: 0, count: people.size)
      for term in response.levels {
        let levels = people.codes[term.attribute]
        for row in column.indices { column[row] += term.logRatios[Int(levels[row])] }
      }
      for term in response.units {
        let numbers = people.reals[term.attribute]
        for row in column.indices {
          // A doubling of zero is still zero: it gets the ratio of the smallest positive number.
          let number =
            term.isLogarithmic
            ? Elementary.log(max(numbers[row], .leastNormalMagnitude)) : numbers[row]
          column[row] += term.logRatio * number
        }
      }
      largest.append(column.max() ?? 0)
      values += column
    }
    self.slots = slots
    self.values = values
    self.largest = largest
  }
}
