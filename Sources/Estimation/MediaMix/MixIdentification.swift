import Interchange
import Statistics

/// What a model's columns can tell apart, before anything is fitted.
///
/// Responses are taken at the middle of the priors of their transforms.
public struct MixIdentification: Sendable {
  /// The checks: rows, columns that cannot be told apart, and columns that nearly cannot.
  public let checks: [MixCheck]

  /// Looks at the columns of a model.
  public init(_ design: MixDesign) {
    let columns = RegressionColumns(design)
    let free = design.parameters.free.count
    let rows = columns.columns.rows
    var checks = [
      MixCheck(
        "parameters_per_row", Double(free) / Double(rows),
        free >= rows ? .bad : free * 5 > rows ? .watch : .good,
        free >= rows
          ? "\(free) parameters cannot be told from \(rows) rows: what comes out is the priors; drop "
            + "channels, controls or knots, or add periods or units."
          : "\(rows) rows for \(free) parameters.")
    ]
    checks.append(Self.constancy(design))
    checks.append(Self.collinearity(columns))
    self.checks = checks
  }

  /// Whether results would be those of the priors alone.
  public var isIdentified: Bool { !checks.contains { $0.verdict == .bad } }

  /// Channels whose exposure never changes: their effect is part of the baseline.
  private static func constancy(_ design: MixDesign) -> MixCheck {
    let names = design.channels.indices.filter { channel in
      let column = design.fitted(design.channels[channel].exposure)
      return column.allSatisfy { $0 == column[0] }
    }.map { design.spec.channels[$0].name }
    return MixCheck(
      "constant_channels", Double(names.count), names.isEmpty ? .good : .bad,
      names.isEmpty
        ? "Every channel varies."
        : "\(names.joined(separator: ", ")): the exposure never changes, so that the effect cannot be "
          + "told from the baseline; vary it, run a lift test, or leave the channel out.")
  }

  private static func collinearity(_ columns: RegressionColumns) -> MixCheck {
    guard columns.columns.rows > columns.names.count + 1 else {
      return MixCheck(
        "variance_inflation", .nan, .watch,
        "There are too few rows to see which columns move together.")
    }
    do {
      let regression = try columns.regression(centered: columns.hasUnitIntercepts)
      let factors = try regression.varianceInflation()
      let worst = factors.indices.max { (factors[$0] ?? 0) < (factors[$1] ?? 0) }
      let largest = worst.flatMap { factors[$0] } ?? 1
      let name = worst.map { regression.names[$0] } ?? ""
      // The usual rule of thumb: above 10 a column is mostly made of the others.
      return MixCheck(
        "variance_inflation", largest, largest > 10 ? .watch : .good,
        largest > 10
          ? "\(name) moves with other columns (variance inflation \(HumanNumber.text(largest))): its "
            + "effect is told apart with difficulty; vary it by itself, or run a lift test."
          : "No column is made up of the others (largest variance inflation "
            + "\(HumanNumber.text(largest)), \(name)).")
    } catch {
      return MixCheck("variance_inflation", .infinity, .bad, "\(error)")
    }
  }
}
