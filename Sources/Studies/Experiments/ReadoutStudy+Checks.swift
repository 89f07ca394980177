import Estimation
import Interchange
import Statistics

extension ReadoutStudy {
  /// Every check that the results allow.
  func checks(of answer: ReadoutAnswer) throws -> [ReadoutAnswer.Check] {
    var checks: [ReadoutAnswer.Check] = []
    if results.isListOriginal == false {
      checks.append(
        .init(
          name: "list", figure: .nan, limit: .nan, verdict: .look,
          sentence:
            "the list of assigned units is not the one that the design was written with; use that, "
            + "or say why it changed"))
    }
    if let count = design.analysis.looks, count > 1, question.look == nil {
      checks.append(
        .init(
          name: "looks", figure: Double(count), limit: .nan, verdict: .look,
          sentence:
            "the design plans \(count) looks, and this reads as if it were the only one; name the look with "
            + "--look, 1 to \(count), so that bounds and interval follow the plan"))
    }
    if let ratio = sampleRatio() { checks.append(ratio) }
    if let attrition = attrition() { checks.append(attrition) }
    checks += answer.comparisons.flatMap(\.checks)
    if results.panel == nil, design.kind != .factorial {
      checks += try balance() + preTrends()
      if let contamination = try contamination() { checks.append(contamination) }
      if let likeness = try clusterLikeness() { checks.append(likeness) }
    }
    return checks + power(of: answer)
  }

  /// Whether arms were assigned in the planned shares; units where clusters do not decide.
  private func sampleRatio() -> ReadoutAnswer.Check? {
    guard design.kind != .steppedWedge, results.clusters == nil,
      design.arms.allSatisfy({ $0.share > 0 })
    else { return nil }
    let ratio = SampleRatio(observed: results.observed, shares: design.arms.map(\.share))
    let counts = Self.list(results.observed.map(HumanNumber.grouped))
    let shares = Self.list(design.arms.map { HumanNumber.percent($0.share) })
    return .init(
      name: "sample ratio", figure: ratio.pValue, limit: SampleRatio.level,
      verdict: ratio.isMismatch ? .fail : .fine,
      sentence: "units with results are \(counts) where \(shares) were planned (p "
        + "\(Self.chance(ratio.pValue)))"
        + (ratio.isMismatch
          ? ": units were lost or moved after the draw; find out how before reading any effect"
          : ""))
  }

  /// Whether assigned units without results are as many in every arm.
  private func attrition() -> ReadoutAnswer.Check? {
    let lost = zip(results.assigned, results.observed).map { $0 - $1 }
    let total = lost.reduce(0, +)
    let assigned = results.assigned.reduce(0, +)
    guard assigned > 0, results.assigned.allSatisfy({ $0 > 0 }) else { return nil }
    guard total > 0 else {
      return .init(
        name: "attrition", figure: 0, limit: 0.05, verdict: .fine,
        sentence: "every assigned unit has a result")
    }
    let shares = zip(design.arms.indices, lost).map { arm, count in
      "\(HumanNumber.grouped(count)) of \(HumanNumber.grouped(results.assigned[arm])) in "
        + design.arms[arm].name
    }
    let found = "assigned units without a result: \(Self.list(shares))"
    if results.clusters != nil {
      return .init(
        name: "attrition", figure: .nan, limit: .nan, verdict: .look,
        sentence: found
          + "; units of a cluster are lost together, so that no chance can be told: see whether whole "
          + "clusters are missing, and why")
    }
    let pValue = Self.chanceOfLosses(lost, of: results.assigned)
    let meaning =
      pValue < SampleRatio.level
      ? "arms lose units differently, so that those left do not compare; get the missing results"
      : pValue < 0.05
        ? "arms may lose units differently, and those left then do not compare; get the missing results"
        : "arms lose them alike, but those left may not stand for all"
    return .init(
      name: "attrition", figure: pValue, limit: SampleRatio.level,
      verdict: pValue < SampleRatio.level ? .fail : .look,
      sentence: "\(found) (p \(Self.chance(pValue)) for equal shares); \(meaning)")
  }

