/// The climb from a choice to the nearest one that no small change betters.
///
/// Sequential quadratic programming: a quadratic with the curvature of the objective is made large
/// over all allowed choices, by spectral projected gradients (Birgin, Martínez and Raydan 2000), and
/// the step there is shortened until the objective grows.
struct BudgetAscent {
  let objective: BudgetObjective
  let region: BudgetRegion
  /// What curvature is taken of: the objective, or one of fewer draws.
  private let model: BudgetObjective

  /// Where a climb ended.
  struct Summit: Sendable {
    let choice: [Double]
    let value: Double
    let gradient: [Double]
    /// The largest distance of a marginal return from what its place asks for, over the largest one:
    /// 0 where the conditions of Karush, Kuhn and Tucker hold.
    let residual: Double
  }

  /// How far climbs go.
  enum Effort: Sendable {
    /// Until summits can be told apart.
    case rough
    /// Until the conditions of the best choice hold.
    case full
  }

  /// Steps of a climb; *chosen*: concave objectives take about ten.
  private let most: Int
  /// The residual at which a climb ends.
  private let tolerance: Double
  /// The relative gain of a step below which a climb ends: quantiles have kinks, along which climbs
  /// creep.
  private let leastGain: Double

  init(
    _ question: BudgetQuestion, _ objective: BudgetObjective, _ region: BudgetRegion,
    effort: Effort = .full
  ) {
    self.objective = objective
    self.region = region
    most = effort == .full ? 60 : 15
    tolerance = effort == .full ? 1e-9 : 1e-3
    let isRanked = if case .quantile = objective.aim { true } else { false }
    leastGain = isRanked ? 1e-7 : 0
    let isLarge = region.low.count >= BudgetCurvature.many
    let draws = effort == .rough ? BudgetCurvature.roughDraws : BudgetCurvature.draws
    model =
      effort == .rough || isLarge
      ? BudgetObjective(
        objective.response.thinned(to: draws), question, takesSpendOff: objective.takesSpendOff)
      : objective
  }

  /// Climbs from a point, which is moved to the nearest choice first.
  func climb(from start: [Double]) -> Summit {
    let plain = start.map { _ in 1.0 }
    var choice = region.projection(of: start, metric: plain).choice
    var here = objective.judge(choice)
    var metric = plain
    for _ in 0..<most {
      var curvature = BudgetCurvature(model, region, at: choice)
      metric = curvature.diagonal
      guard residual(choice, here.gradient, metric) > tolerance else { break }
      steady(&curvature, choice, here.gradient)
      let target = peak(of: curvature, choice, here.gradient)
      let plain = { nearest(choice, here.gradient, curvature.diagonal) }
      guard
        let next = step(from: choice, here, to: target) ?? step(from: choice, here, to: plain())
      else { break }
      let gain = next.judgment.value - here.value
      choice = next.choice
      here = next.judgment
      if gain < leastGain * here.value.magnitude { break }
    }
    return Summit(
      choice: choice, value: here.value, gradient: here.gradient,
      residual: residual(choice, here.gradient, metric))
  }

  /// Makes curvature definite where steps from a choice go.
  private func steady(
    _ curvature: inout BudgetCurvature, _ choice: [Double], _ gradient: [Double]
  ) {
    guard curvature.full != nil else { return }
    let moved = nearest(choice, gradient, curvature.diagonal)
    let isHeld = choice.indices.map { place in
      moved[place] == choice[place]
        && (choice[place] == region.low[place] || choice[place] == region.high[place])
    }
    var sums = region.total == nil ? [] : [choice.indices]
    let slack = 1e-9 * region.most
    for group in region.groups where group.places.count > 1 {
      let sum = group.places.reduce(0) { $0 + choice[$1] }
      if sum <= group.low + slack || sum >= group.high - slack { sums.append(group.places) }
    }
    curvature.steady(isHeld: isHeld, sums: sums)
  }

  /// How far a choice is from one that no small change betters.
  private func residual(
    _ choice: [Double], _ gradient: [Double], _ metric: [Double]
  ) -> Double {
    let nearest = nearest(choice, gradient, metric)
    // Where spend is taken off, derivatives vanish at a summit, and returns do not.
    let taken = objective.takesSpendOff ? 1.0 : 0
    let largest = gradient.reduce(0) { max($0, ($1 + taken).magnitude) }
    guard largest > 0 else { return 0 }
    return choice.indices.reduce(0) {
      max($0, metric[$1] * (nearest[$1] - choice[$1]).magnitude)
    } / largest
  }

  /// The allowed choice nearest to a step along the gradient in a metric.
  private func nearest(
    _ choice: [Double], _ gradient: [Double], _ metric: [Double]
  ) -> [Double] {
    let moved = choice.indices.map { choice[$0] + gradient[$0] / metric[$0] }
    return region.projection(of: moved, metric: metric).choice
  }

  /// The allowed choice that makes the quadratic model of the objective largest.
  private func peak(
    of curvature: BudgetCurvature, _ choice: [Double], _ gradient: [Double]
  ) -> [Double] {
    let metric = curvature.diagonal
    guard curvature.full != nil else { return nearest(choice, gradient, metric) }
    var place = choice
    var slope = gradient
    var length = 1.0
    let start = residual(choice, gradient, metric)
    for _ in 0..<100 {
      let moved = place.indices.map { place[$0] + length * slope[$0] / metric[$0] }
      let nearest = region.projection(of: moved, metric: metric).choice
      let direction = zip(nearest, place).map { $0 - $1 }
      let turned = curvature.times(direction)
      let rise = sum(slope, direction)
      let bend = sum(turned, direction)
      guard rise > 0, bend > 0 else { break }
      let share = min(1, rise / bend)
      for index in place.indices {
        place[index] += share * direction[index]
        slope[index] -= share * turned[index]
      }
      // The inverse of the curvature along the step, in the metric: Barzilai and Borwein's length.
      let size = direction.indices.reduce(0) { $0 + metric[$1] * direction[$1] * direction[$1] }
      length = min(max(size / bend, 1e-6), 1e6)
      if residual(place, slope, metric) < 1e-3 * start { break }
    }
    return place
  }

  /// The longest of ever halved steps that lets the objective grow enough.
  private func step(
    from choice: [Double], _ here: BudgetObjective.Judgment, to target: [Double]
  ) -> (choice: [Double], judgment: BudgetObjective.Judgment)? {
    let direction = zip(target, choice).map { $0 - $1 }
    let rise = sum(here.gradient, direction)
    guard rise > 0 else { return nil }
    // Below this the objective itself is rounded.
    let slack = 1e-14 * here.value.magnitude
    var share = 1.0
    for _ in 0..<30 {
      let candidate = choice.indices.map { choice[$0] + share * direction[$0] }
      let next = objective.judge(share == 1 ? target : candidate)
      if next.value >= here.value + 1e-4 * share * rise - slack {
        return (share == 1 ? target : candidate, next)
      }
      share /= 2
    }
    return nil
  }

  private func sum(_ first: [Double], _ second: [Double]) -> Double {
    first.indices.reduce(0) { $0 + first[$1] * second[$1] }
  }
}
