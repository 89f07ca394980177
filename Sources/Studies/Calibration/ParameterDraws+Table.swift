import Interchange
import Journeys

extension ParameterDraws {
  /// The `posterior` table of a calibration, which `run --posterior` reads.
  func table() -> Table {
    var columns = [
      TableColumn(
        name: Self.numberColumn, unit: "", meaning: "Number of the draw; all are equally likely.",
        values: .count(Array(rows.indices)))
    ]
    for (place, name) in names.enumerated() {
      columns.append(
        TableColumn(
          name: name, unit: "as the parameter", meaning: "Value of the parameter \(name).",
          values: .number(rows.map { $0[place] })))
    }
    return Table(
      "posterior", meaning: "Equally likely values of the parameters, known together.",
      columns: columns)
  }
}
