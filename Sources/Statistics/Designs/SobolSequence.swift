/// The points of Sobol's sequence in the unit cube, which fill it more evenly than chance would.
///
/// Any first `2ᵏ` points are balanced: every coordinate falls once into each of `2ᵏ` equal cells.
/// Scrambling keeps the balance and makes each single point uniform in the cube, so that averages
/// have no bias and no coordinate is 0.
///
/// Sobol (1967); direction numbers of Joe and Kuo (2008); scrambling of Owen (1995), "Randomly
/// permuted (t,m,s)-nets and (t,s)-sequences", with random bits that are addressed by dimension,
/// place and the bits before it.
public struct SobolSequence: Sendable {
  /// The number of coordinates of a point.
  public let dimension: Int

  /// Direction numbers: `directions[32 * coordinate + bit]`, the highest bit for the first.
  private let directions: [UInt32]
  private let scrambling: RandomStream?

  /// A sequence.
  ///
  /// - Parameters:
  ///   - dimension: The number of coordinates, from 1 to ``largestDimension``.
  ///   - scrambling: Where the bits come from that scramble the points; nil for the sequence as it
  ///     is, whose first point is the origin.
  public init(dimension: Int, scrambling: RandomStream? = nil) {
    precondition(
      (1...Self.largestDimension).contains(dimension), "a Sobol sequence has 1 to 50 dimensions")
    self.dimension = dimension
    self.scrambling = scrambling
    directions = (0..<dimension).flatMap(Self.directions)
  }

  /// One point of the sequence.
  ///
  /// Points come in the order of Gray's code, as in Antonov and Saleev (1979).
  ///
  /// - Parameter index: Its place, from 0 and below 2³².
  /// - Returns: One coordinate per dimension, in `[0, 1)`; scrambled ones are never 0.
  public func point(_ index: Int) -> [Double] {
    precondition(index >= 0 && index >> 32 == 0, "a place is in 0..<2^32")
    let gray = UInt32(index) ^ (UInt32(index) >> 1)
    return (0..<dimension).map { coordinate in
      var word: UInt32 = 0
      var bits = gray
      while bits != 0 {
        word ^= directions[32 * coordinate + bits.trailingZeroBitCount]
        bits &= bits - 1
      }
      guard let scrambling else { return Double(word) * 0x1p-32 }
      return RandomStream.uniform(from: Self.scrambled(word, coordinate, by: scrambling))
    }
  }

  /// Flips each bit of a word with a chance of one half that depends on the bits above it.
  private static func scrambled(
    _ word: UInt32, _ coordinate: Int, by stream: RandomStream
  ) -> UInt32 {
    var flips: UInt32 = 0
    for bit in 0..<32 {
      let above = bit == 0 ? 0 : Int(word >> (32 - UInt32(bit)))
      let flip = stream.word(agent: above, step: bit, draw: coordinate) >> 31
      flips |= flip << (31 - UInt32(bit))
    }
    return word ^ flips
  }

  /// The direction numbers of a coordinate, by Bratley and Fox (1988).
  private static func directions(_ coordinate: Int) -> [UInt32] {
    // The first coordinate is van der Corput's sequence, without a polynomial.
    if coordinate == 0 { return (0..<32).map { 1 << (31 - $0) } }
    let polynomial = polynomials[coordinate]
    let first = firstDirections[coordinate]
    let degree = first.count
    var directions = first.enumerated().map { $1 << UInt32(31 - $0) }
    for bit in degree..<32 {
      var word = directions[bit - degree] ^ (directions[bit - degree] >> UInt32(degree))
      for lag in 1..<degree where polynomial >> UInt32(degree - lag) & 1 == 1 {
        word ^= directions[bit - lag]
      }
      directions.append(word)
    }
    return directions
  }
}
