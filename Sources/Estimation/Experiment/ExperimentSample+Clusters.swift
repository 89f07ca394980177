import Statistics

extension ExperimentSample {
  /// Throws where clusters hold both arms or an arm has fewer than two.
  func checkClusters() throws(ReadoutError) {
    guard let clusters else { return }
    var arms: [Int: Bool] = [:]
    for (unit, cluster) in clusters.enumerated() {
      if let arm = arms[cluster], arm != isTreated[unit] { throw .splitCluster(cluster: cluster) }
      arms[cluster] = isTreated[unit]
    }
    let treated = arms.values.count { $0 }
    try Self.check("clusters", treated: treated, control: arms.count - treated)
  }

  /// Throws where clusters are no more than the columns that do not vary within them, which then fit
  /// every cluster exactly and leave errors of nothing.
  ///
  /// - Parameter design: The columns of a regression.
  /// - Returns: How many of them do not vary within clusters; none without clusters.
  /// - Throws: ``ReadoutError/saturatedClusters(count:columns:)``
  @discardableResult
  func checkColumns(of design: Design) throws(ReadoutError) -> Int {
    guard let clusters else { return 0 }
    let between = design.names.indices.filter {
      Self.isConstant(design.matrix.column($0), within: clusters)
    }
    let number = Set(clusters).count
    guard number > between.count else {
      throw .saturatedClusters(count: number, columns: between.map { design.names[$0] })
    }
    return between.count
  }

  private static func isConstant(_ column: ArraySlice<Double>, within clusters: [Int]) -> Bool {
    var values: [Int: Double] = [:]
    for (cluster, value) in zip(clusters, column) {
      if let known = values[cluster], known != value { return false }
      values[cluster] = value
    }
    return true
  }

  /// The clusters as units: means of outcome and covariates, in the order of their first unit.
  ///
  /// Every cluster counts once, whatever its size.
  ///
  /// - Returns: One unit per cluster, without clusters; a block is that of the first unit.
  /// - Throws: ``ReadoutError`` where there are no clusters, one holds both arms, or an arm has
  ///   fewer than two.
  public func clusterMeans() throws(ReadoutError) -> ExperimentSample {
    guard let clusters else {
      throw .noGroups(method: "a test of cluster means", groups: "clusters")
    }
    try checkClusters()
    var places: [Int: Int] = [:]
    var first: [Int] = []
    let place = clusters.enumerated().map { unit, cluster in
      if let known = places[cluster] { return known }
      places[cluster] = first.count
      first.append(unit)
      return first.count - 1
    }
    func means(_ column: [Double]) -> [Double] {
      var moments = [RunningMoments](repeating: RunningMoments(), count: first.count)
      for (unit, value) in column.enumerated() { moments[place[unit]].add(value) }
      return moments.map(\.mean)
    }
    return try ExperimentSample(
      means(outcome), named: outcomeName, isTreated: first.map { isTreated[$0] },
      covariates: covariates.map { Covariate($0.name, means($0.values)) },
      blocks: blocks.map { blocks in first.map { blocks[$0] } })
  }

  /// The difference of the means of cluster means by Welch's test.
  ///
  /// Valid however units depend on each other within clusters, and the check of every model of that
  /// dependence.
  ///
  /// - Parameter confidence: Confidence of the interval.
  /// - Returns: The effect on the mean of a cluster; counts are of clusters.
  /// - Throws: As ``clusterMeans()``.
  public func clusterMeansTest(confidence: Double = 0.95) throws(ReadoutError) -> Readout {
    let means = try clusterMeans()
    let difference = MeanDifference(
      treated: means.outcomes(treated: true), control: means.outcomes(treated: false))
    return Readout(
      method: "cluster means, Welch t", effect: difference.welch(confidence: confidence),
      level: difference.level, treated: means.treatedCount,
      control: means.count - means.treatedCount)
  }

