import Interchange

/// The ways to say how fast something fades.
enum CarryoverShape {
  static let fields: [SpecField] = [
    .optional("retentionPerWeek", .number(.share), "Share kept from one week to the next."),
    .optional("retentionPerMonth", .number(.share), "Share kept from one month to the next."),
    .optional("halfLifeWeeks", .number(.positive), "Weeks until half is left."),
    .optional("halfLifeDays", .number(.positive), "Days until half is left."),
  ]
  static let keys = ["retentionPerWeek", "retentionPerMonth", "halfLifeWeeks", "halfLifeDays"]
}

/// The part of the scenario language that describes channels and what they carry.
enum ChannelShape {
  static let channel = SpecShape(
    "channel", "A way to touch the agents of one population.",
    [
      .optional("title", .text, "Name for headings."),
      .required("population", .text, "Population that it touches."),
      .optional("function", .text, "Who runs it: sales, marketing, medical, service …"),
      .optional(
        "direction", .choice(["push", "pull"]),
        "push (the default) is started by the organization and adds contact pressure."),
      .optional("plan", .fields(plan), "Who is touched, how often, when; nobody unless said."),
      .optional(
        "access", PeopleShape.varying(.share), "Chance that a planned touch can be made; 1."),
      .optional(
        "consent", PeopleShape.varying(.share), "Share that consents at the start; 1 unless said."),
      .optional("capacityPerWeek", .number(.notNegative), "Most touches a week over everybody."),
      .optional(
        "capacityOrder", .text, "Real attribute: who is served first when capacity is short."),
      .optional("cap", .fields(cap), "Most touches of one agent in a window."),
      .optional("seen", PeopleShape.varying(.share), "Chance that a touch is seen; 1 unless said."),
      .optional(
        "engaged", PeopleShape.varying(.share), "Chance that a seen touch engages; 1 unless said."),
      .optional("affinity", .text, "Real attribute that multiplies the chance to engage."),
      .optional(
        "personalization", .number(.notNegative), "Factor on the chance to engage; 1 unless said."),
      .optional("carryover", .fields(carryover), "How long an engagement acts; one step."),
      .optional("saturation", .fields(saturation), "Response to the remembered engagements."),
      .optional("weight", .number(.positive), "What an engaged touch adds to memory; 1."),
      .optional(
        "pressure", .number(.notNegative), "What a touch adds to contact pressure; 1 for push."),
      .optional("optOut", .number(.share), "Chance to withdraw consent at a touch; 0."),
      .optional(
        "content", .either([.text, .map(.text, of: "stage")]),
        "The content item it carries, or the item for each stage."),
      .optional("cost", .fields(cost), "What it costs; nothing unless said."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it is."),
    ])

  static let plan = SpecShape(
    "plan", "Who is touched, how often and when.",
    exactlyOne: [["cadence", "budget"]],
    [
      .optional("cadence", .fields(cadence), "Touches per agent in a time."),
      .optional("budget", .fields(budget), "Money per time, divided by the cost of a touch."),
      .optional(
        "stages", .oneOrMore(.text), "Only agents in these stages; everybody unless said."),
      .optional("factor", .number(.notNegative), "Factor on all planned touches; 1."),
      .optional(
        "flights", .map(.fields(flight), of: "flight"),
        "Windows in which the plan runs; always unless said."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let cadence = SpecShape(
    "cadence", "Touches per agent in a time.",
    exactlyOne: [["perWeek", "perMonth", "perYear"]],
    [
      .optional("perWeek", PeopleShape.varying(.notNegative), "Touches per agent and week."),
      .optional("perMonth", PeopleShape.varying(.notNegative), "Touches per agent and month."),
      .optional("perYear", PeopleShape.varying(.notNegative), "Touches per agent and year."),
      .optional("scaledBy", .text, "Real attribute that multiplies the cadence."),
      .optional(
        "spacing", .choice(["random", "even"]),
        "random (the default): by chance each step; even: at fixed distances."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let budget = SpecShape(
    "budget", "Money per time, spread over the eligible agents.",
    exactlyOne: [["perWeek", "perMonth", "perYear"]],
    [
      .optional("perWeek", .number(.notNegative), "Money a week."),
      .optional("perMonth", .number(.notNegative), "Money a month."),
      .optional("perYear", .number(.notNegative), "Money a year."),
      .optional("weightedBy", .text, "Real attribute that the touches follow; even unless said."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let flight = SpecShape(
    "flight", "A window in which a plan runs.",
    [
      .required("from", .date, "First day."),
      .required("to", .date, "Last day."),
      .optional("intensity", .number(.notNegative), "Factor on the plan in this window; 1."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let cap = SpecShape(
    "cap", "The most touches of one agent in a window of the calendar.",
    exactlyOne: [["perWeeks", "perDays"]],
    [
      .required("touches", .integer(atLeast: 1), "Most touches in a window."),
      .optional("perWeeks", .integer(atLeast: 1), "Length of the window in weeks."),
      .optional("perDays", .integer(atLeast: 1), "Length of the window in days."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let carryover = SpecShape(
    "carryover", "How long an engagement acts.", exactlyOne: [CarryoverShape.keys],
    CarryoverShape.fields + [.optional("source", .text, "Source of this number.")])

  static let saturation = SpecShape(
    "saturation", "Hill curve A^slope / (A^slope + half^slope).",
    [
      .required("half", .number(.positive), "Remembered engagements that give half the response."),
      .optional("slope", .number(.positive), "Slope of the curve; 1 unless said."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let cost = SpecShape(
    "cost", "What a channel costs, in the scenario's currency.",
    [
      .optional("perTouch", .number(.notNegative), "For each delivered touch."),
      .optional("perEngagement", .number(.notNegative), "For each engaged touch, on top."),
      .optional(
        "perWeek", .number(.notNegative),
        "For each week in which the plan runs, or any in which rules can send."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let content = SpecShape(
    "content", "What a touch carries, and how well it matches.",
    [
      .required("population", .text, "Population that it is made for."),
      .optional("title", .text, "Name for headings."),
      .optional(
        "match", .map(.map(.number(.share), of: "level"), of: "attribute"),
        "Match from 0 to 1 by stage (key stage) and by levels of attributes; 1 unless said."),
      .optional(
        "cells", .map(.map(.number(.share), of: "level"), of: "stage"),
        "Match of single cells: stage, then attribute=level."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let synergy = SpecShape(
    "synergy", "An engagement with one channel that helps another.",
    exactlyOne: [["withinDays", "withinWeeks"]],
    [
      .required("first", .text, "Channel whose engagement comes first."),
      .required("then", .text, "Channel whose engagement it multiplies."),
      .required("ratio", .number(.notNegative), "Factor on the chance to engage."),
      .optional("withinDays", .number(.positive), "Time that it lasts."),
      .optional("withinWeeks", .number(.positive), "Time that it lasts."),
      .optional("source", .text, "Source of these numbers."),
    ])
}
