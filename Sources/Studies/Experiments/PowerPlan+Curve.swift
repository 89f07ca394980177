import Estimation
public import Interchange

extension PowerPlan {
  /// Effects around the answer, as factors of it; *chosen* to span from hopeless to certain.
  private static let effectFactors = [0.5, 0.75, 1, 1.25, 1.5, 2]

  /// Sizes around the answer, as factors of it.
  private static let sizeFactors = [0.25, 0.5, 1, 2, 4]

  /// Sizes of the table, rising, whole and each once.
  var sizes: [Double] {
    // The smallest that the design can be tested with is a few units.
    let sizes = Self.sizeFactors.map { max(4, (answer.size * $0).rounded(.up)) } + [answer.size]
    return Set(sizes).sorted()
  }

  /// Effects of the table, from small to large, that the outcome has room for.
  var effects: [Double] {
    Self.effectFactors.map { $0 * answer.effect }.filter { effect in
      var question = reading.question
      (question.size, question.effect, question.power) = (answer.size, effect, nil)
      return (try? question.answer()) != nil
    }
  }

  /// The power of every effect at every size.
  ///
  /// - Returns: A tidy table with a row per effect and size.
  public func curve() -> Table {
    let isMargin = reading.question.assumedDifference != nil
    var rows = TableBuilder()
    rows.number("size", unit: "", "Number of \(sizeNoun).")
    rows.number("units_all", unit: "units", "Units of the whole trial.")
    rows.number(
      isMargin ? "margin" : "difference", unit: "outcome",
      isMargin ? "Loss that is to be excluded." : "Treated less control.")
    rows.number("lift", unit: "share", "The same relative to the baseline; empty without one.")
    rows.number("power", unit: "share", "Chance that the test rejects.")
    for effect in effects {
      for size in sizes {
        rows.add("size", size)
        rows.add("units_all", heads(at: size).all)
        rows.add(isMargin ? "margin" : "difference", effect)
        rows.add("lift", lift(of: effect) ?? .nan)
        rows.add("power", reading.question.power(size: size, effect: effect))
      }
    }
    return rows.table("power_curve", meaning: "Power of effects and sizes around the answer.")
  }

  /// The table for a terminal: a row per effect, a column per size.
  func grid() -> Table {
    var rows = TableBuilder()
    let isMargin = reading.question.assumedDifference != nil
    let isRelative = lift(of: answer.effect) != nil
    let first = isMargin ? "margin" : isRelative ? "lift" : "difference"
    rows.text(first, "")
    let names = sizes.map { HumanNumber.text($0) }
    for name in names { rows.text(name, "") }
    for effect in effects {
      let shown = isMargin ? nil : lift(of: effect)
      rows.add(first, shown.map { HumanNumber.percent($0) } ?? HumanNumber.text(effect))
      for (name, size) in zip(names, sizes) {
        rows.add(name, Self.percent(reading.question.power(size: size, effect: effect)))
      }
    }
    return rows.table("power", meaning: "")
  }

  /// A power without decimals, which nobody plans by, and never certain.
  static func percent(_ power: Double) -> String {
    power > 0.995 ? "> 99 %" : HumanNumber.percent((power * 100).rounded() / 100)
  }
}
