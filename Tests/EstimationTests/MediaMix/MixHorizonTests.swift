import Interchange
import Statistics
import Testing

@testable import Estimation

/// What lies behind the fitted periods: held-out ones and plans.
@Suite("Periods after the fit of a mix model")
struct MixHorizonTests {
  static let methods = ["bayes", "ridge", "regression"]

  private func fit(_ design: MixDesign, _ method: String) async throws -> MixFit {
    switch method {
    case "bayes":
      try await MixFit.sampled(
        design,
        sampling: MixSpec.Sampling(
          chains: 1, warmup: 40, draws: 20, targetAcceptance: 0.8, seed: 5))
    case "ridge":
      try MixFit.ridge(design, MixSpec.Search(trials: 60, allowsNegative: false, seed: 2)).fit
    default: try MixFit.regression(design)
    }
  }

  private func world(_ method: String) -> (world: MixWorld, others: String) {
    var world = MixWorld()
    world.periods = 60
    return (world, "holdout: 12\n" + (method == "regression" ? "" : "season: { terms: 1 }\n"))
  }

  /// A panel whose last twelve periods are quite different.
  private func upset(_ panel: Panel) throws -> Panel {
    var changed = Panel(name: panel.name, units: panel.units, periods: panel.periods)
    for variable in panel.variables {
      var column = try #require(panel[variable])
      for row in column.indices where row % 60 >= 48 { column[row] = 3 * column[row] + 500 }
      changed.add(variable, column)
    }
    return changed
  }

  @Test("change no bit of the fit", arguments: methods)
  func untouched(_ method: String) async throws {
    let (world, others) = world(method)
    let text = world.document(method, knowsTransforms: method == "regression", others: others)
    let panel = world.panel(world.outcomes())
    let first = try MixDesign(try mix(text), panel)
    let second = try MixDesign(try mix(text), try upset(panel))
    #expect(first.fittedPeriods == 48 && first.outcomeScale == second.outcomeScale)
    #expect(first.channels.map(\.scale) == second.channels.map(\.scale))
    #expect(first.outcome != second.outcome)
    #expect(try await fit(first, method).draws == (try await fit(second, method).draws))
  }

