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
  /// Whether each agent's path is kept; empty when none is.
  let isSampled: [Bool]

  /// - Parameters:
  ///   - plan: The population's plan.
  ///   - people: Its agents.
  ///   - name: The population's name, for the sample of paths.
  ///   - seed: Seed of the run.
  ///   - phases: Streams of the phases of even spacing, by channel.
  init(
    _ plan: PopulationPlan, people: People, name: String, seed: UInt64, phases: [RandomStream]
  ) {
    let breakdown = plan.breakdown
    let attributes = plan.breakdownAttributes
    cells =
      breakdown.cellCount == 1
      ? []
      : (0..<plan.size).map { row in
        UInt8(breakdown.cell(of: attributes.map { Int(people.codes[$0][row]) }))
      }
    transitionTerms = PersonalTerms(plan.transitions.map(\.response), people: people)
    eventTerms = PersonalTerms(plan.events.map(\.response), people: people)
    eventTimes = plan.events.map { event in
      guard let first = event.times.first else { return [] }
      var product = people.reals[first]
      for attribute in event.times.dropFirst() {
        let factor = people.reals[attribute]
        for row in product.indices { product[row] *= factor[row] }
      }
      return product
    }
    channels = plan.channels.indices.map {
      ChannelColumns(plan.channels[$0], plan: plan, people: people, phase: phases[$0])
    }
    isSampled = Self.sample(plan, name: name, seed: seed)
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

/// What is fixed for each agent and one channel.
struct ChannelColumns: Sendable {
  /// Mean touches per step at intensity 1, or the weight under a total; empty when constant.
  let rates: [Double]
  /// The constant rate, when `rates` is empty.
  let rate: Double
  /// Phase of even spacing, in touches; empty for other plans.
  let phases: [Double]
  let access: AgentFactor
  let seen: AgentFactor
  /// Chance to engage before synergy and fatigue; may exceed one.
  let engaged: AgentFactor
  /// Joint level of the attributes that content distinguishes; empty when it does not.
  let matchCodes: [UInt16]
  /// Content match: `[code * stageCount + stage]`; empty when everything matches.
  let match: [Double]
  /// Rows in the order of service when capacity is short; empty for a random start.
  let serviceOrder: [Int32]

  init(_ channel: ChannelPlan, plan: PopulationPlan, people: People, phase: RandomStream) {
    var factors: [[Double]] = []
    var constant = 1.0
    func include(_ varying: Varying) {
      if let attribute = varying.attribute {
        factors.append(people.codes[attribute].map { varying.values[Int($0)] })
      } else {
        constant *= varying.values[0]
      }
    }
    switch channel.amount {
    case .nobody: constant = 0
    case .cadence(let perStep, let scaledBy, _):
      include(perStep)
      if let scaledBy { factors.append(people.reals[scaledBy]) }
    case .total(_, let weightedBy):
      if let weightedBy { factors.append(people.reals[weightedBy]) }
    }
    rates = Self.product(factors, constant)
    rate = constant
    if case .cadence(_, _, isEven: true) = channel.amount {
      phases = (0..<people.size).map { phase.uniform(agent: $0, step: 0) }
    } else {
      phases = []
    }
    access = AgentFactor(channel.access, people: people)
    seen = AgentFactor(channel.seen, people: people)
    engaged = AgentFactor(
      channel.engaged, people: people, affinity: channel.affinity, factor: channel.personalization)
    (matchCodes, match) = Self.matches(channel.match, plan: plan, people: people)
    serviceOrder =
      channel.capacityOrder.map { attribute in
        let numbers = people.reals[attribute]
        return (0..<Int32(people.size)).sorted {
          let (a, b) = (numbers[Int($0)], numbers[Int($1)])
          return a != b ? a > b : $0 < $1
        }
      } ?? []
  }

  private static func product(_ factors: [[Double]], _ constant: Double) -> [Double] {
    guard var product = factors.first else { return [] }
    for factor in factors.dropFirst() {
      for row in product.indices { product[row] *= factor[row] }
    }
    if constant != 1 { for row in product.indices { product[row] *= constant } }
    return product
  }

  private static func matches(
    _ match: ContentMatch, plan: PopulationPlan, people: People
  ) -> (codes: [UInt16], table: [Double]) {
    if match.isFull { return ([], []) }
    var attributes = match.levels.map(\.attribute)
    for cell in match.cells where !attributes.contains(cell.attribute) {
      attributes.append(cell.attribute)
    }
    let counts = attributes.map { Int(people.codes[$0].max() ?? 0) + 1 }
    let joint = counts.reduce(1, *)
    var table: [Double] = []
    for code in 0..<joint {
      var rest = code
      var levels: [Int: Int] = [:]
      for (attribute, count) in zip(attributes, counts) {
        levels[attribute] = rest % count
        rest /= count
      }
      for stage in 0..<plan.stageCount {
        table.append(match.value(stage: stage) { levels[$0] ?? 0 })
      }
    }
    guard joint > 1 else { return ([], table) }
    let codes = (0..<people.size).map { row in
      var code = 0
      for (attribute, count) in zip(attributes, counts).reversed() {
        code = code * count + Int(people.codes[attribute][row])
      }
      return UInt16(code)
    }
    return (codes, table)
  }
}

/// A number per agent, or one for all.
struct AgentFactor: Sendable {
  /// The number of each agent; empty when it is the same for all.
  let column: [Double]
  /// The number of all, when the column is empty.
  let constant: Double

  init(_ varying: Varying, people: People, affinity: Int? = nil, factor: Double = 1) {
    constant = (varying.attribute == nil ? varying.values[0] : 1) * factor
    var column = varying.attribute.map { attribute in
      people.codes[attribute].map { varying.values[Int($0)] * factor }
    }
    if let affinity {
      var product = people.reals[affinity]
      for row in product.indices { product[row] *= column?[row] ?? constant }
      column = product
    }
    self.column = column ?? []
  }

  /// The number of an agent.
  subscript(row: Int) -> Double { column.isEmpty ? constant : column[row] }
}
