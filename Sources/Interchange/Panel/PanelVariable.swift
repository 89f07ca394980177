/// A quantity that a panel observes for every unit and period.
public struct PanelVariable: Sendable, Equatable {
  /// The name, as it heads a column.
  public let name: String

  /// What one of it is, such as `people` or `USD`; empty for plain numbers.
  public let unit: String

  /// What the quantity counts or measures, in a sentence.
  public let meaning: String

  /// A quantity with its unit and meaning.
  ///
  /// - Parameters:
  ///   - name: The name, as it heads a column.
  ///   - unit: What one of it is; empty for plain numbers.
  ///   - meaning: What the quantity counts or measures, in a sentence.
  public init(name: String, unit: String, meaning: String) {
    self.name = name
    self.unit = unit
    self.meaning = meaning
  }
}
