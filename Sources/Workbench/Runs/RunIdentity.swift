public import Interchange

/// Everything that determines a result, and the eight characters that stand for it.
///
/// The order of options does not matter, and neither do threads and the wall clock.
public struct RunIdentity: Sendable {
  /// The version of the tool.
  public let version: String

  /// The study that is asked for, such as `forecast`.
  public let study: String

  /// The name of the scenario.
  public let scenario: String

  /// The hash of the scenario's bytes, in sixteen hexadecimal characters.
  public let scenarioHash: String

  /// The other inputs and the hashes of their contents, by name.
  public let inputs: [(name: String, hash: String)]

  /// The seed of all random numbers.
  public let seed: UInt64

  /// The number of replicates.
  public let replicates: Int

  /// The options of the study, by name.
  public let options: [(name: String, value: String)]

  /// The identity of a run that is about to be made.
  ///
  /// - Parameters:
  ///   - version: The version of the tool.
  ///   - study: The study that is asked for, such as `forecast`.
  ///   - scenario: The name of the scenario.
  ///   - scenarioBytes: The scenario byte for byte.
  ///   - inputs: The other inputs and the hashes of their contents.
  ///   - seed: The seed of all random numbers.
  ///   - replicates: The number of replicates.
  ///   - options: The options of the study and their values, changes of the document among them.
  public init(
    version: String = ToolVersion.withBuild, study: String, scenario: String,
    scenarioBytes: [UInt8], inputs: [(name: String, hash: UInt64)] = [], seed: UInt64,
    replicates: Int, options: [(name: String, value: String)] = []
  ) {
    self.version = version
    self.study = study
    self.scenario = scenario
    self.scenarioHash = Self.hexadecimal(contentHash(scenarioBytes))
    self.inputs = inputs.map { ($0.name, Self.hexadecimal($0.hash)) }.sorted { $0 < $1 }
    self.seed = seed
    self.replicates = replicates
    self.options = options.sorted { $0 < $1 }
  }

  /// Eight lower-case hexadecimal characters.
  public var text: String { provenance().identity }

  /// The provenance that a run of this identity records.
  ///
  /// - Parameters:
  ///   - threads: The number of threads, which cannot change results; nil when nobody says.
  ///   - recorded: The wall clock at the run; nil where bytes are compared.
  /// - Returns: A provenance with the same identity.
  public func provenance(threads: Int? = nil, recorded: String? = nil) -> Provenance {
    Provenance(
      tool: "rounds", version: version, study: study, scenario: scenario,
      scenarioHash: scenarioHash, seed: seed, replicates: replicates, threads: threads,
      options: options.map { ($0.name, $0.value) }, inputs: inputs.map { ($0.name, $0.hash) },
      recorded: recorded)
  }

  private static func hexadecimal(_ hash: UInt64) -> String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
