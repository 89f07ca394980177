public import Estimation
import Statistics

/// The readout that a design calls for.
public struct ReadoutStudy: Sendable {
  /// What is asked beyond the design.
  public struct Question: Sendable {
    /// What is measured of every unit.
    public var kind = ExperimentSample.OutcomeKind.mean
    /// A method in place of the one that the design calls for.
    public var method: ReadoutMethod?
    /// Confidence of intervals; that of the design's level unless given.
    public var confidence: Double?
    /// How the test is looked at; nil for once, at its end.
    public var look: ReadoutLook?
    /// Draws of a randomization that cannot be enumerated.
    public var draws = 10_000
    /// What those follow from.
    public var seed: UInt64 = 1

    /// The usual question.
    public init() {}
  }

  /// The design of the experiment.
  public let design: ExperimentDesign
  /// What came out.
  public let results: ExperimentResults
  /// What is asked.
  public let question: Question

  /// A study of results.
  ///
  /// - Parameters:
  ///   - results: What came out, with arms as places in the design.
  ///   - design: The design of the experiment.
  ///   - question: What is asked beyond it.
  public init(
    _ results: ExperimentResults, of design: ExperimentDesign, _ question: Question = Question()
  ) {
    self.results = results
    self.design = design
    self.question = question
  }

  /// Confidence of a single interval: stricter for effects of which there are several.
  var confidence: Double { stricter ?? question.confidence ?? 1 - (design.analysis.alpha ?? 0.05) }

  /// What Holm's steps leave to an effect; nil for a single one, and before the steps.
  private(set) var stricter: Double?

  /// The place of the arm that others are compared with: the control, or the first.
  var control: Int {
    design.control.flatMap { name in design.arms.firstIndex { $0.name == name } } ?? 0
  }

  /// Reads out the experiment.
  ///
  /// - Returns: Effects, checks and words.
  /// - Throws: ``StudyError`` where the results cannot carry the readout.
  public func run() throws(StudyError) -> ReadoutAnswer {
    try ReadoutStudy(comparable(), of: design, question).answer()
  }

  private func answer() throws(StudyError) -> ReadoutAnswer {
    do {
      var answer = ReadoutAnswer(
        outcomeName: results.outcomeName, unitName: results.unitName, confidence: confidence,
        plannedLift: design.analysis.smallestLift, plannedPower: design.analysis.power ?? 0.8)
      answer.comparisons = try comparisons()
      if let look = question.look {
        let main = answer.comparisons.indices.filter { answer.comparisons[$0].isMain }
        guard main.count == 1 else {
          throw StudyError(
            document: results.name,
            problem:
              "looks before the end are for one effect, and the design asks for \(main.count); read out "
              + "once at the end, without --look and --any-time")
        }
        (answer.comparisons[main[0]], answer.lookSentences) = try looked(
          answer.comparisons[main[0]], look)
      }
      answer.checks = try checks(of: answer)
      answer.groups = try groups()
      return answer
    } catch let error as ReadoutError {
      throw StudyError(document: results.name, problem: "\(error)")
    } catch let error as EstimationError {
      throw StudyError(document: results.name, problem: "\(error)")
    } catch let error as StudyError {
      throw error
    } catch {
      preconditionFailure("a readout fails with its own errors: \(error)")
    }
  }

  /// The effects that the design asks for, several of them by Holm's steps.
  private func comparisons() throws -> [ReadoutAnswer.Comparison] {
    switch design.kind {
    case .steppedWedge: return [try wedge()]
    case .factorial where question.method == nil: return try byHolm { try $0.factors() }
    case .geo where results.history != nil && question.method == nil:
      return try byHolm { try $0.markets() }
    default: return try byHolm { try $0.armsAgainstControl() }
    }
  }

  /// Effects that are looked at together, with p-values after Holm and intervals that decide the same.
  ///
  /// Each is read again at its ``MultipleTesting/errorShare(isClaimed:claims:of:)``, so that tests without
  /// standard errors are adjusted, too.
  ///
  /// - Parameter read: All effects as a study of some confidence reads them.
  /// - Returns: The effects.
  /// - Throws: What reading them throws.
  private func byHolm(
    _ read: (ReadoutStudy) throws -> [ReadoutAnswer.Comparison]
  ) throws -> [ReadoutAnswer.Comparison] {
    var found = try read(self)
    let main = found.indices.filter { found[$0].isMain }
    guard main.count > 1 else { return found }
    let pValues = MultipleTesting.holm.adjusted(main.map { found[$0].readout.effect.pValue })
    let error = 1 - confidence
    let claims = pValues.count { $0 < error }
    for isClaimed in [true, false] where isClaimed ? claims > 0 : claims < main.count {
      var step = self
      step.stricter =
        1 - error
        * MultipleTesting.holm.errorShare(isClaimed: isClaimed, claims: claims, of: main.count)
      let again = try read(step)
      for (place, index) in main.enumerated() where (pValues[place] < error) == isClaimed {
        let checks = found[index].checks
        found[index] = again[index]
        found[index].checks = checks
        found[index].adjustedPValue = pValues[place]
      }
    }
    return found
  }

