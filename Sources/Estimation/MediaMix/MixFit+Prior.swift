import Statistics

extension MixFit {
  /// What is believed before data, as draws from the priors.
  ///
  /// - Parameters:
  ///   - design: The model and its data.
  ///   - count: Draws.
  ///   - seed: Seed of the draws.
  /// - Returns: A fit that has learned nothing.
  public static func prior(_ design: MixDesign, draws count: Int, seed: UInt64 = 1) -> MixFit {
    let parameters = design.parameters.all
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "mix/prior")
    var draws = Matrix(rows: count, columns: parameters.count)
    for (column, parameter) in parameters.enumerated() {
      for draw in 0..<count {
        draws[draw, column] = parameter.prior.quantile(stream.uniform(agent: draw, step: column))
      }
    }
    return MixFit(design: design, draws: draws, chains: 1, sampling: nil, lifts: [])
  }
}
