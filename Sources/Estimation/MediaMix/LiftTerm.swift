import Statistics

/// The likelihood of an experiment: its estimate is normal around what the model says.
struct LiftTerm: Sendable {
  private let test: LiftTest
  /// Units of the test, and their heads.
  private let units: [Int]
  private let heads: [Double]
  private let periods: Int
  /// Outcomes per unit of the scaled outcome.
  private let scale: Double
  /// The channel as it was, and with the tested share of exposures gone.
  private var actual: ChannelPass
  private var changed: ChannelPass
  private var gradient: [Double]

  init(_ test: LiftTest, _ design: MixDesign) {
    self.test = test
    units = test.unit.map { [$0] } ?? Array(design.units.indices)
    heads = units.map { design.heads[$0] }
    periods = design.fittedPeriods
    scale = design.outcomeScale
    let column = design.fitted(design.channels[test.channel].exposure)
    let exposures = units.flatMap { column[$0 * periods..<($0 + 1) * periods] }
    let without = exposures.indices.map {
      test.periods.contains($0 % periods) ? exposures[$0] * (1 - test.removed) : exposures[$0]
    }
    let channel = design.spec.channels[test.channel]
    actual = ChannelPass(
      channel, order: design.spec.order, periods: periods, exposures: exposures)
    changed = ChannelPass(channel, order: design.spec.order, periods: periods, exposures: without)
    gradient = exposures
  }

  /// The logarithm of the likelihood; leaves derivatives for ``collect(_:into:)`` and adds those by
  /// the channel's coefficients.
  mutating func logDensity(
    _ values: [Double], effects: inout [EffectTerm], parameters: MixParameters
  ) -> Double {
    let places = parameters.channels[test.channel]
    let carryover = Array(values[places.carryover])
    let saturation = Array(values[places.saturation])
    actual.forward(carryover: carryover, saturation: saturation)
    changed.forward(carryover: carryover, saturation: saturation)
    var lift = 0.0
    var differences = [Double](repeating: 0, count: units.count)
    for (place, unit) in units.enumerated() {
      for row in place * periods..<(place + 1) * periods {
        differences[place] += actual.response[row] - changed.response[row]
      }
      lift += scale * heads[place] * effects[test.channel].coefficients[unit] * differences[place]
    }
    let z = (test.estimate - lift) / test.standardError
    for (place, unit) in units.enumerated() {
      let slope = z / test.standardError * scale * heads[place]
      effects[test.channel].coefficientGradient[unit] += slope * differences[place]
      for row in place * periods..<(place + 1) * periods {
        gradient[row] = slope * effects[test.channel].coefficients[unit]
      }
    }
    return -0.5 * z * z - 0.918938533204672742 - Elementary.log(test.standardError)
  }

  /// Adds derivatives by the channel's transforms.
  mutating func collect(_ parameters: MixParameters, into slopes: inout [Double]) {
    let places = parameters.channels[test.channel]
    actual.backward(gradient, to: &slopes, places)
    for row in gradient.indices { gradient[row] = -gradient[row] }
    changed.backward(gradient, to: &slopes, places)
  }
}
