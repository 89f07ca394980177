import Interchange

/// What a method is asked: how far ahead, in how many futures, and what is known of them.
public struct ForecastQuestion: Sendable, Equatable {
  /// Number of periods ahead, at least one.
  public var horizon: Int
  /// Number of futures, at least one.
  public var drawCount: Int
  /// Seed of every random number.
  public var seed: UInt64
  /// Periods of a season; nil where there is none.
  public var season: Int?
  /// The share of each driver that is kept from one period to the next, in `[0, 1)`; for methods
  /// that do not learn it.
  public var retentions: [Double]
  /// One column of coming values for each driver: `column[unit * horizon + step]`.
  public var futureDrivers: [[Double]]
  /// Threads that a method may use; they change no result.
  public var threads: Int

  /// A question.
  ///
  /// - Parameters:
  ///   - horizon: Number of periods ahead, at least one.
  ///   - drawCount: Number of futures, at least one.
  ///   - seed: Seed of every random number.
  ///   - season: Periods of a season, at least 2; nil where there is none.
  ///   - retentions: The share of each driver that is kept from period to period, in `[0, 1)`.
  ///   - futureDrivers: One unit-major column of coming values for each driver.
  ///   - threads: Threads that a method may use.
  public init(
    horizon: Int, drawCount: Int, seed: UInt64, season: Int? = nil, retentions: [Double] = [],
    futureDrivers: [[Double]] = [], threads: Int = 1
  ) {
    precondition(horizon > 0 && drawCount > 0, "a forecast has a period and a future")
    precondition(retentions.count == futureDrivers.count, "one retention per driver")
    self.horizon = horizon
    self.drawCount = drawCount
    self.seed = seed
    self.season = season
    self.retentions = retentions
    self.futureDrivers = futureDrivers
    self.threads = threads
  }
}

extension OutcomeHistory {
  /// Coming values of the drivers when each unit goes on as it did lately.
  ///
  /// - Parameters:
  ///   - horizon: Number of periods ahead.
  ///   - periodCount: Number of last periods whose mean goes on; all where there are fewer.
  /// - Returns: One unit-major column for each driver.
  public func heldDrivers(horizon: Int, meanOfLast periodCount: Int) -> [[Double]] {
    let count = periods.count
    let last = max(0, count - periodCount)..<count
    return drivers.map { column in
      units.indices.flatMap { unit in
        let sum = last.reduce(0) { $0 + column[unit * count + $1] }
        return [Double](repeating: sum / Double(last.count), count: horizon)
      }
    }
  }
}