  /// With all lags normalized, a longer panel would spread weights over more of them.
  @Test(
    "change nothing of what the fitted periods had",
    arguments: [
      "carryover: { geometric: , lags: all, normalized: true }",
      "carryover: { weibullDensity: , lags: all, normalized: false }",
      "carryover: { binomial: , lags: all }", "carryover: { delayed: , lags: 5 }",
    ])
  func plans(_ carryover: String) throws {
    var world = MixWorld()
    (world.units, world.periods) = (2, 60)
    var text = world.document("bayes", knowsTransforms: false)
    let line = text.split(separator: "\n").first { $0.contains("carryover:") }
    text = text.replacing(String(try #require(line)), with: "    " + carryover)
    let spec = try mix(text)
    let whole = world.panel(world.outcomes())
    var history = Panel(
      name: "history", units: whole.units,
      periods: PeriodAxis(first: whole.periods.first, step: .days(7), count: 48))
    for variable in whole.variables {
      let column = try #require(whole[variable])
      history.add(variable, (0..<2).flatMap { column[60 * $0..<60 * $0 + 48] })
    }
    let design = try MixDesign(spec, history)
    let fit = MixDecompositionTests.invented(design)
    let longer = fit.read(over: try MixDesign(spec, whole, fittedPeriods: 48))
    let (short, long) = (MixDecomposition(fit), MixDecomposition(longer))
    for part in short.parts.indices {
      for (first, second) in zip(short.total(part), long.total(part)) {
        #expect((first / second - 1).magnitude < 1e-12)
      }
    }
    var density = MixDensity(design)
    var reading = MixReading(longer.design)
    let values = fit.values(ofDraw: 0)
    reading.read(values)
    let term = ScatterTerm(spec.likelihood, outcome: design.fitted(design.outcome))
    let sd = try #require(design.parameters.scatter)
    let likelihood = term.pointwise(
      longer.design.fitted(reading.predictor), scatter: values[sd], degrees: 1
    ).reduce(0, +)
    #expect((density.terms(at: values).likelihood / likelihood - 1).magnitude < 1e-12)
  }

  @Test("take the mean of the period before for its outcome where it is planned")
  func laggedOutcome() throws {
    var world = MixWorld()
    world.periods = 30
    // As many lags act as periods were fitted; of older exposures nothing should be left.
    world.retention = [0.3, 0.2]
    let spec = try mix(
      world.document("bayes", knowsTransforms: true, others: "laggedOutcome: true"))
    let history = world.panel(world.outcomes())
    let design = try MixDesign(spec, history)
    let fit = MixDecompositionTests.invented(design, draws: 2)
    var plan = Panel(name: "plan", units: [""], periods: history.periods.following(count: 4))
    plan.add("tv", [100, 0, 50, 20])
    plan.add("web", [0, 0, 10, 90])
    plan.add("price", [0.5, -1, 0, 2])
    let later = fit.read(over: try MixDesign(spec, history.appending(plan), fittedPeriods: 30))
    let means = MixPrediction(later, periods: 28..<34)
    let sales = try #require(history["sales"])
    for draw in 0..<2 {
      let values = fit.values(ofDraw: draw)
      func value(_ name: String) throws -> Double {
        values[try #require(fit.parameters.all.firstIndex { $0.name == name })]
      }
      let scale = design.outcomeScale
      var kept = [0.0, 0]
      var before = 0.0
      for period in 0..<34 {
        var mean = try value("intercept") + (try value("trend")) * Double(period) / 29
        let prices = period < 30 ? world.prices[period] : [0.5, -1, 0, 2][period - 30]
        mean += try value("control[price]") * prices
        for (channel, name) in ["tv", "web"].enumerated() {
          let planned = try #require(plan[name])
          let exposure = period < 30 ? world.exposures[channel][period] : planned[period - 30]
          kept[channel] =
            exposure / design.channels[channel].scale + world.retention[channel] * kept[channel]
          let share = kept[channel] / (kept[channel] + world.half[channel])
          mean += try value("effect[\(name)]") * share
        }
        let last = period == 0 ? sales.reduce(0, +) / 30 : period <= 30 ? sales[period - 1] : before
        mean = mean * scale + (try value("lagged_outcome")) * last
        before = mean
        guard period >= 28 else { continue }
        #expect((means.meanTotals(period: period - 28)[draw] / mean - 1).magnitude < 1e-12)
      }
    }
  }

  @Test("are refused where nothing is left, or nothing happened, with words")
  func refusals() throws {
    var world = MixWorld()
    world.periods = 10
    func message(_ text: String, _ change: (inout [Double]) -> Void, of name: String) -> String {
      do {
        let panel = world.panel(world.outcomes())
        var changed = Panel(name: "world", units: [""], periods: panel.periods)
        for variable in panel.variables {
          var column = try #require(panel[variable])
          if variable == name { change(&column) }
          changed.add(variable, column)
        }
        _ = try MixDesign(try mix(text), changed)
        return ""
      } catch {
        return "\(error)"
      }
    }
    let text = world.document("bayes", knowsTransforms: false)
    #expect(
      message(text + "holdout: 9\n", { _ in }, of: "")
        == "world: 10 periods less 9 held out leave 1 to fit; a fit needs at least 2")
    #expect(
      message(text + "holdout: 2\n", { for row in 0..<8 { $0[row] = 0 } }, of: "tv")
        == "world: tv: all exposures of tv are 0 in the periods that are fitted; leave the channel "
        + "out")
    #expect(
      message(text, { for row in 0..<10 { $0[row] = 7 } }, of: "sales")
        == "world: sales: the outcome has one value only; there is nothing to explain")
    #expect(
      message(text.replacing("[price]", with: "[weather]"), { _ in }, of: "")
        == "world: weather: there is no such column; name it in the panel")
  }

  @Test("put seasons that do not fit into a year in step across its turn")
  func season() throws {
    var world = MixWorld()
    world.periods = 60
    for (cycle, isYearly) in [("365.25", true), ("7", false), ("182.625", true), ("28", false)] {
      let spec = try mix(
        world.document(
          "bayes", knowsTransforms: true, others: "season: { terms: 1, cycle: \(cycle) }"))
      var panel = Panel(
        name: "days", units: [""], periods: PeriodAxis(first: 19_690, step: .days(1), count: 60))
      let weeks = world.panel(world.outcomes())
      for variable in weeks.variables { panel.add(variable, try #require(weeks[variable])) }
      let design = try MixDesign(spec, panel)
      let place = try #require(design.linearParameters.firstIndex { $0.name == "sin[1]" })
      let column = Array(design.linear.column(place))
      let length = try #require(Double(cycle))
      for period in 0..<60 {
        let date = try #require(panel.periods.date(of: period))
        let day = isYearly ? date.dayOfYear : 19_690 + period
        let wave = Elementary.sin(2 * .pi * Double(day) / length)
        #expect((column[period] - wave).magnitude < 1e-12)
      }
    }
  }
}
