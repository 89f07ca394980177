/// A chance of each agent, or one for all, as a limit that a random word stays below.
///
/// `word < limit` says the same as `uniform(from: word) < chance` without a floating-point number.
/// The largest limit means certainty: a chance within 3.5e-10 of one counts as one.
struct WordLimits: Sendable {
  /// The limit of each agent, padded to whole groups; empty when it is the same for all.
  let column: [UInt32]
  /// The limit of all, when the column is empty.
  let constant: UInt32

  /// The limits of a chance.
  ///
  /// - Parameters:
  ///   - size: Rows; 0 when the chance is the same for all.
  ///   - chance: The chance of a row.
  init(size: Int, chance: (Int) -> Double) {
    constant = size == 0 ? Self.limit(chance(0)) : 0
    var column = [UInt32](repeating: 0, count: 64 * RowBits.groupCount(size))
    for row in 0..<size { column[row] = Self.limit(chance(row)) }
    self.column = column
  }

  /// Whether nothing is left to chance.
  var isCertain: Bool { column.isEmpty && constant == .max }

  /// Words below this are below a chance: `⌈chance · 2³² − ½⌉`, as far as it fits.
  ///
  /// Adding 2⁵² leaves a whole number in the lowest bits, where it is read without a check.
  @inline(__always)
  static func limit(_ chance: Double) -> UInt32 {
    let limit = (chance * 0x1p32 - 0.5).rounded(.up)
    let fitting = limit > 0 ? (limit < 0xFFFF_FFFF ? limit : 0xFFFF_FFFF) : 0
    return UInt32(truncatingIfNeeded: (fitting + 0x1p52).bitPattern)
  }

  /// Keeps those rows of a place whose word is below their limit.
  ///
  /// - Parameters:
  ///   - rows: Columns of bits.
  ///   - first: Where the place's column begins.
  ///   - words: A word for each agent, in whole groups.
  func keep(in rows: inout [UInt64], from first: Int, words: [UInt32]) {
    if isCertain { return }
    var rows = rows.mutableSpan
    let (words, limits) = (words.span, column.span)
    let groups = words.count / 64
    precondition(first >= 0 && first &+ groups <= rows.count, "every group has its bits")
    for group in 0..<groups {
      let bits = rows[first &+ group]
      if bits == 0 { continue }
      rows[first &+ group] =
        limits.count == 0
        ? bits & GroupBits.below(constant, words, group: group)
        : bits & GroupBits.below(limits, words, group: group)
    }
  }
}
