import Statistics

/// Appointments: who waits for a slot, and who comes on the day.
extension PopulationWorld {
  /// Gives free slots to those who wait, first come first served.
  ///
  /// A slot of the next step has lead time zero. Who finds none within the horizon keeps waiting.
  mutating func bookSlots(step: Int, index: Int) {
    for service in plan.services.indices {
      let rule = plan.services[service]
      takeInNewcomers(service: service, step: step)
      var kept = 0
      let firstDay = index + 1
      let lastDay = index + 1 + rule.horizonSteps
      var firstFree = firstDay
      for place in bookings.waiting[service].indices {
        let row = Int(bookings.waiting[service][place])
        let transition = rule.booking[Int(stage[row])]
        if transition < 0 { continue }
        while firstFree <= lastDay, bookings.free(service, firstFree) == 0 { firstFree += 1 }
        var day = max(firstFree, firstDay + bookings.wanted[service][row])
        while day <= lastDay, bookings.free(service, day) == 0 { day += 1 }
        if day > lastDay {
          // Nothing so late: the last free slot before it, if any.
          day = min(lastDay, firstDay + bookings.wanted[service][row])
          while day >= firstFree, bookings.free(service, day) == 0 { day -= 1 }
        }
        guard day >= firstFree, day <= lastDay else {
          bookings.waiting[service][kept] = Int32(row)
          kept += 1
          continue
        }
        bookings.take(service, day)
        give(service, day: day - index, transition, row: row, step: step, index: index)
      }
      bookings.waiting[service].removeLast(bookings.waiting[service].count - kept)
    }
  }

  private mutating func give(
    _ service: Int, day: Int, _ transition: Int, row: Int, step: Int, index: Int
  ) {
    let lead = day - 1
    bookings.appointment[row] = Int32(step + day)
    bookings.leadSteps[row] = Int16(clamping: lead)
    tallyBooking(service, leadDays: lead * plan.daysPerStep, row: row, step: step)
    moved.append(Move(row: Int32(row), from: stage[row], transition: UInt16(transition)))
    stage[row] = exits.to[transition]
    let triggers = plan.rules.onAppointment[service]
    if !triggers.isEmpty {
      fire(triggers, appointment: step + day, row: row, step: step, index: index)
    }
  }

  /// Puts those who have just entered a booking stage at the end of the line.
  private mutating func takeInNewcomers(service: Int, step: Int) {
    for arrival in bookings.arrived
    where plan.services[service].booking[Int(stage[Int(arrival)])] >= 0 {
      let row = Int(arrival)
      let uniform = streams.services[service].uniform(agent: row, step: step)
      bookings.wanted[service][row] = plan.services[service].wantedSteps(uniform)
      bookings.waiting[service].append(arrival)
    }
    if service == plan.services.count - 1 { bookings.arrived.removeAll(keepingCapacity: true) }
  }

  /// Log chance of a way out on the day of the appointment, by lead time.
  @inline(__always)
  func leadLogChance(transition: Int, row: Int) -> Double {
    let chances = exits.leadChances[transition]
    let lead = Int(bookings.leadSteps[row])
    var value = chances[0].logChance
    for chance in chances where chance.steps <= lead { value = chance.logChance }
    return value
  }
}

/// Appointments of a population: free slots, who waits, and when everybody's day is.
struct Bookings: Sendable {
  /// Step of each agent's appointment; empty without services.
  var appointment: [Int32] = []
  /// Steps from the first bookable day to the appointment.
  var leadSteps: [Int16] = []
  /// Agents that wait for a slot, in order of arrival, by service.
  var waiting: [[Int32]] = []
  /// Steps ahead that each agent wants at least, by service.
  var wanted: [[Int]] = []
  /// Agents that entered a booking stage in the step before.
  var arrived: [Int32] = []
  /// Slots that were opened and that are taken, by service and day.
  private var slots: [[Int32]] = []
  private var taken: [[Int32]] = []

  init(_ plan: PopulationPlan, stage: [UInt8]) {
    guard !plan.services.isEmpty else { return }
    appointment = [Int32](repeating: PopulationWorld.never, count: plan.size)
    leadSteps = [Int16](repeating: 0, count: plan.size)
    waiting = plan.services.map { _ in [] }
    wanted = plan.services.map { _ in [Int](repeating: 0, count: plan.size) }
    slots = plan.services.map(\.slots)
    taken = slots.map { [Int32](repeating: 0, count: $0.count) }
    arrived = (0..<Int32(plan.size)).filter { plan.isBookingStage[Int(stage[Int($0)])] }
  }

  /// Free slots of a day, counted from the start of the burn-in.
  @inline(__always)
  func free(_ service: Int, _ day: Int) -> Int32 {
    day < slots[service].count ? max(0, slots[service][day] - taken[service][day]) : 0
  }

  mutating func take(_ service: Int, _ day: Int) { taken[service][day] += 1 }

  /// Takes over who waits and who has an appointment; the slots stay this world's own.
  ///
  /// An arm with other services starts with nobody's appointment.
  mutating func adopt(_ other: Bookings) {
    guard waiting.count == other.waiting.count else { return }
    appointment = other.appointment
    leadSteps = other.leadSteps
    waiting = other.waiting
    wanted = other.wanted
    arrived = other.arrived
    for service in taken.indices {
      for day in 0..<min(taken[service].count, other.taken[service].count) {
        taken[service][day] = other.taken[service][day]
      }
    }
  }
}
