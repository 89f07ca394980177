import Interchange

/// What one channel knows of the others, and who may contact whom.
extension ScenarioReader {
  mutating func readPolicy(_ node: SpecNode?) -> Policy {
    var policy = Policy()
    guard let node, !node.isNull else { return policy }
    policy.integration = readIntegration(node["integration"], "policy.integration")
    policy.governors = each(node["governor"], "policy.governor") { reader, node, population, path in
      reader.readGovernor(node, population, path)
    }
    policy.optOutDelayDays = node["optOutDelayDays"]?.number ?? 0
    policy.personalizations = each(node["personalization"], "policy.personalization") {
      reader, node, population, path in
      reader.readPersonalization(node, population, path)
    }
    policy.nextBestActions = each(node["nextBestAction"], "policy.nextBestAction") {
      reader, node, population, path in
      reader.readNextBestAction(node, population, path)
    }
    if let approval = node["approval"], !approval.isNull {
      expect(approval["itemsPerWeek"], 0...1e5, "policy.approval.itemsPerWeek")
      expect(approval["reviewers"], 0.01...1e4, "policy.approval.reviewers")
      policy.approval = ApprovalQueue(
        itemsPerWeek: approval["itemsPerWeek"]?.number ?? 0,
        reviewers: approval["reviewers"]?.number ?? 1,
        daysPerItem: approval["daysPerItem"]?.number ?? 1)
    }
    policy.overhead = node["overhead"]?.number ?? 0
    policy.costPerWeek = node["costPerWeek"]?.number ?? 0
    return policy
  }

  /// Reads one mapping or a list of them, each for a population of its own.
  private mutating func each<Rule>(
    _ node: SpecNode?, _ path: String,
    _ read: (inout ScenarioReader, SpecNode, Int, String) -> Rule
  ) -> [Rule] {
    guard let node else { return [] }
    let isList = if case .list = node.content { true } else { false }
    var seen: Set<Int> = []
    var rules: [Rule] = []
    for (index, item) in node.items.enumerated() {
      let place = isList ? "\(path)[\(index)]" : path
      guard
        let population = item["population"].flatMap({
          reference($0, among: populationNames, what: "population", path: place + ".population")
        })
      else { continue }
      if !seen.insert(population).inserted {
        problem(
          item, place, "there is one for \(populationNames[population]) already; merge the two")
      }
      rules.append(read(&self, item, population, place))
    }
    return rules
  }

  // MARK: Functions

