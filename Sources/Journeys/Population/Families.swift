/// Which children belong to which parent: the children of one parent stand together, in its order.
struct Families: Sendable {
  /// First child of each parent; one more than parents.
  let firstChild: [Int]

  /// Children spread over parents evenly, or in proportion to weights.
  ///
  /// - Parameters:
  ///   - count: Number of children.
  ///   - parents: Number of parents, positive.
  ///   - weights: Weight of each parent; the same for all when `nil`.
  init(_ count: Int, over parents: Int, weights: [Double]?) {
    guard let weights else {
      // Child i belongs to parent ⌊i · parents / count⌋.
      firstChild = (0...parents).map { ($0 * count + parents - 1) / parents }
      return
    }
    let total = weights.reduce(0, +)
    var first = [Int](repeating: count, count: parents + 1)
    var parent = 0
    var before = 0.0
    first[0] = 0
    for child in 0..<count {
      let place = (Double(child) + 0.5) / Double(count) * total
      while parent < parents - 1, before + weights[parent] <= place {
        before += weights[parent]
        parent += 1
        first[parent] = child
      }
    }
    firstChild = first
  }

  /// The families of a population whose parents have been drawn.
  init(_ population: PopulationSpec, parents: People) {
    self.init(
      population.size, over: parents.size,
      weights: population.parentWeight.map { parents.reals[$0] })
  }

  /// The children of a run of parents.
  func children(of parents: Range<Int>) -> Range<Int> {
    firstChild[parents.lowerBound]..<firstChild[parents.upperBound]
  }

  /// Parent of each child of a run of parents, counted from the first of them.
  func parents(in run: Range<Int>) -> [Int32] {
    var rows: [Int32] = []
    rows.reserveCapacity(children(of: run).count)
    for parent in run {
      let count = firstChild[parent + 1] - firstChild[parent]
      rows.append(contentsOf: repeatElement(Int32(parent - run.lowerBound), count: count))
    }
    return rows
  }
}
