import Interchange

/// Appointments with a limited number of slots.
extension ScenarioReader {
  /// Days that can be booked ahead at most; *chosen*: ten years.
  private static let longestHorizon = 3_650.0

  mutating func readServices() -> [AppointmentSlots] {
    (root["services"]?.entries ?? []).compactMap { entry in
      let (node, path) = (entry.value, "services.\(entry.key)")
      guard
        let population = node["population"].flatMap({
          reference($0, among: populationNames, what: "population", path: path + ".population")
        })
      else { return nil }
      checkBooked(entry, path)
      let horizon = node["horizonDays"]?.number ?? 0
      expectStep(node["horizonDays"], path: path + ".horizonDays")
      if horizon > Self.longestHorizon {
        problem(
          node["horizonDays"], path + ".horizonDays",
          "nobody books so far ahead; at most \(HumanNumber.text(Self.longestHorizon)) days")
      }
      let slots = ramp(node["slotsPerWeek"], path: path + ".slotsPerWeek", otherwise: 0)
      if slots.largest > 1e7 {
        problem(node["slotsPerWeek"], path + ".slotsPerWeek", "at most ten million slots a week")
      }
      return AppointmentSlots(
        name: entry.key, population: population,
        slotsPerWeek: slots,
        horizonDays: min(horizon, Self.longestHorizon),
        choose: readChoice(node["choose"], path + ".choose"))
    }
  }

  /// A service without a way to book it would stand idle unnoticed.
  private mutating func checkBooked(_ service: SpecEntry, _ path: String) {
    let booked = (root["populations"]?.entries ?? []).flatMap { population in
      (population.value["journey"]?["transitions"]?.entries ?? []).compactMap {
        $0.value["books"]?.text
      }
    }
    // A misspelled service has been reported; it may have meant this one.
    if booked.allSatisfy({ $0 != service.key && serviceNames.contains($0) }) {
      problem(
        service.value, path, "nobody books it; add a transition with books: \(service.key)")
    }
  }

  private mutating func readChoice(
    _ node: SpecNode?, _ path: String
  ) -> [(days: Double, share: Double)] {
    guard let node, !node.isNull else { return [] }
    let points = byDays(node, path: path)
    for (a, b) in zip(points, points.dropFirst()) where b.number < a.number {
      problem(node, path, "shares ascend; that of \(HumanNumber.text(b.days)) days does not")
    }
    if let last = points.last, abs(last.number - 1) > 1e-9 {
      problem(node, path, "shares end with \(HumanNumber.text(last.number)), not with 1")
    }
    return points.map { (days: $0.days, share: $0.number) }
  }
}
