import Interchange

/// The language of design documents: what `design.json` may say, in one place.
enum ExperimentDesignShape {
  static let document = SpecShape(
    "design", "Who or what is assigned to which arm by which rule, and what will be analyzed.",
    [
      .required("format", .choice([ExperimentDesign.format]), "What kind of document this is."),
      .required("version", .integer(atLeast: 1), "Version of the format."),
      .required(
        "kind", .choice(ExperimentDesign.Kind.allCases.map(\.rawValue)), "Rule of assignment."),
      .required("unit", .text, "Column that names the units."),
      .optional("cluster", .text, "Column that names the cluster of a unit."),
      .optional("strata", .list(.text, count: nil), "Columns whose combinations are the strata."),
      .required("arms", .list(.fields(arm), count: nil), "The arms, waves or cells."),
      .optional("control", .text, "Name of the arm that the others are compared with."),
      .optional("factors", .list(.fields(factor), count: nil), "Factors of a factorial design."),
      .optional("timing", .fields(timing), "Periods of a stepped wedge or a switchback."),
      .required("seed", .text, "Seed of all chance, in quotes: JSON readers round large numbers."),
      .optional(
        "rerandomization", .fields(rerandomization), "How draws were repeated for balance."),
      .optional("source", .fields(file), "List of units that were assigned."),
      .optional("assignment", .fields(file), "List of assigned units."),
      .optional("analysis", .fields(analysis), "What is going to be analyzed."),
    ])

  static let arm = SpecShape(
    "arm", "One arm, wave or cell.",
    [
      .required("name", .text, "Its name in the column arm of the list."),
      .required("share", .number(.share), "Share of units that was aimed at."),
      .required("units", .integer(atLeast: 0), "Units that it has; periods for a switchback."),
      .optional("clusters", .integer(atLeast: 0), "Clusters that it has."),
      .optional("start", .integer(atLeast: 1), "First treated period of a wave, from 1."),
      .optional("levels", .list(.text, count: nil), "Level of each factor, in their order."),
    ])

  static let factor = SpecShape(
    "factor", "A factor of a factorial design.",
    [
      .required("name", .text, "Its name."),
      .required("levels", .list(.text, count: nil), "Its levels, the one to compare with first."),
    ])

  static let timing = SpecShape(
    "timing", "The periods of a stepped wedge or a switchback.",
    [
      .required("periods", .integer(atLeast: 2), "Periods of the experiment, from period 1."),
      .optional(
        "blockLength", .integer(atLeast: 1), "Periods in a row with one arm; 1 unless said."),
    ])

  static let rerandomization = SpecShape(
    "rerandomization", "How assignments were drawn until one was balanced.",
    [
      .required("columns", .list(.text, count: nil), "Columns that are balanced."),
      .required("threshold", .number(.notNegative), "Largest accepted Mahalanobis distance."),
      .required("draws", .integer(atLeast: 1), "Assignments drawn, the accepted one included."),
      .required("acceptance", .number(.share), "Share of assignments within the threshold."),
      .required("distance", .number(.notNegative), "Distance of the accepted assignment."),
    ])

  static let file = SpecShape(
    "file", "A file by name and content.",
    [
      .required("name", .text, "Its name without its folder."),
      .required("hash", .text, "64-bit FNV-1a hash of its bytes, sixteen hexadecimal digits."),
    ])

  static let analysis = SpecShape(
    "analysis", "What is going to be analyzed.",
    [
      .optional("outcome", .text, "Column of the outcome in the table of results."),
      .optional("pre", .text, "Column of the same outcome before the experiment."),
      .optional("alpha", .number(.share), "Significance level of the two-sided test."),
      .optional("power", .number(.share), "Power that was planned for."),
      .optional(
        "smallestLift", .number(.any),
        "Smallest effect to be found, relative to the mean of the control arm."),
      .optional("looks", .integer(atLeast: 1), "Times the data are looked at."),
      .optional("spending", .text, "Rule by which looks spend the significance level."),
      .optional("ridge", .flag, "Whether a synthetic control is augmented by ridge regression."),
    ])
}
