/// A size, an effect and the power that they give together.
public struct PowerAnswer: Sendable, Equatable {
  /// What ``TrialDesign/sizeNoun`` counts; need not be whole.
  public let size: Double

  /// Treated less control in units of the outcome, or the margin.
  public let effect: Double

  /// The chance that the test rejects.
  public let power: Double

  /// Three quantities that belong together.
  ///
  /// - Parameters:
  ///   - size: What ``TrialDesign/sizeNoun`` counts.
  ///   - effect: Treated less control in units of the outcome, or the margin.
  ///   - power: The chance that the test rejects.
  public init(size: Double, effect: Double, power: Double) {
    self.size = size
    self.effect = effect
    self.power = power
  }
}

extension PowerQuestion {
  /// The largest size that is tried; *chosen* beyond all markets, and far from overflow.
  static let largestSize = 1e12

  /// The missing quantity, solved for.
  ///
  /// - Returns: All three quantities; the power is that of size and effect, also where it was given.
  /// - Throws: ``PowerError`` with everything that is wrong in the question, or with what would make it
  ///   feasible.
  public func answer() throws(PowerError) -> PowerAnswer {
    let problems = self.problems
    guard problems.isEmpty else { throw .wrong(problems) }
    let size = if let size { size } else { try solvedSize() }
    let effect = if let effect { effect } else { try solvedEffect(at: size) }
    return PowerAnswer(size: size, effect: effect, power: power(size: size, effect: effect))
  }

  /// The size at which the effect is found with the power.
  private func solvedSize() throws(PowerError) -> Double {
    guard let effect, let wanted = power else { return .nan }
    let smallest = design.smallestSize(ratio: hasRatio ? ratio : 1) * sequentialFactor
    let sizes = (0..<64).map { smallest * Double(1 << $0) }.prefix { $0 <= Self.largestSize }
    guard
      let size = firstCrossing(
        over: Array(sizes) + [Self.largestSize],
        where: { power(size: $0, effect: effect) >= wanted })
    else { throw .infeasible(sizeRefusal(effect: effect, power: wanted)) }
    return size
  }

  /// The effect that is found at the size with the power.
  private func solvedEffect(at size: Double) throws(PowerError) -> Double {
    guard let wanted = power else { return .nan }
    guard let effect = foundEffect(at: size, power: wanted) else {
      throw .infeasible(effectRefusal(size: size, power: wanted))
    }
    return effect
  }

  /// The effect that is found at a size with a power; nil where none is.
  ///
  /// An effect has a largest value for shares and falling rates. Close to it the power may fall again,
  /// because the few events left make the error of a logarithm large; the smallest effect counts.
  func foundEffect(at size: Double, power wanted: Double) -> Double? {
    let isFalling = assumedDifference == nil && isDecrease
    let sign = isFalling ? -1.0 : 1.0
    let largest = largestEffect
    var effects = (-60...60).map { outcome.typicalEffect * scale(of: $0) }
    if largest < .infinity {
      effects =
        (1...60).reversed().map { largest * scale(of: -$0) }
        + (2...40).map { largest * (1 - scale(of: -$0)) }
    }
    return firstCrossing(
      over: effects, where: { power(size: size, effect: sign * $0) >= wanted }
    ).map { sign * $0 }
  }

  /// The largest effect, or the largest margin, that the outcome has room for.
  var largestEffect: Double {
    // A margin goes the other way: what is tolerated of a share is its fall.
    outcome.largestEffect(isDecrease: assumedDifference == nil ? isDecrease : !isDecrease)
  }

  private func scale(of exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }
}

/// The first number from which on a condition holds, to the last bit.
///
/// - Parameters:
///   - numbers: Rising positive numbers, close enough that the condition does not come and go between
///     two of them.
///   - holds: The condition.
/// - Returns: The first of the numbers where it holds already, else the crossing before the first
///   that does; nil where it holds at none.
func firstCrossing(over numbers: [Double], where holds: (Double) -> Bool) -> Double? {
  guard let place = numbers.firstIndex(where: holds) else { return nil }
  guard place > 0 else { return numbers[0] }
  var (low, high) = (numbers[place - 1], numbers[place])
  while true {
    let middle = low + (high - low) / 2
    guard low < middle, middle < high else { return high }
    if holds(middle) { high = middle } else { low = middle }
  }
}
