import Interchange

/// Ways between stages: their links and what they are without effects.
extension ScenarioReader {
  mutating func readTransition(
    _ node: SpecNode, _ name: String, _ index: Int, _ path: String
  ) -> Transition? {
    let stages = populations[index].journey.stages
    let what = "stage of \(populationNames[index])"
    let from = references(node["from"], among: stages, what: what, path: path + ".from")
    guard
      let to = node["to"].flatMap({
        reference($0, among: stages, what: what, path: path + ".to")
      }), !from.isEmpty
    else { return nil }
    let implied: TransitionLink = node["onDayOf"] == nil ? .cloglog : .log
    let link = node["link"]?.text.flatMap { TransitionLink(rawValue: $0) } ?? implied
    guard let base = readBase(node, link, index, path) else { return nil }
    if base.isRest, node["effects"] != nil {
      problem(
        node["effects"], path + ".effects",
        "rest takes what the others leave; put the effect on the others")
    }
    let effects = readEffects(node["effects"], index, path + ".effects")
    return Transition(name: name, from: from, to: to, link: link, base: base, effects: effects)
  }

  private mutating func readBase(
    _ node: SpecNode, _ link: TransitionLink, _ index: Int, _ path: String
  ) -> Transition.Base? {
    if node["books"] != nil { return readBooking(node, index, path) }
    if node["onDayOf"] != nil || node["byLeadDays"] != nil {
      return readAppointment(node, index, path)
    }
    if let law = node["dwell"] {
      guard link == .cloglog else {
        problem(law, path + ".dwell", "a dwell law needs the link cloglog")
        return nil
      }
      return readDwell(law, path + ".dwell").map { .dwell($0, share: node["share"]?.number ?? 1) }
    }
    if node["share"] != nil {
      problem(node["share"], path + ".share", "a share belongs to a dwell law")
    }
    if let rate = ratePerWeek(node) {
      if link != .cloglog {
        problem(node, path, "link \(link.rawValue) takes a probability a step, not a rate")
      }
      return .ratePerWeek(rate)
    }
    guard let probability = node["probability"] else { return nil }
    if link == .cloglog {
      problem(
        probability, path + ".probability",
        "link cloglog takes a rate; write ratePerWeek, or link: logit or log")
    }
    if probability.text == "rest" {
      if link != .log {
        problem(probability, path + ".probability", "rest needs the link log")
      }
      return .rest
    }
    return probability.number.map { .probability($0) }
  }

  private mutating func readDwell(_ node: SpecNode, _ path: String) -> DwellLaw? {
    if let law = node["weibull"], let shape = law["shape"]?.number,
      let scale = law["scaleDays"]?.number
    {
      return .weibull(shape: shape, scaleDays: scale)
    }
    if let law = node["lognormal"], let median = law["medianDays"]?.number,
      let sigma = law["sigma"]?.number
    {
      return .lognormal(medianDays: median, sigma: sigma)
    }
    if let days = node["fixedDays"]?.number { return .fixed(days: days) }
    guard let table = node["table"] else { return nil }
    var points: [(days: Double, share: Double)] = []
    for entry in table.entries {
      guard let days = Double(entry.key), days >= 0, let share = entry.value.number else {
        problem(entry.value, path + ".table", "\"\(entry.key)\" is not a number of days")
        continue
      }
      points.append((days, share))
    }
    for (a, b) in zip(points, points.dropFirst()) where b.days <= a.days || b.share < a.share {
      problem(table, path + ".table", "days and shares ascend; \(b.days) days do not")
    }
    return .table(points)
  }
}
