/// Numbers rounded and grouped for people; never for files that are read again.
public enum HumanNumber {
  /// A number with thousands grouped by commas, or with three significant digits below a thousand.
  ///
  /// ```swift
  /// HumanNumber.text(12_345.6)  // "12,346"
  /// HumanNumber.text(0.123456)  // "0.123"
  /// ```
  ///
  /// - Parameter value: Any number; one that is not finite becomes `–`.
  /// - Returns: A rounded number.
  public static func text(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let size = value.magnitude
    if size == 0 { return "0" }
    let sign = value < 0 ? "-" : ""
    if size >= 1e15 || size < 1e-4 { return sign + scientific(size) }
    if size >= 999.5 { return sign + grouped(Int(size.rounded())) }
    var decimals = 0
    var scaled = size
    while scaled < 99.95, decimals < 6 {
      scaled *= 10
      decimals += 1
    }
    return sign + fixed(size, decimals: decimals)
  }

  /// A number with three significant digits, in thousands or millions where it is large.
  ///
  /// ```swift
  /// HumanNumber.compact(38_023)  // "38.0k"
  /// ```
  ///
  /// - Parameter value: Any number; one that is not finite becomes `–`.
  /// - Returns: A rounded number of at most seven characters below 10¹⁵.
  public static func compact(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    switch value.magnitude {
    case 999.5e6..<999.5e12: return text(value / 1e9) + "B"
    case 999_500..<999.5e6: return text(value / 1e6) + "M"
    case 9_999.5..<999_500: return text(value / 1e3) + "k"
    default: return text(value)
    }
  }

  /// An amount of money with its currency, in millions or billions where it is large.
  ///
  /// ```swift
  /// HumanNumber.money(12_345_678, currency: "USD")  // "USD 12.3 M"
  /// ```
  ///
  /// - Parameters:
  ///   - value: The amount in the currency.
  ///   - currency: The code of the currency, such as `USD`.
  /// - Returns: The currency and the rounded amount.
  public static func money(_ value: Double, currency: String) -> String {
    switch value.magnitude {
    case 999.5e6..<999.5e12: "\(currency) \(text(value / 1e9)) B"
    case 999_500..<999.5e6: "\(currency) \(text(value / 1e6)) M"
    default: "\(currency) \(text(value))"
    }
  }

  /// A share as a percentage.
  ///
  /// - Parameter share: 1 for the whole; one that is not finite becomes `–`.
  /// - Returns: A rounded number with a percent sign.
  public static func percent(_ share: Double) -> String {
    share.isFinite ? "\(text(share * 100)) %" : "–"
  }

  /// A whole number with its thousands separated by commas.
  public static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var result = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result += "," }
      result.append(digit)
    }
    return result
  }

  /// A positive number below a thousand with so many decimals, without trailing zeros.
  private static func fixed(_ size: Double, decimals: Int) -> String {
    var factor = 1
    for _ in 0..<decimals { factor *= 10 }
    let rounded = Int((size * Double(factor)).rounded())
    let fraction = String(rounded % factor)
    guard decimals > 0, rounded % factor > 0 else { return String(rounded / factor) }
    var text = String(repeating: "0", count: decimals - fraction.count) + fraction
    while text.last == "0" { text.removeLast() }
    return "\(rounded / factor).\(text)"
  }

  /// A positive number as a mantissa of three digits and a power of ten.
  private static func scientific(_ size: Double) -> String {
    var mantissa = size
    var exponent = 0
    while mantissa >= 9.995 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 0.9995 {
      mantissa *= 10
      exponent -= 1
    }
    return "\(fixed(mantissa, decimals: 2))e\(exponent)"
  }
}
