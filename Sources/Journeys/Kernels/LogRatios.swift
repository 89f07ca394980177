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
      gather(
        personal, from: effects.personalStart, at: list.sorted, in: range, into: &list.sums)
    } else {
      Self.set(&list.sums, to: 0, in: range)
    }
    for term in effects.terms {
      addResponses(table.terms[term], stage: stage, &list, range)
    }
    if effects.peers != 0 {
      for place in range { list.values[place] = activePeers(row: Int(list.sorted[place])) }
      Self.add(list.values, times: effects.peers, to: &list.sums, in: range)
    }
    if effects.pressure != 0, let pressurePlan = plan.pressure {
      gather(pressure, from: 0, at: list.sorted, in: range, into: &list.values)
      if columns.tolerances.isEmpty {
        Self.cut(&list.values, below: pressurePlan.tolerance, in: range)
      } else {
        for place in range {
          list.values[place] = excessPressure(row: Int(list.sorted[place]))
        }
      }
      Self.add(list.values, times: effects.pressure, to: &list.sums, in: range)
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
    gather(memory, from: term.memoryStart, at: list.sorted, in: range, into: &list.values)
    term.saturation.replace(&list.values, in: range)
    if term.hasCodes {
      for place in range {
        list.values[place] *= contentMatch(
          row: Int(list.sorted[place]), channel: term.channel, stage: stage)
      }
    } else {
      Self.scale(&list.values, by: term.match, in: range)
    }
    Self.add(list.values, times: term.logRatio, to: &list.sums, in: range)
  }

  static func set(_ column: inout [Double], to value: Double, in range: Range<Int>) {
    var span = column.mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    for place in range { span[place] = value }
  }

  static func shift(_ column: inout [Double], by value: Double, in range: Range<Int>) {
    var span = column.mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    for place in range { span[place] += value }
  }

  static func scale(_ column: inout [Double], by factor: Double, in range: Range<Int>) {
    var span = column.mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    for place in range { span[place] *= factor }
  }

  /// What of each number lies above a limit.
  private static func cut(_ column: inout [Double], below limit: Double, in range: Range<Int>) {
    var span = column.mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    for place in range { span[place] = max(0, span[place] - limit) }
  }

  static func multiply(
    _ column: inout [Double], by factors: [Double], times factor: Double, in range: Range<Int>
  ) {
    let source = factors.span
    var span = column.mutableSpan
    precondition(
      range.lowerBound >= 0 && range.upperBound <= span.count && range.upperBound <= source.count,
      "a part of both columns")
    for place in range { span[place] *= factor * source[place] }
  }

  static func add(
    _ column: [Double], times factor: Double, to sums: inout [Double], in range: Range<Int>
  ) {
    let source = column.span
    var span = sums.mutableSpan
    precondition(
      range.lowerBound >= 0 && range.upperBound <= span.count && range.upperBound <= source.count,
      "a part of both columns")
    for place in range { span[place] += factor * source[place] }
  }
}
