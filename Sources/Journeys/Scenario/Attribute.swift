/// Something that differs between agents: the group that they belong to, or a real number.
public struct Attribute: Sendable {
  /// Name in the document.
  public var name: String
  /// Names of the levels, which are the groups of agents; empty for a real number.
  public var levels: [String]
  /// How it is drawn.
  public var draw: Draw
  /// Factors by level of categorical attributes, for real numbers: attribute and factor per level.
  public var scaledBy: [(attribute: Int, factors: [Double])]

  /// Attribute whose groups draw it once for all their agents; `nil` when every agent draws it.
  public var sharedBy: Int? = nil

  /// Whether it is a number.
  public var isReal: Bool { levels.isEmpty }

  /// Whether it is a category: few enough groups for tables, effects and numbers by level.
  public var isCategorical: Bool { !isReal && levels.count <= Self.mostLevels }

  /// Levels of a category at most; with more, an attribute only says who belongs together.
  ///
  /// The level of a category is stored in a byte.
  public static let mostLevels = 256

  /// The ways to draw an attribute, with the document's numbers.
  public enum Draw: Sendable, Equatable {
    case shares([Double])
    /// Groups of equal chance, one to a level.
    case groups
    /// Shares by level of another attribute: `rows[level of given]` holds the shares.
    case sharesGiven(attribute: Int, rows: [[Double]])
    case constant(Double)
    case uniform(low: Double, high: Double)
    case normal(mean: Double, sd: Double)
    /// Lognormal with its mean (not its median) and sigma of the logarithm.
    case lognormal(mean: Double, sigma: Double)
    case beta(a: Double, b: Double)
    case gamma(mean: Double, shape: Double)
    case negativeBinomial(mean: Double, dispersion: Double)
    case decile(of: Int)
    case bands(of: Int, cuts: [Double])
    case parent(attribute: Int)
    /// Product of real attributes.
    case product(of: [Int])
    /// Share of the people with a lower value of a real attribute.
    case rank(of: Int)
    /// Levels read from the agents' CSV.
    case levelColumn([Int32])
    /// Numbers read from the agents' CSV.
    case numberColumn([Double])
  }
}

/// A number that may depend on a categorical attribute.
public struct Varying: Sendable {
  /// Attribute that it depends on; `nil` for a plain number.
  public var attribute: Int?
  /// The number for each level, or the one number.
  public var values: [Double]

  /// The same number for everybody.
  public init(_ value: Double) {
    self.attribute = nil
    self.values = [value]
  }

  /// A number for each level of an attribute.
  public init(attribute: Int, values: [Double]) {
    self.attribute = attribute
    self.values = values
  }
}
