public import Interchange
import Journeys

/// The language of calibrations: what is known of the past, and what is to be learned from it.
public enum CalibrationShape {
  /// A whole document.
  public static let document = SpecShape(
    "calibration", "Which parameters are learned, and from what.",
    [
      .optional("title", .text, "One line for headings; the file's name unless said."),
      .optional(
        "engine", .choice(["simulation"]),
        "simulation (the default): figures of worlds; with transitions the document has keys of its "
          + "own, and the likelihood of observed stages is sampled."),
      .optional("arm", .text, "Arm that the past happened under; the baseline unless said."),
      .optional("setting", .text, "Setting of the scenario; the document as it stands."),
      .optional(
        "parameters", .list(.text, count: nil),
        "Free parameters, each with a prior in the scenario; all that have one unless said. The "
          + "others keep their own values."),
      .optional("data", .fields(data), "How the table of data is read."),
      .required("targets", .map(.fields(target), of: "target"), "What must be reproduced."),
      .optional(
        "statistics", .choice(CalibrationSpec.Summary.allCases.map(\.rawValue)),
        "learned (the default): the figures are summed up by a regression of the parameters on them; "
          + "declared: they count as they are."),
      .optional("budget", .fields(budget), "How much may be simulated."),
      .optional("draws", .integer(atLeast: 100), "Draws that are kept; 1000 unless said."),
      .optional("seed", .integer(atLeast: 0), "Seed of every random number; 1 unless said."),
    ])

  static let data = SpecShape(
    "data", "How the table of data is read: one row per unit and period.",
    [
      .optional("unit", .text, "Column of units, such as physicians; none for a national series."),
      .required("period", .text, "Column of dates or numbers of periods."),
      .optional(
        "stepsPerPeriod", .integer(atLeast: 1),
        "Steps of the scenario in a period; found from dates that are days or weeks apart."),
      .optional(
        "start", .date,
        "First day of the first period, where periods are numbers; the scenario's start unless said."
      ),
      .optional(
        "holdout", .integer(atLeast: 0),
        "Last periods that are kept back and scored afterwards; 0 unless said."),
    ])

  static let target = SpecShape(
    "calibration target", "Figures that must be reproduced, and how exactly.",
    exactlyOne: [["series", "panel", "figure", "target"]],
    atMostOne: [["tolerance", "relativeTolerance", "between"]],
    [
      .optional("series", .fields(series), "A column of the data, summed over units, by period."),
      .optional("panel", .fields(panel), "Figures that describe units and periods together."),
      .optional("figure", .fields(Target.Measure.shape), "A figure, such as a published one."),
      .optional("target", .text, "Name of a target of the scenario, with its interval."),
      .optional("is", .number(.any), "What a figure is; with between, its middle unless said."),
      .optional(
        "between", .list(.number(.any), count: 2),
        "Interval that holds a figure with a chance of 90 %."),
      .optional(
        "tolerance", .number(.notNegative),
        "Standard deviation of the error of observation, in the unit of the figure; 0 unless said. "
          + "What differs between simulated worlds is not part of it."),
      .optional(
        "relativeTolerance", .number(.notNegative), "The same as a share of the observed figure."),
      .optional("weight", .number(.positive), "How much it counts; 1 unless said."),
      .optional("source", .text, "Source of the figure."),
      .optional("note", .text, "What it means."),
    ])

  static let series = SpecShape(
    "calibration series", "A column of the data, and the metrics that stand for it in a world.",
    [.required("column", .text, "Column of the data.")]
      + Target.Quantity.shape.fields.filter { ["metric", "less", "where"].contains($0.key) })

  static let panel = SpecShape(
    "calibration panel", "Figures of a panel of units and periods.",
    [
      .required("event", .text, "Event of the scenario that stands for the outcome."),
      .required("outcome", .text, "Column of the data that it is held against."),
      .optional("channel", .text, "Channel whose delivered touches stand for the effort."),
      .optional("effort", .text, "Column of the data that they are held against."),
      .optional("only", .map(.oneOrMore(.text), of: "attribute"), "Only agents of these levels."),
      .required(
        "statistics", .list(.text, count: nil),
        "Figures, such as outcome.mean, elasticity.within, outcome.autocorrelation:1."),
    ])

  static let budget = SpecShape(
    "calibration budget", "How much may be simulated.",
    [
      .optional("simulations", .integer(atLeast: 500), "Worlds at most; 4000 unless said."),
      .optional(
        "minutes", .number(.positive), "Time after which no further batch begins; none unless said."
      ),
    ])
}
