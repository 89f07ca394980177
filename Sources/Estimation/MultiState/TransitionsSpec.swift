import Interchange

/// What a calibration document says of a panel of observed stages: its columns, how time runs, and what
/// the transitions of a journey depend on.
///
/// ```yaml
/// data: { unit: id, period: week, stage: stage }
/// time: steps
/// transitions:
///   try_brand: { from: evaluating, to: trialist, rate: $trial_rate, effects: { calls: $call_ratio } }
/// ```
public struct TransitionsSpec: Sendable, Equatable {
  /// A way between stages, by the names of the document.
  public struct Way: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// The stages that it leaves; empty where the journey is to say.
    public var from: [String]
    /// The stage that it reaches; nil where the journey is to say.
    public var to: String?
    /// The rate a week where all terms are 0.
    public var rate: StageQuantity
    /// Ratios of the rate by term.
    public var effects: [Effect]
    /// Its line in the document; 0 where it is made by code.
    public var line: Int

    /// A way between stages.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - from: The stages that it leaves.
    ///   - to: The stage that it reaches.
    ///   - rate: The rate a week where all terms are 0.
    ///   - effects: Ratios of the rate by term.
    ///   - line: Its line in the document; 0 where it is made by code.
    public init(
      name: String, from: [String], to: String?, rate: StageQuantity, effects: [Effect] = [],
      line: Int = 0
    ) {
      self.name = name
      self.from = from
      self.to = to
      self.rate = rate
      self.effects = effects
      self.line = line
    }
  }

  /// What a column does to a rate.
  public struct Effect: Sendable, Equatable {
    /// The number made of the column.
    public var term: StageTerm
    /// The ratio of the rates where that number is larger by 1.
    public var ratio: StageQuantity

    /// What a column does to a rate.
    ///
    /// - Parameters:
    ///   - term: The number made of the column.
    ///   - ratio: The ratio of the rates where that number is larger by 1.
    public init(term: StageTerm, ratio: StageQuantity) {
      self.term = term
      self.ratio = ratio
    }
  }

  /// The population whose journey it is; nil where there is one only.
  public var population: String?
  /// The column of names of units.
  public var unit: String
  /// The column of times.
  public var period: String
  /// The column of names of stages.
  public var stage: String
  /// The length of a numbered period in days; nil for that of a step.
  public var daysPerPeriod: Double?
  /// Whether moves happen at any time, and not once a step at most.
  public var isContinuous: Bool
  /// The transitions that the document speaks of.
  public var ways: [Way]

  /// Which columns of a panel are read for ways between stages.
  ///
  /// - Parameters:
  ///   - stages: The names of the stages.
  ///   - ways: The ways, all of them.
  ///   - stepDays: The length of a step in days.
  /// - Returns: The layout; its terms are those of the ways, each once.
  public func layout(stages: [String], ways: [Way], stepDays: Int) -> StagePanelLayout {
    StagePanelLayout(
      unit: unit, period: period, stage: stage, stages: stages, terms: Self.terms(of: ways),
      daysPerPeriod: daysPerPeriod ?? Double(stepDays))
  }

  /// The model of ways between stages.
  ///
  /// - Parameters:
  ///   - stages: The names of the stages.
  ///   - ways: The ways, all of them; their stages are among those and not left open.
  ///   - stepDays: The length of a step in days.
  /// - Returns: The model of panels that have ``layout(stages:ways:stepDays:)``.
  public func model(stages: [String], ways: [Way], stepDays: Int) -> MultiStateModel {
    let terms = Self.terms(of: ways)
    func place(_ stage: String?) -> Int {
      guard let place = stages.firstIndex(where: { $0 == stage }) else {
        preconditionFailure("a way knows its stages")
      }
      return place
    }
    let transitions = ways.map { way in
      MultiStateModel.Transition(
        name: way.name, from: way.from.map { place($0) }, to: place(way.to), rate: way.rate,
        effects: way.effects.map { effect in
          MultiStateModel.Effect(
            term: terms.firstIndex(of: effect.term) ?? 0, ratio: effect.ratio)
        })
    }
    return MultiStateModel(
      stages: stages, terms: terms, transitions: transitions,
      timing: isContinuous ? .continuous : .steps(days: stepDays))
  }

  private static func terms(of ways: [Way]) -> [StageTerm] {
    ways.flatMap(\.effects).map(\.term).reduce(into: []) { terms, term in
      if !terms.contains(term) { terms.append(term) }
    }
  }
}
