import Statistics

/// The random streams of one population in one replicate.
struct PopulationStreams: Sendable {
  let transition: RandomStream
  /// By event of the population, and the others whom each touches.
  let events: [RandomStream]
  let peerTouches: [RandomStream]
  /// By rule, service and experience of the population.
  let handoffs: [RandomStream]
  let triggers: [RandomStream]
  let services: [RandomStream]
  let experiences: [RandomStream]
  let people: [RandomStream]
  let actionDue: RandomStream
  let action: RandomStream
  /// By channel of the population.
  let channels: [ChannelStreams]

  struct ChannelStreams: Sendable {
    let planned: RandomStream
    let phase: RandomStream
    let touch: RandomStream
    let service: RandomStream
    let rhythm: RandomStream
  }

  /// - Parameters:
  ///   - scenario: The scenario.
  ///   - population: A population of it.
  ///   - replicate: Number of the replicate.
  ///   - firstRow: Row of the first agent of the part that the streams serve.
  init(_ scenario: Scenario, population: Int, replicate: Int, firstRow: Int = 0) {
    func stream(_ purpose: String) -> RandomStream {
      RandomStream(seed: scenario.seed, replicate: replicate, purpose: purpose)
        .shifted(by: firstRow)
    }
    let name = scenario.populations[population].name
    transition = stream(Purpose.transition(name))
    let happenings = scenario.events.filter { $0.population == population }
    peerTouches = happenings.map { stream(Purpose.peerTouch($0.name)) }
    handoffs = scenario.handoffs.filter { $0.population == population }.map {
      stream(Purpose.handoff($0.name))
    }
    triggers = scenario.triggers.filter { $0.population == population }.map {
      stream(Purpose.trigger($0.name))
    }
    services = scenario.services.filter { $0.population == population }.map {
      stream(Purpose.service(booking: $0.name))
    }
    let felt = scenario.experiences.filter { $0.population == population }
    experiences = felt.map { stream(Purpose.experience($0.name)) }
    people = felt.map { stream(Purpose.person($0.name)) }
    actionDue = stream(Purpose.actionDue(name))
    action = stream(Purpose.action(name))
    events = happenings.map { stream(Purpose.event($0.name)) }
    channels = scenario.channels.filter { $0.population == population }.map {
      ChannelStreams(
        planned: stream(Purpose.planned($0.name)), phase: stream(Purpose.phase($0.name)),
        touch: stream(Purpose.touch($0.name)), service: stream(Purpose.service($0.name)),
        rhythm: stream(Purpose.rhythm($0.name)))
    }
  }
}
