/// The part of a trajectory that a subtree of the no-U-turn sampler covers.
///
/// It names columns of a ``TrajectoryTree`` by slot.
struct Subtree: Sendable {
  /// The slot of its first point in the direction of growth.
  var first: Int

  /// The slot of its last point in the direction of growth.
  var last: Int

  /// The slot of the point that is its draw.
  var proposal: Int

  /// The slot of its summed momenta; that of the point itself where it has only one.
  var sum: Int

  /// The logarithm of the summed weights `exp(H₀ − H)` of its points.
  var logWeight: Double

  /// The same part seen from the other end.
  var reversed: Subtree {
    var other = self
    other.first = last
    other.last = first
    return other
  }
}

/// Points and sums of a growing trajectory, in columns that are laid out once.
///
/// A subtree names its points by slot, so that joining two of them moves no point; a slot is free
/// again when no subtree names it.
struct TrajectoryTree: Sendable {
  /// Coordinates of a point.
  let dimension: Int

  /// Slots that hold points; slots for sums follow them in `momenta`.
  private let slots: Int

  /// The points' columns, slot after slot, and behind the momenta the sums.
  private var positions: [Double]
  private var momenta: [Double]
  private var velocities: [Double]
  private var gradients: [Double]
  private var pulls: [Double]

  /// The log density of the point in each slot.
  private var logDensities: [Double]

  /// How often subtrees name each slot.
  private var uses: [Int]

  /// The slots that are free.
  private var free: [Int] = []

  /// The subtrees that wait for their right neighbors, by level.
  private var waiting: [Subtree]

  /// A sum of momenta before its subtree is known to go on.
  private var scratch: [Double]

  /// A tree for trajectories of at most `2^maximumDepth` points.
  init(dimension: Int, maximumDepth: Int, isDense: Bool) {
    self.dimension = dimension
    // The trajectory and each level name up to three points, and so does the newest subtree.
    slots = 3 * (maximumDepth + 3)
    positions = Array(repeating: 0, count: slots * dimension)
    velocities = positions
    gradients = positions
    pulls = isDense ? positions : []
    // Two sums for each level, of a left and a right subtree, and one for the trajectory.
    momenta = Array(repeating: 0, count: (slots + 2 * maximumDepth + 3) * dimension)
    logDensities = Array(repeating: 0, count: slots)
    uses = Array(repeating: 0, count: slots)
    free.reserveCapacity(slots)
    let none = Subtree(first: 0, last: 0, proposal: 0, sum: 0, logWeight: 0)
    waiting = Array(repeating: none, count: maximumDepth + 1)
    scratch = Array(repeating: 0, count: dimension)
  }

  /// Forgets all points.
  mutating func clear() {
    free.removeAll(keepingCapacity: true)
    for slot in 0..<slots { free.append(slot) }
  }

  /// A subtree of the one point given.
  mutating func leaf(_ point: MovingPoint, logWeight: Double) -> Subtree {
    let slot = free.removeLast()
    let start = slot * dimension
    copy(point.position, to: &positions, at: start)
    copy(point.momentum, to: &momenta, at: start)
    copy(point.velocity, to: &velocities, at: start)
    copy(point.gradient, to: &gradients, at: start)
    if !pulls.isEmpty { copy(point.pull, to: &pulls, at: start) }
    logDensities[slot] = point.logDensity
    uses[slot] = 3
    return Subtree(first: slot, last: slot, proposal: slot, sum: slot, logWeight: logWeight)
  }

  /// Puts the moving point where a slot's point is.
  func load(_ slot: Int, into point: inout MovingPoint) {
    let start = slot * dimension
    copy(positions, from: start, to: &point.position)
    copy(momenta, from: start, to: &point.momentum)
    copy(velocities, from: start, to: &point.velocity)
    copy(gradients, from: start, to: &point.gradient)
    if !pulls.isEmpty { copy(pulls, from: start, to: &point.pull) }
    point.logDensity = logDensities[slot]
  }

  /// The subtree that waits at a level.
  func waiting(at level: Int) -> Subtree { waiting[level] }

  /// Lets a subtree wait for its right neighbor.
  mutating func wait(_ subtree: Subtree, at level: Int) { waiting[level] = subtree }

