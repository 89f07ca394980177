import Interchange

/// Ways to book a slot of a service, and ways out on the day of the appointment.
extension ScenarioReader {
  mutating func readBooking(_ node: SpecNode, _ index: Int, _ path: String) -> Transition.Base? {
    if node["link"] != nil {
      problem(node["link"], path + ".link", "a booking is not left to chance; remove the link")
    }
    if node["effects"] != nil {
      problem(
        node["effects"], path + ".effects",
        "a booking needs a free slot and nothing else; put effects on the way into the stage")
    }
    return node["books"].flatMap { service($0, of: index, path: path + ".books") }
      .map { .books(service: $0) }
  }

  mutating func readAppointment(
    _ node: SpecNode, _ index: Int, _ path: String
  ) -> Transition.Base? {
    guard let name = node["onDayOf"] else {
      problem(
        node["byLeadDays"], path + ".byLeadDays",
        "chances by lead time belong to an appointment; add onDayOf")
      return nil
    }
    if let link = node["link"], link.text != "log" {
      problem(link, path + ".link", "on the day of an appointment the link is log; remove it")
    }
    guard let service = service(name, of: index, path: path + ".onDayOf") else { return nil }
    if let table = node["byLeadDays"] {
      return .onDay(service: service, chances: readLeadChances(table, path + ".byLeadDays"))
    }
    guard let probability = node["probability"] else {
      problem(
        node, path,
        "on the day of an appointment it takes a probability, rest or byLeadDays, not a rate")
      return nil
    }
    if probability.text == "rest" { return .onDay(service: service, chances: nil) }
    return probability.number.map {
      .onDay(service: service, chances: [Transition.LeadChance(days: 0, chance: $0)])
    }
  }

  private mutating func readLeadChances(
    _ node: SpecNode, _ path: String
  ) -> [Transition.LeadChance] {
    let points = byDays(node, path: path)
    if points.first?.days != 0 {
      problem(node, path, "the first chance is that of 0 days; add it")
    }
    return points.map { Transition.LeadChance(days: $0.days, chance: $0.number) }
  }

  // MARK: Checks

  /// Stages whose people have an appointment: who comes there, who leaves, and when.
  mutating func checkAppointments(
    _ journey: Journey, _ node: SpecNode?, _ path: String
  ) {
    let place = path + ".transitions"
    for (stage, name) in journey.stages.enumerated() {
      let leaving = journey.transitions.filter { $0.from.contains(stage) }
      let booking = leaving.filter { $0.base.bookedService != nil }
      if booking.count > 1 {
        problem(
          node?["transitions"]?[booking[1].name], "\(place).\(booking[1].name)",
          "\"\(name)\" is left by booking already; one way out books")
      }
      guard let first = leaving.first(where: { $0.base.appointment != nil }),
        let service = first.base.appointment
      else { continue }
      if let other = leaving.first(where: { $0.base.appointment != service }) {
        problem(
          node?["transitions"]?[other.name], "\(place).\(other.name)",
          "\"\(name)\" is left on the day of \"\(serviceNames[service])\"; let all ways out of it "
            + "have onDayOf: \(serviceNames[service])")
      } else {
        checkDay(leaving, name, node?["transitions"], place)
      }
      checkArrivals(at: stage, service, journey, node, path)
    }
    for transition in journey.transitions {
      guard let service = transition.base.bookedService,
        !journey.transitions.contains(where: {
          $0.from.contains(transition.to) && $0.base.appointment != nil
        })
      else { continue }
      problem(
        node?["transitions"]?[transition.name], "\(place).\(transition.name)",
        "nobody leaves \"\(journey.stages[transition.to])\" on the day; add ways out with onDayOf: "
          + serviceNames[service])
    }
  }

  /// Chances on the day, which must share out everybody whatever the lead time.
  private mutating func checkDay(
    _ leaving: [Transition], _ stage: String, _ node: SpecNode?, _ path: String
  ) {
    let tables = leaving.compactMap(\.base.leadChances)
    let takesRest = leaving.contains(where: \.base.isRest)
    for days in Set(tables.joined().map(\.days)).sorted() {
      let sum = tables.reduce(0.0) { sum, table in
        sum + (table.last { $0.days <= days }?.chance ?? 0)
      }
      let lead = "with a lead of \(HumanNumber.text(days)) days"
      if sum > 1 + 1e-9 {
        problem(
          node, path,
          "chances out of \"\(stage)\" \(lead) sum to \(HumanNumber.text(sum)), above 1")
        return
      }
      if !takesRest, sum < 1 - 1e-9 {
        problem(
          node, path,
          "chances out of \"\(stage)\" \(lead) sum to \(HumanNumber.text(sum)); let one way out "
            + "take the rest")
        return
      }
    }
  }

  /// Whoever is in a stage with appointments must have booked one.
  private mutating func checkArrivals(
    at stage: Int, _ service: Int, _ journey: Journey, _ node: SpecNode?, _ path: String
  ) {
    let name = journey.stages[stage]
    let remedy = "book with books: \(serviceNames[service])"
    for transition in journey.transitions
    where transition.to == stage && transition.base.bookedService != service {
      problem(
        node?["transitions"]?[transition.name], "\(path).transitions.\(transition.name)",
        "people in \"\(name)\" have an appointment, and this way gives them none; \(remedy)")
    }
    if journey.start[stage] > 0 {
      problem(
        node?["start"], path + ".start",
        "people in \"\(name)\" have an appointment, and nobody starts with one; \(remedy)")
    }
  }
}

extension Transition.Base {
  /// Whether it takes what the other ways out leave.
  var isRest: Bool {
    switch self {
    case .rest, .onDay(_, nil): true
    default: false
    }
  }

  /// The service that it books.
  var bookedService: Int? {
    if case .books(let service) = self { service } else { nil }
  }

  /// The service on the day of whose appointment it is taken.
  var appointment: Int? {
    if case .onDay(let service, _) = self { service } else { nil }
  }

  /// Its chances on the day by lead time.
  var leadChances: [Transition.LeadChance]? {
    if case .onDay(_, let chances) = self { chances } else { nil }
  }
}
