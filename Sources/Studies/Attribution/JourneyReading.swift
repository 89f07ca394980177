import Estimation
import Journeys
import Statistics

/// Turns the paths of followed people into journeys that attribution models can read.
struct JourneyReading {
  /// Channel of the scenario for each channel of the population.
  private let channels: [Int]
  /// Number of the converting event within the population.
  private let event: Int
  /// Draws the order of touches within a step.
  private let order: RandomStream

  /// - Parameters:
  ///   - scenario: The world that was run.
  ///   - event: The event that counts as a conversion.
  ///   - replicate: Number of the replicate.
  init(_ scenario: Scenario, event: Int, replicate: Int) {
    let population = scenario.events[event].population
    channels = scenario.channels.indices.filter { scenario.channels[$0].population == population }
    self.event = scenario.events[..<event].filter { $0.population == population }.count
    order = RandomStream(
      seed: scenario.seed, replicate: replicate,
      purpose: "\(scenario.populations[population].name)/attribution/order")
  }

  /// The journeys of all followed people, in the order of their rows.
  ///
  /// Touches of one step have no order in the simulated world, where all of them act together; here
  /// they are put into a random one, so that no channel is first or last for the place where the
  /// document declares it.
  ///
  /// - Parameter steps: What happened to the followed people, as the simulation wrote it down.
  /// - Returns: One journey for each person.
  func journeys(_ steps: [PathStep]) -> [CustomerJourney] {
    var rows: [Int: Int] = [:]
    var agents: [Int] = []
    var journeys: [CustomerJourney] = []
    var shuffled: [[(step: Int, order: UInt32, channel: Int)]] = []
    for step in steps {
      let row: Int
      if let known = rows[step.agent] {
        row = known
      } else {
        row = journeys.count
        rows[step.agent] = row
        agents.append(step.agent)
        journeys.append(CustomerJourney())
        shuffled.append([])
      }
      switch step.kind {
      case .start(let stage): journeys[row].start = stage
      case .move(let stage): journeys[row].entries.append(.init(stage: stage, step: step.step))
      case .touch(let channel, let isEngaged):
        journeys[row].reached.insert(channels[channel])
        if isEngaged {
          let word = order.word(agent: step.agent, step: step.step, draw: shuffled[row].count)
          shuffled[row].append((step.step, word, channels[channel]))
        }
      case .event(event, let count): journeys[row].addConversions(count, step: step.step)
      default: break
      }
    }
    for row in journeys.indices {
      journeys[row].touches = shuffled[row].sorted {
        ($0.step, $0.order, $0.channel) < ($1.step, $1.order, $1.channel)
      }.map { CustomerTouch(channel: $0.channel, step: $0.step) }
    }
    return zip(agents, journeys).sorted { $0.0 < $1.0 }.map(\.1)
  }
}

extension CustomerJourney {
  /// Adds conversions of a step; an event that happens on several entries of a step counts once for
  /// each.
  fileprivate mutating func addConversions(_ count: Int, step: Int) {
    var total = count
    if let last = conversions.last, last.step == step {
      total += last.count
      conversions.removeLast()
    }
    conversions.append(.init(step: step, count: total))
  }
}
