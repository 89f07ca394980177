import Estimation
public import Interchange

/// The answer to a request about power: a sentence, the power around it, what it costs and assumes.
public struct PowerPlan: Sendable {
  let request: PowerRequest
  let reading: PowerRequest.Reading

  /// Size, effect and power; a size that was asked for is rounded up, and the power is that of the
  /// rounded one.
  let answer: PowerAnswer

  /// The quantity that was asked for.
  let asked: Asked

  /// A quantity that may be asked for.
  enum Asked: String, Sendable {
    case size
    case effect
    case power
  }

  /// The answer to a request.
  ///
  /// - Parameter request: What the planner says.
  /// - Throws: `PowerRequestProblems` with everything that is missing, surplus or impossible, or
  ///   `PowerError` with what would make it feasible.
  public init(_ request: PowerRequest) throws {
    self.request = request
    reading = try request.reading()
    let question = reading.question
    let exact = try question.answer()
    asked = question.size == nil ? .size : question.effect == nil ? .effect : .power
    guard asked == .size else {
      answer = exact
      return
    }
    // A rounding error above a whole number is no further unit.
    let size = Self.whole(exact.size, design: question.design)
    answer = PowerAnswer(
      size: size, effect: exact.effect, power: question.power(size: size, effect: exact.effect))
  }

  /// A size rounded up to whole units, and clusters of a stepped wedge to equally many per sequence.
  private static func whole(_ size: Double, design: TrialDesign) -> Double {
    let whole = max(1, (size * (1 - 1e-12)).rounded(.up))
    guard case .steppedWedge(let wedge) = design, design.sizeNoun == .clusters else { return whole }
    let sequences = Double(wedge.sequences)
    return (whole / sequences).rounded(.up) * sequences
  }

  /// Units of the control arm, of each treated arm, and of the whole trial.
  struct Heads: Sendable {
    let control: Double
    let treated: Double
    let all: Double
  }

  /// Units that a size stands for.
  func heads(at size: Double) -> Heads {
    let question = reading.question
    let treatedArms = Double(max(1, question.test.comparisons))
    func arms(_ control: Double, per: Double = 1) -> Heads {
      let control = control.rounded(.up)
      let treated = (control * question.ratio).rounded(.up)
      return Heads(
        control: control * per, treated: treated * per, all: (control + treatedArms * treated) * per
      )
    }
    switch question.design {
    case .individual: return arms(size)
    case .paired: return Heads(control: size, treated: size, all: 2 * size)
    case .clusters(let sample):
      switch sample.known {
      case .size(let units): return arms(size, per: units)
      case .count(let count): return arms(count, per: size)
      }
    case .steppedWedge(let wedge):
      let cells =
        switch wedge.known {
        case .cellSize(let units): size * units * Double(wedge.periods)
        case .clusters(let clusters): size * clusters * Double(wedge.periods)
        }
      // Each cluster is its own control: in half of the cells, about.
      return Heads(control: cells / 2, treated: cells / 2, all: cells)
    case .factorial:
      let all = size * question.design.cells
      return Heads(control: all / 2, treated: all / 2, all: all)
    }
  }

  /// The effect relative to the baseline; nil without one.
  func lift(of effect: Double) -> Double? {
    guard let baseline = reading.baseline, baseline != 0 else { return nil }
    return effect / baseline
  }

  /// What it costs to leave the control arm untreated; nil where no value is given, or nothing is lost.
  var holdout: HoldoutCost? {
    guard let value = request.valuePerOutcome, reading.question.assumedDifference == nil,
      let baseline = reading.baseline, let lift = lift(of: answer.effect)
    else { return nil }
    switch reading.question.design {
    case .individual, .paired, .clusters: break
    case .steppedWedge, .factorial: return nil
    }
    return HoldoutCost(
      heldOut: heads(at: answer.size).control, baseline: baseline * Double(periods), lift: lift,
      valuePerOutcome: value)
  }

  /// Periods that outcomes are counted over.
  var periods: Int { request.history?.after ?? request.periodsAfter ?? 1 }

  /// The answer for programs.
  ///
  /// - Parameter width: Columns of the words in it.
  /// - Returns: An object with the asked quantity, the answer, words and the table.
  public func json(width: Int) -> JSONValue {
    let heads = heads(at: answer.size)
    var members = [
      JSONMember("ok", .flag(true)), JSONMember("asked", .text(asked.rawValue)),
      JSONMember("kind", .text(reading.kind.rawValue)),
      JSONMember("design", .text(reading.design.rawValue)),
      JSONMember("size", .number(answer.size)),
      JSONMember("size_counts", .text(sizeNoun)),
      JSONMember("units_control", .number(heads.control)),
      JSONMember("units_treated", .number(heads.treated)),
      JSONMember("units_all", .number(heads.all)),
      JSONMember(
        reading.question.assumedDifference == nil ? "difference" : "margin", .number(answer.effect)),
      JSONMember("lift", lift(of: answer.effect).map { .number($0) } ?? .null),
      JSONMember("power", .number(answer.power)),
      JSONMember("alpha", .number(reading.question.test.alpha)),
    ]
    if let holdout {
      members += [
        JSONMember("outcomes_forgone", .number(holdout.outcomesForgone)),
        JSONMember("opportunity_cost", .number(holdout.opportunityCost)),
      ]
    }
    members += [
      JSONMember("text", .text(text(width: width))), JSONMember("curve", curve().jsonValue),
    ]
    return .object(members)
  }
}
