import Estimation
import Interchange
import Journeys

extension AttributionStudy {
  /// Runs every replicate: the arm, the arm without each channel, and the arm without all of them.
  ///
  /// - Parameters:
  ///   - threads: Replicates that run at a time.
  ///   - finished: Called with the number of replicates that have ended.
  /// - Returns: What models and truth say.
  /// - Throws: `StudyError` when the simulation finds its chances contradict, or a model cannot be
  ///   computed.
  public func run(
    threads: Int = 1, finished: (Int) -> Void = { _ in }
  ) async throws -> Attribution {
    let burnIn = try ReplicateWorlds.burnIn(of: document, scenario, setting: question.setting)
    let found = try await runReplicates(replicates, threads: threads, finished: finished) {
      try self.replicate($0, burnIn: burnIn)
    }
    return Attribution(study: self, replicates: found)
  }

  private func replicate(
    _ replicate: Int, burnIn: SimulationPlan?
  ) throws -> AttributionReplicate {
    let worlds = try ReplicateWorlds(
      document: document.name, burnIn: burnIn, replicate: replicate)
    let plan = SimulationPlan(scenario)
    let simulation = try worlds.finished(plan)
    let journeys = JourneyReading(scenario, event: event, replicate: replicate).journeys(
      simulation.paths(population: population))
    let all = total(simulation.ledger, plan)
    let paths = journeys.flatMap { $0.paths(lookback: lookbackSteps, milestone: milestone) }
    var pathways = PathwayTally()
    for path in paths { pathways.add(path) }
    var tally = JourneyTally(
      channels: scenario.channels.count,
      stages: scenario.populations[population].journey.stages.count, window: followUpSteps)
    for journey in journeys { tally.add(journey, last: scenario.time.count - 1) }
    // From the followed people to all: by the events themselves, of which the total is known.
    let seen = pathways.conversions.all
    let scale = seen > 0 ? all / Double(seen) : 0
    let credits = try models.map { model in try self.credits(model, paths).map { $0 * scale } }
    let (losses, none, shapley) = try truth(all: all, among: worlds)
    return AttributionReplicate(
      credits: credits, conversions: all, losses: losses, allLost: all - none, shapley: shapley,
      lifts: scenario.channels.indices.map { ExposureLift(journeys, channel: $0) }, scale: scale,
      pathways: pathways, journeys: tally)
  }

  /// The credits of a model; not a number where there are too many channels for it.
  private func credits(_ model: AttributionModel, _ paths: [CustomerPath]) throws -> [Double] {
    do {
      return try model.credits(paths, channels: scenario.channels.count)
    } catch .tooManyChannels {
      return scenario.channels.map { _ in .nan }
    } catch {
      throw StudyError(document: document.name, problem: "\(model.name): \(error)")
    }
  }

  /// Conversions of everybody over the horizon.
  private func total(_ ledger: Ledger, _ plan: SimulationPlan) -> Double {
    LedgerReading(plan).total(.event(event), in: ledger, steps: 0..<scenario.time.count)
  }

  /// What the channels truly add: conversions lost without each, what is left without all, and the
  /// Shapley values where they are wanted.
  private func truth(
    all: Double, among worlds: ReplicateWorlds
  ) throws -> (losses: [Double], none: Double, shapley: [Double]) {
    let planned = ownChannels
    func conversions(without left: (Int) -> Bool) throws -> Double {
      var scenario = scenario
      scenario.populations[population].paths = 0
      for (place, channel) in planned.enumerated() where left(place) {
        scenario.channelsInUse[channel] = false
      }
      let plan = SimulationPlan(scenario)
      return total(try worlds.finished(plan).ledger, plan)
    }
    guard question.measuresShapley else {
      let left = try planned.indices.map { out in try conversions { $0 == out } }
      let none = planned.count == 1 ? left[0] : try conversions { _ in true }
      return (left.map { all - $0 }, none, [])
    }
    let whole = (1 << planned.count) - 1
    let values = try (0...whole).map { set in
      set == whole ? all : try conversions { set & (1 << $0) == 0 }
    }
    return (
      planned.indices.map { all - values[whole ^ (1 << $0)] }, values[0],
      shapleyValues(players: planned.count, values: values)
    )
  }
}
