public import Interchange
import Journeys
import Statistics

/// A simulated world as data for a mix model, with the truth that a model of it should find.
public struct MixSimulation: Sendable {
  private let study: MixWorlds
  private let number: Int
  private let scenario: Scenario
  private let observed: ObservedPanel
  private let truth: MixTruth
  /// What each channel truly brings by row of the panel, unit after unit.
  private let rowTruths: [[Double]]

  /// Makes a world and looks at it by the first observation of the study.
  ///
  /// - Parameters:
  ///   - study: Worlds with at least one observation.
  ///   - number: Number of the world, from 0.
  /// - Throws: `StudyError` when the simulation finds its chances contradict.
  public init(_ study: MixWorlds, world number: Int) throws {
    precondition(!study.observations.isEmpty, "a simulation is seen by an observation")
    let (seen, truth) = try study.world(number)
    self.study = study
    self.number = number
    self.truth = truth
    observed = seen.panels[0]
    scenario = try study.scenario(number: number)
    rowTruths = try study.rowTruths(number, of: truth.channels.map(\.channel))
  }

  /// Tables that every complete run has.
  public static let tableNames: Set<String> = ["panel", "truth", "truth_periods"]

  /// The tables of the run; `truth_units` only where there are units, `lift_tests` only where there
  /// were experiments.
  public func tables() -> [Table] {
    [panelTable(), truthTable(), periodTable()]
      + (observed.panel.units.count > 1 ? [unitTable()] : [])
      + (study.holdouts.isEmpty ? [] : [liftTestTable()])
  }

  private var outcome: String { scenario.events[scenario.outcome].name }

  /// What an analyst sees: a row per period, and per unit where there are units.
  private func panelTable() -> Table {
    let panel = observed.panel
    let labels = (0..<panel.periods.count).map { panel.periods.label(of: $0) }
    var columns = [
      TableColumn(
        name: "date", unit: "", meaning: "First day of the period.",
        values: .text(panel.units.flatMap { _ in labels }))
    ]
    if panel.units.count > 1 {
      columns.append(
        TableColumn(
          name: "unit", unit: "", meaning: "Name of the unit.",
          values: .text(panel.units.flatMap { Array(repeating: $0, count: labels.count) })))
    }
    for variable in panel.variables {
      columns.append(
        TableColumn(
          name: variable, unit: "", meaning: meaning(of: variable),
          values: .number(panel[variable] ?? [])))
    }
    return Table("panel", meaning: "What an analyst sees of the world.", columns: columns)
  }

  private func meaning(of variable: String) -> String {
    for channel in observed.channels {
      if variable == channel.touches { return "Delivered touches of \(channel.name)." }
      if variable == channel.spend { return "Money spent on \(channel.name)." }
    }
    return variable == observed.size ? "Heads of the unit." : "The outcome."
  }

  /// What each channel truly does in the world, over all units and periods.
  private func truthTable() -> Table {
    var rows = TableBuilder()
    rows.text("channel", "Channel.")
    rows.number("touches", unit: "touches", "Delivered touches over the horizon.")
    rows.number("spend", unit: scenario.currency, "Money spent on the channel itself.")
    rows.number("outcome", unit: outcome, "Headline events lost without the channel.")
    rows.number(
      "return_on_spend", unit: "ratio", "Margin of those events per money spent on the channel.")
    rows.number(
      "marginal_return", unit: "ratio",
      "Margin of all events per money, for a tenth more of the plan; empty where no plan drives it."
    )
    for channel in truth.channels {
      rows.add("channel", channel.channel)
      rows.add("touches", channel.touches)
      rows.add("spend", channel.spend)
      rows.add("outcome", channel.incrementalOutcome)
      rows.add("return_on_spend", channel.outcomeReturnOnSpend)
      rows.add("marginal_return", channel.marginalReturn)
    }
    return rows.table(
      "truth", meaning: "What each channel truly does: the world with it less the world without.")
  }

  /// The same by period, over all units.
  private func periodTable() -> Table {
    let panel = observed.panel
    let count = panel.periods.count
    var rows = TableBuilder()
    rows.text("period", "First day of the period.")
    rows.text("channel", "Channel.")
    rows.number("outcome", unit: outcome, "Headline events of the period lost without the channel.")
    for period in 0..<count {
      for (channel, truths) in zip(truth.channels, rowTruths) {
        rows.add("period", panel.periods.label(of: period))
        rows.add("channel", channel.channel)
        rows.add(
          "outcome", panel.units.indices.reduce(0) { $0 + truths[$1 * count + period] })
      }
    }
    return rows.table("truth_periods", meaning: "What each channel truly brings, by period.")
  }

