#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A number written as a product of numbers and named parameters.
///
/// Factors are joined by `*` or `/`. Each is a decimal number, a parameter such as `$uplift`, or
/// `exp(…)` of a number or a parameter with an optional minus.
///
/// ```swift
/// SpecExpression("0.5 * $uplift")?.value(["uplift": 3])  // 1.5
/// ```
public struct SpecExpression: Equatable, Sendable {
  /// A number, or the name of a parameter.
  private enum Operand: Equatable, Sendable {
    case number(Double)
    case name(String)
  }

  /// One factor of the product.
  private struct Factor: Equatable, Sendable {
    var operand: Operand
    var isDivisor = false
    var isExponential = false
    var isNegated = false
  }

  private let factors: [Factor]

  /// Reads an expression; nil when the text holds neither `$` nor `exp(`, or is no such product.
  ///
  /// - Parameter text: The text of a scalar.
  public init?(_ text: String) {
    guard text.contains("$") || text.contains("exp(") else { return nil }
    var factors: [Factor] = []
    var rest = text[...]
    var isDivisor = false
    while true {
      let length = rest.firstIndex { $0 == "*" || $0 == "/" } ?? rest.endIndex
      guard var factor = Self.factor(DecimalText.trimmed(rest[..<length])) else { return nil }
      factor.isDivisor = isDivisor
      factors.append(factor)
      guard length < rest.endIndex else { break }
      isDivisor = rest[length] == "/"
      rest = rest[rest.index(after: length)...]
    }
    self.factors = factors
  }

  /// The names of the parameters, each once, in the order they are written.
  public var names: [String] {
    var names: [String] = []
    for factor in factors {
      if case .name(let name) = factor.operand, !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// The number that the expression stands for.
  ///
  /// - Parameter parameters: The values of the parameters by name.
  /// - Returns: The product, which may be infinite or not a number; nil when a name is unknown.
  public func value(_ parameters: [String: Double]) -> Double? {
    var product = 1.0
    for factor in factors {
      var value: Double
      switch factor.operand {
      case .number(let number): value = number
      case .name(let name):
        guard let known = parameters[name] else { return nil }
        value = known
      }
      if factor.isNegated { value = -value }
      if factor.isExponential { value = exp(value) }
      if factor.isDivisor { product /= value } else { product *= value }
    }
    return product
  }

  private static func factor(_ text: String) -> Factor? {
    guard text.hasPrefix("exp("), text.hasSuffix(")") else {
      return operand(text).map { Factor(operand: $0) }
    }
    var inner = DecimalText.trimmed(text.dropFirst(4).dropLast())
    let isNegated = inner.hasPrefix("-")
    if isNegated { inner = DecimalText.trimmed(inner.dropFirst()) }
    // A second sign is a mistake, as in `exp(--1)`.
    guard !isNegated || !(inner.hasPrefix("-") || inner.hasPrefix("+")) else { return nil }
    return operand(inner).map { Factor(operand: $0, isExponential: true, isNegated: isNegated) }
  }

  private static func operand(_ text: String) -> Operand? {
    guard text.hasPrefix("$") else {
      return DecimalText.value(text, allowsUnderscores: true).map { .number($0) }
    }
    let name = text.dropFirst()
    let isName = !name.isEmpty && name.allSatisfy { SpecName.accepts($0) }
    return isName ? .name(String(name)) : nil
  }
}
