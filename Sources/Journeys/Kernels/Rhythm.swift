import Statistics

/// Touches that the rhythm of a channel leaves out.
extension PopulationWorld {
  /// Draws of touches sent by rules follow those of the calendar's places.
  private static var sentDraw: Int { mostPlaces + 1 }

  /// Leaves out planned touches of people whose factor is below the highest, each by chance.
  ///
  /// - Parameters:
  ///   - channel: Channel of the population, whose calendar has just been planned.
  ///   - step: The step.
  ///   - index: The step counted from the start of the burn-in.
  mutating func keepInRhythm(channel: Int, step: Int, index: Int) {
    let groups = touch.groupCount
    guard step >= 0, touch.places > 0, let rhythm = plan.channels[channel].rhythm,
      let limits = rhythm.plannedLimits(index, codes: people.codes, groups: groups)
    else { return }
    var words: [UInt32] = []
    swap(&words, &touch.otherWords)
    for place in 0..<touch.places {
      streams.channels[channel].rhythm.fill(
        &words, where: touch.planned, from: place &* groups, step: step, draw: place)
      touch.keepPlanned(below: limits, words, place: place)
    }
    swap(&words, &touch.otherWords)
  }

  /// Whether a person gets what rules send through a channel in a step; all of it, or nothing.
  func isInRhythm(channel: Int, row: Int, step: Int, index: Int) -> Bool {
    guard step >= 0, let rhythm = plan.channels[channel].rhythm else { return true }
    let codes = people.codes
    let share = rhythm.sentShare(index) { Int(codes[$0][row]) }
    if share >= 1 { return true }
    return share > 0
      && streams.channels[channel].rhythm.uniform(agent: row, step: step, draw: Self.sentDraw)
        < share
  }
}

extension TouchWork {
  /// Keeps those touches of a place whose word is below the limit, and moves them down to the first
  /// free place: who keeps a second touch has a first one.
  ///
  /// - Parameters:
  ///   - limits: Limits of the words by person, padded to whole groups.
  ///   - words: Words by person.
  ///   - place: The place; those before it have been worked on.
  fileprivate mutating func keepPlanned(below limits: [UInt32], _ words: [UInt32], place: Int) {
    let groups = groupCount
    let (limits, words) = (limits.span, words.span)
    for group in 0..<groups {
      let at = place &* groups &+ group
      let bits = planned[at]
      if bits == 0 { continue }
      var kept = bits & GroupBits.below(limits, words, group: group)
      planned[at] = 0
      var free = 0
      while kept != 0 {
        let taken = planned[free &* groups &+ group]
        planned[free &* groups &+ group] = taken | kept
        kept &= taken
        free &+= 1
      }
    }
  }
}
