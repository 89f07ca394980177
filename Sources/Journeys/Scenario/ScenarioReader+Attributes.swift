import Interchange

/// What differs between the agents of a population.
extension ScenarioReader {
  /// Reads attributes in declared order; one may depend only on those above it.
  mutating func readAttributes(_ population: SpecNode, _ index: Int, _ path: String) {
    for entry in population["attributes"]?.entries ?? [] {
      let place = "\(path).attributes.\(entry.key)"
      let attribute = readAttribute(entry.value, entry.key, index, place)
      let isListed = entry.value["shares"] != nil || entry.value["bandsOf"] != nil
      if isListed, !attribute.isReal, !attribute.isCategorical {
        problem(
          entry.value, place,
          "\(attribute.levels.count) levels are too many; at most \(Attribute.mostLevels)")
      }
      populations[index].attributes.append(attribute)
    }
  }

  private mutating func readAttribute(
    _ node: SpecNode, _ name: String, _ index: Int, _ path: String
  ) -> Attribute {
    let scaling = (node["scaledBy"]?.entries ?? []).compactMap { entry in
      category(SpecNode(.scalar(entry.key), line: entry.line), of: index, path: path + ".scaledBy")
        .map { by in
          (
            attribute: by,
            factors: byLevel(
              entry.value, of: index, attribute: by, path: path + ".scaledBy", otherwise: nil)
          )
        }
    }
    let (levels, draw) =
      readShares(node, index, path) ?? readGroups(node, path) ?? readDerived(node, index, path)
      ?? readColumn(node, index, path) ?? ([], readDistribution(node, path))
    return Attribute(
      name: name, levels: levels, draw: draw, scaledBy: scaling,
      sharedBy: grouping(node["sharedBy"], of: index, path: path + ".sharedBy"))
  }

  /// Groups without names of their own: 1, 2 and so on.
  private mutating func readGroups(
    _ node: SpecNode, _ path: String
  ) -> (levels: [String], draw: Attribute.Draw)? {
    guard let written = node["groups"] else { return nil }
    let count = max(1, written.integer ?? 1)
    let most = 1_000_000
    if count > most {
      problem(written, path + ".groups", "\(count) groups are too many; at most \(most)")
    }
    return ((1...min(count, most)).map { String($0) }, .groups)
  }

  private mutating func readShares(
    _ node: SpecNode, _ index: Int, _ path: String
  ) -> (levels: [String], draw: Attribute.Draw)? {
    guard let shares = node["shares"] else { return nil }
    let place = path + ".shares"
    guard let given = node["given"] else {
      return (shares.entries.map(\.key), .shares(summed(shares, place)))
    }
    guard let attribute = category(given, of: index, path: path + ".given") else {
      return (shares.entries.first?.value.entries.map(\.key) ?? [], .shares([]))
    }
    let levels = shares.entries.first?.value.entries.map(\.key) ?? []
    let conditions = populations[index].attributes[attribute].levels
    var rows = conditions.map { _ in levels.map { _ in 0.0 } }
    for entry in shares.entries {
      guard let row = conditions.firstIndex(of: entry.key) else {
        unknown(
          entry.key, among: conditions, what: "level of \(given.text ?? "")", node: entry.value,
          path: place)
        continue
      }
      _ = summed(entry.value, "\(place).\(entry.key)")
      for share in entry.value.entries {
        guard let level = levels.firstIndex(of: share.key) else {
          unknown(
            share.key, among: levels, what: "level", node: share.value,
            path: "\(place).\(entry.key)")
          continue
        }
        rows[row][level] = share.value.number ?? 0
      }
    }
    for condition in conditions where shares[condition] == nil {
      problem(shares, place, "shares for level \"\(condition)\" are missing")
    }
    return (levels, .sharesGiven(attribute: attribute, rows: rows))
  }

  /// The shares of a mapping; reported when they do not sum to one.
  mutating func summed(_ node: SpecNode, _ path: String) -> [Double] {
    let shares = node.entries.map { $0.value.number ?? 0 }
    let sum = shares.reduce(0, +)
    if !(abs(sum - 1) < 1e-6) {
      let text = HumanNumber.text(sum)
      problem(node, path, "shares sum to \(text), not to 1")
    }
    return shares
  }

  private mutating func readDerived(
    _ node: SpecNode, _ index: Int, _ path: String
  ) -> (levels: [String], draw: Attribute.Draw)? {
    if let of = node["decileOf"] {
      let attribute = realAttribute(of, of: index, path: path + ".decileOf") ?? 0
      return ((1...10).map { String($0) }, .decile(of: attribute))
    }
    if let of = node["bandsOf"] {
      let attribute = realAttribute(of, of: index, path: path + ".bandsOf") ?? 0
      let cuts = node["cuts"]?.items.compactMap(\.number) ?? []
      let labels = node["labels"]?.items.compactMap(\.text) ?? []
      if labels.count != cuts.count + 1 {
        problem(
          node["labels"] ?? node, path + ".labels",
          "\(labels.count) labels for \(cuts.count) cuts; write one label more than cuts")
      }
      if zip(cuts, cuts.dropFirst()).contains(where: { $0 >= $1 }) {
        problem(node["cuts"], path + ".cuts", "cuts do not ascend")
      }
      return (labels, .bands(of: attribute, cuts: cuts))
    }
    if let combined = readCombined(node, index, path) { return ([], combined) }
    guard let passed = node["fromParent"] else { return nil }
    guard let parent = populations[index].parent else {
      reportNoParent(passed, index, path + ".fromParent")
      return ([], .constant(0))
    }
    let known = populations[parent].attributes
    let attribute =
      reference(
        passed, among: known.map(\.name), what: "attribute of \(populationNames[parent])",
        path: path + ".fromParent") ?? 0
    let levels = known.indices.contains(attribute) ? known[attribute].levels : []
    return (levels, .parent(attribute: attribute))
  }

