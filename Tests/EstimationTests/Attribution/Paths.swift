import Estimation
import Statistics

/// A path whose touches are one step apart, the last in the step of the conversion.
func path(_ channels: [Int], conversions: Int = 1, milestone: Int? = nil) -> CustomerPath {
  CustomerPath(
    touches: channels.enumerated().map { CustomerTouch(channel: $0.element, step: $0.offset) },
    conversionStep: conversions > 0 ? max(0, channels.count - 1) : nil, conversions: conversions,
    milestone: milestone)
}

/// Paths drawn from a seed: up to six touches of some channels, half of them converting.
func drawnPaths(_ count: Int, channels: Int, seed: UInt64) -> [CustomerPath] {
  let stream = RandomStream(seed: seed, replicate: 0, purpose: "test/paths")
  func draw(_ row: Int, _ place: Int, below limit: Int) -> Int {
    Int(stream.uniform(agent: row, step: place) * Double(limit))
  }
  return (0..<count).map { row in
    let length = draw(row, 0, below: 7)
    let touched = (0..<length).map { draw(row, 2 + $0, below: channels) }
    let conversions = draw(row, 1, below: 4) - 1
    let milestone = draw(row, 20, below: 9)
    return path(
      touched, conversions: max(0, conversions), milestone: milestone > 6 ? nil : milestone)
  }
}

/// Every model.
let everyModel: [AttributionModel] = [
  .first, .last, .linear, .timeDecay(halfLife: 2), .uShaped, .wShaped,
  .custom(first: 3, middle: 5, last: 1), .markovRemoval, .shapley, .shapleyRates,
]

/// Whether two lists of numbers agree to rounding.
func agree(_ first: [Double], _ second: [Double], to tolerance: Double = 1e-9) -> Bool {
  first.count == second.count
    && zip(first, second).allSatisfy { ($0 - $1).magnitude <= tolerance * max(1, $1.magnitude) }
}