  /// The same by unit, over all periods.
  private func unitTable() -> Table {
    let panel = observed.panel
    var rows = TableBuilder()
    rows.text("unit", "Unit.")
    rows.text("channel", "Channel.")
    rows.number("spend", unit: scenario.currency, "Money spent, as it is seen.")
    rows.number("outcome", unit: outcome, "Headline events of the unit lost without the channel.")
    rows.number("return_on_spend", unit: "ratio", "Margin of those events per money spent.")
    for (unit, name) in panel.units.enumerated() {
      let places = unit * panel.periods.count..<(unit + 1) * panel.periods.count
      for (channel, truths) in zip(truth.channels, rowTruths) {
        let column = observed.channels.first { $0.name == channel.channel }?.spend
        let spend = column.flatMap { panel[$0]?[places].reduce(0, +) } ?? .nan
        let lost = truths[places].reduce(0, +)
        rows.add("unit", name)
        rows.add("channel", channel.channel)
        rows.add("spend", spend)
        rows.add("outcome", lost)
        rows.add("return_on_spend", spend > 0 ? observed.outcomeValue * lost / spend : .nan)
      }
    }
    return rows.table("truth_units", meaning: "What each channel truly brings, by unit.")
  }

  /// What experiments found, as `rounds mmm calibrate` reads it.
  private func liftTestTable() -> Table {
    let periods = observed.panel.periods
    var rows = TableBuilder()
    rows.text("channel", "Channel that was withheld.")
    rows.text("from", "First day of the first period.")
    rows.text("to", "First day of the last period.")
    rows.number(
      "estimate", unit: outcome,
      "Outcomes that the exposures of the panel in these periods brought, by the difference between "
        + "cells.")
    rows.number("standard_error", unit: outcome, "Standard error of the estimate.")
    for lift in observed.lifts {
      // The panel lacks the exposures that were withheld, and so must the estimate.
      let seen = 1 - lift.withheldShare
      rows.add("channel", lift.channel)
      rows.add("from", periods.label(of: lift.periods.lowerBound))
      rows.add("to", periods.label(of: lift.periods.upperBound))
      rows.add("estimate", lift.incrementalOutcome * seen)
      rows.add("standard_error", lift.standardError * seen)
    }
    return rows.table("lift_tests", meaning: "What experiments in the world found.")
  }
}

extension MixSimulation {
  /// The world in words.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let panel = observed.panel
    let title = "\(scenario.title): data with a known truth"
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    let units = panel.units.count > 1 ? "\(panel.units.count) units × " : ""
    lines += wrapped(
      "World \(number) of the arm \(study.arm), seed \(scenario.seed): \(units)"
        + "\(panel.periods.count) periods, \(panel.periods.label(of: 0)) to "
        + "\(panel.periods.label(of: panel.periods.count - 1)). Outcome: \(outcome), worth "
        + "\(HumanNumber.text(observed.outcomeValue)) \(scenario.currency) each. "
        + "Columns: date\(panel.units.count > 1 ? ", unit" : ""), "
        + "\(panel.variables.joined(separator: ", ")).", width: width)
    lines += wrapped(
      "The truth, which no analyst sees, is what the same world loses without the channel:",
      width: width)
    lines += ["", grid().plain(width: width, maximumRows: nil)]
    for lift in truth.holdouts {
      lines += wrapped(
        "Withheld from some people for a while, \(lift.channel) would bring "
          + "\(HumanNumber.compact(lift.readout.value)) ± "
          + "\(HumanNumber.compact(lift.standardError)) to all of them by the difference between "
          + "cells; \(HumanNumber.compact(lift.incrementalOutcome)) is true.", width: width)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func grid() -> Table {
    var rows = TableBuilder()
    for name in ["channel", "touches", "spend", outcome, "return", "marginal return"] {
      rows.text(name, "")
    }
    func ratio(_ value: Double) -> String {
      value.isFinite ? HumanNumber.text((value * 100).rounded() / 100) : ""
    }
    for channel in truth.channels {
      rows.add("channel", channel.channel)
      rows.add("touches", HumanNumber.compact(channel.touches))
      rows.add("spend", HumanNumber.compact(channel.spend))
      rows.add(outcome, HumanNumber.compact(channel.incrementalOutcome))
      rows.add("return", ratio(channel.outcomeReturnOnSpend))
      rows.add("marginal return", ratio(channel.marginalReturn))
    }
    return rows.table("truth", meaning: "")
  }
}
