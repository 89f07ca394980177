import Statistics

extension HistoryMatching {
  /// The most points that an emulator is given; *chosen*, as its cost grows with their cube.
  private static let largestTrainingCount = 300

  /// The emulators' variance, as a share of what remains without it, below which waves gain nothing.
  ///
  /// *Chosen*: with exact emulators, implausibilities would grow by 5 %.
  private static let negligibleVarianceShare = 0.1

  /// The rows of simulated points from which the next emulators learn: the new ones and as many of
  /// the least implausible earlier ones.
  func trainingRows(adding count: Int) -> [Int] {
    let new = Array(points.count..<points.count + count)
    let room = max(0, min(2 * waveSize, Self.largestTrainingCount) - count)
    guard !points.isEmpty, room > 0 else { return new }
    let values = implausibility(of: Matrix(rows: points, dimension: dimension))
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    return order.prefix(room).sorted() + new
  }

  /// Emulates every statistic.
  func emulated(_ rows: [Int]) -> (implausibility: Implausibility, uses: [StatisticUse]) {
    let training = Matrix(rows: rows.map { points[$0] }, dimension: dimension)
    var emulators: [StatisticEmulator] = []
    var uses: [StatisticUse] = []
    for index in 0..<observed.count {
      let (emulator, use) = StatisticEmulator.fitted(
        index, rows.map { statistics[$0][index] }, observed: observed.values[index], at: training)
      uses.append(use)
      if let emulator { emulators.append(emulator) }
    }
    // Statistics that rule out most come first, so that others are asked about fewer points.
    let probe = Matrix(rows: Array(region.points.prefix(64)), dimension: dimension)
    let order = emulators.indices.map { index -> (Double, Int) in
      let distances = emulators[index].distances(
        of: observed.values[emulators[index].statistic],
        tolerance: observed.tolerances[emulators[index].statistic], at: probe)
      return (-distances.reduce(0) { $0 + min($1, 10) }, index)
    }.sorted { $0 < $1 }
    let sorted = order.map { emulators[$0.1] }
    return (Implausibility(sorted, observed: observed, cutoff: settings.cutoff), uses)
  }

  /// Draws the region anew from the prior.
  mutating func drawRegion() {
    let waves = implausibilities
    let prior = Self.prior(dimension, seed, settings)
    var search = RegionSearch(
      Matrix(rows: prior.points, dimension: dimension),
      size: max(settings.populationSize, 2 * waveSize),
      stream: RandomStream(
        seed: seed, replicate: waves.count, purpose: "calibration/region")
    ) { Self.implausibility(of: $0, limit: $1, by: waves) }
    search.descend(to: settings.cutoff)
    region = PlausibleRegion(
      points: (0..<search.population.rows).map(search.population.row),
      implausibilities: search.values, priorShare: search.isEmpty ? 0 : search.share)
  }

  /// The emulators' median variance within the region against that of worlds and tolerances, where
  /// it is largest.
  func emulatorVarianceShare() -> Double? {
    let sample = Matrix(rows: Array(region.points.prefix(128)), dimension: dimension)
    return implausibilities.last?.emulators.map { emulator in
      let tolerance = observed.tolerances[emulator.statistic]
      let variances = emulator.process.predictions(at: sample).variances.sorted()
      return variances[variances.count / 2] / (emulator.noise + tolerance * tolerance)
    }.max()
  }

  /// Why there is no next wave; nil where there is one.
  func reasonToEnd(shareBefore: Double) -> MatchingEnding? {
    // Fewer points than parameters would teach nothing.
    let isSpent = settings.budget - points.count < max(5, dimension + 2)
    let isLast = waves.count >= settings.largestWaveCount
    if region.isEmpty {
      let isConfirmed = waves.count > 1 && waves[waves.count - 2].priorShare == 0
      return isConfirmed || isSpent || isLast ? .empty : nil
    }
    if let last = waves.last?.emulatorVarianceShare, last < Self.negligibleVarianceShare,
      waves.count > 1
    {
      return .precise
    }
    if waves.count > 1, region.priorShare > 0.9 * shareBefore { return .settled }
    return isLast ? .waves : isSpent ? .budget : nil
  }

  /// A design among candidates: each point as far as possible from those before it and from all
  /// simulated ones, in standard deviations of the candidates.
  func nextDesign(from candidates: [[Double]]) -> [[Double]] {
    let size = min(waveSize, settings.budget - points.count)
    let scales = (0..<dimension).map { column -> Double in
      var moments = RunningMoments()
      for point in candidates { moments.add(point[column]) }
      let deviation = moments.standardDeviation
      return deviation > 0 ? 1 / deviation : 0
    }
    func distance(_ first: [Double], _ second: [Double]) -> Double {
      (0..<dimension).reduce(0) { sum, column in
        let difference = (first[column] - second[column]) * scales[column]
        return sum + difference * difference
      }
    }
    var nearest = candidates.map { candidate in
      points.reduce(Double.infinity) { min($0, distance(candidate, $1)) }
    }
    var design: [[Double]] = []
    while design.count < size - repeats(size) {
      guard let next = nearest.indices.max(by: { nearest[$0] < nearest[$1] }) else { break }
      design.append(candidates[next])
      for index in candidates.indices {
        nearest[index] = min(nearest[index], distance(candidates[index], candidates[next]))
      }
    }
    return design + design.prefix(repeats(size))
  }

  /// The whole prior.
  static func prior(
    _ dimension: Int, _ seed: UInt64, _ settings: HistoryMatchingSettings
  ) -> PlausibleRegion {
    let count = max(2048, 4 * settings.populationSize)
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "calibration/prior")
    return PlausibleRegion(
      points: priorDesign(count, dimension, stream),
      implausibilities: [Double](repeating: 0, count: count), priorShare: 1)
  }

  /// Space-filling points of the prior as normal scores, cut at three standard deviations.
  static func priorDesign(_ count: Int, _ dimension: Int, _ stream: RandomStream) -> [[Double]] {
    let outside = Normal.cumulative(-RegionSearch.bound)
    func score(_ share: Double) -> Double {
      Normal.quantile(outside + share * (1 - 2 * outside))
    }
    guard dimension > SobolSequence.largestDimension else {
      let sequence = SobolSequence(dimension: dimension, scrambling: stream)
      return (0..<count).map { sequence.point($0).map(score) }
    }
    let design = LatinHypercube(count: count, dimension: dimension, stream: stream).points
    return (0..<count).map { design.row($0).map(score) }
  }
}
