import Interchange

/// Reads a checked document into a design, gathering what single values cannot show.
struct ExperimentDesignReader {
  let root: SpecNode
  let document: String
  private(set) var problems: [SpecProblem] = []

  init(root: SpecNode, document: String) {
    self.root = root
    self.document = document
  }

  /// Refuses a document of another kind or of a later version.
  func checkVersion() throws(SpecProblems) {
    func refuse(_ key: String, _ problem: String) throws(SpecProblems) {
      let line = root[key]?.line ?? 0
      throw SpecProblems([
        SpecProblem(document: document, line: line, path: key, problem: problem)
      ])
    }
    guard root["format"]?.text == ExperimentDesign.format else {
      try refuse(
        "format",
        "this is no design of an experiment; name the design.json that `rounds assign` wrote")
      return
    }
    if let version = root["version"]?.integer, version > ExperimentDesign.version {
      try refuse(
        "version",
        "a newer rounds wrote version \(version), and this one reads version "
          + "\(ExperimentDesign.version); update rounds")
    }
  }

  /// The design, meaningful when `problems` is empty afterwards.
  mutating func read() -> ExperimentDesign {
    var design = ExperimentDesign(
      kind: ExperimentDesign.Kind(rawValue: text("kind")) ?? .individual,
      columns: ExperimentDesign.Columns(
        unit: text("unit"), cluster: root["cluster"]?.text, strata: texts(root["strata"])),
      arms: (root["arms"]?.items ?? []).map(arm), control: root["control"]?.text, seed: seed())
    design.factors = (root["factors"]?.items ?? []).map {
      ExperimentDesign.Factor(name: $0["name"]?.text ?? "", levels: texts($0["levels"]))
    }
    design.timing = root["timing"].map {
      ExperimentDesign.Timing(
        periods: $0["periods"]?.integer ?? 0, blockLength: $0["blockLength"]?.integer ?? 1)
    }
    design.rerandomization = root["rerandomization"].map { node in
      func number(_ key: String) -> Double { node[key]?.number ?? 0 }
      return Rerandomization(
        columns: texts(node["columns"]), threshold: number("threshold"),
        draws: node["draws"]?.integer ?? 1, acceptance: number("acceptance"),
        distance: number("distance"))
    }
    design.source = file("source")
    design.assignment = file("assignment")
    if let node = root["analysis"] { design.analysis = analysis(node) }
    check(design)
    return design
  }

  private mutating func report(_ path: String, at node: SpecNode? = nil, _ problem: String) {
    let line = (node ?? root[path] ?? root).line
    problems.append(SpecProblem(document: document, line: line, path: path, problem: problem))
  }

  private func text(_ key: String) -> String { root[key]?.text ?? "" }

  private func texts(_ node: SpecNode?) -> [String] { (node?.items ?? []).compactMap(\.text) }

  private func arm(_ node: SpecNode) -> ExperimentDesign.Arm {
    ExperimentDesign.Arm(
      name: node["name"]?.text ?? "", share: node["share"]?.number ?? 0,
      units: node["units"]?.integer ?? 0, clusters: node["clusters"]?.integer,
      start: node["start"]?.integer, levels: texts(node["levels"]))
  }

  private func analysis(_ node: SpecNode) -> PlannedAnalysis {
    var analysis = PlannedAnalysis()
    analysis.outcome = node["outcome"]?.text
    analysis.pre = node["pre"]?.text
    analysis.alpha = node["alpha"]?.number
    analysis.power = node["power"]?.number
    analysis.smallestLift = node["smallestLift"]?.number
    analysis.looks = node["looks"]?.integer
    analysis.spending = node["spending"]?.text
    analysis.hasRidge = node["ridge"]?.flag
    return analysis
  }

  private mutating func seed() -> UInt64 {
    if let seed = UInt64(text("seed")) { return seed }
    report("seed", "\"\(text("seed"))\" is no seed; write a whole number from 0")
    return 0
  }

