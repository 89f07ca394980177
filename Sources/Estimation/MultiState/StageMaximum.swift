import Interchange
import Statistics

/// The parameters under which a panel of stages is most likely: a quick look before sampling.
///
/// Parameters are positive, and errors are those of their logarithms, from the curvature at the
/// maximum.
public struct StageMaximum: Sendable, Equatable {
  /// The names of the parameters.
  public let parameters: [String]
  /// Their values at the maximum.
  public let values: [Double]
  /// The standard errors of their logarithms.
  public let logStandardErrors: [Double]
  /// The log likelihood at the maximum.
  public let logLikelihood: Double
  /// The number of steps of the search.
  public let iterations: Int

  /// The limits of an interval of a parameter.
  ///
  /// - Parameters:
  ///   - parameter: Its place.
  ///   - level: The chance that such an interval holds the truth, in `(0, 1)`.
  /// - Returns: The limits, symmetric about the logarithm of the value.
  public func interval(_ parameter: Int, level: Double) -> ClosedRange<Double> {
    let width = Normal.quantile(0.5 + level / 2) * logStandardErrors[parameter]
    return values[parameter] * Elementary.exp(-width)...values[parameter] * Elementary.exp(width)
  }

  /// Finds the maximum by Newton's method on logarithms, damped where the surface is not concave.
  ///
  /// Second derivatives are differences of the gradient, which is exact.
  ///
  /// - Parameter likelihood: What the panel says.
  /// - Throws: `EstimationError` when there is no maximum, naming the parameter that runs away.
  public init(_ likelihood: StageLikelihood) throws(EstimationError) {
    if likelihood.model.parameters.isEmpty { throw .stages(Self.nothingToLearn) }
    var surface = LogSurface(likelihood)
    var place = likelihood.roughLogs
    var (height, slope) = surface.climb(place)
    guard height.isFinite else { throw .stages(Self.noStart) }
    var damping = 0.0
    var count = 0
    while count < Self.mostIterations {
      count += 1
      var curvature = surface.curvature(at: place)
      for index in place.indices { curvature[index, index] += damping }
      guard let factor = try? Cholesky(curvature) else {
        damping = max(1, 4 * damping)
        continue
      }
      let step = factor.solve(slope)
      let longest = step.reduce(0) { max($0, $1.magnitude) }
      let scale = min(1, Self.longestStep / longest)
      let next = zip(place, step).map { $0 + scale * $1 }
      let (nextHeight, nextSlope) = surface.climb(next)
      guard nextHeight >= height - 1e-9 * height.magnitude else {
        damping = max(1, 4 * damping)
        continue
      }
      (place, height, slope) = (next, nextHeight, nextSlope)
      if let runaway = place.firstIndex(where: { $0.magnitude > Self.farthest }) {
        throw .stages(
          Self.runaway(likelihood.model.parameters[runaway], isDown: place[runaway] < 0))
      }
      if damping == 0, longest < Self.tolerance { break }
      damping = damping < 1e-3 ? 0 : damping / 10
    }
    let curvature = surface.curvature(at: place)
    guard count < Self.mostIterations, let factor = try? Cholesky(curvature) else {
      throw .stages(Self.flat)
    }
    parameters = likelihood.model.parameters
    values = place.map { Elementary.exp($0) }
    let covariance = factor.inverse
    logStandardErrors = place.indices.map { covariance[$0, $0].squareRoot() }
    logLikelihood = height
    iterations = count
  }

  /// How far logarithms move in the last step (chosen): far below any standard error.
  private static let tolerance = 1e-8
  /// How far logarithms may move in one step (chosen).
  private static let longestStep = 1.0
  /// The logarithm beyond which a rate or a ratio is taken to have no finite estimate (chosen).
  private static let farthest = 20.0
  /// *Chosen*: Newton's method takes about ten steps where there is a maximum.
  private static let mostIterations = 200

  private static let nothingToLearn =
    "the journey names no parameter; write a rate as $name"
  private static let noStart =
    "the panel has no chance at the first guess of its rates; check known rates of 0, and gaps that "
    + "are too long for their rates"
  private static let flat =
    "the panel does not tell all parameters apart; leave one out, fix it, or sample with priors"

  private static func runaway(_ parameter: String, isDown: Bool) -> String {
    "\(parameter): no finite estimate, the likelihood rises as it goes to \(isDown ? "0" : "infinity"); "
      + "the panel shows too few of its moves: fix it, or sample with a prior"
  }
}

/// A log likelihood over the logarithms of its parameters.
private struct LogSurface {
  private var likelihood: StageLikelihood

  init(_ likelihood: StageLikelihood) { self.likelihood = likelihood }

  /// The log likelihood and its gradient.
  mutating func climb(_ logs: [Double]) -> (height: Double, slope: [Double]) {
    let values = logs.map { Elementary.exp($0) }
    var gradient = values
    let height = likelihood(at: values, gradient: &gradient)
    return (height, zip(gradient, values).map { $0 * $1 })
  }

  /// Minus the second derivatives, by central differences of the gradient.
  mutating func curvature(at logs: [Double]) -> Matrix {
    // The cube root of the precision balances rounding against the third derivatives.
    let step = 6e-6
    var columns: [[Double]] = []
    for place in logs.indices {
      var (above, below) = (logs, logs)
      above[place] += step
      below[place] -= step
      let (high, low) = (climb(above).slope, climb(below).slope)
      columns.append(zip(high, low).map { ($1 - $0) / (2 * step) })
    }
    var curvature = Matrix(rows: logs.count, columns: logs.count)
    for row in logs.indices {
      for column in logs.indices {
        curvature[row, column] = (columns[row][column] + columns[column][row]) / 2
      }
    }
    return curvature
  }
}

extension StageLikelihood {
  /// The logarithms of a first guess: rates that are parameters by the direct moves that were seen over
  /// the time at their origins, everything else 0.
  var roughLogs: [Double] {
    var weeks = [Double](repeating: 0, count: model.stages.count)
    var seen = [Double](repeating: 0, count: weeks.count * weeks.count)
    for group in moves.groups {
      for gap in moves.gaps[group.gaps] {
        for outcome in gap.outcomes {
          weeks[group.from] += moves.counts[outcome] * gap.time.weeks
          seen[group.from * weeks.count + moves.destinations[outcome]] += moves.counts[outcome]
        }
      }
    }
    return model.parameters.map { name in
      guard let way = model.transitions.first(where: { $0.rate.expression?.soleName == name })
      else { return 0 }
      let moved = way.from.reduce(0) { $0 + seen[$1 * weeks.count + way.to] }
      let exposed = way.from.reduce(0) { $0 + weeks[$1] }
      return Elementary.log((moved + 0.5) / (max(exposed, 1) * way.rate.factor))
    }
  }
}
