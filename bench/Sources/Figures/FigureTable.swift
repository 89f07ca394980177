import Foundation

/// Figures as one Markdown table, with what they say together in sentences below.
struct FigureTable {
  /// How often work is measured, after once that does not count.
  let repeats: Int
  private var rows: [String] = []
  private var sentences: [String] = []

  init(repeats: Int) { self.repeats = repeats }

  /// Times a piece of work after one run that does not count, and keeps the medians.
  @discardableResult
  mutating func measure(
    _ name: String, amount: (count: Int, unit: String)? = nil, _ timed: (Int) throws -> Timing
  ) rethrows -> Timing {
    let timing = try Timing.median(of: repeats, timed)
    add(name, amount: amount, timing)
    return timing
  }

  /// Adds a row.
  mutating func add(
    _ name: String, amount: (count: Int, unit: String)?, _ timing: Timing
  ) {
    let total = amount.map { "\(Self.short(Double($0.count))) \($0.unit)" } ?? "–"
    let rate =
      amount.map { "\(Self.short(Double($0.count) / timing.elapsed)) \($0.unit)" } ?? "–"
    let memory = timing.peak.map { String(format: "≤ %.0f MiB", Double($0) / 0x1p20) } ?? "–"
    rows.append(
      "| \(name) | \(total) | \(Self.text(timing.elapsed)) | \(Self.text(timing.busy)) | \(rate) "
        + "| \(memory) |")
  }

  /// Adds a sentence.
  mutating func say(_ sentence: String) { sentences.append(sentence) }

  /// Millions, or thousands where there are fewer, or as it is where there are few.
  private static func short(_ count: Double) -> String {
    if count < 1e3 { return String(format: count < 100 ? "%.1f" : "%.0f", count) }
    return count < 1e6
      ? String(format: "%.1f k", count / 1e3) : String(format: "%.1f M", count / 1e6)
  }

  /// Seconds with as many places as a millionth needs.
  private static func text(_ seconds: Double) -> String {
    String(format: seconds < 0.001 ? "%.6f" : "%.4f", seconds)
  }

  /// Prints the table below a line that says where it comes from.
  func show(_ origin: String) {
    Swift.print(origin)
    Swift.print()
    Swift.print("| Work | Amount | Seconds | Processor seconds | A second | Peak memory |")
    Swift.print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for row in rows { Swift.print(row) }
    Swift.print()
    for sentence in sentences { Swift.print(sentence) }
  }
}
