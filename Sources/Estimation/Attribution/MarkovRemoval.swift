import Statistics

/// Credit by removal from a first-order chain of touches.
///
/// The states are the start, the channels, conversion and nothing; the chances are the shares of
/// the observed moves, a converting path counting once for each of its conversions. A channel's
/// removal effect is the share of conversions that the chain loses when every move to the channel
/// ends in nothing; credit is shared in proportion to it.
enum MarkovRemoval {
  /// The chain of some paths, over the channels that occur on them.
  private struct Chain {
    /// Chance that a path begins with each channel.
    let start: [Double]
    /// Chances of moving from a channel to a channel.
    let moves: [[Double]]
    /// Chance of moving from each channel to conversion.
    let conversion: [Double]

    init(_ paths: [CustomerPath], place: [Int?], size: Int) {
      var start = [Double](repeating: 0, count: size)
      var moves = start.map { _ in start }
      var conversion = start
      var nothing = start
      for path in paths {
        let weight = Double(max(1, path.conversions))
        var before: Int?
        for touch in path.touches {
          guard let state = place[touch.channel] else { continue }
          if let before { moves[before][state] += weight } else { start[state] += weight }
          before = state
        }
        guard let before else { continue }
        if path.conversions > 0 { conversion[before] += weight } else { nothing[before] += weight }
      }
      let begun = start.reduce(0, +)
      self.start = start.map { $0 / begun }
      let left = (0..<size).map { moves[$0].reduce(0, +) + conversion[$0] + nothing[$0] }
      self.moves = moves.enumerated().map { row in row.element.map { $0 / left[row.offset] } }
      self.conversion = conversion.enumerated().map { $0.element / left[$0.offset] }
    }

    /// Chance that the chain ends in conversion when a channel is taken out of it.
    func conversionChance(without removed: Int? = nil) throws(NumericalError) -> Double {
      let kept = start.indices.filter { $0 != removed }
      guard !kept.isEmpty else { return 0 }
      var design = Matrix(rows: kept.count, columns: kept.count)
      for (row, from) in kept.enumerated() {
        for (column, to) in kept.enumerated() {
          design[row, column] = (row == column ? 1 : 0) - moves[from][to]
        }
      }
      // Every observed path ends, so the matrix has full rank.
      let chances = try LeastSquares(kept.map { conversion[$0] }, on: design).coefficients
      return zip(kept, chances).reduce(0) { $0 + start[$1.0] * $1.1 }
    }
  }

  /// The credit of every channel.
  ///
  /// - Parameters:
  ///   - paths: Paths with at least one touch each.
  ///   - channels: Number of channels.
  /// - Returns: Conversions by channel; they sum to those of the paths.
  /// - Throws: `EstimationError` when the chain cannot be solved.
  static func credits(
    _ paths: [CustomerPath], channels: Int
  ) throws(EstimationError) -> [Double] {
    var credits = [Double](repeating: 0, count: channels)
    let conversions = Double(AttributionModel.attributable(paths))
    guard conversions > 0 else { return credits }
    var isPresent = [Bool](repeating: false, count: channels)
    for path in paths { for touch in path.touches { isPresent[touch.channel] = true } }
    let present = isPresent.indices.filter { isPresent[$0] }
    var place = [Int?](repeating: nil, count: channels)
    for (state, channel) in present.enumerated() { place[channel] = state }
    let chain = Chain(paths, place: place, size: present.count)
    var losses: [Double] = []
    do {
      let whole = try chain.conversionChance()
      for state in present.indices {
        losses.append(max(0, 1 - (try chain.conversionChance(without: state)) / whole))
      }
    } catch {
      throw .leastSquares(error)
    }
    let total = losses.reduce(0, +)
    for (state, channel) in present.enumerated() {
      credits[channel] = conversions * losses[state] / total
    }
    return credits
  }
}