  /// The chance that equal shares are lost as differently: Pearson's test of a table of two rows.
  private static func chanceOfLosses(_ lost: [Int], of assigned: [Int]) -> Double {
    let share = Double(lost.reduce(0, +)) / Double(assigned.reduce(0, +))
    let cells = zip(assigned, lost).map { arm in
      let expected = Double(arm.0) * share
      let other = Double(arm.0) - expected
      let gap = (Double(arm.1) - expected) * (Double(arm.1) - expected)
      return gap / expected + (other > 0 ? gap / other : 0)
    }
    return IncompleteGamma.upper(Double(lost.count - 1) / 2, cells.reduce(0, +) / 2)
  }

  /// Whether what was known before is alike, of each arm against the control.
  private func balance() throws -> [ReadoutAnswer.Check] {
    guard !results.covariates.isEmpty else { return [] }
    return try comparedArms.compactMap { arm in
      let rows = results.arms.indices.filter { [arm, control].contains(results.arms[$0]) }
      // A single treated market has no spread.
      guard rows.count(where: { results.arms[$0] == arm }) > 1 else { return nil }
      var sample = try results.sample(rows) { $0 == arm }
      if sample.clusters != nil { sample = try sample.clusterMeans() }
      let differences = sample.balance
      guard let worst = differences.max(by: { $0.value.magnitude < $1.value.magnitude })
      else { return nil }
      let value = worst.value.magnitude
      let chance = StandardizedDifference.chance(
        treated: sample.treatedCount, control: sample.count - sample.treatedCount,
        comparisons: differences.count * comparedArms.count)
      let limit = max(StandardizedDifference.level, chance)
      let found =
        "largest standardized difference of \(design.arms[arm].name) and "
        + "\(design.arms[control].name): \(HumanNumber.text(worst.value)) in \(worst.name)"
      return .init(
        name: "balance", figure: value, limit: limit, verdict: value > limit ? .look : .fine,
        sentence: value > limit
          ? found + "; more than a draw of this size shows: prefer an effect adjusted for it"
          : value > StandardizedDifference.level
            ? found
              + "; above 0.1 but within what a draw of this size shows (\(HumanNumber.text(chance)))"
            : found)
    }
  }

  /// Whether each arm moved as the control did before the start.
  private func preTrends() -> [ReadoutAnswer.Check] {
    guard let history = results.history, history.start > 2 else { return [] }
    return comparedArms.compactMap { preTrend(of: $0, in: history) }
  }

  private func preTrend(
    of arm: Int, in history: ExperimentResults.History
  ) -> ReadoutAnswer.Check? {
    let units = results.arms.indices.filter { [arm, control].contains(results.arms[$0]) }
    var matrix = Matrix(rows: units.count, columns: history.start)
    for (row, unit) in units.enumerated() {
      for period in 0..<history.start { matrix[row, period] = history.outcomes[period, unit] }
    }
    guard matrix.elements.allSatisfy(\.isFinite) else { return nil }
    let trend: PreTrend
    do {
      trend = try PreTrend(
        history: matrix, isTreated: units.map { results.arms[$0] == arm },
        clusters: results.clusters.map { clusters in units.map { clusters[$0] } })
    } catch {
      // Nothing varied before the start, or too few units: there is no trend to compare.
      return nil
    }
    let limit = PreTrend.level / Double(comparedArms.count)
    let isDrifting = trend.slope.pValue < limit
    let slope = HumanNumber.text(trend.slope.value)
    return .init(
      name: "pre-trend", figure: trend.slope.pValue, limit: limit,
      verdict: isDrifting ? .look : .fine,
      sentence:
        "before the start \(design.arms[arm].name) moved by \(slope) \(results.outcomeName) a "
        + "period more than \(design.arms[control].name) (p \(Self.chance(trend.slope.pValue)))"
        + (isDrifting ? "; look at both lines before trusting a difference over time" : ""))
  }

