public import Interchange

/// The part of the scenario language that states what a run must show.
enum TargetShape {
  /// Figures that are taken from the record of single agents.
  static let agentMeasures = [
    "elasticity", "correlation", "exposed", "topShare", "gini", "dispersion", "autocorrelation",
    "agentShare",
  ]

  static let target = SpecShape(
    "target", "A figure with the interval that it must fall into.", exactlyOne: [measures],
    [
      .optional("question", .text, "What is asked, in a sentence."),
      .required("between", .list(.number(.any), count: 2), "Lowest and highest figure that holds."),
      .optional("setting", .text, "Setting in which it is measured; the document as it stands."),
      .optional("arm", .text, "Arm in which it is measured."),
    ] + figure + [
      .optional("source", .text, "Source of the interval."),
      .optional("note", .text, "What the target means, or why it may fail."),
    ])

  /// Keys of which a figure has exactly one.
  private static let measures = ["value"] + agentMeasures + ["contentGaps"]

  static let measure = SpecShape(
    "figure", "A figure that a world shows.", exactlyOne: [measures], figure)

  private static let figure: [SpecField] = [
    .optional("value", .fields(quantity), "A quantity, or the numerator of a ratio."),
    .optional("per", .fields(quantity), "The denominator."),
    .optional("over", .fields(ratio), "A ratio that the ratio is divided by."),
    .optional("less", .fields(ratio), "A ratio that is subtracted in the end."),
    .optional(
      "elasticity", .fields(panel(["design"])),
      "Elasticity of an event to the delivered touches of a channel, from agent by period."),
    .optional(
      "correlation", .fields(panel([])),
      "Correlation over agents of mean events and mean delivered touches."),
    .optional(
      "exposed", .fields(exposed),
      "Events per agent among those touched at least once, over those among the never touched."),
    .optional(
      "contentGaps", .fields(contentGaps),
      "Cells of stage and level in which the best usable content matches too little."),
    .optional("topShare", .fields(agents(["top"])), "Share of the events by the top agents."),
    .optional("gini", .fields(agents([])), "Gini coefficient of the events over agents."),
    .optional(
      "dispersion", .fields(course([])),
      "Median over agents of the variance over the mean of their events by period."),
    .optional(
      "autocorrelation",
      .fields(
        course([.optional("lag", .integer(atLeast: 1), "Periods between the two; 1 unless said.")])),
      "Autocorrelation of events by period, in deviations from the agents' own means."),
    .optional(
      "agentShare", .fields(agents(["atLeastPerStep"])),
      "Share of agents with at least so many events per step."),
  ]

  static let ratio = SpecShape(
    "ratio", "A quantity, or a quantity per another.",
    [
      .required("value", .fields(quantity), "The quantity, or the numerator."),
      .optional("per", .fields(quantity), "The denominator."),
    ])

  static let quantity = SpecShape(
    "quantity", "A metric of the forecast, summed over a window.",
    atMostOne: [["arms", "arm"], ["arms", "minus"]],
    [
      .required(
        "metric", .oneOrMore(.text),
        "Metrics that are added, as in the forecast table: event:nrx, stage:adopter …"),
      .optional("less", .oneOrMore(.text), "Metrics that are subtracted."),
      .optional("arm", .text, "Arm; the target's arm unless said."),
      .optional("minus", .text, "Arm that is subtracted, replicate by replicate."),
      .optional(
        "arms", .map(.number(.any), of: "arm"),
        "Weights of the arms that are added, in their place."),
      .optional("where", .map(.text, of: "attribute"), "Only these levels of the breakdown."),
      .optional("from", .date, "First day; the start unless said."),
      .optional("to", .date, "Last day; the end unless said."),
      .optional(
        "at", .choice(["sum", "last"]), "sum over the window (the default), or its last step."),
    ])

  private static func course(_ extra: [SpecField]) -> SpecShape {
    SpecShape(
      extra.isEmpty ? "dispersion" : "autocorrelation", "Events by agent and period.",
      [
        .required("event", .text, "The event."),
        .optional("periodWeeks", .integer(atLeast: 1), "Length of a period; 4 unless said."),
        .optional("only", .map(.oneOrMore(.text), of: "attribute"), "Only agents of these levels."),
        .optional("from", .date, "First day; the start unless said."),
      ] + extra)
  }

  private static func panel(_ extra: [String]) -> SpecShape {
    SpecShape(
      extra.isEmpty ? "correlation" : "elasticity", "Events and touches by agent and period.",
      [
        .required("event", .text, "The event."),
        .required("channel", .text, "The channel."),
        .optional("periodWeeks", .integer(atLeast: 1), "Length of a period; 4 unless said."),
        .optional("only", .map(.oneOrMore(.text), of: "attribute"), "Only agents of these levels."),
        .optional("from", .date, "First day; the start unless said."),
      ]
        + (extra.isEmpty
          ? []
          : [
            .required(
              "design", .choice(["pooled", "within"]),
              "pooled: over all; within: with the agents' own means removed.")
          ]))
  }

  static let exposed = SpecShape(
    "exposed", "Events of each agent by whether the channel touched it.",
    [
      .required("event", .text, "The event."),
      .required("channel", .text, "The channel."),
      .optional("only", .map(.oneOrMore(.text), of: "attribute"), "Only agents of these levels."),
      .optional("from", .date, "First day; the start unless said."),
    ])

  static let contentGaps = SpecShape(
    "content gaps", "What a channel can carry, by stage and level.",
    [
      .required("channel", .text, "The channel."),
      .required("by", .text, "Categorical attribute whose levels are told apart."),
      .required("below", .number(.share), "A cell is a gap when its best match is less."),
    ])

  private static func agents(_ extra: [String]) -> SpecShape {
    SpecShape(
      "agents by events" + extra.map { " and " + $0 }.joined(), "Events of each agent.",
      [
        .required("event", .text, "The event."),
        .optional("only", .map(.oneOrMore(.text), of: "attribute"), "Only agents of these levels."),
        .optional("from", .date, "First day; the start unless said."),
      ]
        + extra.map {
          .required(
            $0, .number($0 == "top" ? .share : .notNegative), "The share, or the count a step.")
        })
  }
}

extension Target.Measure {
  /// The language in which a figure is asked for.
  public static var shape: SpecShape { TargetShape.measure }
}

extension Target.Quantity {
  /// The language in which a quantity is asked for.
  public static var shape: SpecShape { TargetShape.quantity }
}
