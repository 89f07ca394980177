import Statistics

extension HistoryMatching {
  /// The targets that the model cannot reach: those that no world varies toward, and, where
  /// everything is ruled out, those that are out of reach alone or, failing such, together.
  func unreachableTargets() -> [UnreachableTarget] {
    let constants = observed.names.indices.compactMap(constantTarget)
    guard region.isEmpty else { return constants }
    let emulators = latestEmulators()
    let alone = emulators.compactMap(targetOutOfReach)
    if !alone.isEmpty { return constants + alone }
    guard let point = region.bestPoint else { return constants }
    let best = Matrix(rows: [point], dimension: dimension)
    let together = emulators.map { emulator in
      let distance = distances(emulator, at: best)[0]
      return target(emulator, distance: distance, at: point, isAlone: false)
    }.sorted { $0.distance > $1.distance }
    let clear = together.filter { $0.distance > settings.cutoff }
    return constants + (clear.isEmpty ? Array(together.prefix(2)) : clear)
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

  /// A finding where no parameters bring a statistic's emulator near the observed value.
  private func targetOutOfReach(_ emulator: StatisticEmulator) -> UnreachableTarget? {
    let prior = Self.priorDesign(
      512, dimension, RandomStream(seed: seed, replicate: 0, purpose: "calibration/prior"))
    var search = RegionSearch(
      Matrix(rows: prior, dimension: dimension), share: 1, size: 100,
      stream: RandomStream(
        seed: seed, replicate: emulator.statistic, purpose: "calibration/reach")
    ) { points, _ in distances(emulator, at: points) }
    search.descend(to: settings.cutoff)
    guard search.isEmpty,
      let best = search.values.indices.min(by: { search.values[$0] < search.values[$1] })
    else { return nil }
    return target(
      emulator, distance: search.values[best], at: search.population.row(best), isAlone: true)
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
