import Statistics

/// What calendars plan, as columns of bits: who gets a first touch in a step, a second one, and so on.
extension PopulationWorld {
  /// Most touches of an agent and channel in a step.
  static let mostPlaces = 255

  /// Plans the touches of a channel's calendar for one step.
  ///
  /// - Parameters:
  ///   - channel: Channel of the population.
  ///   - step: The step; negative during burn-in.
  ///   - index: The step counted from the start of the burn-in.
  mutating func planTouches(channel: Int, step: Int, index: Int) {
    touch.clearPlan()
    let intensity = plan.channels[channel].intensity[index]
    guard plan.channels[channel].isPlanned, intensity > 0,
      plan.nextAction?.option(channel: channel) == nil
    else { return }
    prepareTouches(step: step)
    switch plan.channels[channel].amount {
    case .nobody: break
    case .cadence(_, _, isEven: false):
      planByChance(channel: channel, step: step, intensity: intensity)
      keepEligible(channel: channel)
    case .cadence(_, _, isEven: true):
      planEvenly(channel: channel, index: index)
      keepEligible(channel: channel)
    case .total(let perStep, _):
      planTotal(channel: channel, step: step, total: perStep * intensity)
    }
    keepInRhythm(channel: channel, step: step, index: index)
  }

  /// Takes away touches of agents in stages that the plan does not reach.
  private mutating func keepEligible(channel: Int) {
    if plan.channels[channel].reachesEverybody || touch.places == 0 { return }
    let count = touch.groupCount
    for group in 0..<count {
      var eligible: UInt64 = 0
      for stage in 0..<plan.stageCount where plan.channels[channel].isEligible[stage] {
        eligible |= touch.stages[stage &* count &+ group]
      }
      for place in 0..<touch.places { touch.planned[place &* count &+ group] &= eligible }
    }
  }

  /// Random spacing: the whole part of the cadence for sure, the rest by chance.
  private mutating func planByChance(channel: Int, step: Int, intensity: Double) {
    let own = columns.channels[channel]
    if touch.chances[channel].intensity != intensity {
      touch.chances[channel] = PlanningChances(
        own, intensity: intensity, largest: touch.ways[channel].largestRate, size: plan.size)
    }
    let chances = touch.chances[channel]
    let constant = own.rates.isEmpty ? chances.limits[0] : 0
    let isByChance = !own.rates.isEmpty || constant > 0
    if isByChance {
      streams.channels[channel].planned.fill(&touch.words, where: touch.everybody, step: step)
    }
    for place in 0..<min(Self.mostPlaces, chances.certainPlaces + (isByChance ? 1 : 0)) {
      let before = (place - 1) * touch.groupCount
      if place == 0 {
        touch.addPlace(touch.everybody)
      } else {
        touch.addPlace(chances.certain[before..<before + touch.groupCount])
      }
      // Who has one touch less for certain may have this one by chance.
      if isByChance {
        chances.keep(
          in: &touch.planned, place: place, words: touch.words, constant: constant)
      }
    }
  }

  /// Even spacing: touches fall due at equal distances, from a random phase of each agent.
  private mutating func planEvenly(channel: Int, index: Int) {
    let before = plan.channels[channel].intensityBefore[index]
    let after = plan.channels[channel].intensityBefore[index + 1]
    let own = columns.channels[channel]
    let phases = own.phases.span
    let rates = own.rates.span
    var rows = [UInt64](repeating: 0, count: touch.groupCount)
    // A hair more than the most touches between the two moments, so that rounding loses none.
    let most = touch.ways[channel].largestRate * (after - before) + 1e-6
    for place in 0..<Int(min(Double(Self.mostPlaces), most.rounded(.up))) {
      var any: UInt64 = 0
      for group in rows.indices {
        rows[group] = GroupBits.due(
          moreThan: Double(place), phases: phases, rates: rates, rate: own.rate, before: before,
          after: after, group: group)
        any |= rows[group]
      }
      if any == 0 { return }
      touch.addPlace(rows)
    }
  }

  /// A total spread over the eligible in proportion to their weights, by systematic sampling: the
  /// sum over agents is the total, rounded up or down by one random number.
  private mutating func planTotal(channel: Int, step: Int, total: Double) {
    let eligible = plan.channels[channel].isEligible
    let weights = columns.channels[channel].rates
    var sum = 0.0
    for row in 0..<plan.size where eligible[Int(stage[row])] {
      sum += weights.isEmpty ? 1 : weights[row]
    }
    guard sum > 0 else { return }
    let start = streams.channels[channel].service.uniform(agent: 0, step: step, draw: 1)
    let perWeight = total / sum
    var before = start
    for row in 0..<plan.size where eligible[Int(stage[row])] {
      let after = before + (weights.isEmpty ? 1 : weights[row]) * perWeight
      let touches = after.rounded(.down) - before.rounded(.down)
      if touches > 0 { touch.plan(Int(min(Double(Self.mostPlaces), touches)), of: row) }
      before = after
    }
  }
}

extension PlanningChances {
  /// Keeps those candidates of a place who have it for certain or whose word is below the limit.
  func keep(in rows: inout [UInt64], place: Int, words: [UInt32], constant: UInt32) {
    var rows = rows.mutableSpan
    let (words, limits, certain) = (words.span, limits.span, certain.span)
    let groups = words.count / 64
    let first = place &* groups
    let isOwn = limits.count > 1
    precondition(first >= 0 && first &+ groups <= rows.count, "every group has its bits")
    for group in 0..<groups {
      let candidates = rows[first &+ group]
      let sure = place < certainPlaces ? certain[first &+ group] : 0
      if candidates & ~sure == 0 { continue }
      rows[first &+ group] =
        isOwn
        ? sure | candidates & GroupBits.below(limits, words, group: group)
        : sure | candidates & GroupBits.below(constant, words, group: group)
    }
  }

  /// The limits of a channel at an intensity.
  init(_ own: ChannelColumns, intensity: Double, largest: Double, size: Int) {
    self.intensity = intensity
    let most = Double(PopulationWorld.mostPlaces)
    let count = RowBits.groupCount(size)
    certainPlaces = Int(min(most, (largest * intensity).rounded(.down)))
    if own.rates.isEmpty {
      let rate = own.rate * intensity
      limits = [WordLimits.limit(rate - rate.rounded(.down))]
      let everybody = RowBits(repeating: true, count: size).groups
      for _ in 0..<certainPlaces { certain += everybody }
      return
    }
    limits = [UInt32](repeating: 0, count: 64 * count)
    for row in 0..<size {
      let rate = own.rates[row] * intensity
      limits[row] = WordLimits.limit(rate - rate.rounded(.down))
    }
    certain = [UInt64](repeating: 0, count: certainPlaces * count)
    for row in 0..<size where own.rates[row] * intensity >= 1 {
      for place in 0..<Int(min(most, (own.rates[row] * intensity).rounded(.down))) {
        certain[place * count + row >> 6] |= 1 << UInt64(row & 63)
      }
    }
  }
}
