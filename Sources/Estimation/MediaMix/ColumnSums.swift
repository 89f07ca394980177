/// Sums and products over parts of columns, in vectorized loops that allocate nothing.
///
/// Sums are taken in eight interleaved parts, in one order on every machine.
enum ColumnSums {
  /// Replaces a column by the products of two of its length.
  static func multiply(_ first: [Double], _ second: [Double], into products: inout [Double]) {
    let first = first.span
    let second = second.span
    var products = products.mutableSpan
    let count = products.count
    precondition(first.count == count && second.count == count, "columns have one length")
    for place in 0..<count { products[place] = first[place] * second[place] }
  }

  /// The sum of a part of a column.
  static func sum(_ column: [Double], from start: Int, count: Int) -> Double {
    let part = column.span.extracting(start..<start + count)
    var sums = SIMD8<Double>.zero
    var place = 0
    while place &+ 8 <= part.count {
      sums += eight(part, place)
      place &+= 8
    }
    var rest = 0.0
    while place < part.count {
      rest += part[place]
      place &+= 1
    }
    return sums.sum() + rest
  }

  /// Replaces a part of a column by a multiple of the same part of another, plus a number.
  static func fill(
    _ target: inout [Double], in range: Range<Int>, with factor: Double, times source: [Double],
    plus extra: Double
  ) {
    let source = source.span
    var target = target.mutableSpan
    precondition(
      range.lowerBound >= 0 && range.upperBound <= source.count
        && range.upperBound <= target.count, "a part of both columns")
    for row in range { target[row] = factor * source[row] + extra }
  }

  /// Adds a multiple of a part of a column to the same part of another.
  static func add(
    _ factor: Double, times source: [Double], to target: inout [Double], in range: Range<Int>
  ) {
    let source = source.span
    var target = target.mutableSpan
    precondition(
      range.lowerBound >= 0 && range.upperBound <= source.count
        && range.upperBound <= target.count, "a part of both columns")
    for row in range { target[row] += factor * source[row] }
  }

  /// Multiplies a column by a number.
  static func scale(_ target: inout [Double], by factor: Double) {
    var target = target.mutableSpan
    for row in 0..<target.count { target[row] *= factor }
  }

  /// Replaces a part of a column by one number.
  static func fill(_ target: inout [Double], in range: Range<Int>, with value: Double) {
    var target = target.mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= target.count, "a part of the column")
    for row in range { target[row] = value }
  }

  /// Eight numbers of a column from a place on, whose bounds are checked once.
  @inline(__always)
  fileprivate static func eight(_ column: Span<Double>, _ first: Int) -> SIMD8<Double> {
    let part = column.extracting(first..<first + 8)
    return SIMD8(part[0], part[1], part[2], part[3], part[4], part[5], part[6], part[7])
  }
}

/// The sum of products of a column and a part of another.
///
/// - Parameters:
///   - first: A column.
///   - second: A column.
///   - start: Where the part of the second column begins.
/// - Returns: The sum over the length of the first column.
func dot(_ first: [Double], _ second: [Double], at start: Int = 0) -> Double {
  dot(first, from: 0, second, from: start, count: first.count)
}

/// The sum of products of parts of two columns.
func dot(
  _ first: [Double], from firstStart: Int, _ second: [Double], from secondStart: Int, count: Int
) -> Double {
  let left = first.span.extracting(firstStart..<firstStart + count)
  let right = second.span.extracting(secondStart..<secondStart + count)
  precondition(left.count == right.count, "parts have one length")
  var sums = SIMD8<Double>.zero
  var place = 0
  while place &+ 8 <= left.count {
    sums += ColumnSums.eight(left, place) * ColumnSums.eight(right, place)
    place &+= 8
  }
  var rest = 0.0
  while place < left.count {
    rest += left[place] * right[place]
    place &+= 1
  }
  return sums.sum() + rest
}
