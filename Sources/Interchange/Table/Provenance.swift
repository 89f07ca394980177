/// Where a result comes from: everything that is needed to make it again.
public struct Provenance: Sendable, Equatable {
  /// A named text of a provenance: an option and its value, or an input and its hash.
  public struct Item: Sendable, Equatable {
    /// The name of the option or the input.
    public let name: String

    /// The value of the option, or the hash of the input.
    public let value: String

    /// A named text.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The name of the tool.
  public let tool: String

  /// The version of the tool.
  public let version: String

  /// The study that was asked for, such as `forecast`.
  public let study: String

  /// The name of the scenario.
  public let scenario: String

  /// The hash of the scenario's text.
  public let scenarioHash: String

  /// The seed of all random numbers.
  public let seed: UInt64

  /// The number of replicates.
  public let replicates: Int

  /// The number of threads, which cannot change results; nil when nobody says.
  public let threads: Int?

  /// The options of the study and their values, in the order they are documented.
  public let options: [Item]

  /// The other inputs and the hashes of their contents.
  public let inputs: [Item]

  /// The wall clock at the run, as the caller writes it; nil where bytes are compared.
  public let recorded: String?

  /// The provenance of one result.
  ///
  /// - Parameters:
  ///   - tool: The name of the tool.
  ///   - version: The version of the tool.
  ///   - study: The study that was asked for.
  ///   - scenario: The name of the scenario.
  ///   - scenarioHash: The hash of the scenario's text.
  ///   - seed: The seed of all random numbers.
  ///   - replicates: The number of replicates.
  ///   - threads: The number of threads; nil when nobody says.
  ///   - options: The options of the study and their values.
  ///   - inputs: The other inputs and the hashes of their contents.
  ///   - recorded: The wall clock at the run; nil where bytes are compared.
  public init(
    tool: String, version: String, study: String, scenario: String, scenarioHash: String,
    seed: UInt64, replicates: Int, threads: Int? = nil, options: [(String, String)] = [],
    inputs: [(String, String)] = [], recorded: String? = nil
  ) {
    self.tool = tool
    self.version = version
    self.study = study
    self.scenario = scenario
    self.scenarioHash = scenarioHash
    self.seed = seed
    self.replicates = replicates
    self.threads = threads
    self.options = options.map { Item(name: $0.0, value: $0.1) }
    self.inputs = inputs.map { Item(name: $0.0, value: $0.1) }
    self.recorded = recorded
  }

  /// Eight characters that identify the result: a hash of everything that determines it.
  ///
  /// The threads and the wall clock are left out, because neither changes a byte of a table.
  public var identity: String {
    let determining = JSONValue.object(members).text(indent: nil)
    return hex8(contentHash(determining.utf8))
  }

  /// The provenance as a JSON value, with `threads` and `recorded` last and only where they are said.
  public var jsonValue: JSONValue {
    var all = members
    if let threads { all.append(JSONMember("threads", .integer(threads))) }
    if let recorded { all.append(JSONMember("recorded", .text(recorded))) }
    return .object(all)
  }

  /// What determines the result; the seed as text, because JSON readers lose integers above 2⁵³.
  private var members: [JSONMember] {
    [
      JSONMember("tool", .text(tool)),
      JSONMember("version", .text(version)),
      JSONMember("study", .text(study)),
      JSONMember("scenario", .text(scenario)),
      JSONMember("scenarioHash", .text(scenarioHash)),
      JSONMember("seed", .text(String(seed))),
      JSONMember("replicates", .integer(replicates)),
      JSONMember("options", .object(options.map { JSONMember($0.name, .text($0.value)) })),
      JSONMember("inputs", .object(inputs.map { JSONMember($0.name, .text($0.value)) })),
    ]
  }
}
