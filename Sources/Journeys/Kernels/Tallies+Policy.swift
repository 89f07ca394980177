/// Writing down what rules, services and experiences did.
extension PopulationWorld {
  /// Whether an agent's path is kept.
  @inline(__always)
  func isFollowed(_ row: Int) -> Bool {
    !columns.isSampled.isEmpty && columns.isSampled[row]
  }

  /// Counts what became of a thread.
  mutating func tallyThread(
    handoff: Int, _ fate: ThreadFate, channel: Int, row: Int, step: Int
  ) {
    guard tallyRow >= 0 else { return }
    ledger.counts[place(ledger.layout.column(handoff: handoff, fate), row: row)] &+= 1
    let place = ledger.layout.place(handoff: handoff, channel: channel, stage: Int(stage[row]))
    ledger.threadsByStage[place + fate.rawValue] &+= 1
    if isFollowed(row) {
      paths.append(PathStep(agent: row, step: step, kind: .thread(handoff: handoff, fate)))
    }
  }

  /// Counts what a trigger did.
  mutating func tallyTrigger(
    _ trigger: Int, _ which: TriggerCount, _ count: Int, row: Int, step: Int
  ) {
    guard tallyRow >= 0 else { return }
    ledger.counts[place(ledger.layout.column(trigger: trigger, which), row: row)] &+=
      UInt32(clamping: count)
    if which != .wait, isFollowed(row) {
      // Who starts in a stage sets a trigger off before the first step.
      paths.append(
        PathStep(agent: row, step: max(0, step), kind: .trigger(trigger: trigger, which)))
    }
  }

  /// Counts an appointment and its lead time.
  mutating func tallyBooking(_ service: Int, leadDays: Int, row: Int, step: Int) {
    guard tallyRow >= 0 else { return }
    ledger.counts[place(ledger.layout.column(service: service, .booked), row: row)] &+= 1
    ledger.counts[place(ledger.layout.column(service: service, .lead), row: row)] &+=
      UInt32(clamping: leadDays)
    if isFollowed(row) {
      paths.append(
        PathStep(
          agent: row, step: step, kind: .appointment(service: service, leadDays: leadDays)))
    }
  }

  /// Counts an experience and, if it was given, the answer to the survey.
  mutating func tallyExperience(
    _ experience: Int, points: Int, isAnswered: Bool, row: Int, step: Int
  ) {
    guard tallyRow >= 0 else { return }
    func add(_ which: ExperienceCount, _ count: Int) {
      ledger.counts[place(ledger.layout.column(experience: experience, which), row: row)] &+=
        UInt32(clamping: count)
    }
    // Promoters, detractors and those who would recommend: the usual reading of 0 to 10.
    let isPromoter = points >= 9 ? 1 : 0
    let isDetractor = points <= 6 ? 1 : 0
    let recommends = points >= 7 ? 1 : 0
    add(.experience, 1)
    add(.points, points)
    add(.promoters, isPromoter)
    add(.detractors, isDetractor)
    add(.recommend, recommends)
    if isAnswered {
      add(.answers, 1)
      add(.answeredPoints, points)
      add(.answeredPromoters, isPromoter)
      add(.answeredDetractors, isDetractor)
      add(.answeredRecommend, recommends)
    }
    if isFollowed(row) {
      paths.append(
        PathStep(
          agent: row, step: step,
          kind: .experience(experience: experience, points: points, isAnswered: isAnswered)))
    }
  }

  /// Counts a next best action and logs the chance with which it was chosen.
  mutating func noteAction(
    channel: Int, row: Int, explores: Bool, propensity: Double, step: Int
  ) {
    guard tallyRow >= 0 else { return }
    ledger.counts[place(ledger.layout.column(action: channel, .chosen), row: row)] &+= 1
    if explores {
      ledger.counts[place(ledger.layout.column(action: channel, .explored), row: row)] &+= 1
    }
    if isFollowed(row) {
      paths.append(
        PathStep(
          agent: row, step: step,
          kind: .action(channel: channel, propensity: propensity, isExploration: explores)))
    }
  }

  /// Notes an opt-out on the path.
  mutating func noteOptOut(channel: Int, row: Int, step: Int) {
    guard tallyRow >= 0, isFollowed(row) else { return }
    paths.append(PathStep(agent: row, step: step, kind: .optOut(channel: channel)))
  }

  /// Notes how a touch was met, after the touch itself.
  mutating func noteDetail(channel: Int, row: Int, isSeen: Bool, continues: Int, step: Int) {
    guard columns.isDetailed, tallyRow >= 0, isFollowed(row) else { return }
    paths.append(
      PathStep(
        agent: row, step: step,
        kind: .detail(
          isSeen: isSeen, match: contentMatch(row: row, channel: channel, stage: Int(stage[row])),
          continues: continues < 0 ? nil : continues)))
  }

  /// Writes down trust at the end of a step, in thousandths.
  mutating func closeTrust() {
    guard plan.trust != nil else { return }
    var sums = [Double](repeating: 0, count: ledger.cellCount)
    for row in rules.trust.indices {
      sums[columns.cells.isEmpty ? 0 : Int(columns.cells[row])] += rules.trust[row]
    }
    let first = tallyRow / ledger.width
    for cell in sums.indices { ledger.trust[first + cell] = sums[cell] * 1000 }
  }
}