  /// The mean difference of matched pairs by the t test of pair differences.
  ///
  /// Where whole clusters were paired the pairs are of cluster means.
  ///
  /// - Parameter confidence: Confidence of the interval.
  /// - Returns: The effect per unit; counts are of pairs.
  /// - Throws: ``ReadoutError`` where a block is not one treated and one control unit, for fewer
  ///   than two pairs, and without blocks.
  public func matchedPairs(confidence: Double = 0.95) throws(ReadoutError) -> Readout {
    if clusters != nil { return try clusterMeans().matchedPairs(confidence: confidence) }
    let pairs = try pairs()
    try Self.check("pairs", treated: pairs.count, control: pairs.count)
    let differences = RunningMoments(pairs.map { outcome[$0.treated] - outcome[$0.control] })
    let control = RunningMoments(pairs.map { outcome[$0.control] })
    let covariance =
      pairs.reduce(0) {
        $0 + (outcome[$1.treated] - outcome[$1.control] - differences.mean)
          * (outcome[$1.control] - control.mean)
      } / Double(pairs.count - 1) / Double(pairs.count)
    let effect = EffectEstimate(
      differences.mean, standardError: differences.standardError,
      degrees: Double(pairs.count - 1), confidence: confidence)
    return Readout(
      method: "matched pairs, t", effect: effect,
      level: ComparisonLevel(
        control.mean, standardError: control.standardError, covariance: covariance),
      treated: pairs.count, control: pairs.count)
  }

  /// The treated and the control unit of each pair, in the order of the pairs' numbers.
  func pairs() throws(ReadoutError) -> [(treated: Int, control: Int)] {
    guard let blocks else { throw .noGroups(method: "a test of pairs", groups: "pairs") }
    let members = Dictionary(grouping: blocks.indices) { blocks[$0] }
    var pairs: [(treated: Int, control: Int)] = []
    for pair in members.keys.sorted() {
      let units = members[pair] ?? []
      let (treated, control) = (units.filter { isTreated[$0] }, units.filter { !isTreated[$0] })
      guard treated.count == 1, control.count == 1 else {
        throw .brokenPair(pair: pair, treated: treated.count, control: control.count)
      }
      pairs.append((treated[0], control[0]))
    }
    return pairs
  }

  /// The difference of means within strata, weighted by the size of strata.
  ///
  /// Degrees of freedom after Satterthwaite over all cells. Miratrix, Sekhon and Yu (2013),
  /// "Adjusting treatment effect estimates by post-stratification in randomized experiments".
  ///
  /// - Parameter confidence: Confidence of the interval.
  /// - Returns: The effect per unit.
  /// - Throws: ``ReadoutError`` without blocks, and where a block has fewer than two units of an
  ///   arm.
  public func stratified(confidence: Double = 0.95) throws(ReadoutError) -> Readout {
    guard let blocks else { throw .noGroups(method: "post-stratification", groups: "strata") }
    var (value, variance, squares, level, levelVariance) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for block in Set(blocks).sorted() {
      let units = blocks.indices.filter { blocks[$0] == block }
      let weight = Double(units.count) / Double(count)
      for arm in [true, false] {
        let moments = RunningMoments(units.filter { isTreated[$0] == arm }.map { outcome[$0] })
        guard moments.count > 1 else {
          throw .tooFew(
            what: "units", arm: (arm ? "treated" : "control") + " part of a stratum in its",
            count: moments.count, needed: 2)
        }
        let own = weight * weight * moments.variance / Double(moments.count)
        value += (arm ? weight : -weight) * moments.mean
        variance += own
        squares += own * own / Double(moments.count - 1)
        if !arm {
          level += weight * moments.mean
          levelVariance += own
        }
      }
    }
    let effect = EffectEstimate(
      value, standardError: variance.squareRoot(), degrees: variance * variance / squares,
      confidence: confidence)
    return Readout(
      method: "post-stratification", effect: effect,
      level: ComparisonLevel(
        level, standardError: levelVariance.squareRoot(), covariance: -levelVariance),
      treated: treatedCount, control: count - treatedCount)
  }
}
