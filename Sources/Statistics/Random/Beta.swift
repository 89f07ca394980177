/// Beta variables from addressed numbers.
public enum Beta {
  /// A beta variable in `[0, 1]` with mean `a / (a + b)`.
  ///
  /// From two gamma variables, combined in logarithms, so that small shapes give values near 0 and
  /// 1 rather than a division of zero by zero. Leave 128 draws free behind `firstDraw`.
  ///
  /// - Parameters:
  ///   - a: The first shape, positive and finite.
  ///   - b: The second shape, positive and finite.
  ///   - stream: The stream of the decision.
  ///   - agent: The agent's row, non-negative.
  ///   - step: The step, from 0.
  ///   - firstDraw: The address of the first draw taken.
  /// - Returns: The variable; it can be 0 or 1 by rounding at tiny shapes.
  public static func draw(
    a: Double, b: Double, stream: RandomStream, agent: Int, step: Int, firstDraw: Int
  ) -> Double {
    let (first, next) = Gamma.logDraw(
      shape: a, stream: stream, agent: agent, step: step, firstDraw: firstDraw)
    let (second, _) = Gamma.logDraw(
      shape: b, stream: stream, agent: agent, step: step, firstDraw: next)
    return 1 / (1 + Elementary.exp(second - first))
  }
}
