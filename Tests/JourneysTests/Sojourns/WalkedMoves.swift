import Statistics
import Testing

@testable import Journeys

/// The plain twin of populations that are moved stage by stage: one step after the other.
enum WalkedMoves {
  /// Moves of everybody, found by walking: transitions by step, agent after agent.
  static func counts(
    _ plan: SimulationPlan, population: Int, replicate: Int
  ) throws -> [[Int]] {
    let scenario = plan.scenario
    let own = plan.populations[population]
    let sojourns = try #require(own.sojourns).get()
    var simulation = Simulation(plan, replicate: replicate)
    let shard = try #require(simulation.shards[0])
    let world = try #require(shard.sojourns.first)
    // The parents' stages in every step.
    var stages: [[UInt8]] = []
    for _ in 0..<plan.stepCount {
      try simulation.step()
      stages.append(try #require(simulation.shards[0]).populations[0].stage)
    }
    let stream = RandomStream(
      seed: scenario.seed, replicate: replicate,
      purpose: Purpose.transition(scenario.populations[population].name))
    var moves = [[Int]](
      repeating: [Int](repeating: 0, count: own.transitions.count), count: plan.stepCount)
    for row in 0..<world.people.size {
      var stage = Int(world.stage[row])
      var next = 0
      var visit = 0
      while next < plan.stepCount, sojourns.isLeft[stage] {
        // Who only goes forward takes the words of the stage's place, others those of the visit.
        let place = sojourns.leftInOrder.firstIndex(of: stage) ?? visit
        let words = stream.quartet(agent: row, step: 0, draw: place / 2)
        let when = place % 2 == 0 ? words.0 : words.2
        let which = place % 2 == 0 ? words.1 : words.3
        let uniform = RandomStream.uniform(from: when)
        var survival = 1.0
        var step = next
        var chances = 0
        repeat {
          let parent = Int(stages[step][Int(world.people.parents[row])])
          chances = sojourns.environment[step] * sojourns.parents + parent
          survival *= sojourns.stay[chances * sojourns.paddedStages + stage]
          step += 1
        } while survival > uniform && step < plan.stepCount
        guard survival <= uniform else { break }
        var exit = Int(sojourns.firstExit[stage])
        for end in 0..<sojourns.ways - 1 {
          let place = (chances * sojourns.stages + stage) * (sojourns.ways - 1) + end
          if UInt64(which) >= sojourns.upperEnds[place] { exit += 1 }
        }
        moves[step - 1][sojourns.transition[exit]] += 1
        stage = sojourns.to[exit]
        next = step
        visit += 1
      }
    }
    return moves
  }

  /// The same counts of a world's ledger.
  static func counted(_ world: World, population: Int, replicate: Int) throws -> [[Int]] {
    let ledger = try world.run(replicate: replicate).ledger.populations[population]
    return (0..<world.plan.stepCount).map { step in
      world.plan.populations[population].transitions.indices.map { transition in
        (0..<ledger.cellCount).reduce(0) { sum, cell in
          let row = (step * ledger.cellCount + cell) * ledger.width
          return sum + Int(ledger.counts[row + ledger.layout.column(transition: transition)])
        }
      }
    }
  }
}
