public import Interchange
import Statistics

/// A rate or a ratio: a known number, or arithmetic on named parameters.
public struct StageQuantity: Sendable, Equatable {
  /// The arithmetic; nil for a known number.
  public let expression: SpecExpression?
  /// What the arithmetic is multiplied by, or the known number.
  public let factor: Double

  /// A known number.
  ///
  /// - Parameter value: The number, at least 0.
  public init(known value: Double) {
    expression = nil
    factor = value
  }

  /// Arithmetic on parameters.
  ///
  /// - Parameters:
  ///   - expression: The arithmetic, such as `$trial_rate`.
  ///   - factor: What it is multiplied by, such as weeks per month; positive.
  public init(_ expression: SpecExpression, times factor: Double = 1) {
    self.expression = expression
    self.factor = factor
  }

  /// The number or the arithmetic that a text stands for; nil when it is neither.
  ///
  /// - Parameters:
  ///   - text: A text such as `0.02` or `$trial_rate`.
  ///   - factor: What it is multiplied by; positive.
  public init?(text: String, times factor: Double = 1) {
    if let number = SpecNode(.scalar(text)).number {
      self.init(known: number * factor)
    } else if let expression = SpecExpression(text) {
      self.init(expression, times: factor)
    } else {
      return nil
    }
  }

  /// Whether it can be other than 0.
  var isPossible: Bool { expression != nil || factor > 0 }

  /// The names of the parameters, each once.
  public var names: [String] { expression?.names ?? [] }
}

/// A quantity whose parameters are known by their place.
struct PlacedQuantity: Sendable {
  /// What it is made of.
  private let quantity: StageQuantity
  /// The places of its parameters, in the order of its names.
  private let places: [Int]
  /// Whether the arithmetic is one parameter, so that nothing needs to be looked up by name.
  private let isPlain: Bool

  init(_ quantity: StageQuantity, among parameters: [String]) {
    self.quantity = quantity
    places = quantity.names.compactMap { parameters.firstIndex(of: $0) }
    precondition(places.count == quantity.names.count, "the model knows its parameters")
    isPlain = quantity.expression?.soleName != nil
  }

  /// The value for values of the parameters.
  func value(_ values: [Double]) -> Double {
    guard let expression = quantity.expression else { return quantity.factor }
    if isPlain { return quantity.factor * values[places[0]] }
    return quantity.factor * (expression.value(named(values)) ?? .nan)
  }

  /// Adds the derivatives of a function of the quantity's logarithm to those by the parameters.
  ///
  /// - Parameters:
  ///   - slope: The derivative by the logarithm of the quantity.
  ///   - values: The values of the parameters.
  ///   - gradient: Receives the derivatives by the parameters.
  func pull(_ slope: Double, at values: [Double], into gradient: inout [Double]) {
    guard let expression = quantity.expression, slope != 0 else { return }
    if isPlain {
      gradient[places[0]] += slope / values[places[0]]
      return
    }
    let named = named(values)
    let value = expression.value(named) ?? .nan
    for (name, place) in zip(expression.names, places) {
      gradient[place] += slope * expression.slope(by: name, named) / value
    }
  }

  private func named(_ values: [Double]) -> [String: Double] {
    var named: [String: Double] = [:]
    for (name, place) in zip(quantity.names, places) { named[name] = values[place] }
    return named
  }
}
