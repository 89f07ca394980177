import Interchange
import Statistics

@testable import Estimation

/// A mix model whose draws are written down, for budgets.
struct BudgetWorld {
  /// One channel, with its parameters in each draw.
  struct Channel {
    var name: String
    /// Unit after unit.
    var exposure: [Double]
    /// Money per exposure, written into a column of spends; nil for a channel without such a column.
    var cost: Double? = 1
    var carryover = CarryoverFamily.none
    var lags: Int?
    var isNormalized = false
    var saturation = SaturationFamily.root
    var effect = MixSpec.Effect.coefficient(.normal(mean: 0, sd: 1))
    /// One row per draw.
    var carryoverDraws: [[Double]] = [[]]
    var saturationDraws: [[Double]] = [[0.5]]
    var effectDraws: [Double] = [1]
  }

  var units = [""]
  var periods = 10
  var heads: [Double]?
  var channels: [Channel]
  var order = MixSpec.Order.carryoverFirst
  var likelihood = MixSpec.Likelihood.normal(sd: .halfNormal(sd: 1))
  var intercept = 0.0
  var value = 1.0
  /// The largest outcome, which scales effects of an identity link.
  var outcomeScale = 1000.0

  var draws: Int { channels.map(\.effectDraws.count).max() ?? 1 }

  var spec: MixSpec {
    MixSpec(
      title: "budget",
      columns: .init(time: "t", unit: nil, size: heads == nil ? nil : "heads", group: nil),
      outcome: .init(column: "y", value: value),
      channels: channels.map { channel in
        MixSpec.Channel(
          name: channel.name, exposure: channel.name,
          spend: channel.cost == nil ? nil : "\(channel.name)_spend",
          carryover: channel.carryover,
          carryoverPriors: channel.carryover.parameterNames.map { _ in
            .uniform(low: 0, high: 1)
          },
          lags: channel.lags, isNormalized: channel.isNormalized, saturation: channel.saturation,
          saturationPriors: channel.saturation.parameterNames.map { _ in .halfNormal(sd: 1) },
          isRelativeToCarryover: false, effect: channel.effect)
      },
      controls: [],
      baseline: .init(
        intercept: .normal(mean: 0, sd: 1), trend: .none, season: nil, laggedOutcome: nil),
      likelihood: likelihood, order: order,
      hierarchy: .init(intercept: nil, effects: nil, effectsByGroup: false),
      method: .regression, holdoutPeriods: 0)
  }

  var panel: Panel {
    let axis = PeriodAxis(first: 1, step: .number, count: periods)
    var panel = Panel(name: "budget", units: units, periods: axis)
    let rows = units.count * periods
    panel.add(
      "y",
      (0..<rows).map { row in
        let head = heads?[row / periods] ?? 1
        return row % periods == 0 ? outcomeScale * head : Double(row % 7 + 1)
      })
    if let heads { panel.add("heads", (0..<rows).map { heads[$0 / periods] }) }
    for channel in channels {
      panel.add(channel.name, channel.exposure)
      if let cost = channel.cost {
        panel.add("\(channel.name)_spend", channel.exposure.map { $0 * cost })
      }
    }
    return panel
  }

  func fit(over panel: Panel? = nil, fittedPeriods: Int? = nil) throws -> MixFit {
    let design = try MixDesign(spec, panel ?? self.panel, fittedPeriods: fittedPeriods)
    let parameters = design.parameters
    var matrix = Matrix(rows: draws, columns: parameters.all.count)
    for draw in 0..<draws {
      matrix[draw, parameters.intercept] = intercept
      if let scatter = parameters.scatter { matrix[draw, scatter] = 1 }
      for (channel, places) in zip(channels, parameters.channels) {
        matrix[draw, places.effect] = channel.effectDraws[draw % channel.effectDraws.count]
        let carried = channel.carryoverDraws[draw % channel.carryoverDraws.count]
        for (place, value) in zip(places.carryover, carried) { matrix[draw, place] = value }
        let curve = channel.saturationDraws[draw % channel.saturationDraws.count]
        for (place, value) in zip(places.saturation, curve) { matrix[draw, place] = value }
      }
    }
    return MixFit(design: design, draws: matrix, chains: 1, sampling: nil, lifts: [])
  }

  /// Channels without carryover whose largest exposure is 100 and whose last one is 50.
  static func single(
    _ names: [String], saturation: SaturationFamily = .root, curves: [[[Double]]],
    effects: [[Double]], costs: [Double] = [1, 1, 1, 1, 1, 1]
  ) -> BudgetWorld {
    BudgetWorld(
      channels: names.indices.map { place in
        Channel(
          name: names[place], exposure: [100, 30, 20, 60, 10, 70, 40, 20, 90, 50],
          cost: costs[place], saturation: saturation, saturationDraws: curves[place],
          effectDraws: effects[place])
      })
  }

  /// Two units of different size, carryover of two kinds, several draws, and every kind of effect.
  static func mixed(
    order: MixSpec.Order, isNormalized: Bool, isLog: Bool, hasRelative: Bool = true
  ) -> BudgetWorld {
    let first: [Double] = [5, 0, 8, 3, 9, 4, 6, 0, 7, 2, 3, 1, 8, 2, 4, 4, 9, 0, 1, 6]
    let second: [Double] = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0, 4, 5, 2, 3, 5, 3]
    let third: [Double] = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4]
    let scale = isLog ? 1.0 : 0.2
    return BudgetWorld(
      units: ["north", "south"], heads: [2, 5],
      channels: [
        Channel(
          name: "tv", exposure: first, cost: 3, carryover: .geometric, lags: 4,
          isNormalized: isNormalized, saturation: .hill,
          effect: hasRelative && !isLog
            ? .returnOnSpend(.normal(mean: 0, sd: 1)) : .coefficient(.normal(mean: 0, sd: 1)),
          carryoverDraws: [[0.6], [0.3], [0.75]],
          saturationDraws: [[0.5, 1.7], [0.8, 0.9], [0.3, 2.5]],
          effectDraws: [0.8, 1.1, 0.5].map { hasRelative && !isLog ? $0 : $0 * scale }),
        Channel(
          name: "radio", exposure: second, cost: 1, carryover: .delayed, lags: 5,
          isNormalized: isNormalized, saturation: .logistic,
          carryoverDraws: [[0.5, 1], [0.7, 1.5], [0.4, 0.5]],
          saturationDraws: [[2], [1], [3]], effectDraws: [0.5 * scale, 0.3 * scale, 0.7 * scale]),
        Channel(
          name: "search", exposure: third, cost: 0.5, saturation: .tanh,
          saturationDraws: [[0.4], [0.6], [0.9]],
          effectDraws: [0.6 * scale, -0.1 * scale, 0.4 * scale]),
      ],
      order: order, likelihood: isLog ? .poisson : .normal(sd: .halfNormal(sd: 1)),
      intercept: isLog ? 0.3 : 0.1, value: 2.5)
  }
}
