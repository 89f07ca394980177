/// Nodes and weights of an integral over panels, each by the Gauss–Legendre rule of eight points.
///
/// Exact for polynomials of degree 15 on each panel. A normal density whose standard deviation is the
/// width of a panel is integrated to about 1e-16 of its peak.
enum GaussLegendre {
  /// The nodes and weights of an interval.
  ///
  /// - Parameters:
  ///   - interval: The interval, finite.
  ///   - width: The widest panel, positive.
  /// - Returns: Nodes in growing order and their weights; none for an interval without length.
  static func panels(
    _ interval: ClosedRange<Double>, width: Double
  ) -> (nodes: [Double], weights: [Double]) {
    let length = interval.upperBound - interval.lowerBound
    guard length > 0 else { return ([], []) }
    let count = max(1, Int((length / width).rounded(.up)))
    let half = length / Double(count) / 2
    var nodes: [Double] = []
    var weights: [Double] = []
    nodes.reserveCapacity(count * 8)
    weights.reserveCapacity(count * 8)
    for panel in 0..<count {
      let middle = interval.lowerBound + half * Double(2 * panel + 1)
      for point in 0..<8 {
        let side = point < 4 ? 3 - point : point - 4
        nodes.append(middle + (point < 4 ? -half : half) * abscissas[side])
        weights.append(half * pointWeights[side])
      }
    }
    return (nodes, weights)
  }

  /// Positive zeros of the Legendre polynomial of degree 8, from Abramowitz and Stegun (1964), table
  /// 25.4, as are the weights.
  private static let abscissas: [4 of Double] = [
    0.183_434_642_495_649_8, 0.525_532_409_916_329_0, 0.796_666_477_413_626_7,
    0.960_289_856_497_536_2,
  ]

  /// Weights of these zeros.
  private static let pointWeights: [4 of Double] = [
    0.362_683_783_378_362_0, 0.313_706_645_877_887_3, 0.222_381_034_453_374_5,
    0.101_228_536_290_376_3,
  ]
}
