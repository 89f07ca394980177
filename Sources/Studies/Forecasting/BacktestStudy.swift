public import Estimation
import Interchange
import Statistics

/// Forecasts from points in the past, as if the rest were unknown.
public struct BacktestStudy: Sendable {
  /// Periods that the earliest origin knows at least; *chosen* as the fewest that any method learns
  /// from.
  static let fewestKnown = 3

  private let spec: ForecastSpec
  private let history: OutcomeHistory
  private let origins: [RollingOrigin]
  private let document: String
  private let threads: Int
  private let simulator: TwinForecast?

  /// A backtest of a panel.
  ///
  /// - Parameters:
  ///   - spec: What is forecast, and how.
  ///   - history: The whole history.
  ///   - document: The panel's file, for messages.
  ///   - originCount: Number of origins, at least one.
  ///   - horizon: Periods ahead, at least one.
  ///   - threads: Threads that a method may use.
  ///   - simulator: A calibrated scenario that forecasts, too.
  /// - Throws: `StudyError` when the history is too short.
  public init(
    _ spec: ForecastSpec, _ history: OutcomeHistory, document: String, originCount: Int,
    horizon: Int, threads: Int = 1, simulator: TwinForecast? = nil
  ) throws(StudyError) {
    let count = history.periods.count
    let needed = originCount + horizon - 1 + Self.fewestKnown
    guard count >= needed else {
      var remedies: [String] = []
      let spare = count - Self.fewestKnown
      if spare - horizon + 1 >= 1 { remedies.append("--origins \(spare - horizon + 1)") }
      if spare - originCount + 1 >= 1 { remedies.append("--horizon \(spare - originCount + 1)") }
      throw StudyError(
        document: document,
        problem: "\(count) periods cannot hold \(originCount) origins of horizon \(horizon), which "
          + "need \(needed) (\(Self.fewestKnown) to learn from); "
          + (remedies.isEmpty
            ? "add periods" : "use at most \(remedies.joined(separator: " or "))"))
    }
    try PanelForecast.check(spec, history, horizon: horizon)
    self.spec = spec
    self.history = history
    self.document = document
    self.threads = threads
    self.simulator = simulator
    origins = RollingOrigin.all(originCount, horizon: horizon, periodCount: count)
  }

  /// How many forecasts are made: one per method and origin.
  public var steps: Int { methods.count * origins.count }

  private var methods: [ForecastMethod] {
    spec.methods + (simulator == nil ? [] : [ForecastMethod.simulator])
  }

  /// Makes and scores all forecasts.
  ///
  /// - Parameter finished: Is told how many forecasts have ended.
  /// - Returns: The scores.
  /// - Throws: `StudyError` when the method of the specification cannot forecast from an origin.
  public func run(finished: (Int) -> Void = { _ in }) async throws(StudyError) -> Backtest {
    var results: [MethodBacktest] = []
    var leftOut: [(method: ForecastMethod, reason: String)] = []
    for (index, method) in methods.enumerated() {
      do {
        var result = MethodBacktest(method, unitCount: history.units.count)
        for (place, origin) in origins.enumerated() {
          try await score(origin, &result)
          finished(index * origins.count + place + 1)
        }
        results.append(result)
      } catch {
        guard method != spec.method else {
          throw StudyError(
            document: document,
            problem: "method \(method.rawValue): \(error); use fewer origins, "
              + "or another method")
        }
        leftOut.append((method, error.description))
        finished((index + 1) * origins.count)
      }
    }
    return Backtest(
      spec: spec, history: history, origins: origins, results: results, leftOut: leftOut)
  }

  /// Forecasts from one origin and adds its scores.
  private func score(
    _ origin: RollingOrigin, _ result: inout MethodBacktest
  ) async throws(ForecastError) {
    let past = origin.past(of: history)
    let truth = origin.truth(in: history)
    let question = spec.question(
      of: past, horizon: origin.horizon,
      futureDrivers: spec.future.isKnownInBacktests ? origin.drivers(in: history) : nil,
      threads: threads)
    let draws = try await spec.draws(result.method, of: past, question, simulator)
    for unit in history.units.indices {
      let scale = past.errorScale(unit: unit, season: question.season)
      for step in 0..<origin.horizon {
        result.add(
          ForecastScore(
            futures: draws.draws(unit: unit, step: step).map { Double($0) },
            observed: truth[unit * origin.horizon + step]),
          unit: unit, step: step, scale: scale)
      }
    }
    let whole = past.total()
    let scale = whole.errorScale(unit: 0, season: question.season)
    let totals = (0..<origin.horizon).map { step in
      ForecastScore(
        futures: draws.totals(step: step),
        observed: history.units.indices.reduce(0) { $0 + truth[$1 * origin.horizon + step] })
    }
    result.add(totals: totals, scale: scale)
  }
}
