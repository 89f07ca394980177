import Interchange

/// The part of the scenario language that describes journeys, events and what drives them.
enum JourneyShape {
  static let journey = SpecShape(
    "journey", "A multi-state model with competing risks.",
    [
      .required("stages", .list(.text, count: nil), "Stages in the order of the journey."),
      .required(
        "start", .either([.text, .map(.number(.share), of: "stage")]),
        "Stage where agents begin, or the share that begins in each."),
      .optional(
        "transitions", .map(.fields(transition), of: "transition"), "Ways between stages."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let transition = SpecShape(
    "transition", "A way from a stage to another, competing with the others out of that stage.",
    exactlyOne: [
      [
        "ratePerDay", "ratePerWeek", "ratePerMonth", "ratePerYear", "probability", "dwell", "books",
        "byLeadDays",
      ]
    ], atMostOne: [["books", "onDayOf"]],
    [
      .required("from", .oneOrMore(.text), "Stage or stages that it leaves."),
      .required("to", .text, "Stage that it reaches; it may be the same stage."),
      .optional(
        "link", .choice(TransitionLink.allCases.map(\.rawValue)),
        "cloglog: rates and hazard ratios (the default); logit: odds ratios; log: risk ratios."),
      .optional("ratePerDay", .number(.notNegative), "Base hazard a day (link cloglog)."),
      .optional("ratePerWeek", .number(.notNegative), "Base hazard a week (link cloglog)."),
      .optional("ratePerMonth", .number(.notNegative), "Base hazard a month (link cloglog)."),
      .optional("ratePerYear", .number(.notNegative), "Base hazard a year (link cloglog)."),
      .optional(
        "probability", .either([.choice(["rest"]), .number(.share)]),
        "Base probability a step (links logit and log), or on the day of an appointment; rest: what "
          + "the others leave."),
      .optional("dwell", .fields(dwell), "Law of the time in the stage, instead of a rate."),
      .optional(
        "share", .number(.share), "Share of the dwell law's exits that go this way; 1 unless said."),
      .optional(
        "books", .text, "Service: it is taken when a slot is free within the horizon."),
      .optional(
        "onDayOf", .text, "Service: it is taken on the day of the appointment, or not at all."),
      .optional(
        "byLeadDays", .map(.number(.share), of: "level"),
        "Chance on the day by days from booking to appointment, such as {0: 0.03, 8: 0.31}."),
      .optional("effects", .fields(effects), "What raises or lowers it, as ratios."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it means."),
    ])

  static let dwell = SpecShape(
    "dwell", "The law of the time from entering a stage to leaving it.",
    exactlyOne: [["weibull", "lognormal", "fixedDays", "table"]],
    [
      .optional(
        "weibull", PeopleShape.distribution(["shape", "scaleDays"], .positive),
        "Hazard that grows (shape above 1) or falls with time in the stage."),
      .optional(
        "lognormal", PeopleShape.distribution(["medianDays", "sigma"], .positive),
        "Lead time with a median, and sigma of its logarithm."),
      .optional("fixedDays", .number(.positive), "Everybody leaves after this many days."),
      .optional(
        "table", .map(.number(.share), of: "level"),
        "Share that leaves within each number of days, for example {1: 0.1, 7: 0.6, 30: 1}."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let effects = SpecShape(
    "effects", "Ratios on a transition or an event; 1 is no effect.",
    [
      .optional(
        "channels", .map(.number(.positive), of: "channel"),
        "Ratio at full saturation of a channel with matching content."),
      .optional(
        "attributes",
        .map(.map(.number(.notNegative), of: "level"), of: "attribute"),
        "Ratio by level of a category; perUnit or perDoubling of a real attribute."),
      .optional("peers", .number(.positive), "Ratio when all peers are active."),
      .optional(
        "parent", .map(.number(.notNegative), of: "stage"), "Ratio by the parent's stage."),
      .optional(
        "pressure", .number(.positive), "Ratio per unit of contact pressure beyond tolerance."),
      .optional("deadEnds", .number(.positive), "Ratio per dead end that is still felt."),
      .optional(
        "experience", .number(.positive),
        "Ratio per point of the last experience above what was expected."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let event = SpecShape(
    "event", "Something that agents do, counted and valued.",
    exactlyOne: [
      ["ratePerDay", "ratePerWeek", "ratePerMonth", "ratePerYear", "probability"],
      ["while", "entering"],
    ],
    [
      .optional("title", .text, "Name for headings."),
      .required("population", .text, "Population whose agents do it."),
      .optional(
        "while",
        .either([.text, .list(.text, count: nil), .map(.number(.notNegative), of: "stage")]),
        "Stages in which it happens, optionally with a factor for each."),
      .optional(
        "entering",
        .either([.text, .list(.text, count: nil), .map(.number(.notNegative), of: "stage")]),
        "Stages on whose entry it happens, optionally with a factor for each."),
      .optional("ratePerDay", .number(.notNegative), "Mean count a day."),
      .optional("ratePerWeek", .number(.notNegative), "Mean count a week."),
      .optional("ratePerMonth", .number(.notNegative), "Mean count a month."),
      .optional("ratePerYear", .number(.notNegative), "Mean count a year."),
      .optional("probability", .number(.share), "Chance of one event a step, or an entry."),
      .optional("times", .oneOrMore(.text), "Real attributes that multiply the rate."),
      .optional(
        "dispersion", .number(.positive),
        "Variance over mean of the count given its rate: 1 (Poisson, the default) or more."),
      .optional("effects", .fields(effects), "What raises or lowers it, as rate ratios."),
      .optional(
        "value", .either([.number(.any), .fields(lifetime)]),
        "Margin of one event, in the scenario's currency, or what it brings over years."),
      .optional("cost", .number(.notNegative), "What one event costs the organization."),
      .optional(
        "touchesParent", .text, "Channel through which the event touches the agent's parent."),
      .optional(
        "touchesPeers", .fields(peerTouch), "Others of the population whom the event touches."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it means."),
    ])

  static let lifetime = SpecShape(
    "lifetime value", "What an event brings over years: the discounted sum of yearly margins.",
    [
      .required("perYear", .number(.any), "Margin of a year, in the scenario's currency."),
      .optional("retentionPerYear", .number(.share), "Share kept from year to year; 1."),
      .optional("discountPerYear", .number(.notNegative), "Discount rate a year; 0."),
      .required("years", .integer(atLeast: 1), "Years that count, the first one whole."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let peerTouch = SpecShape(
    "peer touch", "Others of the same population whom an event touches in the next step.",
    [
      .required("channel", .text, "Channel through which it touches them."),
      .optional("count", .integer(atLeast: 1), "Number of others, drawn at random; 1."),
      .optional("within", .text, "Categorical attribute whose level they share; anybody."),
      .optional("source", .text, "Source of these numbers."),
    ])
}
