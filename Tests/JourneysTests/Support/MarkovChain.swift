import Journeys
import Statistics
import TestSupport
import Testing

/// A discrete-time Markov chain by plain loops: the oracle of worlds without interaction.
struct MarkovChain {
  /// Chance to go in one step: row from, column to.
  private var chances: Matrix

  /// A chain in which everybody stays.
  init(stages: Int) {
    chances = Matrix(rows: stages, columns: stages)
    for stage in 0..<stages { chances[stage, stage] = 1 }
  }

  /// Competing risks with constant hazards a week, over a step of so many weeks.
  mutating func compete(from: Int, _ hazards: [(to: Int, perWeek: Double)], weeks: Double = 1) {
    let sum = hazards.reduce(0) { $0 + $1.perWeek }
    let leaving = 1 - Elementary.exp(-sum * weeks)
    go(from: from, hazards.map { ($0.to, leaving * $0.perWeek / sum) })
  }

  /// Chances of one step; what they leave stays.
  mutating func go(from: Int, _ ways: [(to: Int, chance: Double)]) {
    for way in ways {
      chances[from, way.to] += way.chance
      chances[from, from] -= way.chance
    }
  }

  /// The shares in each stage one step later.
  func next(_ shares: [Double]) -> [Double] {
    var next = shares.map { _ in 0.0 }
    for from in shares.indices {
      for to in shares.indices { next[to] += shares[from] * chances[from, to] }
    }
    return next
  }

  /// The shares after each of so many steps: row stage, column step.
  func curve(from start: [Double], steps: Int) -> Matrix {
    var shares = start
    var curve = Matrix(rows: start.count, columns: 0)
    for _ in 0..<steps {
      shares = next(shares)
      curve.appendColumn(shares)
    }
    return curve
  }
}

/// Expects the share of agents in a stage to follow an oracle in every step.
///
/// Agents without interaction are independent, so the count is binomial and the band exact: one
/// false alarm in a million per step.
func expectShares(
  _ history: History, of stage: String, equal oracle: [Double], size: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let counts = try history.series("stage:" + stage)
  #expect(counts.count == oracle.count, sourceLocation: sourceLocation)
  for (step, (count, share)) in zip(counts, oracle).enumerated() {
    let band = StatisticalBand.proportion(
      min(1, max(0, share)), trials: size, falseAlarm: 1e-6)
    #expect(
      band.contains(count / Double(size)), "\(stage) in step \(step)",
      sourceLocation: sourceLocation)
  }
}
