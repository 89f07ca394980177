import Statistics

/// How the arms of an experiment could have been drawn: whole clusters, within blocks, as many
/// treated ones.
struct RearrangementPlan {
  /// What is drawn as a whole: the units of each cluster, or single units.
  private let members: [[Int]]
  /// The drawn things of each block.
  private let blocks: [[Int]]
  /// How many things are treated in each block.
  private let treated: [Int]
  /// The block of each unit and how many units each block has.
  private let blockOfUnit: [Int]
  private let sizes: [Double]
  private let isTreated: [Bool]

  /// The plan of a sample.
  ///
  /// - Throws: ``ReadoutError`` where no block has both arms.
  init(_ sample: ExperimentSample) throws(ReadoutError) {
    let units = Array(sample.outcome.indices)
    let labels = sample.clusters ?? units
    let groups = Dictionary(grouping: units) { labels[$0] }
    let members = groups.values.sorted { $0[0] < $1[0] }
    let block = sample.blocks ?? units.map { _ in 0 }
    let things = Dictionary(grouping: members.indices) { block[members[$0][0]] }
    let order = things.keys.sorted()
    let blocks = order.map { things[$0] ?? [] }
    let treated = blocks.map { $0.count { sample.isTreated[members[$0][0]] } }
    guard zip(blocks, treated).contains(where: { $0.1 > 0 && $0.1 < $0.0.count }) else {
      throw .noGroups(method: "randomization inference", groups: "blocks with both arms")
    }
    var blockOfUnit = [Int](repeating: 0, count: units.count)
    for (place, things) in blocks.enumerated() {
      for thing in things { for unit in members[thing] { blockOfUnit[unit] = place } }
    }
    var sizes = [Double](repeating: 0, count: blocks.count)
    for place in blockOfUnit { sizes[place] += 1 }
    self.members = members
    self.blocks = blocks
    self.treated = treated
    self.blockOfUnit = blockOfUnit
    self.sizes = sizes
    isTreated = sample.isTreated
  }

  /// How many draws there are; infinite beyond what a number holds.
  var count: Double {
    zip(blocks, treated).reduce(1) { product, block in
      let (size, chosen) = (block.0.count, min(block.1, block.0.count - block.1))
      return product * (0..<chosen).reduce(1.0) { $0 * Double(size - $1) / Double($1 + 1) }
    }
  }

  /// The mean over blocks of both arms, weighted by their units, of treated less control.
  func difference(_ values: [Double], _ drawn: [Bool]) -> Double {
    var sums = [Double](repeating: 0, count: 2 * sizes.count)
    var counts = sums
    for unit in values.indices {
      let cell = 2 * blockOfUnit[unit] + (drawn[unit] ? 1 : 0)
      sums[cell] += values[unit]
      counts[cell] += 1
    }
    var (difference, weight) = (0.0, 0.0)
    for block in sizes.indices where counts[2 * block] > 0 && counts[2 * block + 1] > 0 {
      let own = sums[2 * block + 1] / counts[2 * block + 1] - sums[2 * block] / counts[2 * block]
      difference += sizes[block] * own
      weight += sizes[block]
    }
    return difference / weight
  }

  /// One draw by Fisher and Yates within each block.
  ///
  /// - Parameters:
  ///   - number: Which draw, from 1.
  ///   - stream: Its random numbers.
  /// - Returns: The drawn arm of each unit.
  func draw(_ number: Int, _ stream: RandomStream) -> [Bool] {
    var drawn = isTreated
    for (things, chosen) in zip(blocks, treated) where chosen > 0 && chosen < things.count {
      var order = things
      for place in 0..<chosen {
        let left = order.count - place
        let uniform = stream.uniform(agent: things[place], step: number)
        order.swapAt(place, place + min(left - 1, Int(uniform * Double(left))))
      }
      for (place, thing) in order.enumerated() {
        for unit in members[thing] { drawn[unit] = place < chosen }
      }
    }
    return drawn
  }

  /// Calls a function with every draw, each once.
  func enumerate(_ visit: ([Bool]) -> Void) {
    var drawn = isTreated
    func place(_ block: Int) {
      guard block < blocks.count else { return visit(drawn) }
      choose(block, from: 0, left: treated[block])
    }
    func choose(_ block: Int, from index: Int, left: Int) {
      let things = blocks[block]
      guard index < things.count else { return place(block + 1) }
      for isChosen in [true, false]
      where isChosen ? left > 0 : things.count - index > left {
        for unit in members[things[index]] { drawn[unit] = isChosen }
        choose(block, from: index + 1, left: isChosen ? left - 1 : left)
      }
    }
    place(0)
  }
}
