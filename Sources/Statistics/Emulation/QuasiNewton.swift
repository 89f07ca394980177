/// The search for a minimum of a smooth function of a few variables by its slopes.
///
/// The method of Broyden, Fletcher, Goldfarb and Shanno with steps shortened until the function
/// falls enough; Nocedal and Wright (2006), "Numerical Optimization", chapter 6.
struct QuasiNewton {
  /// The lowest point found.
  private(set) var point: [Double]
  /// The function there.
  private(set) var value: Double
  /// Its slope there.
  private(set) var gradient: [Double]

  private let function: ([Double]) -> (value: Double, gradient: [Double])?
  /// An estimate of the inverse matrix of second derivatives, column by column.
  private var inverse: [Double]

  /// The longest step in one variable; *chosen* for logarithms, of which e² is far.
  private static let longestStep = 2.0

  /// A search from a point.
  ///
  /// - Parameters:
  ///   - start: The point; nil is returned where the function has no value there.
  ///   - function: Value and gradient; nil where there is none, which is avoided.
  init?(
    from start: [Double], function: @escaping ([Double]) -> (value: Double, gradient: [Double])?
  ) {
    guard let first = function(start) else { return nil }
    self.function = function
    (point, value, gradient) = (start, first.value, first.gradient)
    inverse = Self.identity(start.count, scale: 1)
  }

  /// Descends until the function hardly falls.
  ///
  /// - Parameters:
  ///   - tolerance: The fall in one step below which the search ends.
  ///   - limit: The most steps.
  mutating func descend(tolerance: Double = 1e-4, limit: Int = 100) {
    var isFresh = true
    for step in 0..<limit {
      var direction = direction()
      if zip(direction, gradient).reduce(0, { $0 + $1.0 * $1.1 }) >= 0 {
        inverse = Self.identity(point.count, scale: 1)
        direction = gradient.map { -$0 }
        isFresh = true
      }
      let longest = direction.reduce(0) { max($0, $1.magnitude) }
      guard longest > 0 else { return }
      let scale = min(1, Self.longestStep / longest)
      guard let fall = move(along: direction.map { $0 * scale }, isFirst: step == 0) else {
        if isFresh { return }
        inverse = Self.identity(point.count, scale: 1)
        isFresh = true
        continue
      }
      if fall < tolerance, !isFresh { return }
      isFresh = false
    }
  }

  /// Moves until the function falls by a fair part of what its slope promises.
  ///
  /// - Returns: How far it fell; nil where it does not.
  private mutating func move(along direction: [Double], isFirst: Bool) -> Double? {
    let promise = zip(direction, gradient).reduce(0) { $0 + $1.0 * $1.1 }
    var share = 1.0
    for _ in 0..<25 {
      let next = point.indices.map { point[$0] + share * direction[$0] }
      guard let reached = function(next) else {
        share *= 0.25
        continue
      }
      if reached.value <= value + 1e-4 * share * promise {
        let fall = value - reached.value
        learn(
          step: point.indices.map { next[$0] - point[$0] },
          change: point.indices.map { reached.gradient[$0] - gradient[$0] }, isFirst: isFirst)
        (point, value, gradient) = (next, reached.value, reached.gradient)
        return fall
      }
      // The lowest point of the parabola through both values and the slope, as a share of the step.
      let lowest = -promise * share / (2 * (reached.value - value - promise * share))
      share *= min(0.5, max(0.1, lowest))
    }
    return nil
  }

  private func direction() -> [Double] {
    let size = point.count
    var direction = [Double](repeating: 0, count: size)
    for column in 0..<size {
      for row in 0..<size { direction[row] -= inverse[row + size * column] * gradient[column] }
    }
    return direction
  }

  /// Brings the estimate of second derivatives in line with how the slope changed.
  private mutating func learn(step: [Double], change: [Double], isFirst: Bool) {
    let size = step.count
    let product = zip(step, change).reduce(0) { $0 + $1.0 * $1.1 }
    let square = change.reduce(0) { $0 + $1 * $1 }
    guard product > 1e-10 * square.squareRoot() else { return }
    if isFirst { inverse = Self.identity(size, scale: product / square) }
    var image = [Double](repeating: 0, count: size)
    for column in 0..<size {
      for row in 0..<size { image[row] += inverse[row + size * column] * change[column] }
    }
    let spread = zip(change, image).reduce(0) { $0 + $1.0 * $1.1 }
    for column in 0..<size {
      for row in 0..<size {
        inverse[row + size * column] +=
          ((1 + spread / product) * step[row] * step[column]
            - image[row] * step[column] - step[row] * image[column]) / product
      }
    }
  }

  private static func identity(_ size: Int, scale: Double) -> [Double] {
    var identity = [Double](repeating: 0, count: size * size)
    for index in 0..<size { identity[index * (size + 1)] = scale }
    return identity
  }
}
