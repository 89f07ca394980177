/// The cells of a population's ledger, gathered to the units of a panel.
struct PanelUnits {
  /// Names of the units; one empty name for the nation.
  let names: [String]
  /// Unit of each cell.
  let unit: [Int]
  /// People in each unit.
  let heads: [Double]
  /// Share of all people in each cell.
  let cellShare: [Double]
  /// The first attribute by which the population is not counted, if there is one.
  let missing: String?

  /// - Parameters:
  ///   - ledger: A ledger of the plan.
  ///   - plan: What was run.
  ///   - population: The population that is counted.
  ///   - names: Attributes whose combinations are units; the last varies fastest.
  init(_ ledger: Ledger, _ plan: SimulationPlan, population: Int, by names: [String]) {
    let breakdown = plan.populations[population].breakdown
    let counts = ledger.populations[population]
    let places = names.map { breakdown.dimensions.firstIndex(of: $0) }
    missing = zip(names, places).first { $0.1 == nil }?.0
    let found = missing == nil ? places.compactMap(\.self) : []
    let people = (0..<counts.cellCount).map { cell in
      counts.initial[cell * counts.stageCount..<(cell + 1) * counts.stageCount].reduce(0.0) {
        $0 + Double($1)
      }
    }
    let unit = (0..<counts.cellCount).map { cell in
      found.reduce(0) {
        $0 * breakdown.levels[$1].count + breakdown.level(of: $1, inCell: cell)
      }
    }
    let count = found.reduce(1) { $0 * breakdown.levels[$1].count }
    var heads = [Double](repeating: 0, count: count)
    for (cell, own) in unit.enumerated() { heads[own] += people[cell] }
    self.names = (0..<count).map { index in
      var rest = index
      var words: [String] = []
      for place in found.reversed() {
        words.insert(breakdown.levels[place][rest % breakdown.levels[place].count], at: 0)
        rest /= breakdown.levels[place].count
      }
      return words.joined(separator: ", ")
    }
    self.unit = unit
    self.heads = heads
    let total = people.reduce(0, +)
    cellShare = people.map { total > 0 ? $0 / total : 0 }
  }

  /// Share of all people in each unit.
  var shares: [Double] {
    let total = heads.reduce(0, +)
    return heads.map { total > 0 ? $0 / total : 0 }
  }
}
