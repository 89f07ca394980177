import Statistics
import TestSupport
import Testing

/// The part of an address that changes from one number of a sequence to the next.
enum Direction: CaseIterable, CustomTestStringConvertible {
  case agent
  case nextBlock
  case step
  case draw
  case replicate
  case purpose
  case seed

  var testDescription: String { "\(self)" }

  /// The word at a place of the sequence.
  func word(_ place: Int) -> UInt32 {
    let stream = RandomStream(seed: 11, replicate: 0, purpose: "test/uniformity")
    switch self {
    case .agent: return stream.word(agent: place, step: 5)
    case .nextBlock: return stream.word(agent: 4 * place, step: 5)
    case .step: return stream.word(agent: 9, step: place)
    case .draw: return stream.word(agent: 9, step: 5, draw: place)
    case .replicate:
      return RandomStream(seed: 11, replicate: place, purpose: "test/a").word(agent: 9, step: 5)
    case .purpose:
      return RandomStream(seed: 11, replicate: 0, purpose: "test/\(place)").word(agent: 9, step: 5)
    case .seed:
      return RandomStream(seed: UInt64(place), replicate: 0, purpose: "test/a")
        .word(agent: 9, step: 5)
    }
  }
}

/// False alarms: one in a million per check.
@Suite("Random stream, statistics")
struct RandomStreamStatistics {
  static let count = 200_000

  /// Detects a cell that is 20 % too likely with power above 99 %.
  @Test("is uniform in its high and low bytes", arguments: Direction.allCases)
  func uniformity(_ direction: Direction) {
    for shift in [UInt32(24), 0] {
      var cells = [Int](repeating: 0, count: 256)
      for place in 0..<Self.count { cells[Int(direction.word(place) >> shift & 255)] += 1 }
      let expected = Double(Self.count) / 256
      let statistic = cells.reduce(0.0) { sum, observed in
        sum + (Double(observed) - expected) * (Double(observed) - expected) / expected
      }
      let band = StatisticalBand.chiSquare(degrees: 255, falseAlarm: 1e-6)
      #expect(band.contains(statistic), "shift \(shift)")
    }
  }

  /// Detects a correlation of 0.02 with power above 99.9 %.
  @Test("has no correlation between neighbors", arguments: Direction.allCases)
  func correlation(_ direction: Direction) {
    let values = (0..<Self.count).map { RandomStream.uniform(from: direction.word($0)) - 0.5 }
    for lag in [1, 2, 3, 4, 8, 16] {
      var sum = 0.0
      for place in lag..<Self.count { sum += 12 * values[place] * values[place - lag] }
      let samples = Self.count - lag
      let band = StatisticalBand.mean(0, standardDeviation: 1, samples: samples, falseAlarm: 1e-6)
      #expect(band.contains(sum / Double(samples)), "lag \(lag)")
    }
  }

  /// Detects a bit that is set with chance 0.51 with power above 99 %.
  @Test("sets each bit half of the time", arguments: Direction.allCases)
  func bits(_ direction: Direction) {
    var counts = [Int](repeating: 0, count: 32)
    for place in 0..<Self.count {
      let word = direction.word(place)
      for bit in 0..<32 { counts[bit] += Int(word >> UInt32(bit) & 1) }
    }
    let band = StatisticalBand.proportion(0.5, trials: Self.count, falseAlarm: 1e-6)
    for bit in 0..<32 {
      #expect(band.contains(Double(counts[bit]) / Double(Self.count)), "bit \(bit)")
    }
  }
}
