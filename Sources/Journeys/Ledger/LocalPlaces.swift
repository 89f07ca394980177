/// Where rules, services and experiences stand within their populations.
struct LocalPlaces: Sendable {
  struct Place: Sendable {
    let population: Int
    let number: Int
  }

  let handoffs: [Place]
  let triggers: [Place]
  let services: [Place]
  let experiences: [Place]

  init(_ scenario: Scenario) {
    func places(_ owners: [Int]) -> [Place] {
      zip(owners, LedgerReading.numbersWithin(owners)).map {
        Place(population: $0, number: $1)
      }
    }
    handoffs = places(scenario.handoffs.map(\.population))
    triggers = places(scenario.triggers.map(\.population))
    services = places(scenario.services.map(\.population))
    experiences = places(scenario.experiences.map(\.population))
  }
}
