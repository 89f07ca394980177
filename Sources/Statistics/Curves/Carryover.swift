/// How much of past exposure still acts, by a constant share kept from step to step.
///
/// The stock at a step is its exposure plus the retained part of the stock before: `s = x +
/// retention · s′`. An exposure therefore acts `1 / (1 − retention)` times in total. Broadbent
/// (1979), "One Way TV Advertisements Work", calls this stock adstock.
///
/// ```swift
/// let email = Carryover(halfLife: 2)
/// email.retention           // 0.707…
/// email.stock([1, 0, 0])    // [1, 0.707…, 0.5]
/// ```
public struct Carryover: Equatable, Sendable {
  /// The share kept from one step to the next, in `[0, 1)`.
  public let retention: Double

  /// The carryover that keeps a share per step.
  ///
  /// - Parameter retention: The share, in `[0, 1)`; 0 forgets at once.
  public init(retention: Double) {
    precondition((0..<1).contains(retention), "a retention is in 0..<1")
    self.retention = retention
  }

  /// The carryover that halves a stock in a time: `retention = 2^(−1 / halfLife)`.
  ///
  /// - Parameter halfLife: The time, in steps, from 0, which forgets at once, to 1e12.
  public init(halfLife: Double) {
    precondition((0...1e12).contains(halfLife), "a half-life is in 0...1e12 steps")
    retention = halfLife > 0 ? Elementary.pow(2, -1 / halfLife) : 0
  }

  /// The time in which a stock halves, in steps; 0 where nothing is retained.
  public var halfLife: Double {
    retention > 0 ? -Elementary.log(2) / Elementary.log(retention) : 0
  }

  /// How many times an exposure acts over all steps: `1 / (1 − retention)`.
  ///
  /// Also the stock of a steady exposure of 1 per step, in the long run.
  public var totalEffect: Double { 1 / (1 - retention) }

  /// The stock in each step of a series of exposures.
  ///
  /// - Parameter exposure: One exposure per step, in exposure units; nothing acts before the first.
  /// - Returns: One stock per step, in exposure units.
  public func stock(_ exposure: [Double]) -> [Double] {
    var stock = 0.0
    return exposure.map { now in
      stock = now + retention * stock
      return stock
    }
  }
}