  /// The arms that are compared with the control.
  private var comparedArms: [Int] { design.arms.indices.filter { $0 != control } }

  /// Whether controls share practices with treated units.
  private func contamination() throws -> ReadoutAnswer.Check? {
    guard let practices = results.practices else { return nil }
    let rows = Array(results.arms.indices)
    let sample = try results.sample(rows) { $0 != control }
    let found = Contamination(of: sample, practices: practices, confidence: confidence)
    var sentence =
      "\(HumanNumber.grouped(found.exposedControls)) of \(HumanNumber.grouped(found.controls)) control "
      + "units share a practice with treated ones"
    if found.isDiluted {
      sentence += ", which dilutes the effect"
      if let clean = found.againstUnexposed {
        sentence +=
          "; against the others alone it is \(HumanNumber.text(clean.effect.value)) "
          + "(\(ReadoutAnswer.range(clean.effect)))"
      }
      if let spillover = found.spillover {
        sentence +=
          "; the exposed controls differ from the others by "
          + "\(HumanNumber.text(spillover.effect.value)) (\(ReadoutAnswer.range(spillover.effect)))"
      }
      sentence += "; assign whole practices next time"
    }
    return .init(
      name: "contamination", figure: found.share, limit: Contamination.level,
      verdict: found.isDiluted ? .look : .fine, sentence: sentence)
  }

  /// How alike the units of a cluster are, after the arm.
  private func clusterLikeness() throws -> ReadoutAnswer.Check? {
    guard let clusters = results.clusters else { return nil }
    var means = [RunningMoments](repeating: RunningMoments(), count: design.arms.count)
    for (arm, value) in zip(results.arms, results.outcome) { means[arm].add(value) }
    let residuals = results.outcome.indices.map {
      results.outcome[$0] - means[results.arms[$0]].mean
    }
    guard let likeness = IntraclassCorrelation(residuals, clusters: clusters) else { return nil }
    let number = Set(clusters).count
    // Chosen: Satterthwaite's degrees hold from about five clusters per arm.
    let isFew = number < 10
    return .init(
      name: "clusters", figure: likeness.value, limit: .nan, verdict: isFew ? .look : .fine,
      sentence: "\(number) clusters of \(HumanNumber.text(likeness.averageSize)) units with an "
        + "intraclass correlation of \(HumanNumber.text(likeness.value)): "
        + "\(HumanNumber.text(likeness.designEffect(clusterSize: likeness.averageSize))) times the "
        + "variance of units drawn one by one"
        + (isFew ? "; so few clusters leave wide intervals, and one odd cluster decides" : ""))
  }

  /// Whether each main effect could be found as planned.
  private func power(of answer: ReadoutAnswer) -> [ReadoutAnswer.Check] {
    guard let lift = answer.plannedLift else { return [] }
    return answer.comparisons.filter(\.isMain).compactMap { comparison in
      let planned = lift * comparison.readout.controlLevel
      let power = comparison.readout.effect.power(toDetect: planned)
      guard power.isFinite else { return nil }
      let isShort = power < answer.plannedPower - 0.05
      return .init(
        name: "power", figure: power, limit: answer.plannedPower,
        verdict: isShort ? .look : .fine,
        sentence: "\(comparison.name): at the observed scatter an effect of "
          + "\(HumanNumber.percent(lift)) is found with a chance of \(HumanNumber.percent(power)), "
          + "\(HumanNumber.percent(answer.plannedPower)) was planned"
          + (isShort && !comparison.readout.effect.isSignificant
            ? "; no effect found does not mean no effect" : ""))
    }
  }

  /// A p-value for people.
  static func chance(_ pValue: Double) -> String {
    pValue < 1e-4 ? "below 0.0001" : HumanNumber.text(pValue)
  }

  /// Parts as a reader would list them.
  static func list(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
}
