import Statistics

/// The own effects of agents of one stage, column by column.
extension PopulationWorld {
  /// Sums of what acts on each of some agents, in this order: attributes, channels, peers, contact
  /// pressure, feelings.
  ///
  /// - Parameters:
  ///   - effects: What acts on agents of the stage.
  ///   - table: The table that holds the channel terms of `effects`.
  ///   - personal: Log ratios of attributes, for transitions or for events.
  ///   - stage: Stage of the agents.
  ///   - list: The agents; its columns `sums` and `values` are written, the first with the result.
  ///   - range: The agents' places in `list.sorted`.
  func addOwnLogRatios(
    _ effects: EffectTable.Effects, in table: EffectTable, personal: [Double], stage: Int,
    _ list: inout Candidates, _ range: Range<Int>
  ) {
    if effects.personalStart >= 0 {
      list.sums.gather(personal, from: effects.personalStart, at: list.sorted, in: range)
    } else {
      list.sums.set(to: 0, in: range)
    }
    for term in effects.terms {
      addResponses(table.terms[term], stage: stage, &list, range)
    }
    if effects.peers != 0 {
      if let network {
        list.values.gather(
          activeContacts, over: Double(network.contacts), at: list.sorted, in: range)
      } else {
        for place in range { list.values[place] = activePeers(row: Int(list.sorted[place])) }
      }
      list.sums.add(list.values, times: effects.peers, in: range)
    }
    if effects.pressure != 0, let pressurePlan = plan.pressure {
      list.values.gather(pressure, at: list.sorted, in: range)
      if columns.tolerances.isEmpty {
        list.values.cut(below: pressurePlan.tolerance, in: range)
      } else {
        for place in range {
          list.values[place] = excessPressure(row: Int(list.sorted[place]))
        }
      }
      list.sums.add(list.values, times: effects.pressure, in: range)
    }
    if effects.deadEnds != 0 {
      for place in range {
        list.sums[place] += effects.deadEnds * feltDeadEnds(row: Int(list.sorted[place]))
      }
    }
    if effects.experience != 0 {
      for place in range {
        list.sums[place] += effects.experience * rules.experience[Int(list.sorted[place])]
      }
    }
  }

  private func addResponses(
    _ term: EffectTable.Term, stage: Int, _ list: inout Candidates, _ range: Range<Int>
  ) {
    list.values.gather(memory, from: term.memoryStart, at: list.sorted, in: range)
    term.saturation.replace(&list.values, in: range)
    if term.hasCodes {
      for place in range {
        list.values[place] *= contentMatch(
          row: Int(list.sorted[place]), channel: term.channel, stage: stage)
      }
    } else {
      list.values.scale(by: term.match, in: range)
    }
    list.sums.add(list.values, times: term.logRatio, in: range)
  }
}
