import Statistics

extension HistoryMatching {
  /// The targets that the model cannot reach: those that no world varies toward, and, at the end of
  /// a search that ruled everything out, those that are out of reach alone or, failing such,
  /// together.
  func unreachableTargets() -> [UnreachableTarget] {
    let constants = observed.names.indices.compactMap(constantTarget)
    guard ending == .empty else { return constants }
    let emulators = latestEmulators()
    let alone = emulators.compactMap(targetOutOfReach)
    if !alone.isEmpty { return constants + alone }
    guard let point = region.bestPoint else { return constants }
    let best = Matrix(rows: [point], dimension: dimension)
    let together = emulators.map { emulator in
      target(emulator, distance: distances(emulator, at: best)[0], at: point, isAlone: false)
    }.sorted { $0.distance > $1.distance }
    // The compromise spreads what cannot be met over many statistics; the worst tell most.
    return constants + together.prefix(3)
  }

  /// Where a wave that follows an empty region looks besides the least implausible points: near
  /// what each statistic beyond all simulated values asks for.
  func doubtfulPoints() -> [[Double]] {
    guard region.isEmpty else { return [] }
    return latestEmulators().filter { gap($0) > 0 }.sorted { gap($0) > gap($1) }.prefix(5)
      .flatMap { emulator in
        let search = nearest(emulator)
        return (0..<search.population.rows).map(search.population.row)
      }
  }

  /// How far an observed value is from all simulated ones, in standard deviations between worlds
  /// and of its tolerance.
  private func gap(_ emulator: StatisticEmulator) -> Double {
    let range = simulatedRange(emulator.statistic)
    let (value, tolerance) = (
      observed.values[emulator.statistic], observed.tolerances[emulator.statistic]
    )
    let distance = max(range.lowerBound - value, value - range.upperBound, 0)
    return distance / (emulator.noise + tolerance * tolerance).squareRoot()
  }

  /// The points whose expected statistic is least far from the observed one, or not too far.
  private func nearest(_ emulator: StatisticEmulator) -> RegionSearch {
    let prior = Self.priorDesign(
      512, dimension, RandomStream(seed: seed, replicate: 0, purpose: "calibration/prior"))
    var search = RegionSearch(
      Matrix(rows: prior, dimension: dimension), size: 100,
      stream: RandomStream(
        seed: seed, replicate: emulator.statistic, purpose: "calibration/reach")
    ) { points, _ in distances(emulator, at: points) }
    search.descend(to: settings.cutoff)
    return search
  }

  /// The newest emulator of each statistic that has one.
  private func latestEmulators() -> [StatisticEmulator] {
    observed.names.indices.compactMap { statistic in
      implausibilities.reversed().lazy.flatMap(\.emulators).first { $0.statistic == statistic }
    }
  }

  private func distances(_ emulator: StatisticEmulator, at points: Matrix) -> [Double] {
    emulator.distances(
      of: observed.values[emulator.statistic],
      tolerance: observed.tolerances[emulator.statistic], at: points)
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
      name: observed.names[statistic], observed: seen, nearest: value, point: nil,
      distance: tolerance > 0 ? gap / tolerance : .infinity, simulated: range, isAlone: true)
  }

  /// A finding where no parameters bring a statistic's emulator near the observed value, or where
  /// only parameters do of which the emulator knows little, and no simulated world comes near.
  private func targetOutOfReach(_ emulator: StatisticEmulator) -> UnreachableTarget? {
    let search = nearest(emulator)
    let best = search.values.indices.min { search.values[$0] < search.values[$1] } ?? 0
    if search.isEmpty {
      return target(
        emulator, distance: search.values[best], at: search.population.row(best), isAlone: true)
    }
    let gap = gap(emulator)
    guard gap > settings.cutoff else { return nil }
    let statistic = emulator.statistic
    let value = observed.values[statistic]
    let simulated = simulatedRange(statistic)
    let nearest = value > simulated.upperBound ? simulated.upperBound : simulated.lowerBound
    return UnreachableTarget(
      name: observed.names[statistic], observed: value, nearest: nearest,
      point: statistics.firstIndex { $0[statistic] == nearest }.map { points[$0] },
      distance: gap, simulated: simulated, isAlone: true)
  }

  private func target(
    _ emulator: StatisticEmulator, distance: Double, at point: [Double], isAlone: Bool
  ) -> UnreachableTarget {
    let prediction = emulator.process.predictions(at: Matrix(rows: [point], dimension: dimension))
    return UnreachableTarget(
      name: observed.names[emulator.statistic], observed: observed.values[emulator.statistic],
      nearest: prediction.means[0], point: point, distance: distance,
      simulated: simulatedRange(emulator.statistic), isAlone: isAlone)
  }

  /// The smallest and largest simulated value of a statistic.
  private func simulatedRange(_ statistic: Int) -> ClosedRange<Double> {
    let values = statistics.map { $0[statistic] }.filter(\.isFinite)
    return (values.min() ?? 0)...(values.max() ?? 0)
  }
}