  /// A number made of other numbers of the same agent, or of its place among the others.
  private mutating func readCombined(
    _ node: SpecNode, _ index: Int, _ path: String
  ) -> Attribute.Draw? {
    guard let factors = node["productOf"] ?? node["rankOf"] else { return nil }
    if node["scaledBy"] != nil {
      problem(node["scaledBy"], path + ".scaledBy", "only a drawn number is scaled")
    }
    if node["rankOf"] != nil {
      return .rank(of: realAttribute(factors, of: index, path: path + ".rankOf") ?? 0)
    }
    if factors.items.isEmpty {
      problem(factors, path + ".productOf", "a product needs at least one attribute; name one")
    }
    return .product(
      of: factors.items.compactMap {
        realAttribute($0, of: index, path: path + ".productOf")
      })
  }

  private mutating func readColumn(
    _ node: SpecNode, _ index: Int, _ path: String
  ) -> (levels: [String], draw: Attribute.Draw)? {
    guard let column = node["column"] ?? node["numberColumn"] else { return nil }
    let isNumber = node["numberColumn"] != nil
    guard let csv = populations[index].agents else {
      if root["populations"]?[populationNames[index]]?["agents"] == nil {
        problem(column, path, "a column needs agents from a CSV; name the file under agents")
      }
      return ([], .constant(0))
    }
    do {
      if isNumber {
        return ([], .numberColumn(try csv.numbers(in: column.text ?? "")))
      }
      let cells = try csv.column(named: column.text ?? "")
      var levels = node["levels"]?.items.compactMap(\.text) ?? []
      let isDeclared = !levels.isEmpty
      var known: [String: Int32] = [:]
      for (code, level) in levels.enumerated() where known[level] == nil {
        known[level] = Int32(code)
      }
      var codes: [Int32] = []
      for (row, cell) in cells.enumerated() {
        if let code = known[cell] {
          codes.append(code)
        } else if isDeclared {
          let near = nearestKey(to: cell, among: levels).map { "did you mean \($0)?" }
          problem(
            column, path,
            "\(csv.name):\(csv.lines[row]): \"\(cell)\" is not a level; "
              + (near ?? "known are \(levels.joined(separator: ", "))"))
        } else {
          known[cell] = Int32(levels.count)
          codes.append(Int32(levels.count))
          levels.append(cell)
        }
      }
      return (levels, .levelColumn(codes))
    } catch {
      problem(column, path, "\(error)")
      return ([], .constant(0))
    }
  }

  private mutating func readDistribution(_ node: SpecNode, _ path: String) -> Attribute.Draw {
    func value(_ family: String, _ key: String) -> Double { node[family]?[key]?.number ?? 1 }
    if node["uniform"] != nil {
      if value("uniform", "high") < value("uniform", "low") {
        problem(node["uniform"], path + ".uniform", "high is below low; exchange them")
      }
      return .uniform(low: value("uniform", "low"), high: value("uniform", "high"))
    }
    if node["normal"] != nil {
      if value("normal", "sd") < 0 {
        problem(node["normal"]?["sd"], path + ".normal.sd", "a standard deviation is not negative")
      }
      return .normal(mean: value("normal", "mean"), sd: value("normal", "sd"))
    }
    if node["lognormal"] != nil {
      return .lognormal(mean: value("lognormal", "mean"), sigma: value("lognormal", "sigma"))
    }
    if node["beta"] != nil { return .beta(a: value("beta", "a"), b: value("beta", "b")) }
    if node["gamma"] != nil {
      if value("gamma", "shape") < 1e-3 {
        problem(node["gamma"]?["shape"], path + ".gamma.shape", "a shape is at least 0.001")
      }
      return .gamma(mean: value("gamma", "mean"), shape: value("gamma", "shape"))
    }
    if node["negativeBinomial"] != nil {
      let dispersion = value("negativeBinomial", "dispersion")
      if !(1...1e6).contains(dispersion) {
        problem(
          node["negativeBinomial"]?["dispersion"], path + ".negativeBinomial.dispersion",
          "variance over mean is 1 or more, up to a million")
      }
      if value("negativeBinomial", "mean") > 1e9 {
        problem(
          node["negativeBinomial"]?["mean"], path + ".negativeBinomial.mean",
          "a mean is at most 1e9")
      }
      return .negativeBinomial(mean: value("negativeBinomial", "mean"), dispersion: dispersion)
    }
    return .constant(node["constant"]?.number ?? 0)
  }
}
