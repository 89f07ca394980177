import Statistics

/// What a plan is judged by, in money, with its gradient by the numbers that are chosen.
///
/// A choice is one number per channel, its spend over the window, or one per channel and period.
struct BudgetObjective: Sendable {
  let response: BudgetResponse
  let aim: BudgetQuestion.Aim
  /// Whether one number per channel and period is chosen.
  let isFree: Bool
  /// Whether spend is taken off.
  let takesSpendOff: Bool
  /// Money that one of the outcome is worth.
  private let worth: Double
  /// Outcomes of each draw without spend.
  private let idle: [Double]
  /// Weights of sorted draws in the quantile.
  private let rankWeights: [Double]

  init(_ response: BudgetResponse, _ question: BudgetQuestion, takesSpendOff: Bool = false) {
    self.response = response
    self.takesSpendOff = takesSpendOff
    aim = question.aim
    if case .free = question.pacing { isFree = true } else { isFree = false }
    worth = response.horizon.design.spec.outcome.value
    idle = response.outcomes(response.horizon.idleSpend)
    if case .quantile(let share) = aim {
      rankWeights = Self.rankWeights(response.draws.count, share)
    } else {
      rankWeights = []
    }
  }

  /// The weights of sorted values in a quantile: those of Harrell and Davis (1982).
  private static func rankWeights(_ count: Int, _ share: Double) -> [Double] {
    let size = Double(count + 1)
    let below = (0...count).map {
      IncompleteBeta.regularized(
        Double($0) / Double(count), a: size * share, b: size * (1 - share))
    }
    return (0..<count).map { below[$0 + 1] - below[$0] }
  }

  /// A choice's value and what it grows by for a little more of each of its numbers.
  struct Judgment: Sendable {
    let value: Double
    let gradient: [Double]
  }

  /// Spend per channel and period of a choice.
  func spend(_ choice: [Double]) -> [Double] {
    guard !isFree else { return choice }
    return choice.indices.flatMap { channel in
      response.horizon.channels[channel].pace.map { $0 * choice[channel] }
    }
  }

  /// The worth of the incremental outcome in each draw: against no spend in the window.
  func worths(_ spend: [Double]) -> [Double] {
    zip(response.outcomes(spend), idle).map { worth * ($0 - $1) }
  }

  /// Judges a choice.
  func judge(_ choice: [Double]) -> Judgment {
    let spends = spend(choice)
    let draws = response.draws.count
    var slopes = [Double](repeating: 0, count: spends.count * draws)
    let outcomes = response.outcomes(spends, gradient: &slopes)
    let worths = zip(outcomes, idle).map { worth * ($0 - $1) }
    let (level, weights) = weigh(worths)
    var bySpend = [Double](repeating: 0, count: spends.count)
    for draw in 0..<draws {
      let weight = weights[draw] * worth
      for place in spends.indices {
        bySpend[place] += weight * slopes[draw * spends.count + place]
      }
    }
    var gradient = isFree ? bySpend : paced(bySpend)
    guard takesSpendOff else { return Judgment(value: level, gradient: gradient) }
    for place in gradient.indices { gradient[place] -= 1 }
    return Judgment(value: level - choice.reduce(0, +), gradient: gradient)
  }

  /// Derivatives by spends over the window, from those by spends per period.
  private func paced(_ bySpend: [Double]) -> [Double] {
    let periods = response.horizon.window.count
    return response.horizon.channels.indices.map { channel in
      dot(response.horizon.channels[channel].pace, bySpend, at: channel * periods)
    }
  }

  /// What the aim makes of the draws, and its derivatives by them.
  func weigh(_ worths: [Double]) -> (level: Double, weights: [Double]) {
    let count = Double(worths.count)
    let mean = worths.reduce(0, +) / count
    switch aim {
    case .mean:
      return (mean, worths.map { _ in 1 / count })
    case .meanLessDeviations(let risk):
      let squares = worths.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      guard squares > 0 else { return (mean, worths.map { _ in 1 / count }) }
      let deviation = (squares / (count - 1)).squareRoot()
      return (
        mean - risk * deviation,
        worths.map { 1 / count - risk * ($0 - mean) / (deviation * (count - 1)) }
      )
    case .quantile:
      let order = worths.indices.sorted { (worths[$0], $0) < (worths[$1], $1) }
      var weights = worths
      var level = 0.0
      for (rank, draw) in order.enumerated() {
        weights[draw] = rankWeights[rank]
        level += rankWeights[rank] * worths[draw]
      }
      return (level, weights)
    }
  }
}

extension BudgetHorizon {
  /// The base plan: spend per channel and period.
  var baseSpend: [Double] { channels.flatMap(\.baseSpend) }

  /// No spend, where channels of unknown cost stay as they were.
  var idleSpend: [Double] {
    channels.flatMap { channel in
      channel.baseSpend.map { channel.cost == nil ? $0 : 0 }
    }
  }
}
