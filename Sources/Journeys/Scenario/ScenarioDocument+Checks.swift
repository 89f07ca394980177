import Interchange

/// What must hold for a document beyond the shape of its keys and the sense of each arm.
extension ScenarioDocument {
  /// Arms and switches that cannot branch from the burn-in because their people, channels or
  /// services differ.
  func branchProblems() -> [SpecProblem] {
    var problems: [SpecProblem] = []
    for setting in [nil] + settings.map({ Optional($0) }) {
      guard let past = try? scenarioAsWritten(setting: setting), past.burnInSteps > 0 else {
        return []
      }
      for arm in arms {
        guard let branch = try? scenario(arm: arm.name, setting: setting) else { continue }
        if !past.sharesPast(with: branch) || Self.changesPeople(arm.patch) {
          problems.append(branchProblem("an arm", section: "arms", arm.name))
        }
      }
      for lever in switches {
        guard let base = ladderBase,
          let branch = try? scenario(arm: base, switches: [lever.name], setting: setting)
        else { continue }
        if !past.sharesPast(with: branch) || Self.changesPeople(lever.patch) {
          problems.append(branchProblem("a switch", section: "switches", lever.name))
        }
      }
    }
    return problems
  }

  private func branchProblem(_ what: String, section: String, _ overlay: String) -> SpecProblem {
    SpecProblem(
      document: name, line: root[section]?[overlay]?.line ?? 0, path: "\(section).\(overlay)",
      problem: "with a burn-in, \(what) keeps the document's people, channels and services: of a "
        + "population it may change transitions, peers and pressure; leave a channel out with "
        + "channelsInUse")
  }

  /// Whether an overlay changes who the people are, or whom a channel touches.
  static func changesPeople(_ patch: SpecNode) -> Bool {
    let people = (patch["populations"]?.entries ?? []).contains { population in
      population.value.entries.contains { key in
        key.key == "journey"
          ? key.value.entries.contains { $0.key != "transitions" }
          : !["pressure", "peers", "source", "continuationWeeks"].contains(key.key)
      }
    }
    return people
      || (patch["channels"]?.entries ?? []).contains { $0.value["population"] != nil }
  }

  /// Reports a null that removes nothing: it is a misspelling, or a comma that YAML read as a key.
  static func reportIdleRemovals(
    _ patch: SpecNode, from target: SpecNode?, _ path: String, _ document: String,
    _ problems: inout [SpecProblem]
  ) {
    for entry in patch.entries {
      let place = "\(path).\(entry.key)"
      if entry.value.isNull, target?[entry.key] == nil {
        problems.append(
          SpecProblem(
            document: document, line: entry.line, path: place,
            problem: "has no value, and there is nothing of this name that it could remove; write "
              + "a value, or quote a text that holds a comma"))
      } else if !entry.value.entries.isEmpty {
        reportIdleRemovals(entry.value, from: target?[entry.key], place, document, &problems)
      }
    }
  }

  /// The first key of a path that the document does not have but nearly has.
  static func misspelling(in path: [String], of root: SpecNode) -> SpecProblem? {
    var node: SpecNode? = root
    for (depth, key) in path.enumerated() {
      if let next = node?[key] {
        node = next
      } else if let near = nearestKey(to: key, among: node?.entries.map(\.key) ?? []) {
        return SpecProblem(
          document: "--set", line: 0, path: path[...depth].joined(separator: "."),
          problem: "the scenario has none of this name; did you mean \(near)?")
      } else {
        return nil
      }
    }
    return nil
  }

  /// Numbers so large that they can only be mistakes, and that no count could hold.
  static func hugeNumbers(in node: SpecNode, document: String) -> [SpecProblem] {
    var problems: [SpecProblem] = []
    var keys: [String] = []
    reportHugeNumbers(in: node, document: document, keys: &keys, &problems)
    return problems
  }

  /// Walks down with the keys on the way, so that only a mistake costs a path.
  private static func reportHugeNumbers(
    in node: SpecNode, document: String, keys: inout [String], _ problems: inout [SpecProblem]
  ) {
    switch node.content {
    case .null: break
    case .scalar(let text):
      guard let number = node.number, number.magnitude > 1e15 else { return }
      problems.append(
        SpecProblem(
          document: document, line: node.line, path: keys.joined(separator: "."),
          problem: "\(text) is beyond 1e15; check its unit"))
    case .list(let items):
      for item in items {
        reportHugeNumbers(in: item, document: document, keys: &keys, &problems)
      }
    case .mapping(let entries):
      for entry in entries {
        keys.append(entry.key)
        reportHugeNumbers(in: entry.value, document: document, keys: &keys, &problems)
        keys.removeLast()
      }
    }
  }

  /// Problems that are not merely the consequence of a structural one at or above their place.
  static func withoutConsequences(
    _ problems: [SpecProblem], of causes: [SpecProblem]
  ) -> [SpecProblem] {
    let places = Set(causes.map(\.path))
    return problems.filter { problem in
      if causes.contains(problem) { return true }
      return !places.contains { cause in
        problem.path == cause || problem.path.hasPrefix(cause + ".")
          || cause.hasPrefix(problem.path + ".")
      }
    }
  }
}

extension Scenario {
  /// Whether a world of this scenario can go on under another: both have the same channels and services,
  /// and the same number of people in the same stages.
  public func sharesPast(with other: Scenario) -> Bool {
    channels.map(\.name) == other.channels.map(\.name)
      && channels.map(\.population) == other.channels.map(\.population)
      && services.map(\.name) == other.services.map(\.name)
      && populations.map(\.name) == other.populations.map(\.name)
      && zip(populations, other.populations).allSatisfy {
        $0.size == $1.size && $0.parent == $1.parent && $0.journey.stages == $1.journey.stages
      }
  }
}
