public import Interchange

/// The scenario language: what a document may say, in one place.
///
/// The same declaration drives the check of a document and the JSON Schema that editors use. Every
/// number may also be written as an expression of named parameters, such as `0.5 * $uplift`.
public enum ScenarioShape {
  /// The whole document.
  public static let document = SpecShape(
    "scenario", "A simulated market: people, channels, policy, environment and arms.",
    [
      .required("rounds", .choice(["1"]), "Version of the scenario language."),
      .required("name", .text, "Short name; letters, digits and hyphens; names the run folder."),
      .optional("title", .text, "One line for headings."),
      .optional("description", .text, "What the scenario is about."),
      .optional("currency", .text, "Unit of all money, for example USD (the default)."),
      .optional("evidence", .text, "CSV of evidence ids and grades, relative to this file."),
      .optional("source", .text, "Source of every number below that names none of its own."),
      .required("time", .fields(time), "Calendar of the simulation."),
      .optional("seed", .integer(atLeast: 0), "Seed of every random number; 1 unless said."),
      .optional("replicates", .integer(atLeast: 1), "Replicates of each arm; 20 unless said."),
      .required("outcome", .text, "The headline event: what the arms are compared on."),
      .optional(
        "parameters", .map(.fields(parameter), of: "parameter"),
        "Named values, used as $name, each with an optional prior."),
      .required(
        "populations", .map(.fields(PeopleShape.population), of: "population"),
        "Kinds of agents: HCPs, patients, practices."),
      .optional(
        "channels", .map(.fields(ChannelShape.channel), of: "channel"),
        "Ways to touch an agent."),
      .optional(
        "channelsInUse", .either([.choice(["all", "none"]), .list(.text, count: nil)]),
        "The channels that this arm uses: all (the default), none, or a list."),
      .optional(
        "content", .map(.fields(ChannelShape.content), of: "content item"), "What touches carry."),
      .optional(
        "synergies", .map(.fields(ChannelShape.synergy), of: "synergy"),
        "Pairs of channels of which the first helps the second."),
      .optional(
        "policy", .fields(PolicyShape.policy),
        "What one channel knows of the others, and who may contact whom."),
      .optional(
        "handoffs", .map(.fields(RuleShape.handoff), of: "handoff"),
        "Which touch should follow which engagement."),
      .optional(
        "triggers", .map(.fields(RuleShape.trigger), of: "trigger"),
        "Touches sent because of something."),
      .optional(
        "services", .map(.fields(RuleShape.service), of: "service"),
        "Appointments with a limited number of slots."),
      .optional(
        "experiences", .map(.fields(RuleShape.experience), of: "experience"),
        "What people feel at a stage, and the survey that asks some of them."),
      .required(
        "events", .map(.fields(JourneyShape.event), of: "event"),
        "Things that agents do and that are counted and valued."),
      .optional(
        "environment", .map(.fields(condition), of: "condition"),
        "What happens to everyone: season, shocks, competitors, supply."),
      .optional("baseline", .text, "Arm that effects are measured against; zero unless said."),
      .optional(
        "settings", .map(.anything, of: "setting"),
        "Overlays chosen with --setting, for example seed-calibrated effect sizes."),
      .optional(
        "arms", .map(.anything, of: "arm"),
        "Overlays on this document (JSON merge patches); an arm named zero uses no channel. "
          + "switches: all, or a list, turns switches on."),
      .optional(
        "switches", .map(.anything, of: "switch"),
        "Overlays that arms and rounds ladder turn on: the levers of the organization."),
      .optional("ladder", .fields(ladder), "What rounds ladder runs."),
      .optional(
        "targets", .map(.fields(TargetShape.target), of: "target"),
        "Figures that a run must meet; rounds verify runs them."),
    ])

  static let time = SpecShape(
    "time", "Calendar of the simulation.",
    exactlyOne: [["horizonWeeks", "horizonDays"]], atMostOne: [["burnInWeeks", "burnInDays"]],
    [
      .required("start", .date, "First day, YYYY-MM-DD."),
      .required("step", .choice(["day", "week"]), "Length of a step."),
      .optional("horizonWeeks", .integer(atLeast: 1), "Weeks to simulate and report."),
      .optional("horizonDays", .integer(atLeast: 1), "Days to simulate and report."),
      .optional("burnInWeeks", .integer(atLeast: 0), "Weeks before the start, not reported."),
      .optional("burnInDays", .integer(atLeast: 0), "Days before the start, not reported."),
      .optional("source", .text, "Source of these numbers."),
    ])

  static let ladder = SpecShape(
    "ladder", "What rounds ladder runs.",
    [
      .optional(
        "base", .text,
        "Arm that the switches are laid on; the first that is not zero and uses none, unless said.")
    ])

  static let parameter = SpecShape(
    "parameter", "A named value with its uncertainty.",
    [
      .required("value", .number(.any), "The value used when parameters are not drawn."),
      .optional(
        "prior", .choice(ParameterPrior.Shape.allCases.map(\.rawValue)),
        "Distribution of the value; low and high are its 5 % and 95 % points."),
      .optional("low", .number(.any), "5 % point of the prior (its lower end when uniform)."),
      .optional("high", .number(.any), "95 % point of the prior (its upper end when uniform)."),
      .optional("source", .text, "Evidence id, paper, or assumption."),
      .optional("note", .text, "What the value means."),
    ])

  static let condition = SpecShape(
    "condition", "Something that happens to everyone, for a while or by month of the year.",
    atMostOne: [["byMonth", "from"], ["byMonth", "to"]],
    [
      .optional("from", .date, "First day; the start of the simulation unless said."),
      .optional("to", .date, "Last day; the end of the simulation unless said."),
      .optional(
        "byMonth", .list(.number(.positive), count: 12),
        "Twelve factors, January first; each ratio below is then the power it is raised to."),
      .optional(
        "transitions", .map(.number(.positive), of: "transition"),
        "Ratio on the hazard, odds or risk of a transition, by its link."),
      .optional("events", .map(.number(.notNegative), of: "event"), "Factor on an event's rate."),
      .optional(
        "channels", .map(.number(.notNegative), of: "channel"),
        "Factor on a channel's planned touches."),
      .optional("source", .text, "Source of these numbers."),
      .optional("note", .text, "What happens."),
    ])
}
