import Estimation
import Testing

@Suite("Markov removal")
struct MarkovRemovalTests {
  private func credits(_ paths: [CustomerPath]) throws -> [Double] {
    try AttributionModel.markovRemoval.credits(paths, channels: 3)
  }

  /// Three paths.
  ///
  /// From the start to 0 with 2/3 and to 1 with 1/3; from 0 to 1 or to nothing; from 1 always to
  /// conversion. Without 0 half of the conversions are lost, without 1 all of them.
  @Test("shares by the removal effects of a chain without loops")
  func chain() throws {
    let found = try credits([path([0, 1]), path([0], conversions: 0), path([1])])
    #expect(agree(found, [2 / 3.0, 4 / 3.0, 0]))
  }

  /// Two paths.
  ///
  /// From 0 to 1 or to conversion, from 1 to 0 or to nothing, half each: conversion chances 2/3 and
  /// 1/3. Begun half each; without 1 a quarter of the chains converts in place of a half.
  @Test("shares by the removal effects of a chain that returns")
  func loop() throws {
    let found = try credits([path([0, 1, 0]), path([1], conversions: 0)])
    #expect(agree(found, [2 / 3.0, 1 / 3.0, 0]))
  }

  @Test("counts a path once for each of its conversions")
  func weights() throws {
    let others = [path([1, 2], conversions: 0), path([2, 0])]
    let thrice = try credits([path([0, 1], conversions: 3)] + others)
    let three = try credits([path([0, 1]), path([0, 1]), path([0, 1])] + others)
    #expect(agree(thrice, three))
  }

  @Test("does not change when a touch is repeated at once")
  func repeats() throws {
    let plain = [path([0, 1]), path([0], conversions: 0), path([1, 2])]
    let repeated = [path([0, 0, 0, 1]), path([0], conversions: 0), path([1, 2, 2])]
    #expect(agree(try credits(plain), try credits(repeated)))
  }

  @Test("gives everything to the only channel")
  func alone() throws {
    #expect(try credits([path([1, 1], conversions: 4), path([1], conversions: 0)]) == [0, 4, 0])
  }
}

@Suite("Shapley values")
struct ShapleyTests {
  /// One left glove and two right ones: a pair is worth 1.
  @Test("are those of the glove game")
  func gloves() {
    let values = (0..<8).map { $0 & 1 == 1 && $0 & 6 != 0 ? 1.0 : 0 }
    #expect(agree(shapleyValues(players: 3, values: values), [2 / 3.0, 1 / 6.0, 1 / 6.0]))
  }

  @Test("sum to what all players win beyond none, also for one player and none")
  func sums() {
    let values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 30.0]
    let found = shapleyValues(players: 4, values: values)
    #expect(agree([found.reduce(0, +)], [27]))
    #expect(shapleyValues(players: 1, values: [2, 5]) == [3])
    #expect(shapleyValues(players: 0, values: [7]) == [])
  }

  @Test("of conversions have the closed form that is used")
  func closedForm() throws {
    for seed in 1...10 {
      let paths = drawnPaths(50, channels: 4, seed: UInt64(seed))
      let values = (0..<16).map { set in
        Double(
          paths.filter { path in
            !path.touches.isEmpty && path.channels.allSatisfy { set & (1 << $0) != 0 }
          }.reduce(0) { $0 + $1.conversions })
      }
      let enumerated = shapleyValues(players: 4, values: values)
      let found = try AttributionModel.shapley.credits(paths, channels: 4)
      #expect(agree(found, enumerated))
    }
  }

  @Test("of rates compare who converts more often, and may be negative")
  func rates() throws {
    func credits(_ paths: [CustomerPath]) throws -> [Double] {
      try AttributionModel.shapleyRates.credits(paths, channels: 2)
    }
    // v(0) = 1/2, v(1) = 0, v(both) = 2/4.
    let first = [path([0]), path([0], conversions: 0), path([1], conversions: 0), path([0, 1])]
    #expect(agree(try credits(first), [2, 0]))
    // v(0) = 1, v(1) = 0, v(both) = 1/2: values 3/4 and −1/4 on one conversion.
    #expect(agree(try credits([path([0]), path([1], conversions: 0)]), [1.5, -0.5]))
  }

  @Test("of rates are refused where there are too many sets, in words")
  func tooMany() throws {
    let paths = (0..<13).map { path([$0]) }
    let error = #expect(throws: EstimationError.self) {
      try AttributionModel.shapleyRates.credits(paths, channels: 13)
    }
    #expect(
      error?.description
        == "paths: 13 channels have more sets than can be enumerated; use at most 12, or the model "
        + "shapley")
    let most = try AttributionModel.shapleyRates.credits(Array(paths[..<12]), channels: 13)
    #expect(agree(most, [Double](repeating: 1, count: 12) + [0]))
  }
}
