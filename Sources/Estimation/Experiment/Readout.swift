/// What one method says about the effect of one arm against another.
public struct Readout: Sendable, Equatable {
  /// The method in the words of tables, such as `ANCOVA, HC2`.
  public let method: String
  /// The effect per unit, in units of the outcome.
  public let effect: EffectEstimate
  /// The effect as a share of ``controlLevel``; nil where that cannot be told from zero.
  public let relative: EffectEstimate?
  /// What the control arm shows, adjusted as the effect is, in units of the outcome.
  public let controlLevel: Double
  /// How many units, pairs or clusters were treated.
  public let treatedCount: Int
  /// How many units, pairs or clusters were not.
  public let controlCount: Int

  /// A readout of a difference on the scale of the outcome.
  ///
  /// - Parameters:
  ///   - method: The method in the words of tables.
  ///   - effect: The effect per unit.
  ///   - level: The level of the control arm with its uncertainty.
  ///   - treated: How many units, pairs or clusters were treated.
  ///   - control: How many were not.
  public init(
    method: String, effect: EffectEstimate, level: ComparisonLevel, treated: Int, control: Int
  ) {
    self.init(
      method: method, effect: effect, relative: effect.relative(to: level),
      controlLevel: level.value, treated: treated, control: control)
  }

  /// A readout whose relative effect is found by the method itself.
  ///
  /// - Parameters:
  ///   - method: The method in the words of tables.
  ///   - effect: The effect per unit.
  ///   - relative: The effect as a share of the level.
  ///   - controlLevel: The level of the control arm.
  ///   - treated: How many units, pairs or clusters were treated.
  ///   - control: How many were not.
  public init(
    method: String, effect: EffectEstimate, relative: EffectEstimate?, controlLevel: Double,
    treated: Int, control: Int
  ) {
    self.method = method
    self.effect = effect
    self.relative = relative
    self.controlLevel = controlLevel
    treatedCount = treated
    controlCount = control
  }
}
