public import Interchange
import Journeys

/// The result of a ladder: totals of every world.
public struct Ladder: Sendable {
  /// The question.
  public let study: LadderStudy
  /// Totals by replicate, then by rung.
  public let totals: [[WorldTotals]]

  /// What a rung changes, replicate by replicate.
  struct Gain {
    /// Headline events more than in the base.
    let outcome: [Double]
    /// Value less cost, more than in the base.
    let net: [Double]
    /// Cost more than in the base.
    let cost: [Double]
  }

  func values(_ rung: LadderStudy.Rung, _ value: (WorldTotals) -> Double) -> [Double] {
    guard let place = study.rungs.firstIndex(of: rung) else { return [] }
    return totals.map { value($0[place]) }
  }

  /// A rung against another.
  func gain(_ rung: LadderStudy.Rung, over other: LadderStudy.Rung) -> Gain {
    func difference(_ value: (WorldTotals) -> Double) -> [Double] {
      zip(values(rung, value), values(other, value)).map { $0 - $1 }
    }
    return Gain(
      outcome: difference(\.outcome), net: difference { $0.value - $0.cost },
      cost: difference(\.cost))
  }

  /// The highest rung: all switches, or the only one.
  var top: LadderStudy.Rung { study.rungs.contains(.all) ? .all : .alone(0) }

  /// What a switch adds when all others are on.
  func last(_ lever: Int) -> Gain {
    study.rungs.contains(.all)
      ? gain(.all, over: .without(lever)) : gain(.alone(lever), over: .base)
  }

  /// What the switches gain together beyond the sum of what each gains alone.
  var interaction: Gain {
    let whole = gain(top, over: .base)
    let parts = study.document.switches.indices.map { gain(.alone($0), over: .base) }
    func less(_ value: (Gain) -> [Double]) -> [Double] {
      parts.reduce(value(whole)) { rest, part in zip(rest, value(part)).map { $0 - $1 } }
    }
    return Gain(outcome: less(\.outcome), net: less(\.net), cost: less(\.cost))
  }

  /// Incremental events of a rung over those of the base, replicate by replicate.
  func multiple(_ rung: LadderStudy.Rung) -> [Double] {
    zip(gain(rung, over: .silence).outcome, gain(.base, over: .silence).outcome).map {
      $1 == 0 ? .nan : $0 / $1
    }
  }

  /// Names of the tables of a run.
  public static let tableNames: Set<String> = ["ladder"]

  /// The tables of the run.
  public func tables() -> [Table] { [table()] }

  /// The `ladder` table: every switch alone and last, all together, and the interaction.
  public func table() -> Table {
    let scenario = study.scenario
    let outcome = scenario.events[scenario.outcome].name
    var rows = TableBuilder()
    rows.text("rung", "base, alone, last (on top of all others), all, or interaction.")
    rows.text("switch", "The switch; empty for base, all and interaction.")
    rows.text("title", "One line about it.")
    rows.number("outcome", unit: outcome, "Headline events of the world, mean; empty for a gain.")
    for (name, unit, what) in [
      ("gain", outcome, "Headline events gained"),
      ("cost", scenario.currency, "Cost added"),
      ("net", scenario.currency, "Value less cost gained"),
    ] {
      rows.interval(name, unit: unit, what)
    }
    rows.number(
      "multiple", unit: "ratio",
      "Incremental events over those of the base, both against no own activity, mean.")
    func add(_ rung: String, _ lever: Int?, _ world: LadderStudy.Rung?, _ gain: Gain?) {
      rows.add("rung", rung)
      rows.add("switch", lever.map { study.document.switches[$0].name } ?? "")
      rows.add("title", lever.map { study.document.switches[$0].title } ?? "")
      rows.add("outcome", world.map { Spread(values($0, \.outcome)).mean } ?? .nan)
      for (name, values) in [
        ("gain", gain?.outcome), ("cost", gain?.cost), ("net", gain?.net),
      ] {
        rows.add(name, interval: Spread(values ?? []))
      }
      rows.add("multiple", world.map { Spread(multiple($0)).mean } ?? .nan)
    }
    add("base", nil, .base, nil)
    for lever in study.document.switches.indices {
      add("alone", lever, .alone(lever), gain(.alone(lever), over: .base))
    }
    for lever in study.document.switches.indices { add("last", lever, nil, last(lever)) }
    add("all", nil, top, gain(top, over: .base))
    add("interaction", nil, nil, interaction)
    return rows.table(
      "ladder", meaning: "What each switch is worth alone, on top of all others, and together.")
  }
}
