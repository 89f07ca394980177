/// Where channels, events, rules, services and experiences stand within their populations.
struct LocalPlaces: Sendable {
  struct Place: Sendable {
    let population: Int
    let number: Int
  }

  let channels: [Place]
  let events: [Place]
  let handoffs: [Place]
  let triggers: [Place]
  let services: [Place]
  let experiences: [Place]

  init(_ scenario: Scenario) {
    func places(_ owners: [Int]) -> [Place] {
      owners.indices.map { index in
        Place(
          population: owners[index],
          number: owners[..<index].filter { $0 == owners[index] }.count)
      }
    }
    channels = places(scenario.channels.map(\.population))
    events = places(scenario.events.map(\.population))
    handoffs = places(scenario.handoffs.map(\.population))
    triggers = places(scenario.triggers.map(\.population))
    services = places(scenario.services.map(\.population))
    experiences = places(scenario.experiences.map(\.population))
  }
}
