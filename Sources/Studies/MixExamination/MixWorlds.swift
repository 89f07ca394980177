import Interchange
public import Journeys

/// Worlds whose truth is known, for marketing-mix models to be fitted to.
///
/// Each world is one arm of a scenario in one replicate, perhaps with drawn parameters, calendars that
/// vary, and experiments in it. A fit sees panels of it; the truth comes from the same world without
/// each channel, on the same random numbers.
public struct MixWorlds: Sendable {
  /// The scenario.
  public let document: ScenarioDocument
  /// The arm.
  public let arm: String
  /// Setting; the document as it stands when `nil`.
  public let setting: String?
  /// Number of worlds.
  public let count: Int
  /// Seed; the document's own when `nil`.
  public let seed: UInt64?
  /// Whether each world draws parameters with priors; the values themselves hold otherwise.
  public let drawsParameters: Bool
  /// Panels of each world.
  public let observations: [Observation]
  /// How plans vary in time and between places; as written when `nil`.
  public let flighting: Flighting?
  /// Places that the scenario does not declare.
  public let places: Places?
  /// Experiments in each world.
  public let holdouts: [Holdout]

  /// A category of places that people are drawn into by chance, so that a scenario without a map has
  /// panels by place.
  public struct Places: Sendable, Equatable {
    /// Name of the category.
    public var name: String
    /// Number of places of equal share, 2 to 128.
    public var count: Int

    /// Places `1`, `2`, … of equal share.
    public init(name: String = "geo", count: Int) {
      precondition((2...128).contains(count), "places are 2 to 128")
      self.name = name
      self.count = count
    }
  }

  /// Worlds of an arm.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - arm: The arm; that of other studies of one arm when `nil`.
  ///   - setting: Setting; the document as it stands when `nil`.
  ///   - count: Number of worlds; the document's number of replicates when `nil`.
  ///   - seed: Seed; the document's own when `nil`.
  ///   - drawsParameters: Whether each world draws parameters with priors.
  ///   - observations: Panels of each world.
  ///   - flighting: How plans vary; as written when `nil`.
  ///   - places: Places that the scenario does not declare.
  ///   - holdouts: Experiments in each world, each of another channel.
  /// - Throws: `SpecProblems` when the arm or the setting does not exist; `StudyError` when the arm
  ///   uses no channel, or a panel or an experiment cannot be made of it.
  public init(
    _ document: ScenarioDocument, arm: String? = nil, setting: String? = nil, count: Int? = nil,
    seed: UInt64? = nil, drawsParameters: Bool = false,
    observations: [Observation] = [Observation()], flighting: Flighting? = .usual,
    places: Places? = nil, holdouts: [Holdout] = []
  ) throws {
    self.document = document
    self.arm = document.studied(arm)
    self.setting = setting
    self.seed = seed
    self.drawsParameters = drawsParameters
    self.observations = observations
    self.flighting = flighting
    self.places = places
    self.holdouts = holdouts
    let scenario = try document.scenario(arm: self.arm, setting: setting, seed: seed)
    self.count = count ?? scenario.replicates
    guard !scenario.ownChannels.isEmpty else {
      throw StudyError(
        document: document.name,
        problem: "the arm \(self.arm) uses no channel; name an arm that does")
    }
    try check(try self.scenario(number: 0))
  }

  /// Refuses panels that the scenario cannot give.
  private func check(_ scenario: Scenario) throws {
    for observation in observations {
      do {
        _ = try observation.records(in: scenario)
        _ = try ObservedPeriods(observation.period, scenario.time)
      } catch {
        throw StudyError(document: document.name, problem: error.description)
      }
      guard case .levels(let names) = observation.units else { continue }
      let population = scenario.populations[scenario.events[scenario.outcome].population]
      let known = population.attributes.filter(\.isCategorical).map(\.name)
      if let missing = names.first(where: { !known.contains($0) }) {
        let error = ObservationError.unknownAttribute(
          missing, population: population.name, known: known)
        throw StudyError(document: document.name, problem: error.description)
      }
      let cells = names.reduce(1) { product, name in
        product * (population.attributes.first { $0.name == name }?.levels.count ?? 1)
      }
      if cells > Self.mostUnits {
        throw StudyError(
          document: document.name,
          problem: "panel: \(names.joined(separator: " × ")) has \(cells) units; at most "
            + "\(Self.mostUnits), or single people")
      }
    }
  }

  /// Most combinations of levels; the ledger numbers its cells with eight bits.
  private static let mostUnits = 256
}