  /// Names of the functions that run channels; those without one share the name "".
  private func functions(of population: Int?) -> [String] {
    channels.filter { population == nil || $0.population == population }.map(\.function)
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private mutating func expectFunction(
    _ name: String, among known: [String], _ node: SpecNode, _ path: String
  ) {
    guard !known.contains(name) else { return }
    unknown(
      name, among: known.filter { !$0.isEmpty }, what: "function of channels", node: node,
      path: path)
  }

  private mutating func readIntegration(_ node: SpecNode?, _ path: String) -> Integration {
    var integration = Integration()
    guard let node, !node.isNull else { return integration }
    integration.share = ramp(node["share"], path: path + ".share")
    integration.latencyDays = node["latencyDays"]?.number ?? 0
    if let names = node["channels"] {
      let found = references(names, among: channelNames, what: "channel", path: path + ".channels")
      integration.channels = channelNames.indices.map { found.contains($0) }
    }
    let known = functions(of: nil)
    for entry in node["pairs"]?.entries ?? [] {
      let place = "\(path).pairs.\(entry.key)"
      let parts = entry.key.split(separator: ">", omittingEmptySubsequences: false).map {
        String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
      guard parts.count == 2 else {
        problem(
          entry.value, place, "\"\(entry.key)\" is not a pair; write function>function in quotes")
        continue
      }
      for part in parts { expectFunction(part, among: known, entry.value, place) }
      if parts[0] == parts[1] {
        problem(entry.value, place, "a function always sees its own engagements; remove the pair")
      }
      integration.pairs.append(
        Integration.Pair(
          from: parts[0], to: parts[1],
          share: entry.value["share"] == nil
            ? integration.share : ramp(entry.value["share"], path: place + ".share"),
          latencyDays: entry.value["latencyDays"]?.number ?? integration.latencyDays))
    }
    return integration
  }

  // MARK: Rules of one population

  /// Whether each channel of the scenario is named; without names, whether it is one by default.
  private mutating func channelFlags(
    _ node: SpecNode?, of population: Int, path: String, otherwise isMeant: (Channel) -> Bool
  ) -> [Bool] {
    guard let node else {
      return channels.map { $0.population == population && isMeant($0) }
    }
    let named = channels(node, of: population, path: path)
    return channels.indices.map { named.contains($0) }
  }

  private mutating func readGovernor(
    _ node: SpecNode, _ population: Int, _ path: String
  ) -> ContactGovernor {
    let known = functions(of: population)
    let priority = (node["priority"]?.items ?? []).compactMap { item -> String? in
      guard let name = item.text else { return nil }
      expectFunction(name, among: known, item, path + ".priority")
      return name
    }
    expectStep(node["minimumDays"], path: path + ".minimumDays")
    if node["cap"] == nil, node["minimumDays"] == nil, priority.isEmpty {
      problem(node, path, "governs nothing; give it a cap, minimumDays or a priority")
    }
    return ContactGovernor(
      population: population, cap: readCap(node["cap"], path + ".cap"),
      minimumDays: node["minimumDays"]?.number ?? 0, priority: priority,
      isGoverned: channelFlags(node["channels"], of: population, path: path + ".channels") {
        !$0.isPull
      })
  }

  private mutating func readNextBestAction(
    _ node: SpecNode, _ population: Int, _ path: String
  ) -> NextBestAction {
    let chosen = channels(node["channels"], of: population, path: path + ".channels")
    var estimates = chosen.map { _ in 1.2 }
    for entry in node["estimates"]?.entries ?? [] {
      let name = SpecNode(.scalar(entry.key), line: entry.line)
      let names = chosen.map { channelNames[$0] }
      if let place = reference(
        name, among: names, what: "channel of the choice", path: path + ".estimates")
      {
        estimates[place] = entry.value.number ?? 1.2
      }
    }
    let perWeek =
      node["perWeek"]?.number ?? node["perMonth"]?.number.map { $0 / TimeGrid.weeksPerMonth }
      ?? node["perYear"]?.number.map { $0 / TimeGrid.weeksPerYear } ?? 0
    if perWeek * grid.weeksPerStep > 255 {
      problem(node, path, "more than 255 actions of a person in a step; plan fewer")
    }
    return NextBestAction(
      population: population, channels: chosen,
      perWeek: min(perWeek, 255 / grid.weeksPerStep),
      isEligible: stageFlags(node["stages"], of: population, path: path + ".stages"),
      exploration: node["exploration"]?.number ?? 0,
      objective: node["objective"]?.text.flatMap { NextBestAction.Objective(rawValue: $0) }
        ?? .outcome,
      estimates: estimates, known: node["known"]?.number ?? 1,
      acceptance: node["acceptance"]?.number ?? 1,
      attentionCost: node["attentionCost"]?.number ?? 0)
  }

  private mutating func readPersonalization(
    _ node: SpecNode, _ population: Int, _ path: String
  ) -> Personalization {
    let level =
      node["level"]?.text.flatMap { Personalization.Level(rawValue: $0) }
      ?? Personalization.Level.none
    let by = category(node["by"], of: population, path: path + ".by")
    if level == .segment, node["by"] == nil {
      problem(node, path, "the level segment needs by: the attribute that it goes by")
    }
    let library = readLibrary(node["library"], population, path + ".library")
    if level != .none { checkKinds(library, by, population, node, path) }
    return Personalization(
      population: population, level: level, by: by, known: node["known"]?.number ?? 1,
      isPersonalized: channelFlags(node["channels"], of: population, path: path + ".channels") {
        $0.content.contains { $0 != nil }
      },
      library: library, preference: node["preference"]?.number ?? 0,
      timing: node["timing"]?.number ?? 1)
  }

  private mutating func readLibrary(
    _ node: SpecNode?, _ population: Int, _ path: String
  ) -> [Int] {
    guard let node else {
      return content.indices.filter { content[$0].population == population }
    }
    return node.items.compactMap { carried($0, population, path) }
  }

  /// The best item is a table over stages and all attributes that the library tells apart.
  private mutating func checkKinds(
    _ library: [Int], _ by: Int?, _ population: Int, _ node: SpecNode, _ path: String
  ) {
    var attributes = Set([by].compactMap { $0 })
    for item in library {
      attributes.formUnion(content[item].levels.map(\.attribute))
      attributes.formUnion(content[item].cells.map(\.attribute))
    }
    let kinds = attributes.reduce(1.0) {
      $0 * Double(max(1, populations[population].attributes[$1].levels.count))
    }
    if kinds > 4_096 {
      problem(
        node, path,
        "its library tells \(HumanNumber.text(kinds)) kinds of people apart; at most 4,096")
    }
  }
}
