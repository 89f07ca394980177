/// Rounds a table of fractions up or down by chance, so that rows keep their sums and columns too.
///
/// Each fraction is rounded up with the chance that it says. The sums of rows are whole and stay; the
/// sums of columns become one of the two whole numbers beside them. So every stratum gives out exactly
/// its units, every unit has the same chances, and the arms are balanced over all strata as well.
///
/// Gandhi, Khuller, Parthasarathy and Srinivasan (2006), "Dependent rounding and its applications to
/// approximation algorithms", Journal of the ACM 53(3): move along cycles and paths of fractions,
/// adding and taking in turn, until one of them is whole.
struct RandomRounding {
  private let columns: Int
  /// What a whole is.
  private let whole: Int
  /// The fractions, row after row, in parts of a whole.
  private var parts: [Int]
  /// Rows with a fraction in each column, and some that have none any more.
  private var rowsOfColumn: [[Int]]

  /// One step of a path: a row, from one column to another.
  private struct Step {
    let row: Int
    let from: Int
    let to: Int
  }

  /// Rounds a table.
  ///
  /// - Parameters:
  ///   - parts: The fractions, row after row, in parts of a whole; every row sums to whole ones.
  ///   - columns: How many columns.
  ///   - whole: What a whole is.
  ///   - order: The order in which rows are taken.
  ///   - uniform: A number between 0 and 1 for each count of steps.
  /// - Returns: 0 or 1 for each fraction, in the same layout.
  static func rounded(
    _ parts: [Int], columns: Int, whole: Int, order: [Int], uniform: (Int) -> Double
  ) -> [Int] {
    var rounding = RandomRounding(parts, columns, whole, order)
    var count = 0
    for row in order {
      // A row sums to whole ones, so that one fraction has another beside it.
      while let first = rounding.fraction(in: row, besides: -1),
        let second = rounding.fraction(in: row, besides: first)
      {
        rounding.move(along: rounding.path(from: row, first, second), uniform(count))
        count += 1
      }
    }
    return rounding.parts.map { $0 / whole }
  }

  private init(_ parts: [Int], _ columns: Int, _ whole: Int, _ order: [Int]) {
    self.parts = parts
    self.columns = columns
    self.whole = whole
    rowsOfColumn = Array(repeating: [], count: columns)
    for row in order.reversed() {
      for column in 0..<columns where isFraction(row, column) { rowsOfColumn[column].append(row) }
    }
  }

  private func isFraction(_ row: Int, _ column: Int) -> Bool {
    let part = parts[row * columns + column]
    return part > 0 && part < whole
  }

  /// A column in which a row has a fraction, other than a given one.
  private func fraction(in row: Int, besides column: Int) -> Int? {
    (0..<columns).first { $0 != column && isFraction(row, $0) }
  }

  /// Another row with a fraction in a column.
  private mutating func row(in column: Int, besides row: Int) -> Int? {
    var place = rowsOfColumn[column].count - 1
    while place >= 0 {
      let found = rowsOfColumn[column][place]
      if !isFraction(found, column) {
        rowsOfColumn[column].remove(at: place)
      } else if found != row {
        return found
      }
      place -= 1
    }
    return nil
  }

  /// A cycle, or a path that ends in columns with no other fraction.
  private mutating func path(from row: Int, _ first: Int, _ second: Int) -> [Step] {
    let (forward, isCycle) = extended([Step(row: row, from: first, to: second)])
    if isCycle { return forward }
    let backward = forward.reversed().map { Step(row: $0.row, from: $0.to, to: $0.from) }
    return extended(backward).steps
  }

  /// Goes on from the end of a path as far as it goes, or until it closes to a cycle.
  private mutating func extended(_ path: [Step]) -> (steps: [Step], isCycle: Bool) {
    var steps = path
    while let last = steps.last, let row = row(in: last.to, besides: last.row) {
      // The latest visited column closes the shortest cycle, which uses no fraction twice.
      if let start = steps.lastIndex(where: { $0.from != last.to && isFraction(row, $0.from) }) {
        let closing = Step(row: row, from: last.to, to: steps[start].from)
        return (Array(steps[start...]) + [closing], true)
      }
      guard let next = fraction(in: row, besides: last.to) else { break }
      steps.append(Step(row: row, from: last.to, to: next))
    }
    return (steps, false)
  }

  /// Adds at one end of each step what it takes at the other, as much as one fraction allows.
  private mutating func move(along steps: [Step], _ uniform: Double) {
    var (up, down) = (whole, whole)
    for step in steps {
      let (from, to) = (parts[step.row * columns + step.from], parts[step.row * columns + step.to])
      up = min(up, whole - from, to)
      down = min(down, from, whole - to)
    }
    let change = uniform * Double(up + down) < Double(down) ? up : -down
    for step in steps {
      parts[step.row * columns + step.from] += change
      parts[step.row * columns + step.to] -= change
    }
  }
}
