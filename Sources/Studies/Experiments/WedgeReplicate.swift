import Estimation
import Journeys

/// A stepped wedge in one replicate: clusters cross from the control arm to the other one in waves.
///
/// A test of `D` steps and `W` waves has `W + 1` periods of `⌊D / (W + 1)⌋` steps. Nobody is treated in the
/// first one; a wave crosses at the start of each other one.
struct WedgeReplicate {
  private let replicate: ExperimentReplicate
  private let assignment: TestAssignment
  private let crowd: TestCrowd
  private let waves: Int
  private var study: ExperimentStudy { replicate.study }

  /// A wedge.
  ///
  /// - Parameters:
  ///   - replicate: The market up to the start of the test.
  ///   - assignment: The wave of every person in the test, from 0.
  ///   - crowd: The people.
  ///   - waves: Number of waves.
  init(
    _ replicate: ExperimentReplicate, _ assignment: TestAssignment, _ crowd: TestCrowd, waves: Int
  ) {
    self.replicate = replicate
    self.assignment = assignment
    self.crowd = crowd
    self.waves = waves
  }

  private func periodSteps(_ duration: Int) -> Int { duration / (waves + 1) }

  /// The worlds of a wedge at the end of its test: that of those who have not crossed, and every wave's.
  private func worlds(lasting duration: Int) throws -> [Simulation] {
    var worlds = AssignedWorlds(
      [replicate.starts[0]], of: study.population,
      assignment: assignment.arms.map { $0 == TestAssignment.outside ? $0 : $0 + 1 })
    let plan = replicate.plans[1]
    do {
      for wave in 1...waves {
        try worlds.run(until: study.start + wave * periodSteps(duration))
        worlds.add(
          worlds.arms[0].branched(
            to: plan, replicate: replicate.number, records: ExperimentReplicate.record(plan),
            shared: replicate.shared))
      }
      try worlds.run(until: study.start + duration)
    } catch {
      throw StudyError(
        document: study.document.name, problem: error.description(in: study.scenario))
    }
    return worlds.arms
  }

  /// What the wedge finds, by duration and history, and how its longest test goes.
  ///
  /// - Parameters:
  ///   - pure: The world of everybody under the control arm.
  ///   - control: Outcome of everybody in it, by duration.
  ///   - truths: Effect per person of the arm for everybody, by duration.
  /// - Returns: One finding for each window; mean outcome of those of the last wave and of those of the
  ///   first, step by step.
  /// - Throws: `StudyError` when the wedge cannot be read out.
  func read(
    pure: Simulation, control: [[Double]], truths: [Double]
  ) throws -> (findings: [TestFinding], courses: [[Double]]) {
    let longest = study.question.durations.max() ?? 0
    var found: [TestFinding] = []
    var courses: [[Double]] = []
    for (place, duration) in study.question.durations.enumerated() {
      let worlds = try worlds(lasting: duration)
      if duration == longest { courses = self.courses(worlds, lasting: longest) }
      for past in study.question.pastSteps {
        let half = assignment.people.count / 2
        found.append(
          TestFinding(
            effect: try effect(worlds, duration, past: past),
            placebo: try effect(worlds.map { _ in pure }, duration, past: past),
            controlMean: crowd.mean(control[place]), truth: truths[place], treated: half,
            control: assignment.people.count - half,
            clusters: Set(assignment.clusters ?? []).count))
      }
    }
    return (found, courses)
  }

  /// Mean outcome of those of the last wave and of those of the first, step by step.
  private func courses(_ worlds: [Simulation], lasting duration: Int) -> [[Double]] {
    [waves, 1].map { wave in
      let rows = assignment.people.filter { Int(assignment.arms[$0]) == wave - 1 }
      let crossing = study.start + wave * periodSteps(duration)
      return crowd.course(worlds[0], of: rows, steps: study.start..<crossing)
        + crowd.course(worlds[wave], of: rows, steps: crossing..<study.horizon)
    }
  }

  /// The effect per person over the test: that of a period, for as many as the test is long.
  private func effect(
    _ worlds: [Simulation], _ duration: Int, past: Int
  ) throws -> EffectEstimate? {
    let length = periodSteps(duration)
    var (outcome, units, periods, isTreated): ([Double], [Int], [Int], [Bool]) = ([], [], [], [])
    for period in -(past / length)...waves {
      let first = study.start + period * length
      let window = first..<first + length
      let before = crowd.sums(
        period < 0 ? replicate.starts[study.before] : worlds[0], steps: window)
      let after = period < 1 ? [] : (1...period).map { crowd.sums(worlds[$0], steps: window) }
      for (place, row) in assignment.people.enumerated() {
        let wave = Int(assignment.arms[row]) + 1
        let hasCrossed = wave <= period
        outcome.append(hasCrossed ? after[wave - 1][row] : before[row])
        units.append(assignment.clusters?[place] ?? row)
        periods.append(period)
        isTreated.append(hasCrossed)
      }
    }
    do {
      return try ExperimentPanel(
        outcome, units: units, periods: periods, isTreated: isTreated
      ).clusterMeans().fixedEffects(confidence: 1 - study.question.alpha).effect
        .scaled(by: Double(duration) / Double(length))
    } catch .noVariation {
      return nil
    } catch {
      throw StudyError(document: study.document.name, problem: "a stepped wedge: \(error)")
    }
  }
}
