import Statistics

/// What acts on one agent now.
extension PopulationWorld {
  /// Response to a channel in `[0, 1)`: saturation of what is remembered, times the content match.
  @inline(__always)
  func response(row: Int, channel: Int, stage: Int) -> Double {
    let remembered = memory[channel &* plan.size &+ row]
    if remembered == 0 { return 0 }
    let response = plan.channels[channel].saturation.response(to: remembered)
    return response * contentMatch(row: row, channel: channel, stage: stage)
  }

  /// How well a channel's content matches an agent in a stage.
  @inline(__always)
  func contentMatch(row: Int, channel: Int, stage: Int) -> Double {
    let columns = columns.channels[channel]
    if columns.match.isEmpty { return 1 }
    let code = columns.matchCodes.isEmpty ? 0 : Int(columns.matchCodes[row])
    return columns.match[code &* plan.stageCount &+ stage]
  }

  /// Contact pressure beyond tolerance.
  @inline(__always)
  func excessPressure(row: Int) -> Double {
    guard let pressurePlan = plan.pressure else { return 0 }
    let borne =
      columns.tolerances.isEmpty ? pressurePlan.tolerance : columns.tolerances[row]
    return max(0, pressure[row] - borne)
  }

  /// Share of an agent's peers that are active, as of the end of the step before.
  ///
  /// Moves of this step are settled after all agents have looked, so nobody's place in the order
  /// matters.
  @inline(__always)
  func activePeers(row: Int) -> Double {
    if let network { return Double(activeContacts[row]) / Double(network.contacts) }
    guard case .group(let attribute)? = plan.peers?.circle else { return 0 }
    let group = Int(people.codes[attribute][row])
    let others = Double(groupSize[group]) - 1
    guard others > 0 else { return 0 }
    let own = (plan.peers?.isActive[Int(stage[row])] ?? false) ? 1.0 : 0
    // Somebody who lives in another world of an experiment may not be counted there.
    return max(0, Double(activeInGroup[group]) - own) / others
  }

  /// Tells the peers of an agent that it became active (1) or stopped (−1).
  mutating func changePeers(of row: Int, by change: Int) {
    if let network {
      network.tellFollowers(of: row, change: change, &activeContacts)
    } else if case .group(let attribute)? = plan.peers?.circle {
      activeInGroup[Int(people.codes[attribute][row])] += Int32(change)
    }
  }
}
