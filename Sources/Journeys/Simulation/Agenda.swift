/// What has been put off to later steps: one list for each step to come, reused in a ring.
struct Agenda: Sendable {
  /// One thing to be done for one agent.
  struct Item: Sendable {
    var kind: Kind
    var row: Int32
    /// Number of the rule or channel that it belongs to.
    var rule: Int32
    /// Rung of a ladder.
    var rung: Int32 = 0
    /// Step of the occasion.
    var since: Int32
  }

  enum Kind: UInt8, Sendable {
    /// A rung of a trigger's ladder is to be sent.
    case rung
    /// A handoff's follow-up is to be sent.
    case followUp
    /// A thread ends unless it was continued.
    case deadline
    /// An opt-out takes effect.
    case withdrawal
    /// An engagement becomes known to whoever chooses the next action.
    case sighting
  }

  private var lists: [[Item]]
  private let lastStep: Int
  /// Step whose list was taken last.
  private var current: Int

  /// - Parameters:
  ///   - farthest: Most steps that anything can be put off.
  ///   - firstStep: First step of the run; negative with a burn-in.
  ///   - stepCount: Reported steps.
  init(farthest: Int, firstStep: Int, stepCount: Int) {
    lastStep = stepCount - 1
    current = firstStep
    lists = [[Item]](repeating: [], count: min(farthest, stepCount - firstStep) + 2)
  }

  private func place(_ step: Int) -> Int {
    let place = step % lists.count
    return place < 0 ? place + lists.count : place
  }

  /// Puts something off; what would fall after the run is forgotten.
  mutating func add(_ item: Item, at due: Int) {
    if due > lastStep { return }
    precondition(
      due >= current && due - current < lists.count, "nothing is put off beyond the farthest step")
    lists[place(due)].append(item)
  }

  /// What is due in a step, in the order in which it was put off.
  mutating func take(step: Int) -> [Item] {
    current = step
    var due: [Item] = []
    swap(&due, &lists[place(step)])
    return due
  }

  /// Gives back a list that has been worked off, so that its room is used again.
  mutating func giveBack(_ worked: [Item], step: Int) {
    var list = worked
    list.removeAll(keepingCapacity: true)
    let place = place(step)
    if lists[place].isEmpty { swap(&list, &lists[place]) }
  }

  /// Everything of one kind that has been put off.
  func items(of kind: Kind) -> [Item] { lists.joined().filter { $0.kind == kind } }

  /// Takes over of another agenda what is still of use, however far it was put off there.
  mutating func adopt(_ other: Agenda, from step: Int, where isOfUse: (Item) -> Bool) {
    current = step
    lists = [[Item]](repeating: [], count: max(lists.count, other.lists.count))
    for distance in 0..<other.lists.count - 1 {
      lists[place(step + distance)] = other.lists[other.place(step + distance)].filter(isOfUse)
    }
  }
}
