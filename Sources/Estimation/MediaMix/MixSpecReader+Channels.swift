import Interchange
import Statistics

/// Channels and what becomes of their exposures.
extension MixSpecReader {
  mutating func readChannels() -> [MixSpec.Channel] {
    let entries = root["channels"]?.entries ?? []
    if let node = root["channels"], entries.isEmpty {
      problem(node, "channels", "there are none; name at least one channel, such as \"email:\"")
    }
    return entries.map { readChannel($0.value, $0.key, "channels.\($0.key)") }
  }

  private mutating func readChannel(
    _ node: SpecNode, _ name: String, _ path: String
  ) -> MixSpec.Channel {
    let spend = node["spend"]?.text
    let (carryover, carryoverPriors) = readCarryover(node, path)
    let (saturation, saturationPriors) = readSaturation(node, path)
    let lags = node["carryover"]?["lags"]
    return MixSpec.Channel(
      name: name, exposure: node["exposure"]?.text ?? spend ?? name, spend: spend,
      carryover: carryover, carryoverPriors: carryoverPriors,
      lags: lags == nil ? defaults.lags : lags?.integer,
      isNormalized: node["carryover"]?["normalized"]?.flag ?? defaults.isNormalized,
      saturation: saturation, saturationPriors: saturationPriors,
      isRelativeToCarryover: readRelation(
        node["saturation"]?["relativeTo"], path + ".saturation.relativeTo", carryover,
        carryoverPriors),
      effect: readEffect(node, path))
  }

  private mutating func readCarryover(
    _ node: SpecNode, _ path: String
  ) -> (CarryoverFamily, [Prior]) {
    let path = path + ".carryover"
    guard let written = node["carryover"] else {
      if defaults.carryover == nil {
        missing(node, path, "{ geometric: { retention: 0.5 } }")
      }
      let family = defaults.carryover ?? .none
      return (family, family.parameterNames.compactMap { defaults.prior(of: $0, family) })
    }
    let family =
      CarryoverFamily.allCases.first { $0.rawValue == written.text || written[$0.rawValue] != nil }
      ?? .none
    var priors: [Prior] = []
    for name in family.parameterNames {
      priors.append(
        parameter(
          name, in: written[family.rawValue], at: written, "\(path).\(family.rawValue)",
          otherwise: defaults.prior(of: name, family)))
    }
    return (family, priors)
  }

  private mutating func readSaturation(
    _ node: SpecNode, _ path: String
  ) -> (SaturationFamily, [Prior]) {
    let path = path + ".saturation"
    guard let written = node["saturation"] else {
      if defaults.saturation == nil { missing(node, path, "{ hill: { half: 0.5, slope: 1 } }") }
      let family = defaults.saturation ?? .none
      return (family, family.parameterNames.compactMap { defaults.prior(of: $0, family) })
    }
    let family =
      SaturationFamily.allCases.first { $0.rawValue == written.text || written[$0.rawValue] != nil }
      ?? .none
    var priors: [Prior] = []
    for name in family.parameterNames {
      priors.append(
        parameter(
          name, in: written[family.rawValue], at: written, "\(path).\(family.rawValue)",
          otherwise: defaults.prior(of: name, family)))
    }
    return (family, priors)
  }

  private mutating func missing(_ node: SpecNode, _ path: String, _ example: String) {
    problem(
      node, path,
      "regression takes transforms as known; write one such as \(example), or none")
  }

  /// The prior of a parameter of a transform, in a form that the method can use.
  private mutating func parameter(
    _ name: String, in node: SpecNode?, at place: SpecNode, _ path: String,
    otherwise fallback: Prior?
  ) -> Prior {
    let path = "\(path).\(name)"
    guard let written = node?[name] else {
      if fallback == nil { problem(node ?? place, path, remedy) }
      return fallback ?? .fixed(.nan)
    }
    let before = problems.count
    let prior = prior(
      written, path, in: MixSpecRange(parameter: name), otherwise: fallback ?? .fixed(.nan))
    guard problems.count == before else { return prior }
    switch (method, prior) {
    case (.bayes, _), (_, .fixed), (.ridge, .uniform): break
    case (.ridge, _), (.regression, _): problem(written, path, remedy)
    }
    return prior
  }

  /// What methods other than bayes want of a parameter of a transform.
  private var remedy: String {
    method == .ridge
      ? "ridge searches a range; write { uniform: [low, high] }, or a number"
      : "regression takes transforms as known; write a number, or method: ridge or bayes"
  }

  private mutating func readRelation(
    _ node: SpecNode?, _ path: String, _ carryover: CarryoverFamily, _ priors: [Prior]
  ) -> Bool {
    guard let node else { return method == .ridge && order == .carryoverFirst }
    guard node.text == "carryover" else { return false }
    if order == .saturationFirst {
      problem(
        node, path,
        "with order saturationFirst nothing is carried over before it saturates; write exposure")
    } else if method == .bayes, !priors.allSatisfy(\.isFixed) {
      problem(
        node, path,
        "the largest carried-over exposure moves while the carryover is sampled; write the carryover "
          + "with numbers, or exposure")
    }
    return true
  }

  private mutating func readEffect(_ node: SpecNode, _ path: String) -> MixSpec.Effect {
    if let written = node["returnOnSpend"] {
      let path = path + ".returnOnSpend"
      if node["spend"] == nil {
        problem(
          written, path,
          "a return needs money; name the column of money under spend, or write effect")
      }
      refuseLogLink(written, path)
      return .returnOnSpend(belief(written, path, otherwise: defaults.effect))
    }
    if let written = node["share"] {
      let path = path + ".share"
      refuseLogLink(written, path)
      if let share = written.number, !(0...1).contains(share) {
        problem(written, path, "\(JSONText.number(share)) is not a share from 0 to 1")
      }
      return .share(belief(written, path, otherwise: defaults.effect))
    }
    return .coefficient(belief(node["effect"], path + ".effect", otherwise: defaults.effect))
  }

  private mutating func refuseLogLink(_ node: SpecNode, _ path: String) {
    guard defaults.hasLogLink else { return }
    problem(
      node, path,
      "effects on counts multiply and have no total before the fit; write effect, or likelihood: "
        + "normal")
  }
}
