public import Estimation
import Statistics

/// Fits a mix model by the method that its specification names.
public struct MixFitting: Sendable {
  /// The model and its data.
  public let design: MixDesign
  /// Experiments that take part.
  public let lifts: [LiftTest]

  /// A fit that is about to be made.
  ///
  /// - Parameters:
  ///   - design: The model and its data.
  ///   - lifts: Experiments that take part.
  /// - Throws: `EstimationError` where the method has no use for experiments.
  public init(_ design: MixDesign, lifts: [LiftTest] = []) throws(EstimationError) {
    if !lifts.isEmpty {
      if case .regression = design.spec.method {
        throw .mixModel(
          "method: regression cannot learn from lift tests, as its transforms and its likelihood are "
            + "fixed; write method: bayes, or ridge")
      }
      if design.spec.likelihood.hasLogLink {
        throw .mixModel(
          "lift tests are differences of outcomes, and effects on counts multiply; write likelihood: "
            + "normal or student")
      }
    }
    self.design = design
    self.lifts = lifts
  }

  /// Steps that progress counts to.
  public var steps: Int {
    switch design.spec.method {
    case .bayes(let sampling): sampling.chains * (sampling.warmup + sampling.draws)
    case .ridge(let search): search.trials
    case .regression: 1
    }
  }

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - threads: Chains that run at a time.
  ///   - progress: Called with the number of steps done, from any thread; false stops the fit.
  /// - Returns: The fit, and for ridge what it chose among.
  /// - Throws: What the method throws.
  public func run(
    threads: Int, progress: @escaping @Sendable (Int) -> Bool = { _ in true }
  ) async throws -> (fit: MixFit, search: MixFit.Searched?) {
    switch design.spec.method {
    case .bayes(let sampling):
      let counter = StepCounter()
      let fit = try await MixFit.sampled(
        design, lifts: lifts, sampling: sampling, threads: threads
      ) { _, _ in progress(counter.next()) }
      return (fit, nil)
    case .ridge(let search):
      let searched = try MixFit.ridge(design, search, lifts: lifts) { _ = progress($0) }
      return (searched.fit, searched)
    case .regression:
      return (try MixFit.regression(design), nil)
    }
  }
}
