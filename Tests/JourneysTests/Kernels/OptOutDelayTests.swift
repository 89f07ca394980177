import Interchange
import Testing

/// Opt-outs that take effect after a delay, against the same world without one.
@Suite("Opting out with a delay")
struct OptOutDelayTests {
  private func run(
    _ policy: String, optOut: Double, step: StepLength = .week, steps: Int
  ) throws -> History {
    try World(
      """
      populations: { people: { size: 900, journey: { stages: [a], start: a } } }
      channels:
        mail: { population: people, consent: 0.8, optOut: \(optOut), plan: { cadence: { perWeek: \(step == .day ? 7 : 2) } } }
        call: { population: people, plan: { cadence: { perWeek: 1 } } }
      policy: { \(policy) }
      """, steps: steps, step: step
    ).run()
  }

  @Test("lets touches through until the day on which it holds, and counts them as late")
  func certain() throws {
    let weeks = try run("optOutDelayDays: 15", optOut: 1, steps: 6)
    let first = try weeks.series("delivered:mail")[0]
    // Fifteen days are three weeks: in week 3 the opt-out of week 0 holds.
    #expect(try weeks.series("delivered:mail") == [first, first, first, 0, 0, 0])
    #expect(try weeks.series("late:mail") == [0, first, first, 0, 0, 0])
    #expect(try weeks.series("optouts:mail") == [first / 2, 0, 0, 0, 0, 0])
    #expect(first > 1_200)
    let days = try run("optOutDelayDays: 4", optOut: 1, step: .day, steps: 7)
    let daily = try days.series("delivered:mail")[0]
    #expect(try days.series("delivered:mail") == [daily, daily, daily, daily, 0, 0, 0])
    #expect(try days.series("late:mail") == [0, daily, daily, daily, 0, 0, 0])
  }

  @Test("adds late touches to the world without a delay, and changes nothing else")
  func oracle() throws {
    let at = try run("", optOut: 0.06, steps: 20)
    let late = try run("optOutDelayDays: 21", optOut: 0.06, steps: 20)
    let counts = try late.series("late:mail")
    #expect(
      try zip(late.series("delivered:mail"), counts).map { $0 - $1 } == at.series("delivered:mail"))
    #expect(try late.series("optouts:mail") == at.series("optouts:mail"))
    #expect(try at.total("late:mail") == 0)
    #expect(try late.series("delivered:call") == at.series("delivered:call"))
    // Two touches a week for two more weeks after the week of the opt-out.
    let withdrawn = try at.series("optouts:mail")
    for step in 0..<20 {
      let before = (step >= 1 ? withdrawn[step - 1] : 0) + (step >= 2 ? withdrawn[step - 2] : 0)
      #expect(counts[step] == 2 * before)
    }
    #expect(counts.reduce(0, +) > 500)
  }
}
