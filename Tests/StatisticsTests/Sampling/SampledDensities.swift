import Statistics

/// A normal distribution with given scales, whose neighboring coordinates correlate.
///
/// The standardized coordinates are an autoregression `xᵢ = ρ xᵢ₋₁ + √(1 − ρ²) zᵢ` of unit variance.
struct ChainedNormal: LogDensity {
  let scales: [Double]
  let correlation: Double
  var dimension: Int { scales.count }

  mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    let precision = 1 / (1 - correlation * correlation)
    var sum = 0.0
    var previous = 0.0
    for index in 0..<scales.count {
      let standardized = position[index] / scales[index]
      let weight = index == 0 ? 1 : precision
      let deviation = standardized - (index == 0 ? 0 : correlation * previous)
      sum -= 0.5 * weight * deviation * deviation
      gradient[index] = -weight * deviation / scales[index]
      if index > 0 { gradient[index - 1] += weight * deviation * correlation / scales[index - 1] }
      previous = standardized
    }
    return sum
  }
}

/// Independent normal coordinates around zero.
struct ScaledNormal: LogDensity {
  let precisions: [Double]
  var dimension: Int { precisions.count }

  mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    var sum = 0.0
    for index in 0..<precisions.count {
      let pull = precisions[index] * position[index]
      gradient[index] = -pull
      sum += pull * position[index]
    }
    return -0.5 * sum
  }
}

/// Independent coordinates with Student's distribution of five degrees of freedom: variance 5/3.
struct StudentFive: LogDensity {
  let dimension: Int

  mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    var sum = 0.0
    for index in 0..<dimension {
      let square = position[index] * position[index]
      sum -= 3 * Elementary.log1p(square / 5)
      gradient[index] = -6 * position[index] / (5 + square)
    }
    return sum
  }
}

/// A standard normal `a`, and `b` normal around `a²` with variance `width²`: mean 1, variance
/// `2 + width²`.
struct Banana: LogDensity {
  let dimension = 2
  let width: Double

  mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    let first = position[0]
    let bend = (position[1] - first * first) / (width * width)
    gradient[0] = -first + 2 * first * bend
    gradient[1] = -bend
    return -0.5 * (first * first + bend * bend * width * width)
  }
}

/// The logarithm of a half-normal variable; `exp` of it has mean `√(2/π)` and mean square 1.
struct LogHalfNormal: LogDensity {
  let dimension = 1

  mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    let square = Elementary.exp(2 * position[0])
    gradient[0] = 1 - square
    return position[0] - 0.5 * square
  }
}

/// Neal's funnel: `v` normal with standard deviation 3, the others normal with variance `exp(v)`.
struct CenteredFunnel: LogDensity {
  let dimension: Int

  mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    let precision = Elementary.exp(-position[0])
    var squares = 0.0
    for index in 1..<dimension {
      squares += position[index] * position[index]
      gradient[index] = -precision * position[index]
    }
    let others = Double(dimension - 1)
    gradient[0] = -position[0] / 9 + 0.5 * precision * squares - 0.5 * others
    return -position[0] * position[0] / 18 - 0.5 * precision * squares - 0.5 * others * position[0]
  }
}

/// A density that is zero on one side of a wall in the first coordinate; standard normal elsewhere.
struct WalledNormal: LogDensity {
  let dimension: Int
  let wall: Double

  mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    guard position[0] > wall else { return -.infinity }
    var sum = 0.0
    for index in 0..<dimension {
      gradient[index] = -position[index]
      sum -= 0.5 * position[index] * position[index]
    }
    return sum
  }
}

/// A density whose values are those of another one's, with its gradient turned.
struct TurnedGradient: LogDensity {
  var density: ScaledNormal
  var dimension: Int { density.dimension }

  mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    let value = density.logDensity(at: position, gradient: &gradient)
    for index in gradient.indices { gradient[index] = 1e30 - gradient[index] }
    return value
  }
}

/// A constant, which no one can draw from.
struct Flat: LogDensity {
  let dimension = 2

  mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    gradient[0] = 0
    gradient[1] = 0
    return 0
  }
}
