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
    guard step >= 0, touch.places > 0, let rhythm = plan.channels[channel].rhythm,
      !rhythm.levels.isEmpty
    else { return }
    let stream = streams.channels[channel].rhythm
    let codes = people.codes
    for group in 0..<touch.groupCount {
      var bits = touch.planned[group]
      while bits != 0 {
        let bit = bits & (~bits &+ 1)
        bits &= ~bit
        let row = 64 &* group &+ bit.trailingZeroBitCount
        let share = rhythm.plannedShare(index) { Int(codes[$0][row]) }
        if share >= 1 { continue }
        // Who keeps a second touch keeps a first one: places are filled from the first.
        var kept = 0
        for place in 0..<touch.places {
          let at = place &* touch.groupCount &+ group
          if touch.planned[at] & bit == 0 { break }
          touch.planned[at] &= ~bit
          if stream.uniform(agent: row, step: step, draw: place) < share {
            touch.planned[kept &* touch.groupCount &+ group] |= bit
            kept += 1
          }
        }
      }
    }
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
