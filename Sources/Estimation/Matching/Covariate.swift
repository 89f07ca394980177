/// A property of units that an assignment balances or a match agrees on.
public struct Covariate: Sendable, Equatable {
  /// What a property is measured in.
  public enum Values: Sendable, Equatable {
    /// One finite number per unit.
    case numbers([Double])
    /// The place of each unit's category in a sorted list of names.
    case categories([Int], names: [String])
  }

  /// Its name, such as `pre_rx_6m`.
  public let name: String
  /// Its values, one per unit.
  public let values: Values

  /// A property that is a number.
  public init(_ name: String, numbers: [Double]) {
    self.name = name
    values = .numbers(numbers)
  }

  /// A property that is one of some names.
  public init(_ name: String, categories: [String]) {
    let names = Set(categories).sorted()
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    self.name = name
    values = .categories(categories.map { places[$0] ?? 0 }, names: names)
  }

  private init(name: String, values: Values) {
    self.name = name
    self.values = values
  }

  /// How many units have it.
  public var count: Int {
    switch values {
    case .numbers(let numbers): numbers.count
    case .categories(let places, _): places.count
    }
  }

  /// The numbers of the property: itself, or one indicator of 0 and 1 per category.
  ///
  /// - Parameter droppingFirst: Whether the first category is left out, so that the columns are not
  ///   collinear with a constant.
  /// - Returns: Columns with names such as `specialty=GP`.
  public func columns(droppingFirst: Bool = false) -> [(name: String, values: [Double])] {
    switch values {
    case .numbers(let numbers):
      return [(name, numbers)]
    case .categories(let places, let names):
      return names.indices.dropFirst(droppingFirst ? 1 : 0).map { level in
        ("\(name)=\(names[level])", places.map { $0 == level ? 1 : 0 })
      }
    }
  }

  /// Whether all units have one value, so that nothing can be balanced or matched.
  public var isConstant: Bool {
    switch values {
    case .numbers(let numbers): numbers.allSatisfy { $0 == numbers.first }
    case .categories(_, let names): names.count < 2
    }
  }

  /// The property of some units, in any order.
  ///
  /// - Parameter units: Places of units.
  /// - Returns: A property with one value for each of them.
  public func selecting(_ units: [Int]) -> Covariate {
    switch values {
    case .numbers(let numbers):
      Covariate(name: name, values: .numbers(units.map { numbers[$0] }))
    case .categories(let places, let names):
      Covariate(name: name, values: .categories(units.map { places[$0] }, names: names))
    }
  }
}
