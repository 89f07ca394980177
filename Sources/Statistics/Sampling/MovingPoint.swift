/// The point that a trajectory moves, in columns of its own.
///
/// With a dense metric each step needs one product with a matrix: velocities follow the momenta by
/// linearity, from the product of the metric with the gradient.
struct MovingPoint: Sendable {
  /// Where the point is.
  var position: [Double]

  /// The momentum `p`.
  var momentum: [Double]

  /// The velocity `M⁻¹ p`.
  var velocity: [Double]

  /// The gradient `g` of the log density.
  var gradient: [Double]

  /// `M⁻¹ g`, the change of the velocity per unit of time; left alone with a diagonal metric.
  var pull: [Double]

  /// The log density at the position.
  var logDensity = -Double.infinity

  /// A point at rest at the origin.
  init(dimension: Int) {
    position = Array(repeating: 0, count: dimension)
    momentum = position
    velocity = position
    gradient = position
    pull = position
  }

  /// The energy: `pᵀ M⁻¹ p / 2` less the log density.
  var energy: Double { halfProduct(momentum, velocity) - logDensity }

  /// Whether the log density and its gradient are finite.
  var isFinite: Bool { logDensity.isFinite && gradient.allSatisfy(\.isFinite) }

  /// Takes the density's value at the position.
  mutating func evaluate<Density: LogDensity>(_ density: inout Density) {
    logDensity = density.logDensity(at: position, gradient: &gradient)
  }

  /// Makes velocity and pull those of momentum and gradient.
  mutating func follow(_ kinetic: KineticEnergy) {
    kinetic.multiply(momentum, into: &velocity)
    if kinetic.isDense { kinetic.multiply(gradient, into: &pull) }
  }

  /// Moves by one leapfrog step.
  ///
  /// - Parameters:
  ///   - step: The time, negative for a step backward.
  ///   - kinetic: The kinetic energy.
  ///   - density: The density.
  /// - Returns: The energy; NaN or infinite where the log density is not finite.
  mutating func leap<Density: LogDensity>(
    _ step: Double, _ kinetic: KineticEnergy, _ density: inout Density
  ) -> Double {
    advance(step, kinetic)
    evaluate(&density)
    return finish(step, kinetic)
  }

  /// Half a step of momentum and a whole one of position.
  private mutating func advance(_ step: Double, _ kinetic: KineticEnergy) {
    let half = 0.5 * step
    kick(half, gradient, &momentum)
    if kinetic.isDense {
      kick(half, pull, &velocity)
    } else {
      kinetic.multiply(momentum, into: &velocity)
    }
    kick(step, velocity, &position)
  }

  /// The second half step of momentum.
  private mutating func finish(_ step: Double, _ kinetic: KineticEnergy) -> Double {
    let half = 0.5 * step
    kick(half, gradient, &momentum)
    if kinetic.isDense {
      kinetic.multiply(gradient, into: &pull)
      kick(half, pull, &velocity)
    } else {
      kinetic.multiply(momentum, into: &velocity)
    }
    return energy
  }
}

/// Adds a multiple of one column to another.
@inline(__always)
private func kick(_ factor: Double, _ force: [Double], _ column: inout [Double]) {
  let count = column.count
  precondition(force.count == count, "columns have one number per coordinate")
  for index in 0..<count { column[index] += factor * force[index] }
}

/// Half the inner product of two columns, summed in four interleaved parts so that the compiler can
/// use vector code.
@inline(__always)
private func halfProduct(_ first: [Double], _ second: [Double]) -> Double {
  let count = first.count
  precondition(second.count == count, "columns have one number per coordinate")
  let left = first.span
  let right = second.span
  var sums = SIMD4<Double>.zero
  var index = 0
  while index &+ 4 <= count {
    sums += left.four(index) * right.four(index)
    index &+= 4
  }
  var total = sums.sum()
  while index < count {
    total += left[index] * right[index]
    index &+= 1
  }
  return 0.5 * total
}
