import Statistics

/// The logarithm of `(1)(1 + α)(1 + 2α) … (1 + (y − 1)α)` and its derivatives by alpha.
///
/// That product is `αʸ Γ(y + 1/α) / Γ(1/α)`, the part of the negative binomial probability whose
/// gamma functions cancel for small alpha; as a sum over j below y nothing cancels. Up to 32 terms
/// are added one by one. For larger counts the terms from 16 on are summed by Euler and Maclaurin's
/// formula (Abramowitz and Stegun 1964, 23.1.30) with four corrections, whose first term left out is
/// below 2e-14; the work then does not grow with the count.
struct RisingFactorial {
  /// `Σ log(1 + αj)`.
  private(set) var logarithm = 0.0

  /// `Σ j / (1 + αj)`, the first derivative by alpha.
  private(set) var slope = 0.0

  /// `−Σ (j / (1 + αj))²`, the second derivative.
  private(set) var curvature = 0.0

  /// The largest count whose terms are added one by one.
  ///
  /// Chosen: about where the two ways take equal time.
  static let largestDirectCount = 32.0

  /// The first term that the formula covers.
  ///
  /// Chosen: the terms' scale of change is at least this, and the formula errs by its ninth power.
  private static let firstSummedTerm = 16.0

  /// Adds the terms for a count.
  ///
  /// - Parameters:
  ///   - count: A whole number from 0 up.
  ///   - alpha: From 0 up.
  init(count: Double, alpha: Double) {
    let isDirect = count <= Self.largestDirectCount
    addTerms(below: isDirect ? count : Self.firstSummedTerm, alpha: alpha)
    guard !isDirect else { return }
    let upper = Primitive(at: count, alpha: alpha)
    let lower = Primitive(at: Self.firstSummedTerm, alpha: alpha)
    logarithm += upper.logarithm - lower.logarithm
    slope += upper.slope - lower.slope
    curvature -= upper.square - lower.square
  }

  /// Adds the terms j = 0, 1, … one by one.
  ///
  /// One logarithm serves eight factors, whose product stays far from overflow for any alpha below
  /// 1e30.
  private mutating func addTerms(below limit: Double, alpha: Double) {
    var product = 1.0
    var (factors, term) = (0, 1.0)
    while term < limit {
      let factor = 1 + alpha * term
      let share = term / factor
      slope += share
      curvature -= share * share
      product *= factor
      factors += 1
      if factors == 8 {
        logarithm += Elementary.log(product)
        (product, factors) = (1, 0)
      }
      term += 1
    }
    logarithm += Elementary.log(product)
  }

  /// Sums from nowhere in particular up to, and without, a number: differences of two are sums.
  ///
  /// An integral less half the term, plus a twelfth of the first derivative, less a 720th of the
  /// third, plus a 30240th of the fifth, less a 1209600th of the seventh.
  private struct Primitive {
    /// Of `log(1 + αx)`.
    let logarithm: Double

    /// Of `x / (1 + αx)`.
    let slope: Double

    /// Of `(x / (1 + αx))²`.
    let square: Double

    /// The primitives at a number, which is at least 16.
    init(at x: Double, alpha: Double) {
      let w = 1 / (1 + alpha * x)
      let log = Elementary.log1p(alpha * x)
      let integrals = Self.integrals(alpha * x, log)
      let (share, v) = (x * w, alpha * w)
      let (square, w3) = (v * v, w * w * w)
      logarithm =
        x * integrals.logarithm - log / 2
        + v * (1 / 12.0 - square * (1 / 360.0 - square * (1 / 1260.0 - square / 1680)))
      slope =
        x * x * integrals.slope - share / 2
        + w * w * (1 / 12.0 - square * (1 / 120.0 - square * (1 / 252.0 - square / 240)))
      let (second, third, fourth) = (1 - 2 * w, 1 - 3 * w, 1 - 4 * w)
      self.square =
        x * x * x * integrals.square - share * share / 2 + share * w * w / 6
        - v * w3 * (second / 60 - square * (third / 126 - square * fourth / 120))
    }

    /// The integrals of the three terms from 0 to x, over x, x² and x³, as functions of t = αx.
    ///
    /// Below ½ by power series, because the closed forms lose the digits that their terms share.
    private static func integrals(
      _ t: Double, _ log: Double
    ) -> (logarithm: Double, slope: Double, square: Double) {
      guard t < 0.5 else {
        return (
          (1 + 1 / t) * log - 1, (t - log) / (t * t),
          (t - 2 * log + t / (1 + t)) / (t * t * t)
        )
      }
      var (logarithm, slope, square, power, k) = (0.0, 0.0, 0.0, 1.0, 0.0)
      while power.magnitude > 1e-19 {
        slope += power / (k + 2)
        square += (k + 1) * power / (k + 3)
        power *= -t
        k += 1
        logarithm -= power / (k * (k + 1))
      }
      return (logarithm, slope, square)
    }
  }
}
