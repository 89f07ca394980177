import Estimation

extension PowerRequest {
  /// The question of a request, with what was assumed on the way.
  struct Reading {
    var question: PowerQuestion
    let kind: Kind
    let design: Design
    /// Mean, share or rate per period without treatment; nil where nobody said it.
    let baseline: Double?
    /// Sentences about what was inferred or taken from the history.
    var notes: [String]
  }

  /// Reads the request.
  ///
  /// - Returns: The question and how it was understood.
  /// - Throws: Everything that is missing, surplus or impossible.
  func reading() throws(PowerRequestProblems) -> Reading {
    var reader = PowerRequestReader(self)
    let outcome = reader.outcome()
    let design = reader.trialDesign()
    var question = PowerQuestion(outcome, design: design.design, test: reader.test())
    question.size = design.size
    question.power = power
    question.isDecrease = isDecrease
    question.ratio = reader.armRatio()
    question.varianceFactor = reader.varianceFactor()
    question.sequentialFactor = reader.sequentialFactor(question.test)
    reader.effect(&question)
    reader.checkGiven(question)
    if reader.problems.isEmpty {
      do throws(PowerError) {
        _ = try question.answer()
      } catch .wrong(let problems) {
        reader.problems = problems.map { "\(reader.option($0.quantity)): \($0.problem)" }
      } catch {
        // What is infeasible is said when it is answered.
      }
    }
    guard reader.problems.isEmpty else { throw PowerRequestProblems(problems: reader.problems) }
    return Reading(
      question: question, kind: reader.kind, design: reader.design, baseline: reader.baseline,
      notes: reader.notes)
  }
}

/// Turns the words of a request into a question, gathering problems and notes.
struct PowerRequestReader {
  let request: PowerRequest
  let kind: PowerRequest.Kind
  let design: PowerRequest.Design
  let baseline: Double?
  var problems: [String] = []
  var notes: [String] = []

  init(_ request: PowerRequest) {
    self.request = request
    baseline = request.baseline ?? request.history?.mean
    (kind, notes) = Self.kind(of: request, baseline: baseline)
    design = Self.design(of: request)
  }

  /// Whether a margin takes the place of the effect.
  var hasMargin: Bool { design == .noninferiority || request.margin != nil }

  /// Periods that are summed up.
  var periodsAfter: Int { request.history?.after ?? request.periodsAfter ?? 1 }

  private static func kind(
    of request: PowerRequest, baseline: Double?
  ) -> (PowerRequest.Kind, [String]) {
    if let kind = request.kind { return (kind == .count ? .rate : kind, []) }
    if request.dispersion != nil { return (.rate, ["Kind: rate, because of --dispersion."]) }
    if request.standardDeviation != nil { return (.mean, ["Kind: mean, because of --sd."]) }
    if let history = request.history {
      return history.dispersion == nil
        ? (.mean, ["Kind: mean, because the history holds no counts."])
        : (.rate, ["Kind: rate, because the history holds counts."])
    }
    if let baseline, baseline > 0, baseline < 1 {
      return (
        .proportion, ["Kind: proportion, because the baseline is a share; --kind says otherwise."]
      )
    }
    return (.mean, [])
  }

  private static func design(of request: PowerRequest) -> PowerRequest.Design {
    if let design = request.design { return design }
    if request.periods != nil || request.autocorrelation != nil { return .stepped }
    let isClustered =
      request.clusters != nil || request.clusterSize != nil || request.icc != nil
      || request.history?.clusters != nil
    if isClustered { return .cluster }
    if request.factors != nil || request.order != nil { return .factorial }
    return request.margin != nil ? .noninferiority : .individual
  }

  /// The option that gives a quantity.
  func option(_ quantity: PowerProblem.Quantity) -> String {
    switch quantity {
    case .question, .varianceFactor: "--correlation"
    case .size: usesClusters ? "--clusters" : "--units"
    case .effect: hasMargin ? "--margin" : request.difference != nil ? "--difference" : "--lift"
    case .power: "--power"
    case .alpha: "--alpha"
    case .comparisons: "--arms"
    case .ratio: request.controlShare != nil ? "--share-control" : "--ratio"
    case .sequentialFactor: "--looks"
    case .baseline: "--baseline"
    case .standardDeviation: "--sd"
    case .dispersion: "--dispersion"
    case .exposure: "--post-periods"
    case .assumedDifference: request.difference != nil ? "--difference" : "--lift"
    case .correlation: "--correlation"
    case .clusters: "--clusters"
    case .clusterSize: "--cluster-size"
    case .icc: "--icc"
    case .sizeVariation: "--cv"
    case .periods: "--periods"
    case .autocorrelation: "--cac"
    case .factors: "--factors"
    case .order: "--order"
    }
  }

  /// Whether clusters are the units of the design.
  var usesClusters: Bool { design == .cluster || design == .stepped }
}
