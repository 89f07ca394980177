import Statistics

/// What a channel's responses are worth in each unit: its coefficients, with derivatives.
///
/// With the effect `e` and the factor `m_g` of a unit's deviation the coefficient is `β_g = e · m_g`.
/// A return on spend or a share says what all contributions together are, `Σ_g h_g β_g S_g` for heads
/// `h_g` and summed responses `S_g`; then `β_g = e · K · m_g / Σ h m S`, with K the spend in units of
/// the outcome or the total outcome. Google Inc. calls the former an ROI prior (Meridian).
struct EffectTerm: Sendable {
  private let places: MixParameters.ChannelPlaces
  private let periods: Int
  private let heads: [Double]
  /// The group of each unit; empty for one effect.
  private let groupOfUnit: [Int]
  /// What all contributions are for an effect of 1; nil where the effect is the coefficient.
  private let target: Double?

  /// The coefficient of each unit.
  private(set) var coefficients: [Double]
  /// Derivatives by the coefficients that come from elsewhere than the rows.
  var coefficientGradient: [Double]
  private var factors: [Double]
  private var sums: [Double]
  private var total = 1.0

  init(_ design: MixDesign, channel: Int, _ places: MixParameters.ChannelPlaces) {
    self.places = places
    periods = design.fittedPeriods
    heads = design.heads
    groupOfUnit = design.groupOfUnit
    coefficients = [Double](repeating: 0, count: design.units.count)
    coefficientGradient = coefficients
    sums = coefficients
    factors = [Double](repeating: 1, count: design.units.count)
    switch design.spec.channels[channel].effect {
    case .coefficient: target = nil
    case .returnOnSpend:
      let spend = design.fitted(design.channels[channel].spend ?? []).reduce(0, +)
      target = spend / (design.spec.outcome.value * design.outcomeScale)
    case .share:
      let outcome = design.fitted(design.outcome)
      let periods = self.periods
      target = outcome.indices.reduce(0) { $0 + outcome[$1] * design.heads[$1 / periods] }
    }
  }

  /// Whether responses of the fitted periods decide the coefficient.
  var isRelative: Bool { target != nil }

  /// Computes the coefficients.
  mutating func update(_ values: [Double], _ response: [Double]) {
    for unit in coefficientGradient.indices { coefficientGradient[unit] = 0 }
    if let spread = places.spread {
      for unit in factors.indices {
        let deviation = values[places.deviations.lowerBound + groupOfUnit[unit]]
        factors[unit] = Elementary.exp(values[spread] * deviation)
      }
    }
    var effect = values[places.effect]
    if let target {
      total = 0
      for unit in sums.indices {
        sums[unit] = ColumnSums.sum(response, from: unit * periods, count: periods)
        total += heads[unit] * factors[unit] * sums[unit]
      }
      effect *= target / total
    }
    for unit in coefficients.indices { coefficients[unit] = effect * factors[unit] }
  }

  /// Adds the channel's part to the linked means.
  func add(_ response: [Double], to predictor: inout [Double]) {
    for unit in coefficients.indices {
      ColumnSums.add(
        coefficients[unit], times: response, to: &predictor,
        in: unit * periods..<(unit + 1) * periods)
    }
  }

  /// Adds derivatives by the effect and its deviations, and fills those by the responses.
  mutating func collect(
    _ rowGradient: [Double], _ response: [Double], _ values: [Double],
    responseGradient: inout [Double], _ slopes: inout [Double]
  ) {
    var byEffect = 0.0
    for unit in coefficients.indices {
      coefficientGradient[unit] += dot(
        rowGradient, from: unit * periods, response, from: unit * periods, count: periods)
      byEffect += coefficientGradient[unit] * factors[unit]
    }
    let effect = values[places.effect]
    let scaled = target.map { effect * $0 / total } ?? effect
    slopes[places.effect] += byEffect * (target.map { $0 / total } ?? 1)
    let byTotal = isRelative ? -byEffect * scaled / total : 0
    for unit in coefficients.indices {
      let extra = byTotal * heads[unit] * factors[unit]
      ColumnSums.fill(
        &responseGradient, in: unit * periods..<(unit + 1) * periods, with: coefficients[unit],
        times: rowGradient, plus: extra)
      guard let spread = places.spread else { continue }
      let byFactor = coefficientGradient[unit] * scaled + byTotal * heads[unit] * sums[unit]
      let place = places.deviations.lowerBound + groupOfUnit[unit]
      slopes[spread] += byFactor * factors[unit] * values[place]
      slopes[place] += byFactor * factors[unit] * values[spread]
    }
  }
}
