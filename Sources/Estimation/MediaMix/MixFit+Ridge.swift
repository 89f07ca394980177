import Statistics

extension MixFit {
  /// The outcome of a search: the fit, and the candidates that it chose among.
  public struct Searched: Sendable {
    /// The fit.
    public let fit: MixFit
    /// What the search made small.
    public let objectives: [RidgeCandidate.Objective]
    /// Candidates that no other beats in everything, the best compromise first.
    public let front: [RidgeCandidate]
    /// The first so many of them that the draws come from.
    public let drawn: Int

    /// A search as it ended.
    ///
    /// - Parameters:
    ///   - fit: The fit.
    ///   - objectives: What the search made small.
    ///   - front: Candidates that no other beats in everything, the best compromise first.
    ///   - drawn: The first so many of them that the draws come from.
    public init(
      fit: MixFit, objectives: [RidgeCandidate.Objective], front: [RidgeCandidate], drawn: Int
    ) {
      self.fit = fit
      self.objectives = objectives
      self.front = front
      self.drawn = drawn
    }
  }

  /// Draws of a ridge fit; *chosen*: enough for 5 % and 95 % quantiles to a tenth of their spread.
  private static let ridgeDraws = 1000

  /// The part of the front that draws come from; *chosen*: the better quarter, as there is no telling
  /// the best compromise from its neighbors.
  private static let drawnShare = 0.25

  /// Fits a ridge regression whose transforms and penalty are searched.
  ///
  /// Draws come from the better quarter of the candidates that no other beats in everything, each
  /// fitted again to all fitted periods with residuals drawn anew in blocks (Künsch 1989), so that
  /// intervals show what the choice of transforms and what autocorrelated noise leave open.
  ///
  /// - Parameters:
  ///   - design: The model and its data, with an identity link.
  ///   - search: How much is searched.
  ///   - lifts: Experiments that candidates should agree with.
  ///   - progress: Called with the number of models fitted.
  /// - Returns: The fit and the front.
  /// - Throws: ``EstimationError`` when no candidate can be fitted.
  public static func ridge(
    _ design: MixDesign, _ search: MixSpec.Search, lifts: [LiftTest] = [],
    progress: (Int) -> Void = { _ in }
  ) throws(EstimationError) -> Searched {
    var ridge = RidgeSearch(design, search, tests: lifts)
    let front = ridge.run(progress: progress)
    guard !front.isEmpty else {
      throw .mixModel(
        "ridge: no candidate could be fitted, because columns cannot be told apart; drop one of the "
          + "controls or channels that move together")
    }
    let drawn = max(1, Int(Double(front.count) * drawnShare))
    var fitter = RidgeFitter(
      design, learned: design.fittedPeriods, allowsNegative: search.allowsNegative)
    let stream = RandomStream(seed: search.seed, replicate: 0, purpose: "mix/bootstrap")
    var draws = Matrix(rows: ridgeDraws, columns: design.parameters.all.count)
    do throws(NumericalError) {
      for candidate in 0..<drawn {
        fitter.move(to: front[candidate].place)
        let center = try fitter.fit(fitter.response)
        let means = fitter.fittedRows()
        let prediction = fitter.predictions()
        let residuals = zip(fitter.response, means).map { $0 - $1 }
        for draw in stride(from: candidate, to: ridgeDraws, by: drawn) {
          let noise = blocks(
            of: residuals, periods: design.fittedPeriods, stream: stream, draw: draw)
          // The first draw of a candidate is its own fit.
          var values =
            draw == candidate
            ? center : try fitter.fit(means.indices.map { means[$0] + noise[$0] })
          var intercepts = prediction.intercepts
          if draw != candidate {
            // Units' intercepts follow the mean of the noise that was drawn for them.
            intercepts = fitter.predictions().intercepts
            for unit in intercepts.indices {
              let part = noise[unit * design.fittedPeriods..<(unit + 1) * design.fittedPeriods]
              intercepts[unit] += part.reduce(0, +) / Double(design.fittedPeriods)
            }
          }
          fitter.parameters.write(intercepts: intercepts, into: &values)
          for (column, value) in values.enumerated() { draws[draw, column] = value }
        }
      }
    } catch {
      throw .leastSquares(error)
    }
    return Searched(
      fit: MixFit(design: design, draws: draws, chains: 1, sampling: nil, lifts: lifts),
      objectives: ridge.objectives, front: front, drawn: drawn)
  }

  /// Residuals drawn anew in blocks of the cube root of the periods, within each unit.
  private static func blocks(
    of residuals: [Double], periods: Int, stream: RandomStream, draw: Int
  ) -> [Double] {
    let length = max(1, Int(Elementary.pow(Double(periods), 1.0 / 3).rounded()))
    var noise: [Double] = []
    noise.reserveCapacity(residuals.count)
    var block = 0
    for unit in 0..<residuals.count / periods {
      var filled = 0
      while filled < periods {
        let u = stream.uniform(agent: draw, step: block)
        let start = Int(u * Double(periods - length + 1))
        block += 1
        for lag in 0..<min(length, periods - filled) {
          noise.append(residuals[unit * periods + start + lag])
        }
        filled += length
      }
    }
    return noise
  }
}
