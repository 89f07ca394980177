import Interchange

/// The part of the scenario language that describes people: what differs between them, and what they feel.
enum PeopleShape {
  /// A number, or a number for each level of a categorical attribute.
  static func varying(_ rule: NumberRule) -> SpecKind {
    .either([
      .number(rule),
      .fields(
        SpecShape(
          rule == .share ? "share by level" : "number by level",
          "A number for each level of an attribute.",
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
        "journey", .fields(JourneyShape.journey),
        "Stages and the ways between them; one stage named present unless said."),
      .optional("peers", .fields(peers), "Whom an agent watches."),
      .optional("pressure", .fields(pressure), "Contact pressure and its fatigue."),
      .optional("trust", .fields(trust), "Trust in the sender, lost at dead ends."),
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
        "shares", "groups", "constant", "uniform", "normal", "lognormal", "beta", "gamma",
        "negativeBinomial",
        "decileOf", "bandsOf", "productOf", "rankOf", "fromParent", "column", "numberColumn",
      ]
    ],
    atMostOne: [
      [
        "sharedBy", "given", "decileOf", "bandsOf", "productOf", "rankOf", "fromParent", "column",
        "numberColumn",
      ]
    ],
    [
      .optional(
        "shares",
        .map(
          .either([.number(.share), .map(.number(.share), of: "level")]), of: "level"),
        "Share of each level; with given, the shares for each level of that attribute."),
      .optional("given", .text, "Attribute that the shares depend on."),
      .optional(
        "groups", .integer(atLeast: 1),
        "Number of groups, named 1, 2 and so on; each agent is in one of them by chance."),
      .optional(
        "sharedBy", .text,
        "Attribute above whose groups or levels draw it once for all their agents."),
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
      .optional(
        "productOf", .list(.text, count: nil), "Real attributes above, of which it is the product."),
      .optional(
        "rankOf", .text,
        "Real attribute above: the share of the people with a lower value, from 0 to 1."),
      .optional("fromParent", .text, "Attribute of the parent that is passed on."),
      .optional("column", .text, "Column of the agents' CSV that holds the level."),
      .optional("levels", .list(.text, count: nil), "Levels that the column may hold."),
      .optional("numberColumn", .text, "Column of the agents' CSV that holds the number."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What the attribute means."),
    ])

  static func distribution(_ keys: [String], _ rule: NumberRule) -> SpecKind {
    .fields(
      SpecShape(
        "distribution of " + keys.joined(separator: " and "), "A distribution's parameters.",
        keys.map { .required($0, .number(rule), "Its \($0).") }))
  }

  static let peers = SpecShape(
    "peers", "Whom an agent watches, and which stages count as active.",
    exactlyOne: [["group", "contacts"]],
    atMostOne: [["group", "mostlyWithin"], ["group", "share"]],
    [
      .optional("group", .text, "Categorical attribute: everybody of the same level."),
      .optional("contacts", .integer(atLeast: 1), "Number of others that each agent listens to."),
      .optional(
        "weightedBy", .text,
        "Real attribute: contacts are drawn in proportion to it; evenly unless said."),
      .optional(
        "mostlyWithin", .text,
        "Attribute whose groups contacts are drawn within, with the chance that share says."),
      .optional(
        "share", .number(.share),
        "Chance that a contact is drawn within the own group; otherwise, and if nobody else is "
          + "there, from everybody."),
      .required("active", .oneOrMore(.text), "Stages that count."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let pressure = SpecShape(
    "pressure", "Contact pressure: the decayed count of all touches, and what excess does.",
    exactlyOne: [["retentionPerWeek", "retentionPerMonth", "halfLifeWeeks", "halfLifeDays"]],
    CarryoverShape.fields + [
      .required("tolerance", .number(.notNegative), "Pressure that is borne without fatigue."),
      .optional("toleranceBy", .text, "Real attribute that multiplies the tolerance."),
      .optional(
        "engagement", .number(.positive),
        "Ratio on engagement per unit of pressure beyond tolerance; 1 unless said."),
      .optional(
        "optOut", .number(.positive),
        "Ratio on the chance of opting out per unit beyond tolerance; 1 unless said."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let trust = SpecShape(
    "trust", "Trust in the sender, lost at dead ends of handoffs.",
    atMostOne: [CarryoverShape.keys],
    CarryoverShape.fields + [
      .required("start", .number(.share), "Where it begins and returns to, from 0 to 1."),
      .required("deadEnd", .number(.positive), "Lost at a dead end."),
      .optional("continued", .number(.notNegative), "Gained when a thread is continued; 0."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it means."),
    ])
}
