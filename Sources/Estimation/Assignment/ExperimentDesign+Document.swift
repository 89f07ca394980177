public import Interchange

extension ExperimentDesign {
  /// What every design document calls itself.
  static let format = "rounds design"
  /// The version of the format that this program writes.
  static let version = 1

  /// The language of design documents, which also gives their JSON Schema.
  public static var shape: SpecShape { ExperimentDesignShape.document }

  /// Reads a design document.
  ///
  /// - Parameters:
  ///   - json: The text of `design.json`.
  ///   - name: How messages call it.
  /// - Throws: Everything that is wrong in it; of a document of another kind or of a later version only
  ///   that.
  public init(json: String, name: String) throws(SpecProblems) {
    let root = try SpecDocument(yaml: json, name: name).root
    var reader = ExperimentDesignReader(root: root, document: name)
    try reader.checkVersion()
    let problems = Self.shape.problems(in: root, document: name)
    if !problems.isEmpty { throw SpecProblems(problems) }
    self = reader.read()
    if !reader.problems.isEmpty { throw SpecProblems(reader.problems) }
  }

  /// The text of `design.json`, indented for people and with a line end.
  public var json: String {
    var members = [
      JSONMember("format", .text(Self.format)), JSONMember("version", .integer(Self.version)),
      JSONMember("kind", .text(kind.rawValue)), JSONMember("unit", .text(columns.unit)),
    ]
    func add(_ name: String, _ value: JSONValue?) {
      if let value { members.append(JSONMember(name, value)) }
    }
    func texts(_ texts: [String]) -> JSONValue? {
      texts.isEmpty ? nil : .list(texts.map { .text($0) })
    }
    add("cluster", columns.cluster.map { .text($0) })
    add("strata", texts(columns.strata))
    add("arms", .list(arms.map(\.jsonValue)))
    add("control", control.map { .text($0) })
    let factorValues = factors.map { factor in
      JSONValue.object([
        JSONMember("name", .text(factor.name)),
        JSONMember("levels", .list(factor.levels.map { .text($0) })),
      ])
    }
    add("factors", factorValues.isEmpty ? nil : .list(factorValues))
    add(
      "timing",
      timing.map {
        .object([
          JSONMember("periods", .integer($0.periods)),
          JSONMember("blockLength", .integer($0.blockLength)),
        ])
      })
    add("seed", .text(String(seed)))
    add("rerandomization", rerandomization?.jsonValue)
    add("source", source?.jsonValue)
    add("assignment", assignment?.jsonValue)
    add("analysis", analysis.jsonValue)
    return JSONValue.object(members).text(indent: 2) + "\n"
  }
}

extension ExperimentDesign.Arm {
  fileprivate var jsonValue: JSONValue {
    var members = [
      JSONMember("name", .text(name)), JSONMember("share", .number(share)),
      JSONMember("units", .integer(units)),
    ]
    if let clusters { members.append(JSONMember("clusters", .integer(clusters))) }
    if let start { members.append(JSONMember("start", .integer(start))) }
    if !levels.isEmpty { members.append(JSONMember("levels", .list(levels.map { .text($0) }))) }
    return .object(members)
  }
}

extension ExperimentDesign.File {
  /// The hash in sixteen hexadecimal digits.
  var hashText: String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  fileprivate var jsonValue: JSONValue {
    .object([JSONMember("name", .text(name)), JSONMember("hash", .text(hashText))])
  }
}

extension Rerandomization {
  fileprivate var jsonValue: JSONValue {
    .object([
      JSONMember("columns", .list(columns.map { .text($0) })),
      JSONMember("threshold", .number(threshold)), JSONMember("draws", .integer(draws)),
      JSONMember("acceptance", .number(acceptance)), JSONMember("distance", .number(distance)),
    ])
  }
}

extension PlannedAnalysis {
  /// The analysis as a member; nil where nothing is said.
  fileprivate var jsonValue: JSONValue? {
    let members: [(name: String, value: JSONValue?)] = [
      ("outcome", outcome.map { .text($0) }), ("pre", pre.map { .text($0) }),
      ("alpha", alpha.map { .number($0) }), ("power", power.map { .number($0) }),
      ("smallestLift", smallestLift.map { .number($0) }), ("looks", looks.map { .integer($0) }),
      ("spending", spending.map { .text($0) }), ("ridge", hasRidge.map { .flag($0) }),
    ]
    let said = members.compactMap { member in
      member.value.map { JSONMember(member.name, $0) }
    }
    return said.isEmpty ? nil : .object(said)
  }
}
