import Interchange

/// The part of the scenario language that describes people, their journeys and what they do.
enum PeopleShape {
  /// A number, or a number for each level of a categorical attribute.
  static func varying(_ rule: NumberRule) -> SpecKind {
    .either([
      .number(rule),
      .fields(
        SpecShape(
          "varying number", "A number for each level of an attribute.",
          [
            .required("by", .text, "Categorical attribute of the population."),
            .required("values", .map(.number(rule), of: "level"), "The number for each level."),
            .optional("otherwise", .number(rule), "The number for levels that are not listed."),
            .optional("source", .text, "Source of these numbers."),
          ])),
    ])
  }

  static let population = SpecShape(
    "population", "Agents of one kind.",
    exactlyOne: [["size", "agents"]],
    [
      .optional("title", .text, "Name for headings."),
      .optional("size", .integer(atLeast: 1), "Number of agents."),
      .optional("agents", .text, "CSV file with one agent a row, relative to this file."),
      .optional(
        "parent", .either([.text, .fields(parent)]),
        "Population that these agents belong to: its name, or how they are spread over it."),
      .optional(
        "attributes", .map(.fields(attribute), of: "attribute"), "What differs between agents."),
      .optional(
        "journey", .fields(journey),
        "Stages and the ways between them; one stage named present unless said."),
      .optional("peers", .fields(peers), "Whom an agent watches."),
      .optional("pressure", .fields(pressure), "Contact pressure and its fatigue."),
      .optional("breakdown", .oneOrMore(.text), "Categorical attributes that tables are split by."),
      .optional("paths", .integer(atLeast: 0), "Agents whose whole path is kept; 0 unless said."),
      .optional(
        "continuationWeeks", .number(.positive),
        "An engagement within this time of an earlier one continues it; 4 unless said."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let parent = SpecShape(
    "parent", "How agents are spread over another population.",
    [
      .required("population", .text, "The parent population."),
      .optional(
        "weightedBy", .text,
        "Real attribute of the parent that its number of children follows; even unless said."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let attribute = SpecShape(
    "attribute", "Something that differs between agents: a category, or a real number.",
    exactlyOne: [
      [
        "shares", "constant", "uniform", "normal", "lognormal", "beta", "gamma", "negativeBinomial",
        "decileOf", "bandsOf", "fromParent", "column", "numberColumn",
      ]
    ],
    [
      .optional(
        "shares",
        .map(
          .either([.number(.share), .map(.number(.share), of: "level")]), of: "level"),
        "Share of each level; with given, the shares for each level of that attribute."),
      .optional("given", .text, "Attribute that the shares depend on."),
      .optional("constant", .number(.any), "The same number for every agent."),
      .optional("uniform", distribution(["low", "high"], .any), "Between low and high."),
      .optional("normal", distribution(["mean", "sd"], .any), "Normal with mean and sd."),
      .optional(
        "lognormal", distribution(["mean", "sigma"], .positive),
        "Lognormal with its mean, and sigma of the logarithm."),
      .optional("beta", distribution(["a", "b"], .positive), "Beta with shapes a and b."),
      .optional(
        "gamma", distribution(["mean", "shape"], .positive), "Gamma with its mean and shape."),
      .optional(
        "negativeBinomial", distribution(["mean", "dispersion"], .positive),
        "Counts with a mean and variance = dispersion × mean."),
      .optional(
        "scaledBy", .map(.map(.number(.notNegative), of: "level"), of: "attribute"),
        "Factors on a drawn number, by the levels of categorical attributes."),
      .optional(
        "decileOf", .text,
        "Tenth of the total volume of a real attribute; 10 holds the few highest."),
      .optional("bandsOf", .text, "Real attribute that is cut into bands."),
      .optional("cuts", .list(.number(.any), count: nil), "Lower ends of the second band and on."),
      .optional("labels", .list(.text, count: nil), "Names of the bands, one more than cuts."),
      .optional("fromParent", .text, "Attribute of the parent that is passed on."),
      .optional("column", .text, "Column of the agents' CSV that holds the level."),
      .optional("levels", .list(.text, count: nil), "Levels that the column may hold."),
      .optional("numberColumn", .text, "Column of the agents' CSV that holds the number."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What the attribute means."),
    ])

  private static func distribution(_ keys: [String], _ rule: NumberRule) -> SpecKind {
    .fields(
      SpecShape(
        "distribution of " + keys.joined(separator: " and "), "A distribution's parameters.",
        keys.map { .required($0, .number(rule), "Its \($0).") }))
  }

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
      ["ratePerDay", "ratePerWeek", "ratePerMonth", "ratePerYear", "probability", "dwell"]
    ],
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
        "Base probability a step (links logit and log); rest: what the others leave."),
      .optional("dwell", .fields(dwell), "Law of the time in the stage, instead of a rate."),
      .optional(
        "share", .number(.share), "Share of the dwell law's exits that go this way; 1 unless said."),
      .optional("effects", .fields(effects), "What raises or lowers it, as ratios."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it means."),
    ])

  static let dwell = SpecShape(
    "dwell", "The law of the time from entering a stage to leaving it.",
    exactlyOne: [["weibull", "lognormal", "fixedDays", "table"]],
    [
      .optional(
        "weibull", distribution(["shape", "scaleDays"], .positive),
        "Hazard that grows (shape above 1) or falls with time in the stage."),
      .optional(
        "lognormal", distribution(["medianDays", "sigma"], .positive),
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
      .optional("source", .text, "Source of these numbers."),
    ])

  static let peers = SpecShape(
    "peers", "Whom an agent watches, and which stages count as active.",
    exactlyOne: [["group", "contacts"]],
    [
      .optional("group", .text, "Categorical attribute: everybody of the same level."),
      .optional("contacts", .integer(atLeast: 1), "Number of others that each agent listens to."),
      .optional(
        "weightedBy", .text,
        "Real attribute: contacts are drawn in proportion to it; evenly unless said."),
      .required("active", .oneOrMore(.text), "Stages that count."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let pressure = SpecShape(
    "pressure", "Contact pressure: the decayed count of all touches, and what excess does.",
    exactlyOne: [["retentionPerWeek", "retentionPerMonth", "halfLifeWeeks", "halfLifeDays"]],
    CarryoverShape.fields + [
      .required("tolerance", .number(.notNegative), "Pressure that is borne without fatigue."),
      .optional(
        "engagement", .number(.positive),
        "Ratio on engagement per unit of pressure beyond tolerance; 1 unless said."),
      .optional(
        "optOut", .number(.positive),
        "Ratio on the chance of opting out per unit beyond tolerance; 1 unless said."),
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
      .optional("value", .number(.any), "Margin of one event, in the scenario's currency."),
      .optional("cost", .number(.notNegative), "What one event costs the organization."),
      .optional(
        "touchesParent", .text, "Channel through which the event touches the agent's parent."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it means."),
    ])
}
