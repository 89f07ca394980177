import Estimation
import Interchange
import Statistics

extension Backtest {
  /// The backtest for an analyst: plain sentences, and a line per method.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let title = "\(spec.title): forecasts held against what came true"
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    lines += sentences().flatMap { wrapped($0, width: width) }
    lines += ["", grid().plain(width: width, maximumRows: nil)]
    lines += closing().flatMap { wrapped($0, width: width) }
    return lines.joined(separator: "\n") + "\n"
  }

  private var method: MethodBacktest { results[0] }

  /// The place of the widest interval.
  private var widest: Int { ForecastScore.levels.count - 1 }

  private func sentences() -> [String] {
    let sums = method.all
    let units = history.units.count
    let (first, last) = (origins[0].known, origins[origins.count - 1].known)
    var sentences = [
      "\(HumanNumber.grouped(sums.count)) forecasts of \(spec.outcome) by \(method.method.title): "
        + "\(units == 1 ? "one series" : "\(HumanNumber.grouped(units)) units"), "
        + "\(Self.count(origins.count, "origin")) with "
        + "\(first == last ? "\(first)" : "\(first) to \(last)") periods known, "
        + "\(Self.count(horizon, "period")) ahead.",
      "CRPS \(HumanNumber.text(sums.mean(sums.ranked)))\(best()). 90 % intervals held "
        + "\(HumanNumber.percent(sums.mean(sums.inside[widest]))); of right forecasts they would hold "
        + "\(HumanNumber.percent(sums.mean(sums.expected[widest]))).",
    ]
    if units > 1 {
      let total = method.total
      let held = Int(total.inside[widest])
      sentences.append(
        "The total: CRPS \(HumanNumber.text(total.mean(total.ranked)))\(bestOfTotal()); mean absolute error "
          + "\(HumanNumber.percent(relativeTotalError())) of the total; its 90 % interval held in "
          + "\(held) of \(total.count).")
    }
    sentences.append(shape())
    return sentences.filter { !$0.isEmpty }
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  private func relativeTotalError() -> Double {
    let scores = method.totals.flatMap { $0 }
    let observed = scores.reduce(0) { $0 + $1.observed }
    return observed > 0 ? scores.reduce(0) { $0 + $1.absoluteError } / observed : .nan
  }

  /// How the score of units compares with the best of the other methods.
  private func best() -> String {
    comparison("the best of the other methods", over: "unit", \.all) {
      ForecastSkill(units: method, against: $0)
    }
  }

  /// How the score of the total compares with the best of the other methods.
  private func bestOfTotal() -> String {
    comparison("the best of the others for it", over: "origin", \.total) {
      ForecastSkill(total: method, against: $0)
    }
  }

  /// How the method compares with the other one whose score is best; empty without others.
  private func comparison(
    _ others: String, over noun: String, _ sums: KeyPath<MethodBacktest, ScoreSums>,
    _ skill: (MethodBacktest) -> ForecastSkill
  ) -> String {
    func score(_ result: MethodBacktest) -> Double {
      result[keyPath: sums].mean(result[keyPath: sums].ranked)
    }
    guard let best = results.dropFirst().min(by: { score($0) < score($1) }) else { return "" }
    return ", \(Self.words(skill(best), over: noun)) \(others), \(best.method.title)"
  }

  /// The fewest units or origins that say how exactly a gain is known; *chosen*.
  private static let fewestForLuck = 3

  /// A gain in words, with its error and whether it could be luck.
  ///
  /// - Parameters:
  ///   - skill: The gain.
  ///   - noun: What its error is learned from, such as `unit`.
  /// - Returns: Words that end before what the method is compared with.
  static func words(_ skill: ForecastSkill, over noun: String) -> String {
    guard skill.gain != 0 else { return "as good as" }
    let word = skill.gain > 0 ? "better" : "worse"
    let share =
      skill.share.isFinite ? "\(HumanNumber.percent(skill.share.magnitude)) \(word)" : word
    let gain = HumanNumber.text(skill.gain.magnitude)
    guard skill.count >= fewestForLuck else {
      return "\(share) (by \(gain); \(count(skill.count, noun)) cannot tell it from luck) than"
    }
    guard skill.standardError > 0 else { return "\(share) (by \(gain)) than" }
    let chance = StudentT.twoSided(
      skill.gain / skill.standardError, degrees: Double(skill.count - 1))
    return "\(share) (by \(gain), standard error over \(count(skill.count, noun)) "
      + "\(HumanNumber.text(skill.standardError))\(chance > 0.05 ? ", so perhaps by luck" : "")) than"
  }

  /// Forecasts whose histogram has a shape; *chosen*: with fewer, tenths are mostly chance.
  private static let fewestForShape = 200

  /// What the histogram of transforms says.
  private func shape() -> String {
    guard method.all.count >= Self.fewestForShape else { return "" }
    let bins = method.transforms.bins
    let level = 1 / Double(bins.count)
    // *Chosen*: a fifth off level is seen with the eye.
    let tolerance = level / 5
    let (low, high) = (bins[0] - level, bins[bins.count - 1] - level)
    let largest = bins.map { ($0 - level).magnitude }.max() ?? 0
    let found =
      if largest <= tolerance {
        "close to level, as of right forecasts"
      } else if low > 0, high > 0 {
        "high at both ends: forecasts are too narrow"
      } else if low < 0, high < 0 {
        "low at both ends: forecasts are too wide"
      } else {
        low > high ? "leaning low: forecasts are too high" : "leaning high: forecasts are too low"
      }
    let ends =
      "lowest tenth \(HumanNumber.percent(bins[0])), highest "
      + "\(HumanNumber.percent(bins[bins.count - 1]))"
    return "The histogram of probability transforms is \(found) (\(ends))."
  }

  private func grid() -> Table {
    var rows = TableBuilder()
    rows.text("method", "")
    for name in ["CRPS", "gain", "MAE", "MASE"] + Self.levels { rows.text(name, "") }
    let hasUnits = history.units.count > 1
    if hasUnits { for name in ["total CRPS", "total 90 %"] { rows.text(name, "") } }
    func addShares(_ shares: [Double], of sums: ScoreSums) {
      for (name, share) in zip(Self.levels, shares) {
        rows.add(name, HumanNumber.percent(sums.mean(share)))
      }
    }
    for result in results {
      let sums = result.all
      let isMethod = result.method == method.method
      rows.add("method", result.method.title)
      rows.add("CRPS", HumanNumber.text(sums.mean(sums.ranked)))
      rows.add(
        "gain",
        isMethod
          ? "" : HumanNumber.percent(ForecastSkill(units: method, against: result).share))
      rows.add("MAE", HumanNumber.text(sums.mean(sums.absoluteErrors)))
      rows.add("MASE", HumanNumber.text(sums.scaledError))
      addShares(sums.inside, of: sums)
      if hasUnits {
        rows.add("total CRPS", HumanNumber.text(result.total.mean(result.total.ranked)))
        rows.add("total 90 %", "\(Int(result.total.inside[widest])) of \(result.total.count)")
      }
      guard isMethod else { continue }
      rows.add("method", "  if it is right")
      for name in ["CRPS", "gain", "MAE", "MASE"] { rows.add(name, "") }
      addShares(sums.expected, of: sums)
      if hasUnits { for name in ["total CRPS", "total 90 %"] { rows.add(name, "") } }
    }
    return rows.table("backtest", meaning: "")
  }

  /// Headings of the levels of intervals.
  private static let levels = ForecastScore.levels.map(HumanNumber.percent)

  private func closing() -> [String] {
    var sentences = leftOut.map { "Left out: \($0.method.title) (\($0.reason))." }
    let unscaled = method.all.count - method.all.scaledCount
    if unscaled > 0 {
      sentences.append(
        "\(HumanNumber.grouped(unscaled)) forecasts of units that had never changed count in every "
          + "figure but MASE, which they do not have.")
    }
    if history.units.count > 1 {
      sentences.append(PanelForecast.agreement(spec, results.map(\.method)))
    }
    if !spec.drivers.isEmpty {
      let names = spec.drivers.map(\.column).joined(separator: ", ")
      sentences.append(
        spec.future.isKnownInBacktests
          ? "After an origin forecasts know what \(names) were, as where plans are carried out."
          : "After an origin forecasts know nothing of \(names): "
            + "\(PanelForecast.heldWords(spec, of: history))."
      )
    }
    return sentences.filter { !$0.isEmpty }
  }
}
