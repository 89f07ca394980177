import Interchange
import Statistics

/// Numbers that differ between people, change with time, or come in several units.
extension ScenarioReader {
  /// A number that may depend on a category of a population.
  mutating func varying(
    _ node: SpecNode?, of population: Int, path: String, otherwise fallback: Double
  ) -> Varying {
    guard let node else { return Varying(fallback) }
    if let number = node.number { return Varying(number) }
    guard let attribute = category(node["by"], of: population, path: path + ".by") else {
      return Varying(fallback)
    }
    let values = byLevel(
      node["values"], of: population, attribute: attribute, path: path + ".values",
      otherwise: node["otherwise"]?.number)
    return Varying(attribute: attribute, values: values)
  }

  /// One number for each level of an attribute; a missing level needs `otherwise`.
  mutating func byLevel(
    _ node: SpecNode?, of population: Int, attribute: Int, path: String, otherwise: Double?
  ) -> [Double] {
    let levels = populations[population].attributes[attribute].levels
    var values = levels.map { _ in otherwise }
    for entry in node?.entries ?? [] {
      guard let level = levels.firstIndex(of: entry.key) else {
        unknown(
          entry.key, among: levels,
          what: "level of \(populations[population].attributes[attribute].name)",
          node: entry.value, path: path)
        continue
      }
      values[level] = entry.value.number
    }
    for (level, value) in zip(levels, values) where value == nil {
      problem(node, path, "level \"\(level)\" has no number; add it, or otherwise")
    }
    return values.map { $0 ?? 0 }
  }

  /// A number that may change between two days of the run.
  mutating func ramp(_ node: SpecNode?, path: String, otherwise fallback: Double = 1) -> Ramp {
    guard let node else { return Ramp(fallback) }
    if let number = node.number { return Ramp(number) }
    if let days = node["byDay"] {
      let points = byDays(days, path: path + ".byDay")
      return points.isEmpty
        ? Ramp(fallback) : Ramp(points: points.map { (day: $0.days, value: $0.number) })
    }
    let (fromDay, toDay) = (node["fromDay"]?.number ?? 0, node["toDay"]?.number ?? 0)
    if toDay < fromDay {
      problem(node["toDay"] ?? node, path, "toDay is before fromDay; exchange them")
    }
    return Ramp(
      before: node["before"]?.number ?? fallback, after: node["after"]?.number ?? fallback,
      fromDay: fromDay, toDay: toDay)
  }

  /// Reports a number outside what a run can count.
  mutating func expect(
    _ node: SpecNode?, _ range: ClosedRange<Double>, _ path: String
  ) {
    guard let number = node?.number, !range.contains(number) else { return }
    problem(
      node, path,
      "\(HumanNumber.text(number)) cannot be simulated; write a number from "
        + "\(HumanNumber.text(range.lowerBound)) to \(HumanNumber.text(range.upperBound))")
  }

  /// Numbers by days, which must be days and ascend.
  mutating func byDays(_ node: SpecNode, path: String) -> [(days: Double, number: Double)] {
    var points: [(days: Double, number: Double)] = []
    for entry in node.entries {
      guard let days = Double(entry.key), (0...1e6).contains(days) else {
        problem(entry.value, path, "\"\(entry.key)\" is not a number of days")
        continue
      }
      points.append((days, entry.value.number ?? 0))
    }
    for (a, b) in zip(points, points.dropFirst()) where b.days <= a.days {
      problem(node, path, "days ascend; \(HumanNumber.text(b.days)) does not")
    }
    return points
  }

  /// Reports a number of days that is less than a step: nothing can happen twice within one.
  mutating func expectStep(_ node: SpecNode?, path: String) {
    guard let days = node?.number, days > 0, days < Double(grid.step.days) else { return }
    problem(
      node, path,
      "\(HumanNumber.text(days)) days are less than a step of \(grid.step.days) and would never act; "
        + "write \(grid.step.days) or more")
  }

  /// Share kept from one week to the next.
  func retentionPerWeek(_ node: SpecNode?) -> Double? {
    guard let node else { return nil }
    if let kept = node["retentionPerWeek"]?.number { return kept }
    if let kept = node["retentionPerMonth"]?.number {
      return Elementary.pow(kept, 1 / TimeGrid.weeksPerMonth)
    }
    if let weeks = node["halfLifeWeeks"]?.number { return Elementary.pow(0.5, 1 / weeks) }
    if let days = node["halfLifeDays"]?.number { return Elementary.pow(0.5, 7 / days) }
    return nil
  }

  /// A rate a week from the key that the node uses, or `nil` when it uses none.
  func ratePerWeek(_ node: SpecNode?) -> Double? {
    guard let node else { return nil }
    if let rate = node["ratePerDay"]?.number { return rate * 7 }
    if let rate = node["ratePerWeek"]?.number { return rate }
    if let rate = node["ratePerMonth"]?.number { return rate / TimeGrid.weeksPerMonth }
    if let rate = node["ratePerYear"]?.number { return rate / TimeGrid.weeksPerYear }
    return nil
  }
}
