import Interchange
import Statistics

/// Reads a checked document into a specification, gathering every problem on the way.
///
/// Reading is tolerant: a value that is missing or wrong in form has been reported by the shape
/// already, so its default stands in for it. The specification counts only when nothing was reported.
struct MixSpecReader {
  let document: String
  let root: SpecNode
  let method: MixSpecMethod
  let defaults: MixSpecDefaults
  /// What comes first on the way from exposure to response.
  let order: MixSpec.Order
  /// The word for the likelihood.
  let likelihoodWord: String
  var problems: [SpecProblem] = []

  init(root: SpecNode, document: String) {
    self.root = root
    self.document = document
    let likelihood = root["likelihood"]
    likelihoodWord = likelihood?.text ?? likelihood?.entries.first?.key ?? "normal"
    method = MixSpecMethod(rawValue: root["method"]?.text ?? "") ?? .bayes
    order = MixSpec.Order(rawValue: root["order"]?.text ?? "") ?? .carryoverFirst
    defaults = MixSpecDefaults(
      method: method, hasLogLink: ["poisson", "negativeBinomial"].contains(likelihoodWord))
  }

  /// The specification, meaningful when `problems` is empty afterwards.
  mutating func read() -> MixSpec {
    let outcome = root["outcome"]
    let spec = MixSpec(
      title: root["title"]?.text ?? document,
      columns: MixSpec.Columns(
        time: column("time") ?? "", unit: column("unit"), size: column("size"),
        group: column("group")),
      outcome: MixSpec.Outcome(
        column: outcome?.text ?? outcome?["column"]?.text ?? "",
        value: outcome?["value"]?.number ?? 1),
      channels: readChannels(), controls: readControls(), baseline: readBaseline(),
      likelihood: readLikelihood(), order: order, hierarchy: readHierarchy(),
      method: readMethod(), holdoutPeriods: root["holdout"]?.integer ?? 0)
    check(spec)
    return spec
  }

  private func column(_ key: String) -> String? { root[key]?.text }

  /// Reports a problem at a node.
  mutating func problem(_ node: SpecNode?, _ path: String, _ text: String) {
    problems.append(
      SpecProblem(document: document, line: node?.line ?? 0, path: path, problem: text))
  }

  /// A prior, or its default where nothing is written.
  ///
  /// - Parameters:
  ///   - node: What is written.
  ///   - path: Its place.
  ///   - range: Where the number can lie; nil for anywhere.
  ///   - fallback: The default.
  /// - Returns: The prior, meaningful when nothing was reported.
  mutating func prior(
    _ node: SpecNode?, _ path: String, in range: MixSpecRange? = nil, otherwise fallback: Prior
  ) -> Prior {
    guard let node, let prior = MixSpecPriors.prior(node) else { return fallback }
    if let (place, problem) = MixSpecPriors.problem(in: prior) {
      self.problem(node, "\(path).\(place)", problem)
    } else if let problem = range?.problem(in: prior) {
      self.problem(node, path, problem)
    }
    return prior
  }

  /// A prior that only method bayes can use, or its default where nothing is written.
  mutating func belief(
    _ node: SpecNode?, _ path: String, in range: MixSpecRange? = nil, otherwise fallback: Prior
  ) -> Prior {
    if let node, method != .bayes {
      problem(
        node, path, "\(method.rawValue) uses no prior here; remove it, or write method: bayes")
      return fallback
    }
    return prior(node, path, in: range, otherwise: fallback)
  }

  /// A belief that can be switched: false for nil, true for its default.
  mutating func switchable(
    _ node: SpecNode?, _ path: String, in range: MixSpecRange? = nil, isOn: Bool,
    otherwise fallback: Prior
  ) -> Prior? {
    guard let node else { return isOn ? fallback : nil }
    if let flag = node.flag { return flag ? fallback : nil }
    return belief(node, path, in: range, otherwise: fallback)
  }

  private mutating func readMethod() -> MixSpec.Method {
    let (sampling, search) = (root["sampling"], root["search"])
    if let sampling, method != .bayes {
      problem(
        sampling, "sampling",
        "\(method.rawValue) does not sample; remove it, or write method: bayes")
    }
    if let search, method != .ridge {
      problem(
        search, "search", "\(method.rawValue) does not search; remove it, or write method: ridge")
    }
    switch method {
    case .regression: return .regression
    case .ridge:
      var chosen = MixSpecDefaults.search
      chosen.trials = search?["trials"]?.integer ?? chosen.trials
      chosen.allowsNegative = search?["allowsNegative"]?.flag ?? chosen.allowsNegative
      chosen.seed = seed(search) ?? chosen.seed
      return .ridge(chosen)
    case .bayes:
      var chosen = MixSpecDefaults.sampling
      chosen.chains = sampling?["chains"]?.integer ?? chosen.chains
      chosen.warmup = sampling?["warmup"]?.integer ?? chosen.warmup
      chosen.draws = sampling?["draws"]?.integer ?? chosen.draws
      if let target = sampling?["targetAcceptance"], let share = target.number {
        if share <= 0 || share >= 1 {
          problem(
            target, "sampling.targetAcceptance",
            "\(JSONText.number(share)) cannot be aimed at; write a share between 0 and 1, usually 0.8 "
              + "to 0.99")
        }
        chosen.targetAcceptance = share
      }
      chosen.seed = seed(sampling) ?? chosen.seed
      return .bayes(chosen)
    }
  }

  private func seed(_ node: SpecNode?) -> UInt64? {
    node?["seed"]?.integer.map { UInt64(max(0, $0)) }
  }

  /// Whether two places of a document are one, or one lies in the other.
  static func isRelated(_ first: String, _ second: String) -> Bool {
    func contains(_ outer: String, _ inner: String) -> Bool {
      outer.isEmpty || inner == outer || inner.hasPrefix(outer + ".")
        || inner.hasPrefix(outer + "[")
    }
    return contains(first, second) || contains(second, first)
  }
}
