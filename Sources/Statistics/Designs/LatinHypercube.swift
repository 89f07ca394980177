/// Points in the unit cube of which each coordinate falls once into each of as many equal strata.
///
/// McKay, Beckman and Conover (1979), "A Comparison of Three Methods for Selecting Values of Input
/// Variables in the Analysis of Output from a Computer Code".
public struct LatinHypercube: Sendable, Equatable {
  /// Where a point lies in its strata.
  public enum Placement: Sendable {
    /// In the middle.
    case centered

    /// Anywhere, with equal chance.
    case randomized
  }

  /// The points, one per row, with one column per coordinate; all values are between 0 and 1.
  public let points: Matrix

  /// Draws a design.
  ///
  /// With improvements, pairs of points exchange one coordinate wherever that raises the distance
  /// of the nearest neighbors, in the smooth form `Σ distance⁻²ᵖ` with `p = 15` of Morris and
  /// Mitchell (1995), "Exploratory designs for computational experiments".
  ///
  /// - Parameters:
  ///   - count: The number of points, at least one.
  ///   - dimension: The number of coordinates, at least one.
  ///   - placement: Where points lie in their strata.
  ///   - improvements: How many exchanges are tried, each at a cost of `count · dimension`; 0 leaves
  ///     the design to chance.
  ///   - stream: Where the chance comes from.
  public init(
    count: Int, dimension: Int, placement: Placement = .randomized, improvements: Int = 0,
    stream: RandomStream
  ) {
    precondition(count > 0 && dimension > 0, "a design has points and coordinates")
    var points = Matrix(rows: count, columns: dimension)
    for column in 0..<dimension {
      var strata = Array(0..<count)
      for place in stride(from: count - 1, to: 0, by: -1) {
        let other = Int(stream.uniform(agent: place, step: column) * Double(place + 1))
        strata.swapAt(place, other)
      }
      for row in 0..<count {
        let share =
          placement == .centered ? 0.5 : stream.uniform(agent: row, step: column, draw: 1)
        points[row, column] = (Double(strata[row]) + share) / Double(count)
      }
    }
    if improvements > 0, count > 1 {
      var spreading = DesignSpreading(points)
      for attempt in 0..<improvements { spreading.exchange(attempt, stream) }
      points = spreading.points
    }
    self.points = points
  }

  /// The smallest distance between two points; infinite for a single one.
  public var smallestDistance: Double {
    var smallest = Double.infinity
    for row in 0..<points.rows {
      for other in 0..<row {
        var sum = 0.0
        for column in 0..<points.columns {
          let difference = points[row, column] - points[other, column]
          sum += difference * difference
        }
        smallest = min(smallest, sum)
      }
    }
    return smallest.squareRoot()
  }
}

/// The search for a design whose points are far from each other.
private struct DesignSpreading {
  private(set) var points: Matrix

  init(_ points: Matrix) { self.points = points }

  /// Exchanges one coordinate of two points where that spreads the points.
  mutating func exchange(_ attempt: Int, _ stream: RandomStream) {
    /// A whole number below a bound, at an address of its own.
    func below(_ bound: Int, _ agent: Int) -> Int {
      Int(stream.uniform(agent: agent, step: attempt, draw: 2) * Double(bound))
    }
    let column = below(points.columns, 0)
    let first = below(points.rows, 1)
    let second = (first + 1 + below(points.rows - 1, 2)) % points.rows
    let before = crowding(of: first, apart: second)
    swap(first, second, column)
    if crowding(of: first, apart: second) >= before { swap(first, second, column) }
  }

  private mutating func swap(_ first: Int, _ second: Int, _ column: Int) {
    let value = points[first, column]
    points[first, column] = points[second, column]
    points[second, column] = value
  }

  /// `Σ distance⁻²ᵖ` over the pairs that an exchange between two points changes, relative to cells.
  private func crowding(of first: Int, apart second: Int) -> Double {
    let cells = Double(points.rows)
    var sum = 0.0
    for row in 0..<points.rows where row != first && row != second {
      var (toFirst, toSecond) = (0.0, 0.0)
      for column in 0..<points.columns {
        let value = points[row, column]
        let (a, b) = (value - points[first, column], value - points[second, column])
        toFirst += a * a
        toSecond += b * b
      }
      sum += Self.inverse(toFirst * cells) + Self.inverse(toSecond * cells)
    }
    return sum
  }

  /// The power −15 of a squared distance, by four products.
  private static func inverse(_ square: Double) -> Double {
    let inverse = 1 / max(square, 1e-18)
    let cube = inverse * inverse * inverse
    let sixth = cube * cube
    return sixth * sixth * cube
  }
}
