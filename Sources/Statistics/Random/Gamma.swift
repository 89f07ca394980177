/// Gamma variables from addressed numbers.
public enum Gamma {
  /// A gamma variable with mean `shape · scale` and variance `shape · scale²`.
  ///
  /// Marsaglia and Tsang (2000), "A Simple Method for Generating Gamma Variables": each attempt
  /// takes two successive draws and succeeds with a chance above 0.95; a shape below 1 takes one
  /// draw more. Leave 64 draws free behind `firstDraw`: more are needed with a chance below 1e-40.
  ///
  /// - Parameters:
  ///   - shape: The shape, positive and finite.
  ///   - scale: The scale, positive, in the unit of the result.
  ///   - stream: The stream of the decision.
  ///   - agent: The agent's row, non-negative.
  ///   - step: The step, from 0.
  ///   - firstDraw: The address of the first draw taken.
  /// - Returns: The variable, in the unit of `scale`; 0 where it underflows at tiny shapes.
  public static func draw(
    shape: Double, scale: Double, stream: RandomStream, agent: Int, step: Int, firstDraw: Int
  ) -> Double {
    precondition(scale > 0 && scale < .infinity, "a scale is positive and finite")
    let (logarithm, _) = logDraw(
      shape: shape, stream: stream, agent: agent, step: step, firstDraw: firstDraw)
    return scale * Elementary.exp(logarithm)
  }

  /// The logarithm of a gamma variable of scale 1, and the first draw left unused.
  ///
  /// In logarithms because variables of small shapes are often below the smallest positive number.
  static func logDraw(
    shape: Double, stream: RandomStream, agent: Int, step: Int, firstDraw: Int
  ) -> (logarithm: Double, nextDraw: Int) {
    precondition(shape > 0 && shape < .infinity, "a shape is positive and finite")
    var draw = firstDraw
    var boost = 0.0
    if shape < 1 {
      let uniform = stream.uniform(agent: agent, step: step, draw: draw)
      boost = Elementary.log(uniform) / shape
      draw += 1
    }
    let offset = (shape < 1 ? shape + 1 : shape) - 1 / 3.0
    let slope = 1 / (9 * offset).squareRoot()
    while true {
      let z = Normal.quantile(stream.uniform(agent: agent, step: step, draw: draw))
      let uniform = stream.uniform(agent: agent, step: step, draw: draw + 1)
      draw += 2
      let root = 1 + slope * z
      guard root > 0 else { continue }
      let logCube = 3 * Elementary.log(root)
      let bound = 0.5 * z * z + offset * (1 - root * root * root + logCube)
      guard Elementary.log(uniform) >= bound else {
        return (Elementary.log(offset) + logCube + boost, draw)
      }
    }
  }
}