  private mutating func file(_ key: String) -> ExperimentDesign.File? {
    guard let node = root[key] else { return nil }
    let hash = node["hash"]?.text ?? ""
    if hash.utf8.count != 16 || UInt64(hash, radix: 16) == nil {
      report(
        "\(key).hash", at: node["hash"],
        "\"\(hash)\" is no hash; restore the file, or assign again")
    }
    return ExperimentDesign.File(
      name: node["name"]?.text ?? "", hash: UInt64(hash, radix: 16) ?? 0)
  }
}

/// What must hold between the values of a design.
extension ExperimentDesignReader {
  private mutating func check(_ design: ExperimentDesign) {
    checkArms(design)
    checkParts(design)
    for (index, factor) in design.factors.enumerated()
    where factor.levels.count < 2 || Set(factor.levels).count < factor.levels.count {
      report(
        "factors[\(index)].levels", at: root["factors"]?.items[index],
        "a factor has at least two levels, each once; write them")
    }
    if let alpha = design.analysis.alpha, !PlannedAnalysis.levels.contains(alpha) {
      report(
        "analysis.alpha", at: root["analysis"]?["alpha"],
        "\(JSONText.number(alpha)) is not from 0.000001 to 0.2; write a level such as 0.05")
    }
    if let power = design.analysis.power, !(0.5..<1).contains(power) {
      report(
        "analysis.power", at: root["analysis"]?["power"],
        "\(JSONText.number(power)) is not from 0.5 to below 1; write a share such as 0.8")
    }
  }

  private mutating func checkArms(_ design: ExperimentDesign) {
    let names = design.arms.map(\.name)
    if names.count < 2 {
      report("arms", "the design has \(names.count) arms; an experiment compares at least two")
    }
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      report(
        "arms[\(index)].name", at: root["arms"]?.items[index],
        "two arms are named \(name); give each its own name")
    }
    let sum = design.arms.reduce(0) { $0 + $1.share }
    // Chosen far above the rounding of a hundred shares, far below a share that anybody means.
    if (sum - 1).magnitude > 1e-9 {
      report("arms", "the shares sum to \(JSONText.number(sum)); write shares that sum to 1")
    }
    if let control = design.control, !names.contains(control) {
      let near = nearestKey(to: control, among: names).map { "did you mean \($0)?" }
      report(
        "control",
        "\(control) is no arm; \(near ?? "the arms are \(names.joined(separator: ", "))")")
    }
    let levels = design.factors.map(\.levels)
    for (index, arm) in design.arms.enumerated() {
      let isCell =
        arm.levels.count == levels.count && zip(arm.levels, levels).allSatisfy { $1.contains($0) }
      if !isCell {
        report(
          "arms[\(index)].levels", at: root["arms"]?.items[index],
          "an arm has one level of each factor, in their order; write \(levels.count)")
      }
      if let start = arm.start, let periods = design.timing?.periods, start > periods {
        report(
          "arms[\(index)].start", at: root["arms"]?.items[index],
          "period \(start) is after the last, \(periods); write a period of the experiment")
      }
    }
  }

  /// Reports what a kind needs and the document leaves out.
  private mutating func checkParts(_ design: ExperimentDesign) {
    let kind = design.kind.rawValue
    func need(
      _ reader: inout ExperimentDesignReader, _ key: String, _ isThere: Bool, _ what: String
    ) {
      if !isThere {
        reader.report(key, "is missing, and a design of kind \(kind) has \(what); write it")
      }
    }
    switch design.kind {
    case .stratified:
      need(&self, "strata", !design.columns.strata.isEmpty, "columns of strata")
    case .cluster:
      need(&self, "cluster", design.columns.cluster != nil, "a column of clusters")
    case .factorial:
      need(&self, "factors", !design.factors.isEmpty, "factors")
    case .steppedWedge:
      need(&self, "timing", design.timing != nil, "periods")
      if design.arms.contains(where: { $0.start == nil }) {
        report("arms", "a wave has no start; write the first treated period of each")
      }
    case .switchback:
      need(&self, "timing", design.timing != nil, "periods")
    case .individual, .blocked, .pairs, .geo, .holdout:
      break
    }
  }
}
