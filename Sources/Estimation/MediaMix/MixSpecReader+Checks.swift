import Interchange
import Statistics

/// What single values cannot show: columns with two jobs, and priors that do not go together.
extension MixSpecReader {
  mutating func check(_ spec: MixSpec) {
    for (key, words) in [("size", "sizes"), ("group", "groups")] {
      if let node = root[key], root["unit"] == nil {
        problem(
          node, key, "\(words) are of units; name the column of units under unit, or remove it")
      }
    }
    checkColumns(spec)
    if spec.hierarchy.effects != nil { checkSigns(spec) }
  }

  /// Every column has one job, but for money that is its own channel's exposure.
  private mutating func checkColumns(_ spec: MixSpec) {
    var jobs: [String: String] = [:]
    func take(
      _ reader: inout MixSpecReader, _ column: String, _ job: String, _ node: SpecNode?,
      _ path: String
    ) {
      if column.isEmpty {
        if node?.text != nil {
          reader.problem(
            node, path, "the name of a column is empty; write one of the table's header")
        }
      } else if let first = jobs[column] {
        reader.problem(node, path, "\"\(column)\" is \(first) already; name another column")
      } else {
        jobs[column] = job
      }
    }
    for key in ["time", "unit", "size", "group"] {
      guard let node = root[key], let column = node.text else { continue }
      take(&self, column, "the column of \(key)", node, key)
    }
    let outcome = root["outcome"]
    take(
      &self, spec.outcome.column, "the outcome", outcome?["column"] ?? outcome,
      outcome?["column"] == nil ? "outcome" : "outcome.column")
    for channel in spec.channels {
      let (node, path) = (root["channels"]?[channel.name], "channels.\(channel.name)")
      let key = ["exposure", "spend"].first { node?[$0] != nil }
      take(
        &self, channel.exposure, "the exposure of \(channel.name)",
        key.flatMap { node?[$0] } ?? node,
        key.map { "\(path).\($0)" } ?? path)
      if let spend = channel.spend, spend != channel.exposure {
        take(&self, spend, "the spend of \(channel.name)", node?["spend"], path + ".spend")
      }
    }
    let controls = root["controls"]
    for (index, control) in spec.controls.enumerated() {
      let listed = controls?.items.count ?? 0
      let node = controls?[control.column] ?? (index < listed ? controls?.items[index] : controls)
      let isMapped = controls?[control.column] != nil
      take(
        &self, control.column, "a control", node,
        isMapped ? "controls.\(control.column)" : "controls[\(index)]")
    }
  }

  /// Effects that differ between units are multiplied, so none may be negative.
  private mutating func checkSigns(_ spec: MixSpec) {
    for channel in spec.channels {
      let (key, prior) =
        switch channel.effect {
        case .coefficient(let prior): ("effect", prior)
        case .returnOnSpend(let prior): ("returnOnSpend", prior)
        case .share(let prior): ("share", prior)
        }
      let node = root["channels"]?[channel.name]?[key]
      guard let node, MixSpecRange.notNegative.problem(in: prior) != nil else { continue }
      problem(
        node, "channels.\(channel.name).\(key)",
        "\(MixSpecPriors.word(prior)) can be negative, and effects that differ between units multiply; "
          + "write a prior on positive numbers, such as { halfNormal: 1 }, or hierarchy: { effects: "
          + "false }")
    }
  }
}
