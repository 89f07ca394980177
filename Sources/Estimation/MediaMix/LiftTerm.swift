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
  /// Summed responses of each unit that the test took away.
  private var differences: [Double]

  init(_ test: LiftTest, _ design: MixDesign) {
    self.test = test
    let units = test.unit.map { [$0] } ?? Array(design.units.indices)
    let periods = design.fittedPeriods
    self.units = units
    self.periods = periods
    heads = units.map { design.heads[$0] }
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
    differences = heads
  }

  /// The logarithm of the likelihood; leaves derivatives for ``collect(_:into:)`` and adds those by
  /// the channel's coefficients.
  mutating func logDensity(
    _ values: [Double], effects: inout [EffectTerm], parameters: MixParameters
  ) -> Double {
    let lift = lift(
      values, coefficients: effects[test.channel].coefficients, parameters.channels[test.channel])
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

  /// The outcomes that the model expects the test to find; leaves the responses of each unit.
  mutating func lift(
    _ values: [Double], coefficients: [Double], _ places: MixParameters.ChannelPlaces
  ) -> Double {
    let carryover = Array(values[places.carryover])
    let saturation = Array(values[places.saturation])
    actual.forward(carryover: carryover, saturation: saturation)
    changed.forward(carryover: carryover, saturation: saturation)
    var lift = 0.0
    for (place, unit) in units.enumerated() {
      differences[place] = 0
      for row in place * periods..<(place + 1) * periods {
        differences[place] += actual.response[row] - changed.response[row]
      }
      lift += scale * heads[place] * coefficients[unit] * differences[place]
    }
    return lift
  }

  /// Adds derivatives by the channel's transforms.
  mutating func collect(_ parameters: MixParameters, into slopes: inout [Double]) {
    let places = parameters.channels[test.channel]
    actual.backward(gradient, to: &slopes, places)
    for row in gradient.indices { gradient[row] = -gradient[row] }
    changed.backward(gradient, to: &slopes, places)
  }
}

extension LiftTest {
  /// What the model says the test should find, at values of all parameters.
  public func expected(by values: [Double], _ design: MixDesign) -> Double {
    let parameters = design.parameters
    let places = parameters.channels[channel]
    var pass = ChannelPass(
      design.spec.channels[channel], order: design.spec.order, periods: design.fittedPeriods,
      exposures: design.fitted(design.channels[channel].exposure))
    pass.forward(
      carryover: Array(values[places.carryover]), saturation: Array(values[places.saturation]))
    var effect = EffectTerm(design, channel: channel, places)
    effect.update(values, pass.response)
    var term = LiftTerm(self, design)
    return term.lift(values, coefficients: effect.coefficients, places)
  }
}
