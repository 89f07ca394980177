import Statistics

/// One population during a run: its plan, its people and their state, all in columns.
///
/// A plain value: a copy is a snapshot, and running the copy on gives the same bytes.
struct PopulationWorld: Sendable {
  let plan: PopulationPlan
  let people: People
  let columns: PersonalColumns
  let streams: PopulationStreams
  let network: ContactNetwork?
  /// Exits of all stages and the terms of their effects, flat for the kernels.
  let exits: ExitTable

  /// Stage of each agent.
  var stage: [UInt8]
  /// Step in which each agent entered its stage; empty without dwell laws.
  var enteredStep: [Int32]
  /// Stages that each agent has been in, a bit each.
  var visited: [UInt64]
  /// Remembered engagements, channel-major: `memory[channel * size + row]`.
  var memory: [Double]
  /// Whether anything can be remembered of a channel, so that its memory has to fade.
  var isRemembered: [Bool]
  /// Contact pressure; empty when the population declares none.
  var pressure: [Double]
  /// Consent by channel; empty for channels that need none.
  var consent: [RowBits]
  /// Delivered touches in the current window of a cap, by channel, padded to groups of 64; empty
  /// without a cap.
  var touchesInWindow: [[UInt8]]
  /// Step of the last engagement with anything, and with channels whose synergy asks for it.
  var lastEngaged: [Int32]
  var lastEngagedWith: [[Int32]]
  /// Consent withdrawn for good, by channel; empty where nobody ever withdrew.
  var withdrawn: [RowBits]
  /// Touches by children's events that arrive in the next step, by channel.
  var arriving: [[Int32]]
  /// Rows that live in this world of an experiment; empty where everybody does.
  var residents = RowBits()
  /// Touches by word of mouth of residents, by channel: who hears of it, in whichever world it lives.
  var spoken: [[Int32]] = []
  /// Active contacts of each agent; empty without contacts.
  var activeContacts: [UInt16]
  /// Active agents and all agents of each peer group; empty without groups.
  var activeInGroup: [Int32]
  let groupSize: [Int32]
  /// Agents in each stage by cell: `occupancy[cell * stages + stage]`.
  var occupancy: [UInt32]

  /// What the rules remember, and appointments.
  var rules: RuleState
  var bookings: Bookings
  /// Steps that content submitted in a step waits for approval, by step, burn-in first.
  let approvalWait: [Int]
  /// Agents of each level of the attributes that word of mouth goes by; empty for others.
  let circles: [LevelMembers]

  /// Agents that took a transition in this step, with the stage they left.
  var moved: [Move] = []
  /// Planned touches of the channel at work and what becomes of them, 64 agents at a time.
  var touch: TouchWork
  /// Touches of a channel whose touches are listed, and the agents that get any.
  var touchCount: [UInt8]
  var touched: [Int32] = []
  /// Listed touches: the first so many entries of the columns below.
  var touchTotal = 0
  /// Agent of each touch, its place among the agent's touches, its random words and its fate.
  var touchRows: [Int32] = []
  var touchDraws: [UInt8] = []
  var fateWords: [UInt32] = []
  var optOutWords: [UInt32] = []
  var isDelivered: [Bool] = []
  /// Whether no touch has been dropped from the list yet.
  var isUntouchedList = true
  /// Pressure and engagements of this step, which count from the next step's touches on.
  var pressureCounts: PressureCounts
  var engagementsNow: [EngagementNow] = []
  /// Random words of the kernel at work.
  var words: [UInt32]

  // Hazards and events: what is worked out in the first step and holds for long, and buffers.

  /// Effects of the ways out and of events on single agents; empty before the first step.
  var exitEffects = EffectTable()
  var eventEffects = EffectTable()
  /// Bounds of the chances to leave, as of the last change of the environment.
  var stageBounds: StageBounds?
  /// Whether the means of each event stay, and the thresholds of their counts.
  var isSteady: [Bool] = []
  var steadyCounts: [SteadyCounts?] = []
  /// Agents that the kernel at work looks at.
  var candidates = Candidates()

  /// What happened, by reported step.
  var ledger: PopulationLedger
  /// First row of the current step in the ledger; −1 during burn-in.
  var tallyRow = -1
  /// An event whose count in a step no longer fits the ledger, if there is one.
  var overflowingEvent: Int?
  /// Events and touches of single agents, when targets ask for them.
  var records: [AgentRecord]
  /// Paths of the sampled agents.
  var paths: [PathStep] = []

  struct EngagementNow: Sendable, Equatable {
    var row: Int32
    var channel: Int32
  }

  struct Move: Sendable {
    var row: Int32
    var from: UInt8
    var transition: UInt16
  }

  /// A step before every other.
  static let never = Int32.min / 2

