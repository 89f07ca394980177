public import Statistics

/// A search that rules out, wave by wave, parameters that cannot have given what was observed.
///
/// Each wave simulates a space-filling design within what is left of the prior, emulates every
/// statistic by a Gaussian process, and rules out points whose emulated statistics are too far from
/// the observed ones for the emulator's uncertainty, the spread between worlds and the tolerances.
/// Craig, Goldstein, Seheult and Smith (1997), "Pressure matching for hydrocarbon reservoirs".
///
/// A design repeats some of its points, which tells the spread between worlds from the waves of the
/// function: every point, repeated or not, is to be simulated with random numbers of its own. The
/// emulators are of the mean over worlds, so that numbers shared by all points would count one
/// world's fortune as the model's.
///
/// Where everything is ruled out, one more wave at the least implausible points, judged without the
/// former ones, tells a model that cannot reach its targets from emulators that erred.
///
/// The same observed values, seed and simulated statistics give the same search, so that one that
/// was stopped is resumed by teaching it again what it had learned.
public struct HistoryMatching: Proposal {
  /// What is to be reproduced; weights do not count here.
  public let observed: ObservedStatistics
  /// The number of parameters.
  public let dimension: Int
  /// How much may be spent.
  public let settings: HistoryMatchingSettings
  /// All simulated points in their order, as normal scores.
  public internal(set) var points: [[Double]] = []
  /// The statistics of each simulated point.
  public internal(set) var statistics: [[Double]] = []
  /// What each wave did.
  public internal(set) var waves: [MatchingWave] = []
  /// What is not ruled out; the whole prior at first.
  public internal(set) var region: PlausibleRegion
  /// Targets that the model cannot reach.
  public internal(set) var unreachable: [UnreachableTarget] = []
  /// Why the search ended; nil before it has.
  public internal(set) var ending: MatchingEnding?

  let seed: UInt64
  /// What each wave rules out.
  var implausibilities: [Implausibility] = []
  /// The points that wait for their statistics.
  var pending: [[Double]] = []

  /// A search.
  ///
  /// - Parameters:
  ///   - observed: What is to be reproduced, at least one statistic.
  ///   - dimension: The number of parameters, at least one.
  ///   - seed: The seed of designs and of the search of regions.
  ///   - settings: How much may be spent.
  public init(
    observed: ObservedStatistics, dimension: Int, seed: UInt64, settings: HistoryMatchingSettings
  ) {
    precondition(observed.count > 0 && dimension > 0, "matching needs statistics and parameters")
    self.observed = observed
    self.dimension = dimension
    self.seed = seed
    self.settings = settings
    region = Self.prior(dimension, seed, settings)
    let size = min(waveSize, settings.budget)
    let design = Self.priorDesign(
      size - repeats(size), dimension,
      RandomStream(seed: seed, replicate: 0, purpose: "calibration/design"))
    pending = design + design.prefix(repeats(size))
  }

  /// The next points to simulate, one per row; `nil` when the search has ended.
  ///
  /// Equal points are repeats, each to be simulated with random numbers of its own.
  public mutating func nextPoints() -> [[Double]]? {
    ending == nil ? pending : nil
  }

  /// Learns what the last points gave, and prepares the next wave.
  ///
  /// - Parameter statistics: One row per point of the last wave, in their order, with one value per
  ///   observed statistic; not a number where a world does not determine one.
  public mutating func learn(_ statistics: [[Double]]) {
    precondition(ending == nil, "the search has ended")
    precondition(statistics.count == pending.count, "there is one row of statistics per point")
    precondition(
      statistics.allSatisfy { $0.count == observed.count }, "there is one value per statistic")
    if region.isEmpty {
      // What ruled everything out is in doubt, and is learned anew with these points.
      implausibilities = []
    }
    let training = trainingRows(adding: pending.count)
    points += pending
    self.statistics += statistics
    var wave = emulated(training)
    if waves.isEmpty { wave.implausibility.trust = Self.firstTrust }
    implausibilities.append(wave.implausibility)
    let shareBefore = region.isEmpty ? 1 : region.priorShare
    drawRegion()
    waves.append(
      MatchingWave(
        simulations: pending.count, priorShare: region.priorShare, uses: wave.uses,
        emulatorVarianceShare: emulatorVarianceShare()))
    pending = []
    ending = reasonToEnd(shareBefore: shareBefore)
    unreachable = unreachableTargets()
    if ending == nil { pending = nextDesign(from: region.points + doubtfulPoints()) }
  }

  /// What a reader should know of statistics that ruled nothing out; targets out of reach say more
  /// themselves.
  public var sentences: [String] {
    let uses = waves.last?.uses ?? []
    let alone = Set(unreachable.map(\.name))
    return zip(observed.names, uses).compactMap { name, use in
      alone.contains(name) ? nil : use.sentence(name)
    }
  }

  /// The simulations of a wave.
  var waveSize: Int { settings.waveSize ?? max(40, 10 * dimension) }

  /// How many points of a design are simulated twice.
  ///
  /// *Chosen*: a tenth gives the spread between worlds some degrees of freedom at little cost.
  func repeats(_ size: Int) -> Int { size < 10 ? 0 : max(3, size / 10) }

  /// The implausibilities of points over all waves.
  ///
  /// Each is the largest over waves, so that what one ruled out stays out. Those of the first wave are
  /// halved: its emulators know little, and not always how little, so that only what they find twice
  /// as far is ruled out, and later waves judge the rest. Only where everything was ruled out does a
  /// wave judge without those before it.
  ///
  /// - Parameters:
  ///   - points: One point per row, as normal scores.
  ///   - limit: Above it, a value is only known to be above it.
  /// - Returns: One value per row, in standard deviations; those up to the cutoff of the settings
  ///   are not ruled out.
  public func implausibility(of points: Matrix, limit: Double = .infinity) -> [Double] {
    Self.implausibility(of: points, limit: limit, by: implausibilities)
  }

  /// What implausibilities of the first wave are multiplied with.
  ///
  /// *Chosen*: of 24 truths with thirty statistics and five parameters, first waves of fifty worlds
  /// found two at 3.1 and 3.8, and none in later waves.
  private static let firstTrust = 0.5

  static func implausibility(
    of points: Matrix, limit: Double, by waves: [Implausibility]
  ) -> [Double] {
    var values = [Double](repeating: 0, count: points.rows)
    var rows = Array(0..<points.rows)
    var remaining = points
    for wave in waves.reversed() where !rows.isEmpty {
      let found = wave.values(at: remaining, limit: limit / wave.trust)
      for (place, row) in rows.enumerated() {
        values[row] = max(values[row], wave.trust * found[place])
      }
      let kept = rows.filter { values[$0] <= limit }
      if kept.count < rows.count { remaining = points.selectingRows(kept) }
      rows = kept
    }
    return values
  }
}
