import Statistics

extension HistoryMatching {
  /// The targets that the model cannot reach: those that no world varies toward, and, at the end of
  /// a search that ruled everything out, those that are out of reach alone or, failing such,
  /// together.
  ///
  /// What comes nearest is what a simulated world gave: an emulator's mean says least where the
  /// observed value is least implausible because nothing is known.
  func unreachableTargets() -> [UnreachableTarget] {
    let constants = observed.names.indices.compactMap(constantTarget)
    guard ending == .empty else { return constants }
    let emulators = latestEmulators()
    let alone = emulators.filter(isOutOfReach)
    if !alone.isEmpty {
      return constants
        + alone.compactMap { emulator in
          nearestWorld(to: [emulator]).map { target(emulator, in: $0, isAlone: true) }
        }
    }
    guard let world = nearestWorld(to: emulators) else { return constants }
    let together = emulators.map { target($0, in: world, isAlone: observed.count == 1) }
      .sorted { $0.distance > $1.distance }
    // The compromise spreads what cannot be met over many statistics; the worst tell most.
    return constants + together.prefix(3)
  }

  /// Where a wave that follows an empty region looks besides the least implausible points: near
  /// what each statistic beyond all simulated values asks for, by what its emulator expects and by
  /// what it does not exclude.
  func doubtfulPoints() -> [[Double]] {
    guard region.isEmpty else { return [] }
    return latestEmulators().filter { gap($0) > 0 }.sorted { gap($0) > gap($1) }.prefix(5)
      .flatMap { emulator in
        [expectations, distances].flatMap { judge in
          let search = nearest(emulator, by: judge)
          return (0..<search.population.rows).map(search.population.row)
        }
      }
  }

  /// Whether no simulated world comes to the observed value of a statistic, and its emulator knows of no
  /// parameters whose worlds might; far beyond all worlds, none that it expects to.
  private func isOutOfReach(_ emulator: StatisticEmulator) -> Bool {
    let gap = gap(emulator)
    return gap > settings.cutoff && nearest(emulator, by: expectations).isEmpty
      || gap > 0 && nearest(emulator, by: distances).isEmpty
  }

  /// How far an observed value is from all simulated ones, in standard deviations between worlds
  /// and of its tolerance.
  private func gap(_ emulator: StatisticEmulator) -> Double {
    let range = simulatedRange(emulator.statistic)
    let value = observed.values[emulator.statistic]
    return max(range.lowerBound - value, value - range.upperBound, 0) / deviation(emulator)
  }

  /// The standard deviation between worlds and of the tolerance.
  private func deviation(_ emulator: StatisticEmulator) -> Double {
    let tolerance = observed.tolerances[emulator.statistic]
    return max(.leastNormalMagnitude, emulator.noise + tolerance * tolerance).squareRoot()
  }

  /// The points whose statistic is least far from the observed one, or not too far.
  private func nearest(
    _ emulator: StatisticEmulator, by judge: @escaping (StatisticEmulator, Matrix) -> [Double]
  ) -> RegionSearch {
    let prior = Self.priorDesign(
      512, dimension, RandomStream(seed: seed, replicate: 0, purpose: "calibration/prior"))
    var search = RegionSearch(
      Matrix(rows: prior, dimension: dimension), size: 100,
      stream: RandomStream(
        seed: seed, replicate: emulator.statistic, purpose: "calibration/reach")
    ) { points, _ in judge(emulator, points) }
    search.descend(to: settings.cutoff)
    return search
  }

  /// The newest emulator of each statistic that has one.
  private func latestEmulators() -> [StatisticEmulator] {
    observed.names.indices.compactMap { statistic in
      implausibilities.reversed().lazy.flatMap(\.emulators).first { $0.statistic == statistic }
    }
  }

  /// How far the observed value is from the emulated one, for what is uncertain of it.
  private func distances(_ emulator: StatisticEmulator, at points: Matrix) -> [Double] {
    emulator.distances(
      of: observed.values[emulator.statistic],
      tolerance: observed.tolerances[emulator.statistic], at: points)
  }

  /// How far the observed value is from the expected one, as if the emulator were exact.
  private func expectations(_ emulator: StatisticEmulator, at points: Matrix) -> [Double] {
    let (value, deviation) = (observed.values[emulator.statistic], deviation(emulator))
    return emulator.process.predictions(at: points).means.map {
      (value - $0).magnitude / deviation
    }
  }

  /// The simulated world that is least far from what was observed, by the sum of squared distances.
  private func nearestWorld(to emulators: [StatisticEmulator]) -> Int? {
    let deviations = emulators.map(deviation)
    func distance(_ world: Int) -> Double {
      zip(emulators, deviations).reduce(0) { sum, pair in
        let gap = statistics[world][pair.0.statistic] - observed.values[pair.0.statistic]
        return gap.isFinite ? sum + gap / pair.1 * (gap / pair.1) : .infinity
      }
    }
    let worlds = statistics.indices.map { (distance: distance($0), world: $0) }
    return worlds.filter { $0.distance.isFinite }
      .min { ($0.distance, $0.world) < ($1.distance, $1.world) }?.world
  }

  /// A finding where a statistic never varies and is not as observed.
  private func constantTarget(_ statistic: Int) -> UnreachableTarget? {
    guard case .constant(let value)? = waves.last?.uses[statistic] else { return nil }
    let range = simulatedRange(statistic)
    guard range.lowerBound == range.upperBound else { return nil }
    let (seen, tolerance) = (observed.values[statistic], observed.tolerances[statistic])
    let gap = (seen - value).magnitude
    // Rounding in the making of a figure does not count.
    guard gap > settings.cutoff * tolerance + 1e-9 * max(value.magnitude, seen.magnitude) else {
      return nil
    }
    return UnreachableTarget(
      name: observed.names[statistic], statistic: statistic, observed: seen, nearest: value,
      point: nil, distance: tolerance > 0 ? gap / tolerance : .infinity, simulated: range,
      isAlone: true)
  }

  /// A finding with what a simulated world gives.
  private func target(
    _ emulator: StatisticEmulator, in world: Int, isAlone: Bool
  ) -> UnreachableTarget {
    let statistic = emulator.statistic
    let (value, nearest) = (observed.values[statistic], statistics[world][statistic])
    return UnreachableTarget(
      name: observed.names[statistic], statistic: statistic, observed: value, nearest: nearest,
      point: points[world], distance: (value - nearest).magnitude / deviation(emulator),
      simulated: simulatedRange(statistic), isAlone: isAlone)
  }

  /// The smallest and largest simulated value of a statistic.
  private func simulatedRange(_ statistic: Int) -> ClosedRange<Double> {
    let values = statistics.map { $0[statistic] }.filter(\.isFinite)
    return (values.min() ?? 0)...(values.max() ?? 0)
  }
}
