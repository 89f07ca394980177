import Interchange
public import Journeys

/// What a setting changes of the named values: the multipliers that a calibration needed.
public struct SettingWords {
  /// The sentence, without a line feed; empty when the setting changes no named value.
  public let sentence: String

  /// - Parameters:
  ///   - document: The scenario.
  ///   - setting: A setting of the document.
  public init(_ document: ScenarioDocument, setting: String) {
    let arm = document.arms[document.arms.count - 1].name
    let written = document.parameters(arm: arm)
    let changed = document.parameters(arm: arm, setting: setting).compactMap {
      parameter -> String? in
      guard let before = written.first(where: { $0.name == parameter.name }),
        before.value != parameter.value
      else { return nil }
      return "\(parameter.name) \(HumanNumber.text(parameter.value)) (as written "
        + "\(HumanNumber.text(before.value)))"
    }
    sentence =
      changed.isEmpty ? "" : "Setting \(setting): \(changed.joined(separator: ", "))."
  }
}