  /// Joins two neighbors of one level within a growing subtree.
  ///
  /// The draw is taken from the right one in proportion to its weight: multinomial sampling.
  ///
  /// - Parameters:
  ///   - left: The earlier subtree.
  ///   - right: The later one.
  ///   - level: The level of the joined subtree, from 1.
  ///   - isRight: Whether the joined subtree will itself be the later of two.
  ///   - uniform: A number between 0 and 1.
  /// - Returns: The joined subtree; nil where it turns back.
  mutating func join(
    _ left: Subtree, _ right: Subtree, level: Int, isRight: Bool, uniform: Double
  ) -> Subtree? {
    guard goesOn(left, right) else { return nil }
    // The smaller weight in units of the larger one.
    let smaller = Elementary.exp(-(right.logWeight - left.logWeight).magnitude)
    let logWeight = max(left.logWeight, right.logWeight) + Elementary.log1p(smaller)
    let rightShare = right.logWeight > left.logWeight ? 1 : smaller
    let takesRight = uniform * (1 + smaller) < rightShare
    let sum = slots + 2 * (level - 1) + (isRight ? 1 : 0)
    return joined(left, right, takesRight: takesRight, logWeight: logWeight, sum: sum)
  }

  /// Extends a trajectory by a subtree as long as itself.
  ///
  /// The draw moves to the new half with the ratio of the weights as its chance, at most one:
  /// biased progressive sampling, which favors far points.
  ///
  /// - Parameters:
  ///   - trajectory: The old half, seen in the direction of growth.
  ///   - subtree: The new half.
  ///   - uniform: A number between 0 and 1.
  /// - Returns: The trajectory, and whether it still goes on.
  mutating func extend(
    _ trajectory: Subtree, by subtree: Subtree, uniform: Double
  ) -> (trajectory: Subtree, goesOn: Bool) {
    let goesOn = goesOn(trajectory, subtree)
    let smaller = Elementary.exp(-(subtree.logWeight - trajectory.logWeight).magnitude)
    let moves = subtree.logWeight > trajectory.logWeight || uniform < smaller
    let logWeight = max(subtree.logWeight, trajectory.logWeight) + Elementary.log1p(smaller)
    let sum = momenta.count / dimension - 1
    let whole = joined(
      trajectory, subtree, takesRight: moves, logWeight: logWeight, sum: sum)
    return (whole, goesOn)
  }

  /// The two parts as one, with the sum of momenta that ``goesOn(_:_:)`` left.
  private mutating func joined(
    _ left: Subtree, _ right: Subtree, takesRight: Bool, logWeight: Double, sum: Int
  ) -> Subtree {
    release(left.last)
    release(right.first)
    release(takesRight ? left.proposal : right.proposal)
    copy(scratch, to: &momenta, at: sum * dimension)
    return Subtree(
      first: left.first, last: right.last,
      proposal: takesRight ? right.proposal : left.proposal, sum: sum, logWeight: logWeight)
  }

  /// Whether the trajectory over two neighbors has not turned back; leaves their summed momenta in
  /// `scratch`.
  private mutating func goesOn(_ left: Subtree, _ right: Subtree) -> Bool {
    if left.first == left.last && right.first == right.last {
      return pairGoesOn(left.first, right.first, momenta, velocities, sum: &scratch)
    }
    return neighborsGoOn(left, right, momenta, velocities, sum: &scratch)
  }

  private mutating func release(_ slot: Int) {
    uses[slot] -= 1
    if uses[slot] == 0 { free.append(slot) }
  }
}

/// Copies a column into a place of a longer one.
@inline(__always)
private func copy(_ source: [Double], to target: inout [Double], at start: Int) {
  let count = source.count
  precondition(start >= 0 && start &+ count <= target.count, "a slot is in its columns")
  var span = target.mutableSpan
  for index in start..<start &+ count { span[index] = source[index &- start] }
}

/// Copies a place of a longer column out of it.
@inline(__always)
private func copy(_ source: [Double], from start: Int, to target: inout [Double]) {
  let count = target.count
  precondition(start >= 0 && start &+ count <= source.count, "a slot is in its columns")
  let slot = source.span.extracting(start..<start &+ count)
  for index in 0..<count { target[index] = slot[index] }
}
