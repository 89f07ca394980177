import Statistics

/// Counting the events of a block when chances stay the same within spells.
///
/// Layout: spells of the block one after the other, 64 bits each. Invariants: agents below 256, exits
/// below the number of exits, steps within the run; the log is written by `SojournRun` alone. Raw
/// memory, because every move passes here. Measured by `run: journey-mini, 10k physicians + 1000k
/// patients × 104 weeks`: 2.4 ns an agent.
extension SpellChances {
  /// Lists the spells of a block in stages where anything can happen.
  ///
  /// - Returns: Their number.
  mutating func listSpells(
    _ agents: Int, log: [UInt32], logged: Int, sojourns: SojournPlan
  ) -> Int {
    let last = steps.count
    var count = 0
    unsafe spells.withUnsafeMutableBufferPointer { spells in
      unsafe stage.withUnsafeMutableBufferPointer { stage in
        unsafe start.withUnsafeMutableBufferPointer { start in
          unsafe isEventful.withUnsafeBufferPointer { isEventful in
            unsafe sojourns.to.withUnsafeBufferPointer { to in
              unsafe log.withUnsafeBufferPointer { log in
                for place in 0..<logged {
                  let move = unsafe log[place]
                  let agent = Int(truncatingIfNeeded: move &>> 24)
                  let step = Int(truncatingIfNeeded: move &>> 8 & 0xFFFF) &- 1
                  let exit = Int(truncatingIfNeeded: move & 0xFF)
                  let from = unsafe stage[agent]
                  let begin = unsafe start[agent]
                  unsafe spells[count] =
                    Spell(agent: agent, stage: from, begin: begin, end: step)
                    .packed
                  count &+= unsafe Int(begin) < step ? isEventful[Int(from)] : 0
                  unsafe stage[agent] = UInt8(truncatingIfNeeded: to[exit])
                  unsafe start[agent] = UInt16(truncatingIfNeeded: step)
                }
                for agent in 0..<agents {
                  let from = unsafe stage[agent]
                  unsafe spells[count] =
                    Spell(
                      agent: agent, stage: from, begin: start[agent], end: last
                    ).packed
                  count &+= unsafe isEventful[Int(from)]
                }
              }
            }
          }
        }
      }
    }
    return count
  }

  /// Counts the events of listed spells.
  ///
  /// - Parameters:
  ///   - count: Spells that are listed.
  ///   - first: Row of the block's first agent.
  ///   - world: The agents.
  /// - Throws: `SimulationError` when a chance exceeds one.
  mutating func countSteady(
    _ count: Int, first: Int, world: borrowing SojournWorld
  ) throws(SimulationError) {
    for event in events.indices {
      let perStep = events[event].perStep
      let times = world.eventTimes[event]
      let known = world.eventThresholds[event]
      if !known.isEmpty {
        let listed = list(count, known: known, first: first, perStep: perStep)
        countListed(listed, event: event, first: first, world: world)
        continue
      }
      var highest = 0.0
      var listed = 0
      for place in 0..<count {
        let spell = Spell(packed: spells[place])
        let row = first &+ spell.agent
        let base = perStep[spell.stage]
        let chance = times.isEmpty ? base : base * times[row]
        highest = max(highest, chance)
        let own = StepChance(chance)
        thresholds[listed] = own.threshold
        chanced[listed] = spells[place]
        listed &+= base == 0 || own.isCertain ? 0 : 1
        if own.isCertain { addCertain(event, spell, row: row, world: world) }
      }
      try check(highest, event: event, step: steps.lowerBound)
      countListed(listed, event: event, first: first, world: world)
    }
  }

  /// Lists the spells in which an event can happen, with chances that were known before the run.
  private mutating func list(
    _ count: Int, known: [UInt32], first: Int, perStep: [Double]
  ) -> Int {
    var listed = 0
    unsafe spells.withUnsafeBufferPointer { spells in
      unsafe chanced.withUnsafeMutableBufferPointer { chanced in
        unsafe thresholds.withUnsafeMutableBufferPointer { thresholds in
          for place in 0..<count {
            let packed = unsafe spells[place]
            let spell = Spell(packed: packed)
            unsafe chanced[listed] = packed
            unsafe thresholds[listed] = UInt64(known[first &+ spell.agent])
            listed &+= perStep[spell.stage] == 0 ? 0 : 1
          }
        }
      }
    }
    return listed
  }

  /// Counts an event that happens in every step of a spell.
  private mutating func addCertain(
    _ event: Int, _ spell: Spell, row: Int, world: borrowing SojournWorld
  ) {
    let cell = world.cells.isEmpty ? 0 : Int(world.cells[row])
    let first =
      (event * cells + cell) * groups * StepChance.groupSize
      + steps.lowerBound - firstGroup * StepChance.groupSize
    for step in spell.begin..<spell.end { hits[first + step] += 1 }
  }

  /// Counts an event in listed spells, cell by cell and group by group.
  private mutating func countListed(
    _ listed: Int, event: Int, first: Int, world: borrowing SojournWorld
  ) {
    let stream = world.eventStreams[event]
    var place = 0
    while place < listed {
      // Spells of one cell stand together where cells follow families.
      let cell = cell(ofSpell: place, first: first, world: world)
      var end = place &+ 1
      if world.cells.isEmpty {
        end = listed
      } else {
        while end < listed, self.cell(ofSpell: end, first: first, world: world) == cell {
          end &+= 1
        }
      }
      for group in 0..<groups {
        let counter = ((event &* cells &+ cell) &* groups &+ group) &* StepChance.groupSize
        let begin = (firstGroup &+ group) &* StepChance.groupSize
        for few in stride(from: place, to: end, by: Self.mostAtOnce) {
          addHits(
            few..<min(few &+ Self.mostAtOnce, end), at: counter, groupStart: begin,
            firstRow: first, stream: stream)
        }
      }
      place = end
    }
  }

  private func cell(ofSpell place: Int, first: Int, world: borrowing SojournWorld) -> Int {
    world.cells.isEmpty ? 0 : Int(world.cells[first &+ Spell(packed: chanced[place]).agent])
  }
}
