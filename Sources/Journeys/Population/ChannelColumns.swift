import Statistics

/// What is fixed for each agent and one channel.
struct ChannelColumns: Sendable {
  /// Mean touches per step at intensity 1, or the weight under a total; empty when constant.
  var rates: [Double]
  /// The constant rate, when `rates` is empty.
  let rate: Double
  /// Sum of the weights that a total is spread by; 0 for other plans.
  let weightSum: Double
  /// Phase of even spacing, in touches; empty for other plans.
  let phases: [Double]
  let access: AgentFactor
  let seen: AgentFactor
  /// Chance to engage before synergy and fatigue; may exceed one.
  let engaged: AgentFactor
  /// Mean of that chance over the agents: what is expected of somebody unknown.
  let meanEngaged: Double
  /// Joint level of the attributes that content distinguishes; empty when it does not.
  let matchCodes: [UInt16]
  /// Content match: `[code * stageCount + stage]`; empty when everything matches.
  let match: [Double]
  /// Rows in the order of service when capacity is short; empty for a random start.
  let serviceOrder: [Int32]

  init(
    _ channel: ChannelPlan, plan: PopulationPlan, people: People, phase: RandomStream,
    isKnown: [Bool]
  ) {
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
    if case .total = channel.amount {
      weightSum = rates.isEmpty ? constant * Double(people.size) : rates.reduce(0, +)
    } else {
      weightSum = 0
    }
    if case .cadence(_, _, isEven: true) = channel.amount {
      phases = (0..<people.size).map { phase.uniform(agent: $0, step: 0) }
    } else {
      phases = []
    }
    access = AgentFactor(channel.access, people: people)
    let fit = plan.personalization.flatMap { $0.isPersonalized[channel.channel] ? $0 : nil }
    seen = AgentFactor(channel.seen, people: people).scaled(by: fit?.timing ?? 1, where: isKnown)
    engaged = AgentFactor(
      channel.engaged, people: people, affinity: channel.affinity, factor: channel.personalization)
    meanEngaged = engaged.mean
    (matchCodes, match) = Self.matches(channel, plan: plan, people: people, isKnown: isKnown)
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
    _ channel: ChannelPlan, plan: PopulationPlan, people: People, isKnown: [Bool]
  ) -> (codes: [UInt16], table: [Double]) {
    if channel.match.isFull, channel.library.isEmpty { return ([], []) }
    let fitted = MatchTable(channel, plan: plan, people: people)
    let isFitted = !channel.library.isEmpty && !isKnown.isEmpty
    let table = fitted.usual + (isFitted ? fitted.chosen : [])
    guard fitted.codeCount > 1 || isFitted else { return ([], table) }
    let codes = (0..<people.size).map { row in
      UInt16(fitted.code(of: row, people) + (isFitted && isKnown[row] ? fitted.codeCount : 0))
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

  private init(column: [Double], constant: Double) {
    self.column = column
    self.constant = constant
  }

  /// The same, times a ratio for some agents, and at most one.
  func scaled(by ratio: Double, where isMeant: [Bool]) -> AgentFactor {
    if ratio == 1 || isMeant.isEmpty { return self }
    return AgentFactor(
      column: isMeant.indices.map { min(1, self[$0] * (isMeant[$0] ? ratio : 1)) },
      constant: constant)
  }

  /// Whether it is one for all.
  var isCertain: Bool { column.isEmpty && constant >= 1 }

  /// Mean over the agents.
  var mean: Double {
    column.isEmpty ? constant : column.reduce(0, +) / Double(column.count)
  }

  /// The number of an agent.
  subscript(row: Int) -> Double { column.isEmpty ? constant : column[row] }
}
