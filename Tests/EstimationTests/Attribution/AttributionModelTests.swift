import Estimation
import Testing

@Suite("Attribution models")
struct AttributionModelTests {
  private func credits(_ model: AttributionModel, _ paths: [CustomerPath]) throws -> [Double] {
    try model.credits(paths, channels: 4)
  }

  static let byHand: [(model: AttributionModel, path: CustomerPath, credits: [Double])] = [
    (.first, path([2, 0, 1]), [0, 0, 1, 0]),
    (.last, path([2, 0, 1]), [0, 1, 0, 0]),
    (.linear, path([2, 0, 2, 1]), [0.25, 0.25, 0.5, 0]),
    // Half-life of one step: 1, 2, 4 of 7.
    (.timeDecay(halfLife: 1), path([0, 1, 2]), [1 / 7.0, 2 / 7.0, 4 / 7.0, 0]),
    (.uShaped, path([0, 1, 2, 3]), [0.4, 0.1, 0.1, 0.4]),
    (.uShaped, path([0, 1]), [0.5, 0.5, 0, 0]),
    (.uShaped, path([3]), [0, 0, 0, 1]),
    // The milestone in step 2 belongs to the touch of that step.
    (.wShaped, path([0, 1, 2, 3, 3], milestone: 2), [0.3, 0.05, 0.3, 0.35]),
    (.wShaped, path([0, 1, 2, 3]), [0.4, 0.1, 0.1, 0.4]),
    // Peaks add up where they meet: first and middle.
    (.wShaped, path([0, 1, 2], milestone: 0), [0.6, 0.1, 0.3, 0]),
    (.wShaped, path([0, 1], milestone: 0), [2 / 3.0, 1 / 3.0, 0, 0]),
    (.wShaped, path([2], milestone: 0), [0, 0, 1, 0]),
    (.custom(first: 3, middle: 5, last: 2), path([0, 1, 1, 2]), [0.3, 0.5, 0.2, 0]),
    (.custom(first: 3, middle: 5, last: 1), path([0, 1]), [0.75, 0.25, 0, 0]),
    (.custom(first: 0, middle: 1, last: 0), path([0, 1]), [0.5, 0.5, 0, 0]),
    // A path shares its conversions among its distinct channels.
    (.shapley, path([0, 1, 0, 0]), [0.5, 0.5, 0, 0]),
  ]

  @Test("share credit as computed by hand", arguments: byHand.indices)
  func hand(index: Int) throws {
    let (model, path, expected) = Self.byHand[index]
    #expect(agree(try credits(model, [path]), expected), "\(model)")
    let thrice = CustomerPath(
      touches: path.touches, conversionStep: path.conversionStep, conversions: 3,
      milestone: path.milestone)
    #expect(agree(try credits(model, [thrice]), expected.map { 3 * $0 }), "\(model)")
  }

  @Test("go by time and not by place under time decay")
  func timeDecay() throws {
    let path = CustomerPath(
      touches: [
        .init(channel: 0, step: 2), .init(channel: 1, step: 8), .init(channel: 2, step: 8),
      ],
      conversionStep: 11)
    let found = try credits(.timeDecay(halfLife: 3), [path])
    #expect(agree(found, [1 / 9.0, 4 / 9.0, 4 / 9.0, 0]))
  }

  @Test("credit exactly the conversions that a touch precedes", arguments: everyModel.indices)
  func sum(index: Int) throws {
    for seed in 1...20 {
      let paths = drawnPaths(60, channels: 4, seed: UInt64(seed))
      let found = try credits(everyModel[index], paths)
      let expected = paths.filter { !$0.touches.isEmpty }.reduce(0) { $0 + $1.conversions }
      #expect(agree([found.reduce(0, +)], [Double(expected)]), "\(everyModel[index])")
      #expect(AttributionModel.attributable(paths) == expected)
    }
    #expect(try credits(everyModel[index], [path([]), path([1], conversions: 0)]) == [0, 0, 0, 0])
  }

  @Test("do not look at the numbers of channels", arguments: everyModel.indices)
  func symmetry(index: Int) throws {
    let renamed = [2, 0, 3, 1]
    for seed in 1...20 {
      let paths = drawnPaths(60, channels: 4, seed: UInt64(seed))
      let others = paths.map { path in
        CustomerPath(
          touches: path.touches.map { .init(channel: renamed[$0.channel], step: $0.step) },
          conversionStep: path.conversionStep, conversions: max(1, path.conversions),
          milestone: path.milestone)
      }
      let found = try credits(everyModel[index], paths)
      let swapped = try credits(everyModel[index], others)
      #expect(agree(found, renamed.map { swapped[$0] }), "\(everyModel[index])")
    }
  }

  @Test("give nothing to a channel that is on no path", arguments: everyModel.indices)
  func dummy(index: Int) throws {
    let paths = drawnPaths(60, channels: 3, seed: 5)
    let found = try credits(everyModel[index], paths)
    #expect(found[3] == 0)
    #expect(agree(Array(found[..<3]), try everyModel[index].credits(paths, channels: 3)))
  }

  @Test("exchange first and last when time runs backward")
  func reversal() throws {
    let paths = drawnPaths(80, channels: 4, seed: 11)
    let reversed = paths.map { path in
      CustomerPath(
        touches: path.touches.reversed().enumerated().map {
          .init(channel: $0.element.channel, step: $0.offset)
        }, conversionStep: path.conversionStep, conversions: max(1, path.conversions))
    }
    #expect(try credits(.first, paths) == credits(.last, reversed))
    #expect(try credits(.last, paths) == credits(.first, reversed))
    #expect(try credits(.first, paths) != credits(.last, paths))
    for model in [AttributionModel.linear, .uShaped, .shapley, .shapleyRates] {
      #expect(agree(try credits(model, paths), try credits(model, reversed)), "\(model)")
    }
  }

  @Test("have names of their own")
  func names() {
    #expect(Set(everyModel.map(\.name)).count == everyModel.count)
  }
}
