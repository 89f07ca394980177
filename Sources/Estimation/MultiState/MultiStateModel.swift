/// A journey as rates between stages: proportional hazards with competing risks.
///
/// A transition has a rate a week, `λ = base · Π ratio^term`, whatever stage of its origins a unit is
/// in. Rates and ratios are known numbers or arithmetic on named parameters, so that what is learned
/// are the very numbers that a scenario names.
public struct MultiStateModel: Sendable, Equatable {
  /// How rates turn into chances of being elsewhere at the next observation.
  public enum Timing: Sendable, Equatable {
    /// Moves happen at any time: the matrix exponential of the rates.
    case continuous
    /// One move at most in each step of so many days, as the simulator does it: a unit leaves with
    /// the chance `1 − exp(−Σ λ · weeks)` and goes each way in proportion to its rate.
    case steps(days: Int)
  }

  /// A way from stages to a stage.
  public struct Transition: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// The stages that it leaves, from 0.
    public let from: [Int]
    /// The stage that it reaches, which may be one of those it leaves.
    public let to: Int
    /// The rate a week where all terms are 0.
    public let rate: StageQuantity
    /// Ratios of the rate by term.
    public let effects: [Effect]

    /// A way from stages to a stage.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - from: The stages that it leaves, from 0.
    ///   - to: The stage that it reaches.
    ///   - rate: The rate a week where all terms are 0.
    ///   - effects: Ratios of the rate by term.
    public init(
      name: String, from: [Int], to: Int, rate: StageQuantity, effects: [Effect] = []
    ) {
      self.name = name
      self.from = from
      self.to = to
      self.rate = rate
      self.effects = effects
    }
  }

  /// What a term does to a rate.
  public struct Effect: Sendable, Equatable {
    /// The term, by its place among the terms of the panel.
    public let term: Int
    /// The ratio of the rates where the term is larger by 1.
    public let ratio: StageQuantity

    /// What a term does to a rate.
    ///
    /// - Parameters:
    ///   - term: The term, by its place among the terms of the panel.
    ///   - ratio: The ratio of the rates where the term is larger by 1.
    public init(term: Int, ratio: StageQuantity) {
      self.term = term
      self.ratio = ratio
    }
  }

  /// The names of the stages.
  public let stages: [String]
  /// The numbers that rates depend on.
  public let terms: [StageTerm]
  /// The ways between stages.
  public let transitions: [Transition]
  /// How rates turn into chances.
  public let timing: Timing
  /// The names of the parameters, in the order in which transitions name them.
  public let parameters: [String]

  /// A journey as rates between stages.
  ///
  /// - Parameters:
  ///   - stages: The names of the stages.
  ///   - terms: The numbers that rates depend on.
  ///   - transitions: The ways between stages.
  ///   - timing: How rates turn into chances.
  public init(
    stages: [String], terms: [StageTerm] = [], transitions: [Transition], timing: Timing
  ) {
    precondition(
      transitions.allSatisfy { way in
        (way.from + [way.to]).allSatisfy(stages.indices.contains)
          && way.effects.allSatisfy { terms.indices.contains($0.term) }
      }, "transitions know their stages and terms")
    self.stages = stages
    self.terms = terms
    self.transitions = transitions
    self.timing = timing
    var names: [String] = []
    for way in transitions {
      for name in way.rate.names + way.effects.flatMap(\.ratio.names) where !names.contains(name) {
        names.append(name)
      }
    }
    parameters = names
  }

  /// The fewest moves that lead from each stage to each other one: `[from · stages + to]`; nil where
  /// none do.
  var fewestMoves: [Int?] {
    let count = stages.count
    var moves = [Int?](repeating: nil, count: count * count)
    for start in 0..<count {
      moves[start * count + start] = 0
      var reached = [start]
      var place = 0
      while place < reached.count {
        let stage = reached[place]
        let next = (moves[start * count + stage] ?? 0) + 1
        for way in transitions where way.from.contains(stage) && way.rate.isPossible {
          if moves[start * count + way.to] != nil { continue }
          moves[start * count + way.to] = next
          reached.append(way.to)
        }
        place += 1
      }
    }
    return moves
  }
}
