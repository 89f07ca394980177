/// Arithmetic on parts of columns, in loops that the compiler turns into vector code.
///
/// Each checks its part once; a loop that also looked anything up would not be widened.
extension [Double] {
  /// Puts a number in every place.
  mutating func set(to value: Double, in range: Range<Int>) {
    var span = mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    for place in range { span[place] = value }
  }

  /// Adds a number in every place.
  mutating func shift(by value: Double, in range: Range<Int>) {
    var span = mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    for place in range { span[place] += value }
  }

  /// Multiplies every place by a number.
  mutating func scale(by factor: Double, in range: Range<Int>) {
    var span = mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    for place in range { span[place] *= factor }
  }

  /// Keeps of each number what lies above a limit.
  mutating func cut(below limit: Double, in range: Range<Int>) {
    var span = mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    for place in range { span[place] = Swift.max(0, span[place] - limit) }
  }

  /// Replaces each number `x` with `1 / (1 + x)`.
  mutating func invertAboveOne(in range: Range<Int>) {
    var span = mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    for place in range { span[place] = 1 / (1 + span[place]) }
  }

  /// Adds a multiple of another column.
  mutating func add(_ other: [Double], times factor: Double, in range: Range<Int>) {
    let source = other.span
    var span = mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    precondition(range.upperBound <= source.count, "a part of the other column")
    for place in range { span[place] += factor * source[place] }
  }

  /// Multiplies by a multiple of another column.
  mutating func multiply(by other: [Double], times factor: Double, in range: Range<Int>) {
    let source = other.span
    var span = mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    precondition(range.upperBound <= source.count, "a part of the other column")
    for place in range { span[place] *= factor * source[place] }
  }

  /// Whether any number is above a limit, or none.
  func exceeds(_ limit: Double, in range: Range<Int>) -> Bool {
    let source = span
    precondition(range.lowerBound >= 0 && range.upperBound <= source.count, "a part of the column")
    var count = 0
    for place in range { count &+= source[place] <= limit ? 0 : 1 }
    return count != 0
  }

  /// Reads another column at the rows of a part of a list.
  ///
  /// - Parameters:
  ///   - column: What is read.
  ///   - start: The place of row 0 in it.
  ///   - rows: The list.
  ///   - range: The part, and the places that are written.
  mutating func gather(
    _ column: [Double], from start: Int = 0, at rows: [Int32], in range: Range<Int>
  ) {
    let (source, places) = (column.span, rows.span)
    var span = mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    precondition(range.upperBound <= places.count, "a part of the list")
    for place in range { span[place] = source[start &+ Int(places[place])] }
  }

  /// Reads counts at the rows of a part of a list, each divided by a number.
  mutating func gather(
    _ counts: [UInt16], over divisor: Double, at rows: [Int32], in range: Range<Int>
  ) {
    let (source, places) = (counts.span, rows.span)
    var span = mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    precondition(range.upperBound <= places.count, "a part of the list")
    for place in range { span[place] = Double(source[Int(places[place])]) }
    for place in range { span[place] /= divisor }
  }
}
