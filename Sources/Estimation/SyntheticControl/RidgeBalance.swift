import Statistics

/// What ridge regression of the fitted periods would predict of one that was not fitted, for many
/// penalties at once.
struct RidgeBalance {
  /// The principal directions of the donors around their mean, one per column.
  private let directions: Matrix
  /// The squared size of the donors along each direction, descending.
  private let sizes: [Double]

  /// Decomposes the products of all pairs of donors.
  init(gram: Matrix) throws(NumericalError) {
    let decomposition = try SingularValues(of: gram.centered)
    directions = decomposition.left
    sizes = decomposition.values
  }

  /// Penalties from the largest squared singular value downward, the grid of augsynth: 21 of them,
  /// evenly in logarithms over eight decades.
  var penalties: [Double] {
    let largest = sizes.first ?? 0
    return (0...20).map { largest * Elementary.pow(1e-8, Double($0) / 20) }
  }

  /// What is predicted to be left of a period that was not fitted, for each penalty.
  ///
  /// The period has one value per donor; its error is what the shares of the other periods leave, and
  /// the slopes are the products of donors with what these shares leave in the other periods. The
  /// products without the period are those of all periods less a product of one row, whose inverse is
  /// known (Sherman and Morrison 1950).
  func leftOut(row: [Double], error: Double, slopes: [Double], penalties: [Double]) -> [Double] {
    let (own, rest) = (along(DonorFit.centered(row)), along(DonorFit.centered(slopes)))
    return penalties.map { penalty in
      var (product, leverage) = (0.0, 0.0)
      for (index, size) in sizes.enumerated() {
        let share = own[index] / (size + penalty)
        product += share * rest[index]
        leverage += share * own[index]
      }
      return error - product / max(1 - leverage, .ulpOfOne)
    }
  }

  /// The parts of a vector along each direction.
  private func along(_ vector: [Double]) -> [Double] {
    var parts = [Double](repeating: 0, count: sizes.count)
    directions.multiply(vector, into: &parts, transposed: true)
    return parts
  }
}
