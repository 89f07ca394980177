/// The people of one world, and the parts of the world made of them.
///
/// Agents of the first population are drawn once for all parts; their descendants when a part is
/// set up.
struct WorldPeople: Sendable {
  private let plan: SimulationPlan
  private let replicate: Int
  private let questions: Shard.Questions
  private let approvalWait: [Int]
  private let split: ShardPlan
  /// People drawn for all parts; `nil` for populations that each part draws for itself.
  private let whole: [People?]
  /// Families of populations whose parents were drawn for all parts.
  private let families: [Families?]

  init(
    _ plan: SimulationPlan, replicate: Int, questions: Shard.Questions, approvalWait: [Int]
  ) {
    self.plan = plan
    self.replicate = replicate
    self.questions = questions
    self.approvalWait = approvalWait
    let scenario = plan.scenario
    let isAsked = !questions.records.isEmpty || questions.followed != nil
    split = isAsked ? ShardPlan(whole: plan) : ShardPlan(plan)
    var whole: [People?] = plan.populations.map { _ in nil }
    var families: [Families?] = whole.map { _ in nil }
    for index in plan.order {
      let spec = scenario.populations[index]
      let parent = spec.parent.flatMap { whole[$0] }
      if split.ranges == nil || index == split.root {
        whole[index] = People(
          spec, parent: parent, seed: scenario.seed, replicate: replicate)
      } else if let parent {
        families[index] = Families(spec, parents: parent)
      }
    }
    self.whole = whole
    self.families = families
  }

  /// Number of parts.
  var partCount: Int { split.ranges?.count ?? 1 }

  /// Numbers of the parts.
  var parts: Range<Int> { 0..<partCount }

  /// A part before its first step.
  func shard(_ part: Int) -> Shard {
    Shard(
      plan, people: drawn(part), replicate: replicate, questions: questions,
      approvalWait: approvalWait)
  }

  /// The people of a part, by population.
  func drawn(_ part: Int) -> [People] {
    guard let rows = split.ranges?[part] else { return whole.compactMap(\.self) }
    let scenario = plan.scenario
    var drawn: [People?] = whole.map { _ in nil }
    var ranges: [Range<Int>] = drawn.map { _ in 0..<0 }
    for index in plan.order {
      let spec = scenario.populations[index]
      if index == split.root {
        drawn[index] = whole[index]?.part(rows)
        ranges[index] = rows
      } else if let parent = spec.parent, let people = drawn[parent],
        let families = families[index]
      {
        drawn[index] = People(
          spec,
          parents: People.Parents(people: people, families: families, rows: ranges[parent]),
          seed: scenario.seed, replicate: replicate)
        ranges[index] = families.children(of: ranges[parent])
      }
    }
    return drawn.compactMap(\.self)
  }
}
