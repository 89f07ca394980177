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
  let firstMomentum = momenta.span.extracting(first * size..<(first + 1) * size)
  let lastMomentum = momenta.span.extracting(last * size..<(last + 1) * size)
  let firstVelocity = velocities.span.extracting(first * size..<(first + 1) * size)
  let lastVelocity = velocities.span.extracting(last * size..<(last + 1) * size)
  var atFirst = 0.0
  var atLast = 0.0
  for index in 0..<size {
    let total = firstMomentum[index] + lastMomentum[index]
    sum[index] = total
    atFirst += firstVelocity[index] * total
    atLast += lastVelocity[index] * total
  }
  return atFirst > 0 && atLast > 0
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
  let leftSum = momenta.span.extracting(left.sum * size..<(left.sum + 1) * size)
  let rightSum = momenta.span.extracting(right.sum * size..<(right.sum + 1) * size)
  let leftMomentum = momenta.span.extracting(left.last * size..<(left.last + 1) * size)
  let rightMomentum = momenta.span.extracting(right.first * size..<(right.first + 1) * size)
  let firstVelocity = velocities.span.extracting(left.first * size..<(left.first + 1) * size)
  let leftVelocity = velocities.span.extracting(left.last * size..<(left.last + 1) * size)
  let rightVelocity = velocities.span.extracting(right.first * size..<(right.first + 1) * size)
  let lastVelocity = velocities.span.extracting(right.last * size..<(right.last + 1) * size)
  var whole = SIMD2<Double>.zero
  var leftAndNext = SIMD2<Double>.zero
  var rightAndPrevious = SIMD2<Double>.zero
  for index in 0..<size {
    let total = leftSum[index] + rightSum[index]
    sum[index] = total
    let first = firstVelocity[index]
    let last = lastVelocity[index]
    whole += SIMD2(first, last) * total
    leftAndNext += SIMD2(first, rightVelocity[index]) * (leftSum[index] + rightMomentum[index])
    rightAndPrevious += SIMD2(leftVelocity[index], last) * (rightSum[index] + leftMomentum[index])
  }
  return whole.min() > 0 && leftAndNext.min() > 0 && rightAndPrevious.min() > 0
}
