public import Interchange

/// What is forecast from a panel, and how.
///
/// A document in the language of ``shape`` says it; see ``init(yaml:name:)``.
public struct ForecastSpec: Sendable, Equatable {
  /// What is forecast, in a few words.
  public var title: String
  /// The column of periods.
  public var time: String
  /// The column of units; nil for one series.
  public var unit: String?
  /// The column of counts that are forecast.
  public var outcome: String
  /// What drives the outcome, in the order of the document.
  public var drivers: [Driver]
  /// The method of forecasts, which backtests hold against the baselines.
  public var method: ForecastMethod
  /// Methods that it is held against.
  public var baselines: [ForecastMethod]
  /// Periods of a season as written; nil for what the periods say.
  public var season: Int?
  /// Number of futures.
  public var drawCount: Int
  /// Seed of every random number.
  public var seed: UInt64
  /// How units that are drawn apart are made to agree with their total.
  public var reconciliation: Reconciliation
  /// What drivers are when no plan is given.
  public var future: Future
  /// Whether a row that is missing stands for zeros.
  public var missingRowsAreZero: Bool

  /// Something that drives the outcome.
  public struct Driver: Sendable, Equatable {
    /// Its column.
    public var column: String
    /// The share that is kept from one period to the next, in `[0, 1)`; for methods that do not learn
    /// it.
    public var retention: Double

    /// A driver.
    public init(column: String, retention: Double) {
      self.column = column
      self.retention = retention
    }
  }

  /// What coming values of drivers are.
  public struct Future: Sendable, Equatable {
    /// Last periods of each unit whose mean goes on.
    public var meanOfLast: Int
    /// Whether backtests know what drivers were, as where a plan is carried out as written.
    public var isKnownInBacktests: Bool

    /// A rule for coming values.
    public init(meanOfLast: Int, isKnownInBacktests: Bool) {
      self.meanOfLast = meanOfLast
      self.isKnownInBacktests = isKnownInBacktests
    }
  }

  /// The largest number of values of all futures together; *chosen* to stay within 1.6 GB.
  public static let mostValues = 400_000_000

  /// Methods in the order in which they are run: that of the forecast, then the others once each.
  public var methods: [ForecastMethod] { [method] + baselines.filter { $0 != method } }
}

extension PeriodAxis {
  /// How many periods a season has by the calendar: months or quarters of a year, weeks of a year, or
  /// days of a week; nil where periods are only numbered, or of another length.
  public var seasonByCalendar: Int? {
    switch step {
    case .months(1): 12
    case .months(3): 4
    case .days(1): 7
    case .days(7): 52
    case .months, .days, .number: nil
    }
  }
}
