public import Statistics

/// A fitted mix model: what is believed of its parameters after data.
///
/// Whatever the method, the belief is a set of draws, so that all that follows – contributions,
/// returns, forecasts, budgets – is the same computation with the same kind of interval.
public struct MixFit: Sendable {
  /// The columns that were fitted, with the model that they belong to.
  public let design: MixDesign
  /// Where the parameters stand.
  public let parameters: MixParameters
  /// One row per draw, chain after chain, and one column per parameter, known ones included.
  public let draws: Matrix
  /// The number of chains that the draws come from; 1 where they are not sampled.
  public let chains: Int
  /// How the sampling went; nil where nothing was sampled.
  public let sampling: SamplingReport?
  /// Experiments that were part of the likelihood.
  public let lifts: [LiftTest]

  /// What is known of the sampling itself.
  public struct SamplingReport: Sendable, Equatable {
    /// Draws at which the trajectory left the region that the step size can follow.
    public let divergences: Int
    /// Draws whose trajectory was cut at the largest depth.
    public let deepest: Int
    /// Leapfrog steps over all chains, adaptation left out.
    public let leapfrogSteps: Int
    /// The mean acceptance over all chains.
    public let acceptance: Double
    /// The Bayesian fraction of missing information of each chain.
    public let missingInformation: [Double]

    /// A report.
    public init(
      divergences: Int, deepest: Int, leapfrogSteps: Int, acceptance: Double,
      missingInformation: [Double]
    ) {
      self.divergences = divergences
      self.deepest = deepest
      self.leapfrogSteps = leapfrogSteps
      self.acceptance = acceptance
      self.missingInformation = missingInformation
    }
  }

  /// A fit from its draws.
  public init(
    design: MixDesign, draws: Matrix, chains: Int, sampling: SamplingReport?, lifts: [LiftTest]
  ) {
    let parameters = design.parameters
    precondition(draws.columns == parameters.all.count, "a draw has one number per parameter")
    precondition(chains > 0 && draws.rows % chains == 0, "chains are of one length")
    self.design = design
    self.parameters = parameters
    self.draws = draws
    self.chains = chains
    self.sampling = sampling
    self.lifts = lifts
  }

  /// The values of all parameters in a draw.
  public func values(ofDraw draw: Int) -> [Double] {
    (0..<draws.columns).map { draws[draw, $0] }
  }

  /// The same fit with at most so many draws, evenly chosen and no longer by chain.
  func thinned(to most: Int) -> MixFit {
    guard draws.rows > most else { return self }
    let rows = (0..<most).map { $0 * draws.rows / most }
    let elements = (0..<draws.columns).flatMap { column in rows.map { draws[$0, column] } }
    return MixFit(
      design: design, draws: Matrix(rows: most, columns: draws.columns, elements: elements),
      chains: 1, sampling: sampling, lifts: lifts)
  }

  /// The same draws, read over another panel: with held-out or planned periods.
  ///
  /// - Parameter design: The columns of the same model over a panel that continues the one of the fit,
  ///   with as many fitted periods.
  /// - Returns: The fit over that panel.
  public func read(over design: MixDesign) -> MixFit {
    precondition(
      design.fittedPeriods == self.design.fittedPeriods && design.units == self.design.units
        && design.outcomeScale == self.design.outcomeScale,
      "draws belong to the scales of the periods that were fitted")
    return MixFit(design: design, draws: draws, chains: chains, sampling: sampling, lifts: lifts)
  }
}
