public import Estimation

/// What one planned test finds of one arm in one replicate, and the truth beside it.
public struct TestFinding: Sendable, Equatable {
  /// The effect per person as the team would read it out; nil where everybody's outcome was the same.
  public let effect: EffectEstimate?
  /// The same readout had the arm been the control arm: an A/A test.
  public let placebo: EffectEstimate?
  /// Mean outcome of a person with everybody under the control arm.
  public let controlMean: Double
  /// Effect per person of giving the arm to everybody, against nobody.
  public let truth: Double
  /// People in the arm, and in the control group.
  public let treated: Int
  /// People in the control group.
  public let control: Int
  /// Clusters in both; 0 where people were assigned.
  public let clusters: Int
}

/// The readout that a team would make of a planned test.
struct TestReading {
  let design: TestDesign
  let assignment: TestAssignment
  /// Outcome before the test of everybody; nil where the readout does not adjust for it.
  let past: [Double]?
  let confidence: Double

  /// Reads out one arm against the control group.
  ///
  /// - Parameters:
  ///   - arm: The arm.
  ///   - outcome: Outcome of everybody in the window of the test.
  /// - Returns: The effect per person; nil where everybody's outcome is the same.
  /// - Throws: `ReadoutError` when the test is too small for its readout.
  func effect(of arm: Int, on outcome: [Double]) throws(ReadoutError) -> EffectEstimate? {
    let places = assignment.people.indices.filter {
      let own = assignment.arms[assignment.people[$0]]
      return own == 0 || own == arm
    }
    let rows = places.map { assignment.people[$0] }
    do {
      return try effect(
        outcome: rows.map { outcome[$0] }, isTreated: rows.map { assignment.arms[$0] != 0 },
        past: past.map { past in rows.map { past[$0] } },
        blocks: assignment.blocks.map { blocks in places.map { blocks[$0] } },
        clusters: assignment.clusters.map { clusters in places.map { clusters[$0] } })
    } catch .noVariation {
      return nil
    }
  }

  private func effect(
    outcome: [Double], isTreated: [Bool], past: [Double]?, blocks: [Int]?, clusters: [Int]?
  ) throws(ReadoutError) -> EffectEstimate {
    // A history that is the same for everybody, as before a launch, tells nothing.
    let isTold = past.map { past in past.contains { $0 != past[0] } } ?? false
    let sample = try ExperimentSample(
      outcome, isTreated: isTreated,
      covariates: isTold ? [ExperimentSample.Covariate("past", past ?? [])] : [],
      blocks: blocks, clusters: clusters)
    switch design {
    case .individual:
      if !isTold { return sample.welch(confidence: confidence).effect }
      // The same effect, in a fraction of the time where there are many.
      let fewest = min(sample.treatedCount, sample.count - sample.treatedCount)
      return fewest >= ExperimentSample.unitsPerSlope
        ? try sample.cuped(confidence: confidence).effect
        : try sample.regression(confidence: confidence).effect
    case .stratified:
      return isTold
        ? try sample.regression(confidence: confidence).effect
        : try sample.stratified(confidence: confidence).effect
    case .pairs:
      return try sample.matchedPairs(confidence: confidence).effect
    case .cluster, .stepped:
      let means = try sample.clusterMeans()
      return isTold
        ? try means.regression(confidence: confidence).effect
        : means.welch(confidence: confidence).effect
    }
  }
}
