import Interchange

/// The pairs of successive observations of a panel, each checked against the journey.
struct ObservedPairs {
  private(set) var pairs: [ObservedPair] = []

  /// The pairs in the order of the panel.
  ///
  /// - Parameters:
  ///   - panel: The observations.
  ///   - model: The journey.
  /// - Throws: Gaps that are no whole number of steps, and moves that the journey has no way for.
  init(_ panel: StagePanel, _ model: MultiStateModel) throws(PanelErrors) {
    var errors: [PanelError] = []
    let sets = panel.sets
    let fewest = model.fewestMoves
    var misfits = 0
    pairs.reserveCapacity(panel.pairCount)
    for unit in panel.units.indices {
      for row in panel.rows(ofUnit: unit).dropFirst() {
        let days = panel.days[row] - panel.days[row - 1]
        guard let time = GapTime(days: days, timing: model.timing) else {
          misfits += 1
          if misfits == 1 { errors.append(Self.misfit(row, days, panel, model)) }
          continue
        }
        let (from, to) = (panel.stage[row - 1], panel.stage[row])
        let moves = fewest[from * model.stages.count + to]
        if moves == nil || (model.timing != .continuous && (moves ?? 0) > time.steps) {
          errors.append(Self.impossible(row, moves, time, panel))
        }
        pairs.append(ObservedPair(set: sets[row - 1], from: from, to: to, time: time))
      }
    }
    if !errors.isEmpty { throw PanelErrors(errors, moreCount: max(0, misfits - 1)) }
  }

  private static func misfit(
    _ row: Int, _ days: Double, _ panel: StagePanel, _ model: MultiStateModel
  ) -> PanelError {
    guard case .steps(let length) = model.timing else {
      preconditionFailure("only steps have a length")
    }
    return PanelError(
      file: panel.name, line: panel.lines[row], column: "",
      problem: "\(HumanNumber.text(days)) days after the row before, which is no whole number of "
        + "steps of \(length == 1 ? "1 day" : "\(length) days"); date rows at whole steps, or write "
        + "time: continuous")
  }

  private static func impossible(
    _ row: Int, _ moves: Int?, _ time: GapTime, _ panel: StagePanel
  ) -> PanelError {
    let (from, to) = (panel.stages[panel.stage[row - 1]], panel.stages[panel.stage[row]])
    let problem =
      if let moves {
        "\(from) to \(to) takes \(moves) moves and there \(time.steps == 1 ? "was 1 step" : "were \(time.steps) steps") for them; add a "
          + "direct transition, write time: continuous, or correct the stage"
      } else {
        "no way leads from \(from) to \(to); add a transition to the journey, or correct the stage"
      }
    return PanelError(file: panel.name, line: panel.lines[row], column: "", problem: problem)
  }
}

extension StagePanel {
  /// The place of each row's set of terms among the different ones, in the order of first rows.
  var sets: [Int] {
    guard !terms.isEmpty else { return stage.map { _ in 0 } }
    var places: [[Double]: Int] = [:]
    return stage.indices.map { row in
      let own = Array(values[row * terms.count..<(row + 1) * terms.count])
      if let place = places[own] { return place }
      places[own] = places.count
      return places.count - 1
    }
  }

  /// The different sets of terms, one after another, in the order of ``sets``.
  var distinctValues: [Double] {
    var distinct: [Double] = []
    var next = 0
    for (row, set) in sets.enumerated() where set == next && !terms.isEmpty {
      distinct += values[row * terms.count..<(row + 1) * terms.count]
      next += 1
    }
    return distinct
  }
}
