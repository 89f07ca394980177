/// How a history becomes futures.
public enum ForecastMethod: String, CaseIterable, Sendable {
  /// A hierarchical model of counts, in which units share levels, shocks and effects of drivers.
  case hierarchical
  /// The last value, with the changes that were seen over as many periods.
  case naive
  /// The value one season ago, with the changes that were seen from season to season.
  case seasonalNaive
  /// Any past period of the unit's history.
  case ownHistory
  /// Exponential smoothing of each unit.
  case ets
  /// A regression of counts on their own past, drivers and a trend, the same for all units.
  case regression
  /// A calibrated scenario, in which people with pasts like the units' go on; only where a
  /// calibration is named, and so none of ``allCases``.
  case simulator

  /// The methods that need nothing but a panel.
  public static let allCases: [ForecastMethod] = [
    .hierarchical, .naive, .seasonalNaive, .ownHistory, .ets, .regression,
  ]

  /// The method of specifications that name none: the hierarchical model where there are units.
  static func usual(hasUnits: Bool) -> ForecastMethod { hasUnits ? .hierarchical : .ets }

  /// Methods that others are held against unless a specification says otherwise.
  static let baselines = allCases.filter { $0 != .hierarchical }

  /// What tables and sentences call the method.
  public var title: String {
    switch self {
    case .hierarchical: "hierarchical model"
    case .naive: "last value"
    case .seasonalNaive: "last season"
    case .ownHistory: "own history"
    case .ets: "exponential smoothing"
    case .regression: "count regression"
    case .simulator: "calibrated simulator"
    }
  }

  /// Whether a future of the method holds for all units together, so that its sums have the spread
  /// that shared shocks give them.
  ///
  /// Where units are drawn apart from each other, the spread of their sum is too small, and a
  /// forecast of the total itself is better; see ``Reconciliation``.
  public var sharesShocks: Bool {
    switch self {
    case .hierarchical, .simulator: true
    case .naive, .seasonalNaive, .ownHistory, .ets, .regression: false
    }
  }

  /// Whether coming values of drivers, such as a plan of calls, change what the method says of units.
  public var usesDrivers: Bool {
    switch self {
    case .hierarchical, .regression: true
    case .naive, .seasonalNaive, .ownHistory, .ets, .simulator: false
    }
  }

  /// What forecasts the total of all units for this method: itself, but for models of many units,
  /// which one short series cannot carry.
  public var methodOfTotal: ForecastMethod {
    switch self {
    case .naive, .seasonalNaive, .ownHistory, .ets: self
    case .hierarchical, .regression, .simulator: .ets
    }
  }

  /// Forecasts a history.
  ///
  /// - Parameters:
  ///   - history: What was seen.
  ///   - question: How far ahead, in how many futures, and what is known of them.
  /// - Returns: Futures in whole numbers of at least 0.
  /// - Throws: Why this history cannot be forecast so.
  public func draws(
    of history: OutcomeHistory, _ question: ForecastQuestion
  ) async throws(ForecastError) -> ForecastDraws {
    switch self {
    case .hierarchical:
      try await CountPanelFit.learned(from: history, for: question).forecast(question)
    case .naive: try PastChanges(season: 1).draws(of: history, question)
    case .seasonalNaive:
      try PastChanges(season: Self.season(question)).draws(of: history, question)
    case .ownHistory: OwnHistory.draws(of: history, question)
    case .ets: try SmoothedForecast.draws(of: history, question)
    case .regression: try CountRegressionForecast(history, question).draws()
    case .simulator: throw .simulation("it needs a calibration; name its folder with --simulator")
    }
  }

  private static func season(_ question: ForecastQuestion) throws(ForecastError) -> Int {
    guard let season = question.season else { throw .noSeason }
    return season
  }
}

extension CountPanelFit {
  /// The hierarchical model of a history, as forecasts use it.
  ///
  /// - Parameters:
  ///   - history: What was seen.
  ///   - question: Whose seed and threads are used.
  ///   - progress: Called with each chain and the number of its iterations done.
  /// - Returns: The model, learned.
  /// - Throws: Why this history cannot be learned from.
  public static func learned(
    from history: OutcomeHistory, for question: ForecastQuestion,
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) async throws(ForecastError) -> CountPanelFit {
    do {
      return try await fit(
        history: history,
        settings: CountPanelSettings(seed: question.seed, season: question.season),
        threads: question.threads
      ) { chain, iteration in
        progress(chain, iteration)
        return true
      }
    } catch {
      throw .model("\(error)")
    }
  }

  /// The futures that a question asks for.
  ///
  /// - Parameter question: How far ahead, in how many futures, and what is known of them.
  /// - Returns: Futures of all units, drawn together.
  public func forecast(_ question: ForecastQuestion) -> ForecastDraws {
    forecast(
      horizon: question.horizon, futureDrivers: question.futureDrivers,
      drawCount: question.drawCount, seed: question.seed)
  }
}
