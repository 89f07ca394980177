import Interchange
import Journeys

extension MixWorlds {
  /// What each channel truly brings, by row of the first panel: outcomes of the world with all channels
  /// less those of the world without the channel, recorded without faults.
  ///
  /// - Parameters:
  ///   - number: Number of the world, from 0.
  ///   - channels: Names of the channels.
  /// - Returns: A column per channel: in each unit after unit, in each period after period.
  /// - Throws: `StudyError` when the simulation finds its chances contradict.
  func rowTruths(_ number: Int, of channels: [String]) throws -> [[Double]] {
    let scenario = try scenario(number: number)
    let worlds = try ReplicateWorlds(
      document: document.name, burnIn: try burnIn(number: number, scenario), replicate: number)
    var observation = observations[0]
    observation.imperfections = Imperfections()
    observation.showsSpend = false
    let name = observation.outcomeName(in: scenario)
    func outcomes(_ scenario: Scenario) throws -> [Double] {
      let simulation = try worlds.finished(SimulationPlan(scenario))
      do {
        return try observation.panel(of: simulation, replicate: number, name: name)[name] ?? []
      } catch {
        throw StudyError(document: document.name, problem: error.description)
      }
    }
    let whole = try outcomes(scenario)
    return try channels.map { channel in
      guard let place = scenario.channels.firstIndex(where: { $0.name == channel }) else {
        return [Double](repeating: 0, count: whole.count)
      }
      return zip(whole, try outcomes(scenario.without(place))).map { $0 - $1 }
    }
  }
}
