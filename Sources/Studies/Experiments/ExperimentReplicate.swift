import Estimation
import Interchange
import Journeys
import Statistics

/// Every planned test in one replicate.
struct ExperimentReplicate {
  /// What is kept of a replicate.
  struct Findings: Sendable {
    /// By test and arm after the control arm: `findings[test * treatedArms + arm - 1]`.
    var findings: [TestFinding] = []
    /// Mean outcome per person of each assignment, arm and step of the test.
    var courses: [[[Double]]] = []
    /// Money spent and margin made with everybody under each arm, by duration.
    var cost: [[Double]] = []
    var value: [[Double]] = []
    /// What people are like under the control arm, by test, in the first replicates; nil where everybody is
    /// the same.
    var people: [PowerHistory?] = []

    /// Replicates whose people are described; *chosen*: skewed outcomes differ much in their spread.
    static let describedReplicates = 10
  }

  let study: ExperimentStudy
  let number: Int
  let plans: [SimulationPlan]
  /// Every arm's world at the start of the test, the control arm first.
  let starts: [Simulation]
  /// People of the replicate, whom all its worlds meet.
  let shared: ReplicatePeople

  init(_ study: ExperimentStudy, replicate: Int) throws {
    self.study = study
    number = replicate
    let plans = try study.arms.map { try study.plan(arm: $0, replicate: replicate) }
    let shared = ReplicatePeople()
    self.plans = plans
    self.shared = shared
    let usual = plans[study.before]
    var past = try Self.opening(study, usual, replicate, Self.record(usual), shared)
    try Self.advance(&past, until: study.start, study)
    let common = past
    starts = plans.indices.map { arm in
      arm == study.before
        ? common
        : common.branched(
          to: plans[arm], replicate: replicate, records: Self.record(plans[arm]), shared: shared)
    }
  }

  /// What single people are asked for: the outcome, step by step.
  static func record(_ plan: SimulationPlan) -> [AgentRecord] {
    [
      AgentRecord(
        event: plan.scenario.outcome, channel: nil, periodSteps: 1, scenario: plan.scenario)
    ]
  }

  /// The world of the arm before the test, before its first step and after the burn-in where there is one.
  private static func opening(
    _ study: ExperimentStudy, _ plan: SimulationPlan, _ replicate: Int, _ records: [AgentRecord],
    _ shared: ReplicatePeople
  ) throws -> Simulation {
    guard plan.burnIn > 0 else {
      return Simulation(plan, replicate: replicate, records: records, shared: shared)
    }
    var before = Simulation(try study.burnIn(replicate: replicate), replicate: replicate)
    try advance(&before, until: 0, study)
    return before.branched(to: plan, replicate: replicate, records: records, shared: shared)
  }

  /// Runs a world up to a step, which is not run.
  static func advance(
    _ simulation: inout Simulation, until step: Int, _ study: ExperimentStudy
  ) throws {
    do {
      while simulation.nextStep < step { try simulation.step() }
    } catch {
      throw StudyError(
        document: study.document.name, problem: error.description(in: study.scenario))
    }
  }

  /// Lives through every test and reads it out.
  func read() throws -> Findings {
    let question = study.question
    let common = starts[study.before]
    let crowd = TestCrowd(common, study)
    let past = question.pastSteps.map {
      crowd.sums(common, steps: study.start - $0..<study.start)
    }
    var pure: [Simulation] = []
    for start in starts {
      var world = start
      try Self.advance(&world, until: study.horizon, study)
      pure.append(world)
    }
    var found = Findings()
    for (plan, world) in zip(plans, pure) {
      let (reading, ledger) = (LedgerReading(plan), world.ledger)
      func totals(_ metric: Metric) -> [Double] {
        question.durations.map {
          reading.total(metric, in: ledger, steps: study.start..<study.start + $0)
        }
      }
      found.cost.append(totals(.cost))
      found.value.append(totals(.value))
    }
    let outcomes = sums(pure, crowd)
    let truths = outcomes.map { arm in
      zip(arm, outcomes[0]).map { crowd.mean($0) - crowd.mean($1) }
    }
    let longest = past.indices.max { question.pastSteps[$0] < question.pastSteps[$1] } ?? 0
    if number < Findings.describedReplicates {
      found.people = people(crowd, common: common, control: pure[0])
    }
    for place in question.assignments.indices {
      let assignment = assignment(place, crowd, past: past[longest])
      if case .stepped(_, let waves) = question.assignments[place].design {
        let wedge = try WedgeReplicate(self, assignment, crowd, waves: waves)
          .read(pure: pure[0], control: outcomes[0], truths: truths[1])
        found.courses.append(wedge.courses)
        found.findings += wedge.findings
        continue
      }
      let worlds = study.isTied ? try mixed(assignment) : pure
      found.courses.append(courses(worlds, assignment, crowd))
      found.findings += try findings(
        place, assignment, crowd, sums: study.isTied ? sums(worlds, crowd) : outcomes,
        control: outcomes[0], past: past, truths: truths)
    }
    return found
  }