  init(
    _ plan: PopulationPlan, spec: PopulationSpec, scenario: Scenario, people: People,
    replicate: Int, firstStep: Int, stepCount: Int, records: [AgentRecord],
    approvalWait: [Int] = [], followed: [Int]? = nil, network: ContactNetwork? = nil
  ) {
    let size = plan.size
    ledger = PopulationLedger(plan, stepCount: stepCount)
    self.records = records
    for index in self.records.indices { self.records[index].include(from: people) }
    self.plan = plan
    self.people = people
    let streams = PopulationStreams(
      scenario, population: plan.index, replicate: replicate, firstRow: people.firstRow)
    self.streams = streams
    columns = PersonalColumns(
      plan, people: people, name: spec.name, seed: scenario.seed,
      phases: streams.channels.map(\.phase),
      known: RandomStream(
        seed: scenario.seed, replicate: replicate, purpose: Purpose.known(spec.name)
      ).shifted(by: people.firstRow),
      followed: followed)
    exits = ExitTable(plan)
    let stage = Self.start(
      plan, name: spec.name, seed: scenario.seed, replicate: replicate, people: people)
    self.stage = stage
    enteredStep =
      plan.usesDwell || plan.branches ? [Int32](repeating: Int32(firstStep - 1), count: size) : []
    visited = stage.map { 1 << UInt64($0) }
    memory = [Double](repeating: 0, count: size * plan.channels.count)
    isRemembered = plan.channels.map(\.isActive)
    pressure = plan.pressure == nil ? [] : [Double](repeating: 0, count: size)
    pressureCounts = PressureCounts(plan)
    consent = plan.channels.map { channel in
      guard channel.usesConsent else { return RowBits() }
      let stream = RandomStream(
        seed: scenario.seed, replicate: replicate,
        purpose: Purpose.consent(scenario.channels[channel.channel].name)
      ).shifted(by: people.firstRow)
      let share = AgentFactor(channel.consent, people: people)
      return RowBits(count: size) { stream.uniform(agent: $0, step: 0) < share[$0] }
    }
    withdrawn = plan.channels.map { _ in RowBits() }
    rules = RuleState(plan, firstStep: firstStep, stepCount: stepCount)
    bookings = Bookings(plan, stage: stage)
    self.approvalWait = approvalWait
    circles = people.codes.indices.map { attribute in
      plan.events.contains { $0.peerTouch?.within == attribute }
        ? LevelMembers(people.codes[attribute]) : LevelMembers([])
    }
    touchesInWindow = plan.channels.map {
      $0.capTouches == nil ? [] : [UInt8](repeating: 0, count: 64 * RowBits.groupCount(size))
    }
    touch = TouchWork(plan, columns: columns)
    lastEngaged =
      plan.channels.isEmpty ? [] : [Int32](repeating: Self.never, count: size)
    lastEngagedWith = plan.channels.map {
      $0.isSynergyFirst ? [Int32](repeating: Self.never, count: size) : []
    }
    arriving = plan.channels.map { _ in [] }
    touchCount = plan.channels.isEmpty ? [] : [UInt8](repeating: 0, count: size)
    words = [UInt32](repeating: 0, count: (size + 3) & ~3)
    self.network = network
    (activeContacts, activeInGroup, groupSize) = Self.peers(
      plan, people: people, stage: stage, network: network)
    var occupancy = [UInt32](repeating: 0, count: plan.breakdown.cellCount * plan.stageCount)
    for row in 0..<size {
      let cell = columns.cells.isEmpty ? 0 : Int(columns.cells[row])
      occupancy[cell * plan.stageCount + Int(stage[row])] += 1
    }
    self.occupancy = occupancy
  }

  /// The stage in which each agent starts.
  static func start(
    _ plan: PopulationPlan, name: String, seed: UInt64, replicate: Int, people: People
  ) -> [UInt8] {
    if let only = plan.start.certain { return [UInt8](repeating: UInt8(only), count: people.size) }
    let stream = RandomStream(seed: seed, replicate: replicate, purpose: Purpose.start(name))
    let head = people.firstRow & 3
    var words = [UInt32](repeating: 0, count: (head + people.size + 3) & ~3)
    stream.fill(
      &words, agents: people.firstRow - head..<people.firstRow + people.size, step: 0)
    return (0..<people.size).map {
      UInt8(plan.start.index(of: RandomStream.uniform(from: words[head + $0])))
    }
  }

  static func peers(
    _ plan: PopulationPlan, people: People, stage: [UInt8], network: ContactNetwork?
  ) -> (contacts: [UInt16], active: [Int32], size: [Int32]) {
    guard let peers = plan.peers else { return ([], [], []) }
    switch peers.circle {
    case .contacts:
      var active = [UInt16](repeating: 0, count: plan.size)
      guard let network else { return (active, [], []) }
      for row in 0..<plan.size where peers.isActive[Int(stage[row])] {
        let range = Int(network.firstFollower[row])..<Int(network.firstFollower[row + 1])
        for place in range { active[Int(network.followers[place])] += 1 }
      }
      return (active, [], [])
    case .group(let attribute):
      let codes = people.codes[attribute]
      let groups = Int(codes.max() ?? 0) + 1
      var active = [Int32](repeating: 0, count: groups)
      var size = [Int32](repeating: 0, count: groups)
      for row in 0..<plan.size {
        size[Int(codes[row])] += 1
        if peers.isActive[Int(stage[row])] { active[Int(codes[row])] += 1 }
      }
      return ([], active, size)
    }
  }
}
