public import Statistics

/// One number of a mix model that data and prior decide.
public struct MixParameter: Sendable, Equatable {
  /// The name, with the channel, column or unit in brackets, such as `retention[tv]`.
  public let name: String
  /// What is believed of it before data.
  public let prior: Prior

  /// A parameter.
  init(_ name: String, _ prior: Prior) {
    self.name = name
    self.prior = prior
  }
}

/// Where the parameters of a mix model stand in a column of numbers.
///
/// Known numbers have a place too, so that a draw is the same column however a model was fitted.
public struct MixParameters: Sendable, Equatable {
  /// The places of one channel's parameters.
  public struct ChannelPlaces: Sendable, Equatable {
    /// Parameters of the carryover.
    public var carryover: Range<Int> = 0..<0
    /// Parameters of the saturation.
    public var saturation: Range<Int> = 0..<0
    /// The size of the effect, in the terms of its prior.
    public var effect = 0
    /// Spread of the logarithms of effects between units or groups; nil for one effect.
    public var spread: Int?
    /// Standard normal deviations of the units or groups; empty for one effect.
    public var deviations: Range<Int> = 0..<0
  }

  /// All parameters.
  public private(set) var all: [MixParameter] = []
  /// The place of the intercept.
  public private(set) var intercept = 0
  /// Spread of intercepts between units; nil for one intercept.
  public private(set) var interceptSpread: Int?
  /// Standard normal deviations of the units' intercepts; empty for one intercept.
  public private(set) var interceptDeviations: Range<Int> = 0..<0
  /// The places of each channel's parameters.
  public private(set) var channels: [ChannelPlaces] = []
  /// Coefficients of the linear columns.
  public private(set) var linear: Range<Int> = 0..<0
  /// The standard deviation or the dispersion; nil for Poisson counts.
  public private(set) var scatter: Int?
  /// The degrees of freedom of Student's t; nil otherwise.
  public private(set) var degreesOfFreedom: Int?

  /// The places of the parameters that are not known.
  public var free: [Int] { all.indices.filter { !all[$0].prior.isFixed } }

  /// Lays out the parameters of a model.
  ///
  /// - Parameters:
  ///   - spec: The model.
  ///   - units: The names of the units.
  ///   - groups: The names of the groups whose effects differ; empty for shared effects.
  ///   - columns: The linear columns.
  init(_ spec: MixSpec, units: [String], groups: [String], linear columns: [MixParameter]) {
    intercept = add(MixParameter("intercept", spec.baseline.intercept))
    if let spread = spec.hierarchy.intercept, units.count > 1 {
      interceptSpread = add(MixParameter("intercept_spread", spread))
      interceptDeviations = add(
        units.map { MixParameter("intercept_deviation[\($0)]", .normal(mean: 0, sd: 1)) })
    }
    for channel in spec.channels { channels.append(places(of: channel, spec, groups)) }
    linear = add(columns)
    switch spec.likelihood {
    case .normal(let sd): scatter = add(MixParameter("sd", sd))
    case .student(let sd, let degrees):
      scatter = add(MixParameter("sd", sd))
      degreesOfFreedom = add(MixParameter("degrees_of_freedom", degrees))
    case .poisson: break
    case .negativeBinomial(let dispersion):
      scatter = add(MixParameter("dispersion", dispersion))
    }
  }

  private mutating func places(
    of channel: MixSpec.Channel, _ spec: MixSpec, _ groups: [String]
  ) -> ChannelPlaces {
    func named(_ names: [String], _ priors: [Prior]) -> [MixParameter] {
      zip(names, priors).map { MixParameter("\($0)[\(channel.name)]", $1) }
    }
    var places = ChannelPlaces()
    places.carryover = add(named(channel.carryover.parameterNames, channel.carryoverPriors))
    // Weibull's carryover and the hyperbolic tangent both have a scale.
    let names = channel.saturation.parameterNames.map {
      channel.carryover.parameterNames.contains($0) ? "saturation_\($0)" : $0
    }
    places.saturation = add(named(names, channel.saturationPriors))
    let effect =
      switch channel.effect {
      case .coefficient(let prior): MixParameter("effect[\(channel.name)]", prior)
      case .returnOnSpend(let prior): MixParameter("return_on_spend[\(channel.name)]", prior)
      case .share(let prior): MixParameter("share[\(channel.name)]", prior)
      }
    places.effect = add(effect)
    if let spread = spec.hierarchy.effects, groups.count > 1 {
      places.spread = add(MixParameter("effect_spread[\(channel.name)]", spread))
      places.deviations = add(
        groups.map {
          MixParameter("effect_deviation[\(channel.name),\($0)]", .normal(mean: 0, sd: 1))
        })
    }
    return places
  }

  private mutating func add(_ parameter: MixParameter) -> Int {
    all.append(parameter)
    return all.count - 1
  }

  private mutating func add(_ parameters: [MixParameter]) -> Range<Int> {
    let first = all.count
    all.append(contentsOf: parameters)
    return first..<all.count
  }
}

extension MixParameters {
  /// Writes the intercepts of units as mean, spread and deviations; nothing where there is one
  /// intercept for all.
  ///
  /// - Parameters:
  ///   - intercepts: One per unit, or one for all, in the model's units.
  ///   - values: Values of all parameters.
  func write(intercepts: [Double], into values: inout [Double]) {
    guard let spread = interceptSpread, intercepts.count > 1 else { return }
    let moments = RunningMoments(intercepts)
    // Units without any difference have deviations of 0 and not of 0 / 0.
    let sd = max(moments.standardDeviation, 1e-12)
    values[intercept] = moments.mean
    values[spread] = sd
    for (unit, place) in interceptDeviations.enumerated() {
      values[place] = (intercepts[unit] - moments.mean) / sd
    }
  }
}
