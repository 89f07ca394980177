import Statistics

/// The likelihood of an experiment: its estimate is normal around what the model says.
struct LiftTerm: Sendable {
  private let test: LiftTest
  /// Units of the test, and outcomes per unit of the scaled outcome in each.
  private let units: [Int]
  private let scales: [Double]
  private let periods: Int
  private let hasLogLink: Bool
  /// The channel as it was, and with the tested share of exposures gone.
  private var actual: ChannelPass
  private var changed: ChannelPass
  /// What is lost of each row, in outcomes.
  private var losses: [Double]
  /// Derivatives of the losses by the channel's part in the linked mean.
  private var weights: [Double]
  /// Derivatives of the summed losses by each unit's coefficient.
  private var differences: [Double]

  init(_ test: LiftTest, _ design: MixDesign) {
    self.test = test
    let units = test.unit.map { [$0] } ?? Array(design.units.indices)
    let periods = design.fittedPeriods
    self.units = units
    self.periods = periods
    hasLogLink = design.spec.likelihood.hasLogLink
    scales = units.map { design.heads[$0] * design.outcomeScale }
    let column = design.fitted(design.channels[test.channel].exposure)
    let exposures = units.flatMap { column[$0 * periods..<($0 + 1) * periods] }
    let without = exposures.indices.map {
      test.periods.contains($0 % periods) ? exposures[$0] * (1 - test.removed) : exposures[$0]
    }
    let channel = design.spec.channels[test.channel]
    actual = ChannelPass(
      channel, order: design.spec.order, periods: periods, exposures: exposures)
    changed = ChannelPass(channel, order: design.spec.order, periods: periods, exposures: without)
    losses = [Double](repeating: 0, count: exposures.count)
    weights = losses
    differences = [Double](repeating: 0, count: units.count)
  }

  /// The logarithm of the likelihood; leaves derivatives for ``collect(_:into:)``, and adds those by
  /// the channel's coefficients and, with a log link, by the linked means.
  ///
  /// - Parameters:
  ///   - values: Values of all parameters.
  ///   - effects: The channels' coefficients.
  ///   - parameters: Where the parameters stand.
  ///   - predictor: The linked means of the fitted rows.
  ///   - rowGradient: Derivatives by the linked means.
  /// - Returns: The logarithm.
  mutating func logDensity(
    _ values: [Double], effects: inout [EffectTerm], parameters: MixParameters,
    predictor: [Double], rowGradient: inout [Double]
  ) -> Double {
    let lift = lift(
      values, coefficients: effects[test.channel].coefficients,
      parameters.channels[test.channel], predictor: predictor)
    let z = (test.estimate - lift) / test.standardError
    let slope = z / test.standardError
    for (place, unit) in units.enumerated() {
      effects[test.channel].coefficientGradient[unit] += slope * differences[place]
      let factor = slope * effects[test.channel].coefficients[unit]
      for row in place * periods..<(place + 1) * periods {
        weights[row] *= factor
        if hasLogLink { rowGradient[row + (unit - place) * periods] += slope * losses[row] }
      }
    }
    return -0.5 * z * z - 0.918938533204672742 - Elementary.log(test.standardError)
  }

  /// The outcomes that the model expects the test to find.
  ///
  /// - Parameters:
  ///   - values: Values of all parameters.
  ///   - coefficients: The channel's coefficient in each unit.
  ///   - places: Where the channel's parameters stand.
  ///   - predictor: The linked means of the fitted rows; only those of a log link are read.
  /// - Returns: The outcomes.
  mutating func lift(
    _ values: [Double], coefficients: [Double], _ places: MixParameters.ChannelPlaces,
    predictor: [Double]
  ) -> Double {
    let carryover = Array(values[places.carryover])
    let saturation = Array(values[places.saturation])
    actual.forward(carryover: carryover, saturation: saturation)
    changed.forward(carryover: carryover, saturation: saturation)
    var lift = 0.0
    for (place, unit) in units.enumerated() {
      differences[place] = 0
      for row in place * periods..<(place + 1) * periods {
        let difference = actual.response[row] - changed.response[row]
        let part = coefficients[unit] * difference
        if hasLogLink {
          let mean = Elementary.exp(predictor[row + (unit - place) * periods])
          losses[row] = -mean * Elementary.expm1(-part)
          weights[row] = mean - losses[row]
        } else {
          losses[row] = scales[place] * part
          weights[row] = scales[place]
        }
        lift += losses[row]
        differences[place] += weights[row] * difference
      }
    }
    return lift
  }

  /// Adds derivatives by the channel's transforms.
  mutating func collect(_ parameters: MixParameters, into slopes: inout [Double]) {
    let places = parameters.channels[test.channel]
    actual.backward(weights, to: &slopes, places)
    for row in weights.indices { weights[row] = -weights[row] }
    changed.backward(weights, to: &slopes, places)
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
    var predictor: [Double] = []
    if design.spec.likelihood.hasLogLink {
      // What the channel brings depends on all else.
      var reading = MixReading(design)
      reading.read(values)
      predictor = design.fitted(reading.predictor)
    }
    var term = LiftTerm(self, design)
    return term.lift(
      values, coefficients: effect.coefficients, places, predictor: predictor)
  }
}
