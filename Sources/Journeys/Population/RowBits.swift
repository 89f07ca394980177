/// A yes or no for each agent, as bits: the lowest bit of the first group is row 0.
///
/// Sixty-four agents go through one instruction, and those who are meant are counted without
/// looking at anybody. Bits beyond the last row are zero.
struct RowBits: Sendable, Equatable {
  /// Bits of 64 rows each.
  var groups: [UInt64]

  /// No rows at all.
  init() { groups = [] }

  /// The same for everybody.
  init(repeating bit: Bool, count: Int) {
    groups = [UInt64](repeating: bit ? ~0 : 0, count: Self.groupCount(count))
    if bit, count & 63 != 0 { groups[groups.count - 1] = (1 << UInt64(count & 63)) - 1 }
  }

  /// What a rule says of each row.
  init(count: Int, where isMeant: (Int) -> Bool) {
    self.init(repeating: false, count: count)
    for row in 0..<count where isMeant(row) { self[row] = true }
  }

  /// Groups of so many rows.
  static func groupCount(_ rows: Int) -> Int { (rows + 63) >> 6 }

  var isEmpty: Bool { groups.isEmpty }

  subscript(row: Int) -> Bool {
    @inline(__always) get { (groups[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63)) & 1 != 0 }
    @inline(__always) set {
      let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: row & 63)
      if newValue { groups[row &>> 6] |= bit } else { groups[row &>> 6] &= ~bit }
    }
  }
}

extension RowBits {
  /// Adds a number to the column of some rows.
  ///
  /// Where many of a group are meant, all 64 are added to, the others nothing: one vector loop
  /// instead of a jump for each.
  ///
  /// - Parameters:
  ///   - number: What is added.
  ///   - rows: Columns of bits.
  ///   - first: Where the column of those meant begins.
  ///   - groups: Its length.
  ///   - column: Columns of numbers.
  ///   - start: Where the column that is added to begins.
  @inline(never)
  static func add(
    _ number: Double, where rows: [UInt64], from first: Int, groups: Int,
    to column: inout [Double], at start: Int
  ) {
    var numbers = column.mutableSpan
    let rows = rows.span
    for group in 0..<groups {
      var bits = rows[first &+ group]
      if bits == 0 { continue }
      let base = start &+ 64 &* group
      if bits.nonzeroBitCount >= 8, base >= 0, base &+ 64 <= numbers.count {
        for lane in 0..<64 {
          numbers[base &+ lane] +=
            (bits &>> UInt64(truncatingIfNeeded: lane)) & 1 != 0 ? number : 0
        }
      } else {
        while bits != 0 {
          numbers[base &+ bits.trailingZeroBitCount] += number
          bits &= bits &- 1
        }
      }
    }
  }

  /// Writes a step into the column of some rows.
  static func note(_ step: Int32, where rows: [UInt64], in column: inout [Int32]) {
    var steps = column.mutableSpan
    rows.forEachRow { steps[$0] = step }
  }
}

extension [UInt64] {
  /// Calls a body with each row whose bit is set, in ascending order.
  @inline(__always)
  func forEachRow(_ body: (Int) -> Void) {
    for group in indices {
      var bits = self[group]
      while bits != 0 {
        body(64 &* group &+ bits.trailingZeroBitCount)
        bits &= bits &- 1
      }
    }
  }

  /// Bits that are set.
  var rowCount: Int {
    var sum: UInt64 = 0
    for group in indices { sum &+= UInt64(truncatingIfNeeded: self[group].nonzeroBitCount) }
    return Int(sum)
  }
}
