/// Whole numbers, such as times in steps or numbers of touches, counted by size.
public struct StepCounts: Sendable, Equatable {
  /// How many there are of each number from 0 on.
  public private(set) var counts: [Int] = []

  /// How many numbers there are.
  public private(set) var total = 0

  /// No numbers.
  public init() {}

  /// Adds a number, which is not negative.
  public mutating func add(_ number: Int) {
    precondition(number >= 0, "a count is not negative")
    if number >= counts.count {
      counts += [Int](repeating: 0, count: number + 1 - counts.count)
    }
    counts[number] += 1
    total += 1
  }

  /// Adds the numbers of another count.
  public mutating func merge(_ other: StepCounts) {
    if other.counts.count > counts.count {
      counts += [Int](repeating: 0, count: other.counts.count - counts.count)
    }
    for (number, count) in other.counts.enumerated() { counts[number] += count }
    total += other.total
  }

  /// The mean; nil without numbers.
  public var mean: Double? {
    guard total > 0 else { return nil }
    return counts.enumerated().reduce(0) { $0 + Double($1.offset) * Double($1.element) }
      / Double(total)
  }

  /// A quantile by linear interpolation, type 7 of Hyndman and Fan.
  ///
  /// - Parameter p: The share of numbers below, in `[0, 1]`.
  /// - Returns: A number between the smallest and the largest; nil without numbers.
  public func quantile(_ p: Double) -> Double? {
    precondition((0...1).contains(p), "a quantile's share is in 0...1")
    guard total > 0 else { return nil }
    let position = Double(total - 1) * p
    let below = Int(position)
    let weight = position - Double(below)
    let low = number(atPlace: below)
    guard weight > 0 else { return Double(low) }
    return Double(low) * (1 - weight) + Double(number(atPlace: below + 1)) * weight
  }

  /// The number at a place of all in ascending order, from 0.
  private func number(atPlace place: Int) -> Int {
    var before = 0
    for (number, count) in counts.enumerated() {
      before += count
      if before > place { return number }
    }
    return max(0, counts.count - 1)
  }

  /// How many numbers are at least so large.
  public func count(from number: Int) -> Int {
    counts.dropFirst(number).reduce(0, +)
  }
}
