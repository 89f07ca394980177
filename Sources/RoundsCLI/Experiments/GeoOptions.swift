import ArgumentParser
import Estimation
import Foundation
import Interchange
import Studies

/// Which columns a history of markets has.
struct GeoColumnOptions: ParsableArguments {
  @Option(
    help: "Column of markets; unit, market, geo, dma, territory, region or location unless given.")
  var unit: String?

  @Option(help: "Column of periods; period, date, week, month, day or time unless given.")
  var period: String?

  @Option(help: "Column of outcomes; outcome, nrx, trx, sales, scripts, revenue or y unless given.")
  var outcome: String?
}

/// Which markets may be treated.
struct GeoMarketOptions: ParsableArguments {
  @Option(help: "How many markets are treated, such as 2..5 or 3.")
  var markets = "2..5"

  @Option(help: "Markets that are treated in any case, separated by commas.")
  var include: String?

  @Option(help: "Markets that are never treated but may be controls, separated by commas.")
  var exclude: String?

  @Option(help: "Markets that are neither treated nor controls, separated by commas.")
  var leaveOut: String?

  @Option(help: "Least share of all outcomes that stays outside the treated markets.")
  var holdout = 0.0

  func validate() throws {
    _ = try sizes()
    guard (0..<1).contains(holdout) else {
      throw ValidationError(
        "--holdout \(JSONText.number(holdout)): write a share from 0 to below 1")
    }
    for (option, text) in [
      ("--include", include), ("--exclude", exclude), ("--leave-out", leaveOut),
    ] {
      if let text, commaWords(text).contains("") {
        throw ValidationError("\(option) \(text): write names separated by commas")
      }
    }
  }

  func sizes() throws -> ClosedRange<Int> {
    try IntegerRange(markets, "--markets", most: 1_000).range
  }
}

/// How tests of markets are imagined and read out.
struct GeoTestOptions: ParsableArguments {
  @Option(help: "Lift that the test is to find, a share; designs that do come first.")
  var lift: Double?

  @Option(help: "Lifts that are put in, shares separated by commas; 0.01 to 0.25 unless given.")
  var effects: String?

  @Option(help: "P-value below which a test is significant.")
  var alpha = 0.1

  @Option(help: "Power that is asked for.")
  var power = 0.8

  @Option(
    help:
      "Imagined tests at the end of the history, each a period earlier; over a fifth of it unless given."
  )
  var lookBacks: Int?

  @Flag(help: "Augment the synthetic control by ridge regression.")
  var ridge = false

  func validate() throws {
    guard (1e-6...0.5).contains(alpha) else {
      throw ValidationError(
        "--alpha \(JSONText.number(alpha)): is the chance of a false finding; write 0.000001 to 0.5, "
          + "such as 0.1")
    }
    guard power > 0, power < 1 else {
      throw ValidationError("--power \(JSONText.number(power)): write a share between 0 and 1")
    }
    if let lookBacks, !(1...1_000).contains(lookBacks) {
      throw ValidationError("--look-backs \(lookBacks): write a number from 1 to 1000")
    }
    for value in try lifts() + (lift.map { [$0] } ?? [])
    where !(value > -1 && value != 0 && value < 10) {
      throw ValidationError(
        "--effects and --lift: \(JSONText.number(value)) is no lift; write shares such as 0.05 for 5 %"
      )
    }
  }

  private func lifts() throws -> [Double] {
    guard let effects else { return (1...25).map { Double($0) / 100 } }
    return try effects.split(separator: ",", omittingEmptySubsequences: false).map { text in
      guard let value = Double(text.trimmingCharacters(in: .whitespaces)) else {
        throw ValidationError("--effects \(effects): write shares separated by commas")
      }
      return value
    }
  }

  func apply(to question: inout GeoQuestion) throws {
    question.lift = lift
    question.effects = try lifts()
    question.alpha = alpha
    question.power = power
    if let lookBacks { question.lookBacks = lookBacks }
    question.hasRidge = ridge
  }
}

/// Whole numbers from one to another, as `4..8` or `6`.
struct IntegerRange {
  let range: ClosedRange<Int>

  init(_ text: String, _ option: String, most: Int) throws {
    let parts = text.replacing("..", with: " ").split(separator: " ").map { Int($0) }
    let words = "\(option) \(text): write a whole number from 1 to \(most), or two such as 4..8"
    guard (1...2).contains(parts.count), let first = parts[0], let last = parts[parts.count - 1],
      first >= 1, last <= most, first <= last
    else { throw ValidationError(words) }
    range = first...last
  }
}
