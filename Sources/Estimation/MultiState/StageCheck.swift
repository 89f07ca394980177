import Statistics

/// What was observed held against what draws of the posterior would have made observed.
///
/// Every draw makes a panel of its own: each unit begins where it was first seen and moves under its
/// own terms; it is looked at when the unit was.
public struct StageCheck: Sendable, Equatable {
  /// A figure of the panel and its distribution over the panels of draws.
  public struct Figure: Sendable, Equatable {
    /// The time of observation; nil for moves, which are counted over all times.
    public let time: String?
    /// The stage of the earlier observation; nil for shares of stages.
    public let from: Int?
    /// The stage.
    public let stage: Int
    /// The share of units in the stage, or the number of pairs of observations.
    public let observed: Double
    /// The mean over the panels of draws.
    public let expected: Double
    /// Their 5 % quantile.
    public let low: Double
    /// Their 95 % quantile.
    public let high: Double
    /// The share of panels with a larger figure, ties by half: near 0 or 1 where the model misses it.
    public let chanceAbove: Double
  }

  /// Pairs of successive observations by the stages of both, those that the journey allows.
  public let moves: [Figure]
  /// The share of the units seen at a time that are in each stage, times ascending, first ones of units
  /// left out.
  public let shares: [Figure]

  /// Whether a figure's chance lies within 5 % and 95 %.
  public static func isMet(_ figure: Figure) -> Bool {
    (0.05...0.95).contains(figure.chanceAbove)
  }

  /// Holds a panel against draws.
  ///
  /// - Parameters:
  ///   - fit: The draws.
  ///   - likelihood: The journey and its panel.
  ///   - panels: The number of draws that make panels, evenly chosen; at least one.
  ///   - seed: What the user chose.
  public init(
    _ fit: MultiStateFit, _ likelihood: StageLikelihood, panels: Int = 200, seed: UInt64
  ) {
    precondition(panels > 0 && fit.draws.rows > 0, "a check needs panels of draws")
    let tally = StageTally(likelihood)
    let observed = tally.figures(likelihood.panel.stage)
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "stages/check")
    var likelihood = likelihood
    let count = min(panels, fit.draws.rows)
    var drawn: [[Double]] = observed.map { _ in [] }
    for panel in 0..<count {
      let row = panel * fit.draws.rows / count
      likelihood.take((0..<fit.draws.columns).map { fit.draws[row, $0] })
      let figures = tally.figures(likelihood.drawnStages(stream, panel: panel))
      for (place, figure) in figures.enumerated() where figure.isFinite {
        drawn[place].append(figure)
      }
    }
    let figures = tally.cells.indices.map { place in
      Self.figure(tally.cells[place], observed[place], drawn[place])
    }
    moves = figures.filter { $0.from != nil }
    shares = figures.filter { $0.from == nil }
  }

  private static func figure(_ cell: StageTally.Cell, _ observed: Double, _ drawn: [Double])
    -> Figure
  {
    let points = drawn.isEmpty ? [.nan, .nan] : quantiles(of: drawn, [0.05, 0.95])
    let above = drawn.reduce(0.0) { $0 + ($1 > observed ? 1 : $1 == observed ? 0.5 : 0) }
    return Figure(
      time: cell.time, from: cell.from, stage: cell.stage, observed: observed,
      expected: RunningMoments(drawn).mean, low: points[0], high: points[1],
      chanceAbove: above / Double(drawn.count))
  }
}

/// The figures of a panel: pairs by their stages, and shares of stages by time.
private struct StageTally {
  /// What a figure counts.
  struct Cell {
    var time: String?
    var from: Int?
    let stage: Int
  }

  let cells: [Cell]
  private let panel: StagePanel
  private let moveCells: [Int?]
  private let timeOfRow: [Int]
  private let firstShare: Int
  private let rowsOfTime: [Double]

  init(_ likelihood: StageLikelihood) {
    let panel = likelihood.panel
    self.panel = panel
    let count = panel.stages.count
    let fewest = likelihood.model.fewestMoves
    var cells: [Cell] = []
    var moveCells = [Int?](repeating: nil, count: count * count)
    let origins = Set(
      panel.units.indices.flatMap { panel.stage[panel.rows(ofUnit: $0).dropLast()] })
    for from in 0..<count where origins.contains(from) {
      for to in 0..<count where fewest[from * count + to] != nil {
        moveCells[from * count + to] = cells.count
        cells.append(Cell(time: nil, from: from, stage: to))
      }
    }
    self.moveCells = moveCells
    firstShare = cells.count
    let later = panel.units.indices.flatMap { panel.rows(ofUnit: $0).dropFirst() }
    var places: [Double: Int] = [:]
    for (place, day) in Set(later.map { panel.days[$0] }).sorted().enumerated() {
      places[day] = place
    }
    timeOfRow = panel.days.map { places[$0] ?? 0 }
    var labels = [String](repeating: "", count: places.count)
    var rows = [Double](repeating: 0, count: places.count)
    for row in later {
      labels[timeOfRow[row]] = panel.labels[row]
      rows[timeOfRow[row]] += 1
    }
    rowsOfTime = rows
    self.cells =
      cells + labels.flatMap { label in (0..<count).map { Cell(time: label, stage: $0) } }
  }

  /// The figures where rows have some stages.
  func figures(_ stage: [Int]) -> [Double] {
    let count = panel.stages.count
    var figures = [Double](repeating: 0, count: cells.count)
    for unit in panel.units.indices {
      for row in panel.rows(ofUnit: unit).dropFirst() {
        if let cell = moveCells[stage[row - 1] * count + stage[row]] { figures[cell] += 1 }
        let time = timeOfRow[row]
        figures[firstShare + time * count + stage[row]] += 1 / rowsOfTime[time]
      }
    }
    return figures
  }
}

extension StageLikelihood {
  /// The stages of a panel that the values taken last make, row by row.
  fileprivate mutating func drawnStages(_ stream: RandomStream, panel number: Int) -> [Int] {
    var drawn = panel.stage
    for unit in panel.units.indices {
      for row in panel.rows(ofUnit: unit).dropFirst() {
        let days = panel.days[row] - panel.days[row - 1]
        guard let time = GapTime(days: days, timing: model.timing) else {
          preconditionFailure("gaps were checked")
        }
        let chances = chances(row: row - 1, from: drawn[row - 1], after: time)
        var rest = stream.uniform(agent: row, step: number)
        var stage = chances.count - 1
        for (place, chance) in chances.enumerated() where chance > 0 {
          stage = place
          rest -= chance
          if rest < 0 { break }
        }
        drawn[row] = stage
      }
    }
    return drawn
  }
}
