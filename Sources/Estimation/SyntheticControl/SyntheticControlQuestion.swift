/// Which units were treated, which may stand in for them, and when.
public struct SyntheticControlQuestion: Sendable, Equatable {
  /// The treated units, by their columns; at least one.
  public var treated: [Int]
  /// The units that may serve as controls, by their columns; at least two and none of the treated.
  public var donors: [Int]
  /// The periods before the test, which control units are fitted to.
  public var fitted: Range<Int>
  /// The periods of the test, after the fitted ones; no longer than these.
  public var tested: Range<Int>

  /// A question about a test.
  ///
  /// - Parameters:
  ///   - treated: The treated units, by their columns.
  ///   - donors: The units that may serve as controls, by their columns.
  ///   - fitted: The periods before the test, at least two.
  ///   - tested: The periods of the test, not before the end of the fitted ones; a gap between them
  ///     is left out of everything.
  public init(treated: [Int], donors: [Int], fitted: Range<Int>, tested: Range<Int>) {
    precondition(!treated.isEmpty && donors.count >= 2, "a test has treated units and controls")
    precondition(Set(treated + donors).count == treated.count + donors.count, "units stand once")
    precondition(fitted.count >= 2 && !tested.isEmpty, "periods before and during the test")
    precondition(tested.lowerBound >= fitted.upperBound, "a test comes after the fitted periods")
    self.treated = treated
    self.donors = donors
    self.fitted = fitted
    self.tested = tested
  }

  /// The fitted and tested periods.
  var periods: [Int] { Array(fitted) + Array(tested) }

  /// This question without any test: the same units and fitted periods, of which the last ones are
  /// taken for a test.
  ///
  /// - Parameter count: How many periods are taken, so that at least two are left to fit.
  /// - Returns: A question whose true effect is zero: placebo in time.
  public func placeboInTime(lasting count: Int) -> SyntheticControlQuestion {
    let start = fitted.upperBound - count
    return SyntheticControlQuestion(
      treated: treated, donors: donors, fitted: fitted.lowerBound..<start,
      tested: start..<fitted.upperBound)
  }
}
