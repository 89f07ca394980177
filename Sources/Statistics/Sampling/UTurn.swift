/// Whether two points span a trajectory that goes on; leaves the sum of their momenta.
///
/// The generalized criterion of Betancourt (2017), "A Conceptual Introduction to Hamiltonian Monte
/// Carlo", appendix A.4.2: the velocities at both ends have a positive product with the summed
/// momenta.
///
/// - Parameters:
///   - first: The slot of one end.
///   - last: The slot of the other.
///   - momenta: The columns of momenta, slot after slot.
///   - velocities: The columns of velocities.
///   - sum: Receives the summed momenta; its count is that of a column.
/// - Returns: Whether all products are positive.
func pairGoesOn(
  _ first: Int, _ last: Int, _ momenta: [Double], _ velocities: [Double], sum: inout [Double]
) -> Bool {
  let size = sum.count
  let firstMomentum = momenta.span.extracting(first &* size..<first &* size &+ size)
  let lastMomentum = momenta.span.extracting(last &* size..<last &* size &+ size)
  let firstVelocity = velocities.span.extracting(first &* size..<first &* size &+ size)
  let lastVelocity = velocities.span.extracting(last &* size..<last &* size &+ size)
  var atFirst = SIMD4<Double>.zero
  var atLast = SIMD4<Double>.zero
  var index = 0
  while index &+ 4 <= size {
    let total = firstMomentum.four(index) + lastMomentum.four(index)
    for lane in 0..<4 { sum[index &+ lane] = total[lane] }
    atFirst += firstVelocity.four(index) * total
    atLast += lastVelocity.four(index) * total
    index &+= 4
  }
  while index < size {
    let total = firstMomentum[index] + lastMomentum[index]
    sum[index] = total
    atFirst[0] += firstVelocity[index] * total
    atLast[0] += lastVelocity[index] * total
    index &+= 1
  }
  return atFirst.sum() > 0 && atLast.sum() > 0
}

/// Whether two neighboring subtrees span a trajectory that goes on; leaves their summed momenta.
///
/// Besides the ends of the whole, each subtree is checked together with the nearest point of the
/// other, since the trajectory may turn within the gap (Stan, from version 2.21 on).
///
/// - Parameters:
///   - left: The earlier subtree.
///   - right: The later one.
///   - momenta: The columns of momenta and of summed momenta, slot after slot.
///   - velocities: The columns of velocities.
///   - sum: Receives the summed momenta; its count is that of a column.
/// - Returns: Whether all products are positive.
func neighborsGoOn(
  _ left: Subtree, _ right: Subtree, _ momenta: [Double], _ velocities: [Double],
  sum: inout [Double]
) -> Bool {
  let size = sum.count
  func column(_ slot: Int) -> Range<Int> { slot &* size..<slot &* size &+ size }
  let leftSum = momenta.span.extracting(column(left.sum))
  let rightSum = momenta.span.extracting(column(right.sum))
  let leftMomentum = momenta.span.extracting(column(left.last))
  let rightMomentum = momenta.span.extracting(column(right.first))
  let firstVelocity = velocities.span.extracting(column(left.first))
  let leftVelocity = velocities.span.extracting(column(left.last))
  let rightVelocity = velocities.span.extracting(column(right.first))
  let lastVelocity = velocities.span.extracting(column(right.last))
  // The products of three sums of momenta, each with the velocities at its two ends.
  var products = [6 of SIMD4<Double>](repeating: .zero)
  var index = 0
  while index &+ 4 <= size {
    let total = leftSum.four(index) + rightSum.four(index)
    for lane in 0..<4 { sum[index &+ lane] = total[lane] }
    let toRight = leftSum.four(index) + rightMomentum.four(index)
    let toLeft = rightSum.four(index) + leftMomentum.four(index)
    products[0] += firstVelocity.four(index) * total
    products[1] += lastVelocity.four(index) * total
    products[2] += firstVelocity.four(index) * toRight
    products[3] += rightVelocity.four(index) * toRight
    products[4] += leftVelocity.four(index) * toLeft
    products[5] += lastVelocity.four(index) * toLeft
    index &+= 4
  }
  while index < size {
    let total = leftSum[index] + rightSum[index]
    sum[index] = total
    let toRight = leftSum[index] + rightMomentum[index]
    let toLeft = rightSum[index] + leftMomentum[index]
    products[0][0] += firstVelocity[index] * total
    products[1][0] += lastVelocity[index] * total
    products[2][0] += firstVelocity[index] * toRight
    products[3][0] += rightVelocity[index] * toRight
    products[4][0] += leftVelocity[index] * toLeft
    products[5][0] += lastVelocity[index] * toLeft
    index &+= 1
  }
  var goesOn = true
  for place in 0..<6 where !(products[place].sum() > 0) { goesOn = false }
  return goesOn
}

extension Span<Double> {
  /// Four numbers from an index on, for vector code that the compiler does not find by itself: it
  /// may not reorder a sum.
  @inline(__always)
  func four(_ index: Int) -> SIMD4<Double> {
    SIMD4(self[index], self[index &+ 1], self[index &+ 2], self[index &+ 3])
  }
}