  /// Each arm against the control, then the same by a second method.
  private func armsAgainstControl() throws -> [ReadoutAnswer.Comparison] {
    var main: [ReadoutAnswer.Comparison] = []
    var second: [ReadoutAnswer.Comparison] = []
    for arm in design.arms.indices where arm != control {
      let name = "\(design.arms[arm].name) against \(design.arms[control].name)"
      let rows = results.arms.indices.filter { [arm, control].contains(results.arms[$0]) }
      let sample = try results.sample(rows) { $0 == arm }
      main.append(.init(name: name, readout: try mainReadout(of: sample, rows), isMain: true))
      if let other = secondMethod(of: sample) {
        second.append(
          .init(name: name, readout: try self.readout(sample, by: other), isMain: false))
      }
    }
    return main + second
  }

  /// The readout that the question and the design call for.
  ///
  /// - Parameters:
  ///   - sample: Two arms.
  ///   - rows: The rows of the results that they are.
  /// - Returns: The effect by the method that was asked for, or on the ratio that was, or by the method of
  ///   the design.
  /// - Throws: Where the sample cannot carry it.
  private func mainReadout(of sample: ExperimentSample, _ rows: [Int]) throws -> Readout {
    if let denominator = results.denominator, question.method == nil {
      let part = ExperimentSample.Covariate(denominator.name, rows.map { denominator.values[$0] })
      return try sample.ratio(over: part, confidence: confidence)
    }
    return try readout(sample, by: question.method ?? usualMethod(of: sample))
  }

  /// The method that the design calls for.
  private func usualMethod(of sample: ExperimentSample) -> ReadoutMethod {
    sample.defaultMethod(question.kind, isPaired: isPaired)
  }

  /// Whether blocks are pairs, of which every arm has one unit each.
  var isPaired: Bool { design.kind == .pairs && results.blocks != nil }

  /// A readout by a method, with a count before on the scale of the method.
  func readout(_ sample: ExperimentSample, by method: ReadoutMethod) throws -> Readout {
    if sample.clusters != nil, !method.knowsClusters {
      throw StudyError(
        document: results.name,
        problem:
          "\(method.rawValue) takes units as drawn one by one, and whole clusters were; use --method ancova, "
          + "cluster-means or mixed")
    }
    if method == .randomization, let rule = design.rerandomization {
      let columns = rule.columns.joined(separator: ", ")
      throw StudyError(
        document: results.name,
        problem:
          "the assignment was drawn until \(columns) were balanced, and randomization draws without "
          + "that rule; use --method ancova, which adjusts for what --pre and --adjust name")
    }
    var sample = sample
    if method.isOnLogarithm {
      sample = try ExperimentSample(
        sample.outcome, named: sample.outcomeName, isTreated: sample.isTreated,
        covariates: sample.covariates.map {
          // Indicators and amounts below zero stay as they are.
          $0.values.contains { $0 > 1 } && !$0.values.contains { $0 < 0 }
            ? ExperimentSample.logarithm(of: $0) : $0
        }, blocks: sample.blocks, clusters: sample.clusters)
    }
    return try sample.readout(
      by: method, confidence: confidence, draws: question.draws, seed: question.seed)
  }

  /// The method that stands beside that of the design: fewer assumptions, or no adjustment; nil where
  /// something else was asked for.
  private func secondMethod(of sample: ExperimentSample) -> ReadoutMethod? {
    guard question.method == nil, results.denominator == nil else { return nil }
    let usual = usualMethod(of: sample)
    if usual == .pairs { return design.rerandomization == nil ? .randomization : nil }
    if sample.clusters != nil { return .clusterMeans }
    return usual == .welch ? nil : .welch
  }

  /// The effect in each group of units.
  private func groups() throws -> [ReadoutAnswer.Comparison] {
    try byHolm { try $0.groupEffects() }
  }

  private func groupEffects() throws -> [ReadoutAnswer.Comparison] {
    guard let groups = results.groups, results.panel == nil else { return [] }
    var found: [ReadoutAnswer.Comparison] = []
    for arm in design.arms.indices where arm != control {
      for label in Set(groups.labels).sorted() {
        let rows = results.arms.indices.filter {
          groups.labels[$0] == label && [arm, control].contains(results.arms[$0])
        }
        let readout: Readout
        do {
          readout = try mainReadout(of: results.sample(rows) { $0 == arm }, rows)
        } catch let error as ReadoutError {
          throw StudyError(
            document: results.name,
            problem: "\(groups.name) = \(label): \(error); leave out --by or merge its groups")
        }
        let prefix = design.arms.count > 2 ? "\(design.arms[arm].name), " : ""
        found.append(
          .init(
            name: "\(prefix)\(groups.name) = \(label)", readout: readout, isMain: true, arm: arm))
      }
    }
    return found
  }
}
