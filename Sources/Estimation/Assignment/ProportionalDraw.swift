import Statistics

/// Draws items to arms: exact shares in every stratum, remainders by chance with all arms in balance.
struct ProportionalDraw {
  let plan: AssignmentPlan
  /// The units of each item.
  let items: [[Int]]
  /// The items of each stratum.
  let strata: [[Int]]

  /// Assignments that are drawn to learn how balanced they come; *chosen*: its hundredth is known
  /// within a third, and it takes a second for twenty thousand units.
  private static let pilotSize = 1_000
  /// Assignments after which a search for balance ends; *chosen* as a thousand times the usual need.
  private static let mostDraws = 100_000

  /// One assignment of units, whether balanced or not.
  ///
  /// - Parameters:
  ///   - replicate: The assignment, 0 being the one that counts.
  ///   - attempt: The place among those that are drawn until one is balanced.
  ///   - purpose: What the draw is for.
  /// - Returns: The arm of each unit.
  func arms(replicate: Int, attempt: Int, purpose: String = "assign") -> [Int] {
    func stream(_ decision: String) -> RandomStream {
      RandomStream(seed: plan.seed, replicate: replicate, purpose: "\(purpose)/\(decision)")
    }
    let weights = plan.shares.weights
    let (arms, whole) = (weights.count, plan.shares.total)
    var rows = Array(strata.indices)
    Self.shuffle(&rows, by: stream("strata"), from: 0, attempt: attempt)
    let chances = stream("remainders")
    let extras = RandomRounding.rounded(
      strata.flatMap { members in weights.map { members.count * $0 % whole } },
      columns: arms, whole: whole, order: rows
    ) { chances.uniform(agent: $0, step: attempt) }
    let order = stream("order")
    var assigned = [Int](repeating: 0, count: items.reduce(0) { $0 + $1.count })
    var position = 0
    for (stratum, members) in strata.enumerated() {
      var shuffled = members
      Self.shuffle(&shuffled, by: order, from: position, attempt: attempt)
      position += members.count
      var next = 0
      for (arm, weight) in weights.enumerated() {
        let count = members.count * weight / whole + extras[stratum * arms + arm]
        for item in shuffled[next..<next + count] {
          for unit in items[item] { assigned[unit] = arm }
        }
        next += count
      }
    }
    return assigned
  }

  /// Puts elements into an order of which each is as likely as any other.
  ///
  /// Fisher and Yates, with 64 random bits for each choice: the bias is below 1e-13 for a million.
  private static func shuffle(
    _ elements: inout [Int], by stream: RandomStream, from position: Int, attempt: Int
  ) {
    for place in elements.indices.dropLast() {
      let high = UInt64(stream.word(agent: position + place, step: attempt, draw: 0))
      let low = UInt64(stream.word(agent: position + place, step: attempt, draw: 1))
      let left = UInt64(elements.count - place)
      let offset = left.multipliedFullWidth(by: high << 32 | low).high
      elements.swapAt(place, place + Int(offset))
    }
  }

  /// The distance that a share of assignments keeps within.
  ///
  /// - Returns: The distance, and the share of assignments that it lets through.
  func pilot(_ balance: ArmBalance, acceptance: Double) -> (threshold: Double, acceptance: Double) {
    let distances = (0..<Self.pilotSize).map { attempt in
      balance.distance(arms(replicate: 0, attempt: attempt, purpose: "assign/pilot"))
    }.sorted()
    let place = max(1, Int((acceptance * Double(Self.pilotSize)).rounded()))
    let threshold = distances[min(place, Self.pilotSize) - 1]
    let within = distances.count { $0 <= threshold }
    return (threshold, Double(within) / Double(Self.pilotSize))
  }

  /// The first assignment within a distance.
  ///
  /// - Returns: The arm of each unit, how many assignments were drawn, and the distance.
  /// - Throws: When there is none among a hundred thousand.
  func accepted(
    _ balance: ArmBalance, threshold: Double, replicate: Int
  ) throws(AssignmentProblems) -> (arms: [Int], draws: Int, distance: Double) {
    for attempt in 0..<Self.mostDraws {
      let drawn = arms(replicate: replicate, attempt: attempt)
      let distance = balance.distance(drawn)
      if distance <= threshold { return (drawn, attempt + 1, distance) }
    }
    throw AssignmentProblems([.unbalanced(draws: Self.mostDraws, threshold: threshold)])
  }
}