  /// Outcome of every person by world and duration.
  private func sums(_ worlds: [Simulation], _ crowd: TestCrowd) -> [[[Double]]] {
    worlds.map { world in
      study.question.durations.map { crowd.sums(world, steps: study.start..<study.start + $0) }
    }
  }

  /// What people are like in the windows of every test.
  private func people(
    _ crowd: TestCrowd, common: Simulation, control: Simulation
  ) -> [PowerHistory?] {
    var known: [String: PowerHistory] = [:]
    return study.question.tests.map { test in
      let name = "\(test.design.clusters ?? "") \(test.duration) \(test.past)"
      if let found = known[name] { return found }
      let panel = crowd.panel(
        common, control, steps: study.start - test.past..<study.start + test.duration,
        clusters: test.design.clusters)
      let figures = try? PowerHistory(
        panel, variable: "outcome", before: test.past, after: test.duration)
      known[name] = figures
      return figures
    }
  }

  /// Puts the people of the market to the arms of a test.
  private func assignment(_ place: Int, _ crowd: TestCrowd, past: [Double]) -> TestAssignment {
    let asked = study.question.assignments[place]
    let treated = study.arms.count - 1
    var shares =
      [asked.controlShare] + (0..<treated).map { _ in (1 - asked.controlShare) / Double(treated) }
    if case .stepped(_, let waves) = asked.design {
      shares = (0..<waves).map { _ in 1 / Double(waves) }
    }
    return TestAssignment.drawn(
      asked.design, size: asked.size, shares: shares,
      crowd.candidates(for: asked.design, past: past),
      stream: RandomStream(
        seed: plans[0].scenario.seed, replicate: number,
        purpose: "experiment/\(asked.design.name)/\(asked.design.unit)"))
  }

  /// The worlds of a test whose arms live side by side.
  private func mixed(_ assignment: TestAssignment) throws -> [Simulation] {
    var worlds = AssignedWorlds(starts, of: study.population, assignment: assignment.arms)
    do {
      try worlds.run(until: study.horizon)
    } catch {
      throw StudyError(
        document: study.document.name, problem: error.description(in: study.scenario))
    }
    return worlds.arms
  }

  /// Mean outcome of each arm's people in the test, step by step.
  private func courses(
    _ worlds: [Simulation], _ assignment: TestAssignment, _ crowd: TestCrowd
  ) -> [[Double]] {
    worlds.indices.map { arm in
      let rows = assignment.people.filter { Int(assignment.arms[$0]) == arm }
      return crowd.course(worlds[arm], of: rows, steps: study.start..<study.horizon)
    }
  }

  private func findings(
    _ place: Int, _ assignment: TestAssignment, _ crowd: TestCrowd, sums: [[[Double]]],
    control: [[Double]], past: [[Double]], truths: [[Double]]
  ) throws -> [TestFinding] {
    let question = study.question
    let outcomes = question.durations.indices.map { duration in
      (0..<crowd.count).map { row in
        let arm = assignment.arms[row]
        return sums[arm == TestAssignment.outside ? 0 : Int(arm)][duration][row]
      }
    }
    let sizes = sums.indices.map { arm in
      assignment.people.count { Int(assignment.arms[$0]) == arm }
    }
    let clusters = sums.indices.map { assignment.clusterCount(of: $0) }
    var found: [TestFinding] = []
    for (duration, outcome) in outcomes.enumerated() {
      let controlMean = crowd.mean(control[duration])
      for (window, steps) in question.pastSteps.enumerated() {
        let reading = TestReading(
          design: question.assignments[place].design, assignment: assignment,
          past: steps > 0 ? past[window] : nil,
          confidence: 1 - question.alpha / Double(sums.count - 1))
        for arm in 1..<sums.count {
          do {
            found.append(
              TestFinding(
                effect: try reading.effect(of: arm, on: outcome),
                placebo: try reading.effect(of: arm, on: control[duration]),
                controlMean: controlMean, truth: truths[arm][duration], treated: sizes[arm],
                control: sizes[0], clusters: clusters[arm]))
          } catch {
            throw StudyError(
              document: study.document.name,
              problem: "a test of \(sizes[arm] + sizes[0]) people by the design "
                + "\(question.assignments[place].design.name): \(error)")
          }
        }
      }
    }
    return found
  }
}
