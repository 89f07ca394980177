import Estimation
import Interchange
import Statistics

extension ReadoutStudy {
  /// Results without the pairs that lost a unit or cluster, whose other one has nothing to be compared
  /// with; all results where pairs are not read out as pairs.
  func comparable() throws(StudyError) -> ExperimentResults {
    guard isPaired, let blocks = results.blocks, results.denominator == nil,
      question.method.map({ $0 == .pairs }) ?? true
    else { return results }
    let members = results.clusters ?? Array(blocks.indices)
    let sizes = Dictionary(grouping: blocks.indices) { blocks[$0] }
      .mapValues { Set($0.map { members[$0] }).count }
    let kept = blocks.indices.filter { sizes[blocks[$0]] == design.arms.count }
    guard Set(kept.map { blocks[$0] }).count > 1 else {
      throw StudyError(
        document: results.name,
        problem:
          "fewer than two pairs have results of all their "
          + "\(results.clusters == nil ? "units" : "clusters"); get the missing results, or read out "
          + "without pairs by --method \(results.clusters == nil ? "welch" : "cluster-means")")
    }
    return kept.count == blocks.count ? results : results.selecting(kept)
  }

  /// The effect of a stepped wedge: clusters with levels of their own, periods with levels of their
  /// own.
  func wedge() throws -> ReadoutAnswer.Comparison {
    guard let panel = results.panel else {
      throw StudyError(
        document: results.name,
        problem:
          "a stepped wedge is read out over its periods, and the table has one row per unit; "
          + "name the column of periods with --period")
    }
    let isTreated = results.arms.indices.map {
      panel.periods[$0] >= design.arms[results.arms[$0]].start ?? .max
    }
    var rows = try ExperimentPanel(
      results.outcome, named: results.outcomeName, units: panel.units, periods: panel.periods,
      isTreated: isTreated, clusters: results.clusters)
    if results.clusters != nil { rows = try rows.clusterMeans() }
    let readout = try rows.fixedEffects(confidence: confidence)
    return .init(name: "treated against not yet treated", readout: readout, isMain: true)
  }

  /// Main effects of all levels, and interactions of every two factors of two levels.
  func factors() throws -> [ReadoutAnswer.Comparison] {
    let cells = design.arms
    let sample = try results.sample(Array(results.arms.indices)) { $0 == control }
    let contrasts = try CellContrasts(sample, cells: results.arms, confidence: confidence)
    /// Weights that compare two sets of cells, each with its cells alike.
    func weights(_ sign: (ExperimentDesign.Arm) -> Double) -> [Double] {
      let signs = cells.map(sign)
      let above = signs.reduce(0) { $0 + max(0, $1) }
      return signs.map { above > 0 ? $0 / above : 0 }
    }
    var found: [ReadoutAnswer.Comparison] = []
    for (place, factor) in design.factors.enumerated() {
      for level in factor.levels.dropFirst() {
        let base = weights { $0.levels[place] == factor.levels[0] ? 1 : 0 }
        let readout = contrasts.readout(
          "cell means, \(results.clusters == nil ? "HC2" : "CR2")",
          weights: weights {
            $0.levels[place] == level ? 1 : $0.levels[place] == factor.levels[0] ? -1 : 0
          }, level: base)
        found.append(
          .init(
            name: "\(factor.name): \(level) against \(factor.levels[0])", readout: readout,
            isMain: true))
      }
    }
    for first in design.factors.indices {
      for second in design.factors.indices where second > first {
        guard design.factors[first].levels.count == 2, design.factors[second].levels.count == 2
        else { continue }
        func sign(_ arm: ExperimentDesign.Arm, _ place: Int) -> Double {
          arm.levels[place] == design.factors[place].levels[1] ? 1 : -1
        }
        // Half the signs are positive; twice the mean contrast is the effect of one on that of the
        // other.
        let interaction = weights { sign($0, first) * sign($0, second) }.map { 2 * $0 }
        found.append(
          .init(
            name: "\(design.factors[first].name) × \(design.factors[second].name)",
            readout: contrasts.readout(
              "interaction of cell means", weights: interaction, level: nil), isMain: false))
      }
    }
    return found
  }

  /// The treated markets against their synthetic control.
  func markets() throws -> [ReadoutAnswer.Comparison] {
    guard let history = results.history, history.start > 2 else {
      throw StudyError(
        document: results.name,
        problem:
          "markets are compared with a synthetic control, which needs a history; give rows of "
          + "periods before the test and its first period with --start")
    }
    let total = history.outcomes.rows
    var found: [ReadoutAnswer.Comparison] = []
    for arm in design.arms.indices where arm != control {
      let treated = results.arms.indices.filter { results.arms[$0] == arm }
      let donors = results.arms.indices.filter { results.arms[$0] == control }
      var settings = SyntheticControlReadout.Settings()
      settings.control = design.analysis.syntheticControl
      // The steps of Holm change intervals alone.
      settings.hasPlacebos = stricter == nil
      settings.confidence = confidence
      settings.seed = question.seed
      let readout = try SyntheticControlReadout(
        history.outcomes,
        SyntheticControlQuestion(
          treated: treated, donors: donors, fitted: 0..<history.start,
          tested: history.start..<total),
        settings: settings)
      var comparison = ReadoutAnswer.Comparison(
        name: "\(design.arms[arm].name) against \(design.arms[control].name)",
        readout: Readout(
          method: design.analysis.hasRidge == true
            ? "augmented synthetic control, conformal" : "synthetic control, conformal",
          effect: readout.effect,
          relative: readout.lift, controlLevel: readout.control.meanSynthetic,
          treated: treated.count, control: donors.count), isMain: true)
      comparison.checks = placebos(of: readout, design.arms[arm].name)
      found.append(comparison)
    }
    return found
  }

  /// Whether markets that were not treated, and the time before the test, show as large effects.
  private func placebos(
    of readout: SyntheticControlReadout, _ arm: String
  ) -> [ReadoutAnswer.Check] {
    let level = 1 - confidence
    var checks: [ReadoutAnswer.Check] = []
    if let space = readout.placebo {
      let count = space.choices.count
      let rank = space.choices.count { $0.ratio >= space.ratio }
      // Of few choices even the first is nothing rare.
      let canTell = 1 / Double(count) < level
      let isDoubted = readout.effect.isSignificant && space.pValue >= level && canTell
      checks.append(
        .init(
          name: "placebo in space", figure: space.pValue, limit: level,
          verdict: isDoubted ? .look : .fine,
          sentence:
            "\(arm) drew apart from its control as number \(rank) of \(count) choices of as many "
            + "markets (p \(Self.chance(space.pValue)))"
            + (isDoubted
              ? "; markets without the test did as much, so that the effect may be chance"
              : canTell ? "" : "; so few markets cannot tell an effect by their ranks")))
    }
    if let time = readout.placeboInTime {
      let isMissed = time.pValue < level
      checks.append(
        .init(
          name: "placebo in time", figure: time.pValue, limit: level,
          verdict: isMissed ? .look : .fine,
          sentence: "right before the start, without any test, the same readout finds "
            + "\(HumanNumber.text(time.value)) in \(arm) (p \(Self.chance(time.pValue)))"
            + (isMissed
              ? "; the control does not follow these markets, and the effect may be no more than that"
              : "")))
    }
    return checks
  }
}
