/// The agents of each level of a categorical attribute.
struct LevelMembers: Sendable {
  /// First agent of each level in `rows`; one more than levels.
  private let first: [Int32]
  private let rows: [Int32]

  /// - Parameter codes: Level of each agent; empty for nobody.
  init(_ codes: [UInt8]) {
    var first = [Int32](repeating: 0, count: Int(codes.max() ?? 0) + 2)
    for code in codes { first[Int(code) + 1] += 1 }
    for level in 1..<first.count { first[level] += first[level - 1] }
    var next = first
    var rows = [Int32](repeating: 0, count: codes.count)
    for (row, code) in codes.enumerated() {
      rows[Int(next[Int(code)])] = Int32(row)
      next[Int(code)] += 1
    }
    self.first = first
    self.rows = rows
  }

  /// The member of a level that a uniform number selects.
  func member(ofLevel level: Int, uniform: Double) -> Int {
    let (start, end) = (Int(first[level]), Int(first[level + 1]))
    return Int(rows[min(end - 1, start + Int(uniform * Double(end - start)))])
  }
}
