import Interchange
import Statistics

/// What moves the outcome without any channel, how it scatters, and what differs between units.
extension MixSpecReader {
  mutating func readControls() -> [MixSpec.Control] {
    guard let node = root["controls"] else { return [] }
    if case .list(let items) = node.content {
      return items.compactMap { item in
        item.text.map { MixSpec.Control(column: $0, prior: defaults.control) }
      }
    }
    return node.entries.map { entry in
      MixSpec.Control(
        column: entry.key,
        prior: belief(
          entry.value.isNull ? nil : entry.value, "controls.\(entry.key)",
          otherwise: defaults.control))
    }
  }

  mutating func readBaseline() -> MixSpec.Baseline {
    let lagged = switchable(
      root["laggedOutcome"], "laggedOutcome", isOn: false, otherwise: MixSpecDefaults.laggedOutcome)
    if lagged != nil, defaults.hasLogLink {
      problem(
        root["laggedOutcome"], "laggedOutcome",
        "counts multiply from period to period; remove it, or write likelihood: normal")
    }
    return MixSpec.Baseline(
      intercept: belief(root["intercept"], "intercept", otherwise: defaults.intercept),
      trend: readTrend(), season: readSeason(), laggedOutcome: lagged)
  }

  private mutating func readTrend() -> MixSpec.Trend {
    guard let node = root["trend"] else { return .none }
    if let count = node["knots"]?.integer {
      return .knots(
        count: max(2, count), belief(node["prior"], "trend.prior", otherwise: defaults.trend))
    }
    if let linear = node["linear"] {
      return .linear(belief(linear, "trend.linear", otherwise: defaults.trend))
    }
    return node.text == "linear" ? .linear(defaults.trend) : .none
  }

  private mutating func readSeason() -> MixSpec.Season? {
    guard let node = root["season"], !node.isNull else { return nil }
    return MixSpec.Season(
      terms: max(1, node["terms"]?.integer ?? 2), cycle: node["cycle"]?.number ?? 365.25,
      prior: belief(node["prior"], "season.prior", otherwise: MixSpecDefaults.season))
  }

  mutating func readLikelihood() -> MixSpec.Likelihood {
    let node = root["likelihood"]
    let accepted =
      switch method {
      case .bayes: [likelihoodWord]
      case .ridge: ["normal"]
      case .regression: ["normal", "poisson", "negativeBinomial"]
      }
    if !accepted.contains(likelihoodWord) {
      problem(
        node, "likelihood",
        "\(method.rawValue) knows \(accepted.joined(separator: ", ")); write "
          + (accepted.count == 1 ? "normal" : "one of them") + ", or method: bayes")
    }
    let inner = node?[likelihoodWord]
    let path = "likelihood.\(likelihoodWord)"
    switch likelihoodWord {
    case "student":
      return .student(
        sd: belief(inner?["sd"], path + ".sd", in: .positive, otherwise: MixSpecDefaults.sd),
        degreesOfFreedom: belief(
          inner?["degreesOfFreedom"], path + ".degreesOfFreedom", in: .positive,
          otherwise: MixSpecDefaults.degreesOfFreedom))
    case "poisson": return .poisson
    case "negativeBinomial":
      return .negativeBinomial(
        dispersion: belief(
          inner?["dispersion"], path + ".dispersion", in: .positive,
          otherwise: MixSpecDefaults.dispersion))
    default:
      return .normal(
        sd: belief(inner?["sd"], path + ".sd", in: .positive, otherwise: MixSpecDefaults.sd))
    }
  }

  mutating func readHierarchy() -> MixSpec.Hierarchy {
    let node = root["hierarchy"]
    let hasUnits = root["unit"] != nil
    if let node, !hasUnits {
      problem(
        node, "hierarchy",
        "there are no units to differ; name the column of units under unit, or remove hierarchy")
    }
    let by = node?["by"]?.text
    if by == "group", root["group"] == nil {
      problem(
        node?["by"], "hierarchy.by",
        "there are no groups; name the column of groups under group, or write unit")
    }
    if let effects = node?["effects"], effects.flag != false, method != .bayes {
      problem(
        effects, "hierarchy.effects",
        "\(method.rawValue) estimates one effect per channel; write false, or method: bayes")
      return MixSpec.Hierarchy(intercept: nil, effects: nil, effectsByGroup: false)
    }
    let effects = switchable(
      node?["effects"], "hierarchy.effects", in: .positive, isOn: hasUnits && method == .bayes,
      otherwise: MixSpecDefaults.effectSpread)
    return MixSpec.Hierarchy(
      intercept: switchable(
        node?["intercept"], "hierarchy.intercept", in: .positive, isOn: hasUnits,
        otherwise: defaults.interceptSpread),
      effects: effects,
      effectsByGroup: effects != nil && (by ?? (root["group"] == nil ? "unit" : "group")) == "group"
    )
  }
}
