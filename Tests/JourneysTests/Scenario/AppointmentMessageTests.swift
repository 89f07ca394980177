import Interchange
import Journeys
import Testing

@Suite("Messages of appointments")
struct AppointmentMessageTests {
  /// Expects problems, given without the document's name and line.
  private func expect(
    _ changes: [(part: String, replacement: String)], _ messages: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(RuleDocument.places(changes) == messages, sourceLocation: sourceLocation)
  }

  static let journey = "populations.adults.journey"
  static let ways = journey + ".transitions"

  static let appointments: [(part: String, replacement: String, message: String)] = [
    (
      "books: clinic", "books: klinic",
      "\(ways).get_slot.books: unknown service \"klinic\"; did you mean clinic?"
    ),
    (
      "books: clinic", "books: clinic, link: log",
      "\(ways).get_slot.link: a booking is not left to chance; remove the link"
    ),
    (
      "books: clinic", "books: clinic, effects: { deadEnds: 0.5 }",
      "\(ways).get_slot.effects: a booking needs a free slot and nothing else; put effects on the way "
        + "into the stage"
    ),
    (
      "books: clinic", "books: clinic, ratePerDay: 0.1",
      "\(ways).get_slot: ratePerDay and books exclude each other; write exactly one of ratePerDay, "
        + "ratePerWeek, ratePerMonth, ratePerYear, probability, dwell, books, byLeadDays"
    ),
    (
      "onDayOf: clinic, byLeadDays", "link: logit, onDayOf: clinic, byLeadDays",
      "\(ways).miss.link: on the day of an appointment the link is log; remove it"
    ),
    (
      "onDayOf: clinic, byLeadDays", "byLeadDays",
      "\(ways).miss.byLeadDays: chances by lead time belong to an appointment; add onDayOf"
    ),
    (
      "onDayOf: clinic, probability: rest", "onDayOf: clinic, ratePerDay: 1",
      "\(ways).come: on the day of an appointment it takes a probability, rest or byLeadDays, not a rate"
    ),
    (
      "{ 0: 0.03, 1: 0.23, 8: 0.313 }", "{ 0: 0.03, 8: 0.23, 1: 0.313 }",
      "\(ways).miss.byLeadDays: days ascend; 1 does not"
    ),
    (
      "{ 0: 0.03, 1: 0.23, 8: 0.313 }", "{ 1: 0.23, 8: 0.313 }",
      "\(ways).miss.byLeadDays: the first chance is that of 0 days; add it"
    ),
    (
      "{ 0: 0.03, 1: 0.23, 8: 0.313 }", "{ 0: 0.03, soon: 0.23 }",
      "\(ways).miss.byLeadDays: \"soon\" is not a number of days"
    ),
    (
      "onDayOf: clinic, probability: rest", "onDayOf: clinic, probability: 0.7",
      "\(ways): chances out of \"booked\" with a lead of 0 days sum to 0.73; let one way out take the "
        + "rest"
    ),
    (
      "onDayOf: clinic, probability: rest", "onDayOf: clinic, byLeadDays: { 0: 0.97, 8: 0.7 }",
      "\(ways): chances out of \"booked\" with a lead of 1 days sum to 1.2, above 1"
    ),
    (
      "onDayOf: clinic, probability: rest",
      "onDayOf: clinic, probability: rest, effects: { deadEnds: 2 }",
      "\(ways).come.effects: rest takes what the others leave; put the effect on the others"
    ),
    (
      "        come: {",
      "        leave: { from: booked, to: due, ratePerDay: 0.1 }\n        come: {",
      "\(ways).leave: \"booked\" is left on the day of \"clinic\"; let all ways out of it have "
        + "onDayOf: clinic"
    ),
    (
      "        come: {",
      "        again: { from: due, to: booked, ratePerDay: 0.1 }\n        come: {",
      "\(ways).again: people in \"booked\" have an appointment, and this way gives them none; book with "
        + "books: clinic"
    ),
    (
      "        come: {",
      "        more: { from: booking, to: booked, books: clinic }\n        come: {",
      "\(ways).more: \"booking\" is left by booking already; one way out books"
    ),
    (
      "{ due: 0.9, booking: 0.1 }", "{ due: 0.9, booked: 0.1 }",
      "\(journey).start: people in \"booked\" have an appointment, and nobody starts with one; book with "
        + "books: clinic"
    ),
    (
      "        come: {", "        late: { from: due, to: missed, books: clinic }\n        come: {",
      "\(ways).late: nobody leaves \"missed\" on the day; add ways out with onDayOf: clinic"
    ),
  ]

  @Test("tell what is wrong with ways in and out", arguments: appointments.indices)
  func waysOut(index: Int) {
    let (part, replacement, message) = Self.appointments[index]
    expect([(part, replacement)], [message])
  }

  @Test("name a service that nobody books, or of another population")
  func services() {
    let other = "other: { population: hcps, slotsPerWeek: 1, horizonDays: 7 }"
    expect(
      [("services:\n", "services:\n  \(other)\n")],
      ["services.other: nobody books it; add a transition with books: other"])
    expect(
      [("services:\n", "services:\n  \(other)\n"), ("books: clinic", "books: other")],
      [
        "\(Self.ways).get_slot.books: \"other\" is for hcps, not adults",
        "\(Self.ways).get_slot: people in \"booked\" have an appointment, and this way gives them none; "
          + "book with books: clinic",
        "services.clinic: nobody books it; add a transition with books: clinic",
      ])
    expect(
      [("services:\n  clinic: { population: adults", "services:\n  clinic: { population: adult")],
      ["services.clinic.population: unknown population \"adult\"; did you mean adults?"])
  }

  @Test("order the days that people want")
  func choice() {
    expect(
      [("{ 0: 0.1, 7: 0.5, 30: 1 }", "{ 0: 0.1, 30: 0.5, 7: 1 }")],
      ["services.clinic.choose: days ascend; 7 does not"])
    expect(
      [("{ 0: 0.1, 7: 0.5, 30: 1 }", "{ 0: 0.1, 7: 0.05, 30: 1 }")],
      ["services.clinic.choose: shares ascend; that of 7 days does not"])
    expect(
      [("{ 0: 0.1, 7: 0.5, 30: 1 }", "{ 0: 0.1, 7: 0.5 }")],
      ["services.clinic.choose: shares end with 0.5, not with 1"])
    expect(
      [("before: 10, after", "before: -1, after")],
      ["services.clinic.slotsPerWeek.before: -1 is not a number of at least 0"])
  }

  @Test("refuse a ratio on a booking")
  func environment() {
    expect(
      [
        (
          "events:\n",
          "environment: { storm: { transitions: { get_slot: 0.5, decide: 0.5 } } }\nevents:\n"
        )
      ],
      [
        "environment.storm.transitions.get_slot: a booking needs a free slot and nothing else; name the "
          + "way into its stage"
      ])
  }
}
