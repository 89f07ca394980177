import Interchange
import Statistics

/// What plans bring, in every draw that counts, with derivatives by the spend of each channel and
/// period.
struct BudgetResponse: Sendable {
  let horizon: BudgetHorizon
  /// Draws of the fit that count.
  let draws: [Int]
  /// Channel within draw.
  private let strands: [BudgetStrand]
  /// Linked means without channels, of each draw with a log link; empty otherwise.
  private let bases: [[Double]]

  /// Draws, evenly thinned.
  static func thinned(_ all: Int, to count: Int) -> [Int] {
    let count = min(all, count)
    return (0..<count).map { $0 * all / count }
  }

  init(_ fit: MixFit, _ horizon: BudgetHorizon, draws: [Int]) {
    self.horizon = horizon
    self.draws = draws
    var strands: [BudgetStrand] = []
    var bases: [[Double]] = []
    for draw in draws {
      let values = fit.values(ofDraw: draw)
      for channel in horizon.channels.indices {
        strands.append(BudgetStrand(horizon, channel: channel, fit.parameters, values))
      }
      if fit.design.spec.likelihood.hasLogLink {
        bases.append(Self.base(horizon, fit.parameters, values))
      }
    }
    self.strands = strands
    self.bases = bases
  }

  private init(
    horizon: BudgetHorizon, draws: [Int], strands: [BudgetStrand], bases: [[Double]]
  ) {
    self.horizon = horizon
    self.draws = draws
    self.strands = strands
    self.bases = bases
  }

  /// The same with fewer of the draws.
  func thinned(to count: Int) -> BudgetResponse {
    let kept = Self.thinned(draws.count, to: count)
    let channels = horizon.channels.count
    return BudgetResponse(
      horizon: horizon, draws: kept.map { draws[$0] },
      strands: kept.flatMap { strands[$0 * channels..<($0 + 1) * channels] },
      bases: bases.isEmpty ? [] : kept.map { bases[$0] })
  }

  /// Linked means without channels, unit after unit.
  private static func base(
    _ horizon: BudgetHorizon, _ parameters: MixParameters, _ values: [Double]
  ) -> [Double] {
    let design = horizon.design
    let linear = design.linear.times(Array(values[parameters.linear]))
    var base: [Double] = []
    for unit in design.units.indices {
      var level = values[parameters.intercept] + design.offsets[unit]
      if let spread = parameters.interceptSpread {
        level += values[spread] * values[parameters.interceptDeviations.lowerBound + unit]
      }
      for period in 0..<horizon.periods {
        base.append(level + linear[unit * design.periods.count + horizon.source(of: period)])
      }
    }
    return base
  }

  /// Channels times periods of the window.
  var spendCount: Int { horizon.channels.count * horizon.window.count }

  /// Whether all curves of all draws have falling slopes and parts add up.
  var isConcave: Bool { bases.isEmpty && strands.allSatisfy(\.isConcave) }

  /// Whether what a channel brings does not depend on others.
  var isSeparable: Bool { bases.isEmpty }

  /// Outcomes over the periods that count, with a log link those of the baseline included.
  ///
  /// - Parameters:
  ///   - spend: Money of each channel in each period of the window.
  ///   - gradient: Receives derivatives of each draw by each of the spends, draw after draw; left
  ///     alone when empty.
  /// - Returns: One number per draw.
  func outcomes(_ spend: [Double], gradient: inout [Double]) -> [Double] {
    precondition(spend.count == spendCount, "one spend per channel and period")
    precondition(gradient.isEmpty || gradient.count == spendCount * draws.count, "one per draw")
    let channels = horizon.channels.count
    var pass = BudgetPass(horizon)
    pass.spend(spend)
    var outcomes = [Double](repeating: 0, count: draws.count)
    for draw in draws.indices {
      let first = draw * channels
      for channel in 0..<channels { pass.forward(strands[first + channel], channel) }
      outcomes[draw] =
        bases.isEmpty
        ? pass.sum(strands, first: first) : pass.mean(bases[draw], strands, first: first)
      guard !gradient.isEmpty else { continue }
      for channel in 0..<channels {
        pass.backward(
          strands[first + channel], channel, to: &gradient, at: draw * spendCount)
      }
    }
    return outcomes
  }

  /// Outcomes over the periods that count, one number per draw.
  func outcomes(_ spend: [Double]) -> [Double] {
    var none: [Double] = []
    return outcomes(spend, gradient: &none)
  }
}
