import Interchange

/// The part of the scenario language that describes what follows from what: handoffs, triggers,
/// appointments and experiences.
enum RuleShape {
  static let handoff = SpecShape(
    "handoff", "Which touch should follow an engagement, and how often the systems manage it.",
    [
      .optional("title", .text, "Name for headings."),
      .required("after", .oneOrMore(.text), "Channels whose engaged touch opens a thread."),
      .required("to", .text, "Channel of the touch that should follow."),
      .optional("stages", .oneOrMore(.text), "Only agents in these stages; all unless said."),
      .optional("opens", .number(.share), "Share of the engagements that carry an intent; 1."),
      .required("withinDays", .number(.positive), "Days within which the touch should follow."),
      .optional(
        "landing", RampShape.kind(.share),
        "Chance that the click leads to what was promised; else a black hole. 1 unless said."),
      .optional(
        "captured", RampShape.kind(.share), "Chance that the signal is captured at all; 1."),
      .optional("success", RampShape.kind(.share), "Chance that a follow-up is sent; 1."),
      .optional(
        "context", RampShape.kind(.share),
        "Chance that a touch after the capture knows what it follows; 1."),
      .optional("delayDays", .number(.notNegative), "Days from the capture to the follow-up; 0."),
      .optional(
        "replacesPlanned", .flag,
        "Whether the follow-up takes the place of the next calendar touch; false unless said."),
      .optional("engagement", .number(.ratio), "Ratio on the engagement in context; 1."),
      .optional(
        "response", .number(.ratio), "Ratio on what an engagement in context adds to memory; 1."),
      .optional("limit", .integer(atLeast: 1), "Most follow-ups of one agent; any number."),
      .optional("needsApproval", .flag, "Whether the follow-up waits for the approval queue."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it means."),
    ])

  static let trigger = SpecShape(
    "trigger", "A touch, or a ladder of touches, sent because of something.",
    exactlyOne: [["send", "ladder"]], atMostOne: [["ladder", "waitDays"]],
    [
      .optional("title", .text, "Name for headings."),
      .required("on", .fields(cause), "What sets it off."),
      .optional("share", RampShape.kind(.share), "Share of the occasions that are acted upon; 1."),
      .optional("send", .text, "Channel of the one touch that is sent."),
      .optional("waitDays", .number(.notNegative), "Days from the occasion to that touch; 0."),
      .optional("ladder", .list(.fields(rung), count: nil), "Touches in the order of their days."),
      .optional(
        "while", .oneOrMore(.text), "A touch is sent only to agents in these stages then; all."),
      .optional(
        "stopsWhenEngaged", .flag, "Whether it ends when the agent has engaged with anything since."
      ),
      .optional(
        "quietDays", .number(.notNegative),
        "Days in which it is not set off again for the agent; 0."
      ),
      .optional("limit", .integer(atLeast: 1), "Most times for one agent; any number."),
      .optional(
        "replacesPlanned", .flag,
        "Whether its touches take the place of the next calendar touches; false unless said."),
      .optional("needsApproval", .flag, "Whether its touches wait for the approval queue."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it means."),
    ])

  static let cause = SpecShape(
    "cause", "What sets a trigger off.",
    exactlyOne: [["engaged", "delivered", "entering", "event", "beforeAppointment"]],
    [
      .optional("engaged", .oneOrMore(.text), "An engaged touch of these channels, once seen."),
      .optional("delivered", .oneOrMore(.text), "A delivered touch of these channels."),
      .optional(
        "entering", .oneOrMore(.text),
        "Entering one of these stages; who starts there has just entered."),
      .optional("event", .oneOrMore(.text), "One of these events of the agent."),
      .optional("beforeAppointment", .text, "An appointment of this service."),
      .optional("days", .number(.notNegative), "Days before the appointment."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let rung = SpecShape(
    "rung", "One touch of a ladder.",
    [
      .required("send", .text, "Channel of the touch."),
      .optional("afterDays", .number(.notNegative), "Days after the occasion; 0 unless said."),
      .optional("source", .text, "Source of this number."),
    ])

  static let service = SpecShape(
    "service", "Appointments with a limited number of slots.",
    [
      .optional("title", .text, "Name for headings."),
      .required("population", .text, "Population that books."),
      .required("slotsPerWeek", RampShape.kind(.notNegative), "Slots opened a week."),
      .required("horizonDays", .number(.positive), "Days that can be booked ahead."),
      .optional(
        "choose", .map(.number(.share), of: "level"),
        "Share who want a day up to so far ahead, such as {0: 0.1, 7: 0.5, 30: 1}; else the first "
          + "free slot."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it means."),
    ])

  static let experience = SpecShape(
    "experience", "What people feel about what they went through, and the survey that asks some.",
    [
      .optional("title", .text, "Name for headings."),
      .required("population", .text, "Population that has it."),
      .required("entering", .oneOrMore(.text), "Stages on whose entry it is had."),
      .optional("expected", .number(.score), "Level that people expect; 7 unless said."),
      .required(
        "touchpoints", .map(.number(.score), of: "touchpoint"), "Mean scores; at most 16."),
      .optional("personSd", .number(.notNegative), "Standard deviation between people; 0."),
      .optional(
        "visitSd", .number(.notNegative), "Standard deviation between touchpoints of a visit; 0."),
      .optional(
        "unevenness", .number(.notNegative),
        "Points lost per unit of standard deviation over a visit's touchpoints; 0."),
      .optional(
        "repeats", .number(.notNegative), "Mean repeated questions without integration; 0."),
      .optional("perRepeat", .number(.notNegative), "Points lost by each of them; 0."),
      .optional(
        "channels", .map(.number(.any), of: "channel"), "Points at full response of a channel."),
      .optional("deadEnds", .number(.notNegative), "Points lost per dead end that is felt; 0."),
      .optional("response", .number(.share), "Share who answer the survey; 1 unless said."),
      .optional(
        "extremes", .number(.ratio), "Factor on it for answers of 0 to 3 and of 9 and 10; 1."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What it means."),
    ])
}
