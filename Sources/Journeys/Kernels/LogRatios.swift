import Statistics

/// The own effects of sixteen agents side by side.
extension PopulationWorld {
  /// Sums of what acts on each of sixteen agents of one stage, in the order in which a scenario's
  /// reader adds it up: attributes, channels, peers, contact pressure, feelings.
  ///
  /// - Parameters:
  ///   - effects: What acts on agents of the stage.
  ///   - table: The table that holds the channel terms of `effects`.
  ///   - personal: Log ratios of attributes, for transitions or for events.
  ///   - stage: Stage of all the agents.
  ///   - rows: The agents; a row may come more than once.
  /// - Returns: Log ratios.
  func ownLogRatios(
    _ effects: EffectTable.Effects, in table: EffectTable, personal: [Double], stage: Int,
    rows: [16 of Int32]
  ) -> [16 of Double] {
    var sums = [16 of Double](repeating: 0)
    if effects.personalStart >= 0 {
      for lane in 0..<16 { sums[lane] = personal[effects.personalStart &+ Int(rows[lane])] }
    }
    for place in effects.terms {
      let term = table.terms[place]
      var responses = sums
      for lane in 0..<16 { responses[lane] = memory[term.memoryStart &+ Int(rows[lane])] }
      term.saturation.replace(&responses)
      if term.hasCodes {
        for lane in 0..<16 {
          responses[lane] *= contentMatch(
            row: Int(rows[lane]), channel: term.channel, stage: stage)
        }
      } else {
        for lane in 0..<16 { responses[lane] *= term.match }
      }
      for lane in 0..<16 { sums[lane] += term.logRatio * responses[lane] }
    }
    if effects.peers != 0 {
      for lane in 0..<16 { sums[lane] += effects.peers * activePeers(row: Int(rows[lane])) }
    }
    if effects.pressure != 0 {
      for lane in 0..<16 { sums[lane] += effects.pressure * excessPressure(row: Int(rows[lane])) }
    }
    if effects.isMoody { addFeelings(effects, rows: rows, to: &sums) }
    return sums
  }

  private func addFeelings(
    _ effects: EffectTable.Effects, rows: [16 of Int32], to sums: inout [16 of Double]
  ) {
    for lane in 0..<16 {
      let row = Int(rows[lane])
      if effects.deadEnds != 0 { sums[lane] += effects.deadEnds * feltDeadEnds(row: row) }
      if effects.experience != 0 { sums[lane] += effects.experience * rules.experience[row] }
    }
  }
}
