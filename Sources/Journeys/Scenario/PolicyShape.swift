import Interchange

/// A number that may change between two days of the run.
enum RampShape {
  /// A number, or one number before and another after.
  static func kind(_ rule: NumberRule) -> SpecKind {
    .either([
      .number(rule),
      .fields(
        SpecShape(
          rule == .share ? "changing share" : "changing number",
          "One number before and another after, or numbers by day; linear in between.",
          exactlyOne: [["after", "byDay"]],
          atMostOne: [["before", "byDay"], ["fromDay", "byDay"], ["toDay", "byDay"]],
          [
            .optional("before", .number(rule), "The number until the first day."),
            .optional("after", .number(rule), "The number from the last day on."),
            .optional("fromDay", .number(.any), "Day since the start when it begins to change; 0."),
            .optional("toDay", .number(.any), "Day since the start when it has changed; 0."),
            .optional(
              "byDay", .map(.number(rule), of: "level"),
              "Numbers by day since the start, for example {0: 0.35, 365: 0.92}."),
            .optional("source", .text, "Source of these numbers."),
          ])),
    ])
  }
}

/// The part of the scenario language that says what an organization knows, and who may contact whom.
enum PolicyShape {
  static let policy = SpecShape(
    "policy", "What one channel knows of the others, and who may contact whom.",
    [
      .optional("integration", .fields(integration), "What functions see of each other."),
      .optional(
        "governor", .oneOrMore(.fields(governor)), "Limits on contacts over all functions."),
      .optional(
        "optOutDelayDays", .number(.notNegative), "Days until an opt-out takes effect; 0."),
      .optional(
        "personalization", .oneOrMore(.fields(personalization)),
        "How content, channel and time are fitted to people."),
      .optional(
        "nextBestAction", .oneOrMore(.fields(nextBestAction)),
        "Choice of the next touch, in place of the calendars of its channels."),
      .optional("approval", .fields(approval), "Reviewers whom new content must pass."),
      .optional(
        "overhead", .number(.notNegative), "Share of the channels' cost that coordination adds."),
      .optional("costPerWeek", .number(.notNegative), "What coordination costs a week."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it means."),
    ])

  static let integration = SpecShape(
    "integration", "The engagement spine: what functions see of each other's engagements.",
    [
      .optional(
        "share", RampShape.kind(.share),
        "Share of the engagements that other functions see, by joined identity; 1 unless said."),
      .optional("latencyDays", .number(.notNegative), "Days until they see them; 0 unless said."),
      .optional(
        "channels", .oneOrMore(.text), "Channels whose engagements are on the spine; all."),
      .optional(
        "pairs", .map(.fields(pair), of: "level"),
        "Pairs of functions that differ, such as \"marketing>sales\": who is seen > who sees."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it means."),
    ])

  static let pair = SpecShape(
    "pair of functions", "What one function sees of another; as all the others unless said.",
    [
      .optional("share", RampShape.kind(.share), "Share of the engagements that are seen."),
      .optional("latencyDays", .number(.notNegative), "Days until they are seen."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let governor = SpecShape(
    "contact governor", "Limits on contacts over all functions.",
    [
      .required("population", .text, "Population that it protects."),
      .optional(
        "cap", .fields(ChannelShape.cap),
        "Most delivered touches of one agent in a window, over all governed channels."),
      .optional(
        "minimumDays", .number(.notNegative),
        "Least days between two governed touches of one agent."
      ),
      .optional(
        "priority", .list(.text, count: nil),
        "Functions served first within a step; the others after them, in declared order."),
      .optional("channels", .oneOrMore(.text), "Governed channels; all push channels unless said."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it means."),
    ])

  static let personalization = SpecShape(
    "personalization", "How content, channel and time are fitted to people.",
    [
      .required("population", .text, "Population that it is for."),
      .optional(
        "level", .choice(Personalization.Level.allCases.map(\.rawValue)),
        "How finely content is chosen; none unless said."),
      .optional("by", .text, "Categorical attribute that the level segment goes by."),
      .optional("known", .number(.share), "Share of the people who are recognized; 1."),
      .optional("channels", .oneOrMore(.text), "Channels; all with content unless said."),
      .optional(
        "library", .oneOrMore(.text), "Content to choose from; all items of the population."),
      .optional(
        "preference", .number(.share),
        "How far touches of known people move to channels that they like; 0 unless said."),
      .optional(
        "timing", .number(.ratio), "Ratio on the chance to be seen, for known people; 1."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it means."),
    ])

  static let nextBestAction = SpecShape(
    "next best action", "Chooses the touch with the highest expected gain per cost.",
    exactlyOne: [["perWeek", "perMonth", "perYear"]],
    [
      .required("population", .text, "Population that it is for."),
      .required(
        "channels", .oneOrMore(.text), "Channels to choose from; it replaces their calendars."),
      .optional("perWeek", .number(.notNegative), "Actions per agent and week."),
      .optional("perMonth", .number(.notNegative), "Actions per agent and month."),
      .optional("perYear", .number(.notNegative), "Actions per agent and year."),
      .optional("stages", .oneOrMore(.text), "Only agents in these stages; all unless said."),
      .optional("exploration", .number(.share), "Share of the actions chosen at random; 0."),
      .optional(
        "objective", .choice(NextBestAction.Objective.allCases.map(\.rawValue)),
        "outcome (the default): expected gain by its estimates; engagement: expected engagements."),
      .optional(
        "estimates", .map(.number(.ratio), of: "channel"),
        "What it believes a channel's full response is worth, as a ratio; 1.2 unless said."),
      .optional("known", .number(.share), "Share of the people whose affinity it knows; 1."),
      .optional("acceptance", .number(.share), "Share of its suggestions carried out; 1."),
      .optional(
        "attentionCost", .number(.notNegative),
        "What a person's attention is worth: added to the cost of each touch in the choice; 0."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it means."),
    ])

  static let approval = SpecShape(
    "approval queue", "Reviewers whom new content must pass, first come first served.",
    [
      .required("itemsPerWeek", .number(.notNegative), "New items submitted a week."),
      .required("reviewers", .number(.positive), "Number of reviewers."),
      .required(
        "daysPerItem", .number(.positive), "Working days that a reviewer needs for an item."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it means."),
    ])
}
