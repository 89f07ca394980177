import Statistics
import Synchronization

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
  /// Who listens to whom in populations of contacts.
  private let networks: [ContactNetwork?]

  /// - Parameters:
  ///   - plan: What is run.
  ///   - replicate: Number of the replicate.
  ///   - questions: What single agents are asked for.
  ///   - approvalWait: Steps that content waits for approval.
  ///   - known: People of another arm in the same replicate, who are taken where they are the same.
  init(
    _ plan: SimulationPlan, replicate: Int, questions: Shard.Questions, approvalWait: [Int],
    known: WorldPeople? = nil
  ) {
    self.plan = plan
    self.replicate = replicate
    self.questions = questions
    self.approvalWait = approvalWait
    let scenario = plan.scenario
    let isAsked = !questions.records.isEmpty || questions.followed != nil
    split = isAsked ? .whole : ShardPlan(plan)
    var whole: [People?] = plan.populations.map { _ in nil }
    var families: [Families?] = whole.map { _ in nil }
    var networks: [ContactNetwork?] = whole.map { _ in nil }
    var isKnown = whole.map { _ in false }
    let isSameLuck =
      known.map { $0.plan.scenario.seed == scenario.seed && $0.replicate == replicate } ?? false
    for index in plan.order {
      let spec = scenario.populations[index]
      let parent = spec.parent.flatMap { whole[$0] }
      if split.ranges == nil || index == split.root {
        let other = isSameLuck ? known?.people(like: spec, at: index) : nil
        let isSameParent = spec.parent.map { isKnown[$0] } ?? true
        isKnown[index] = other != nil && isSameParent
        let drawn: People
        if isKnown[index], let other {
          drawn = other
        } else {
          drawn = People(spec, parent: parent, seed: scenario.seed, replicate: replicate)
        }
        whole[index] = drawn
        networks[index] =
          isKnown[index]
            && spec.peers?.circle == known?.plan.scenario.populations[index].peers?.circle
          ? known?.networks[index]
          : Self.network(spec, people: drawn, seed: scenario.seed, replicate: replicate)
      } else if let parent {
        families[index] = Families(spec, parents: parent)
      }
    }
    self.whole = whole
    self.families = families
    self.networks = networks
  }

  /// The people of a population, if they were drawn here and would be drawn the same way.
  private func people(like spec: PopulationSpec, at index: Int) -> People? {
    guard whole.indices.contains(index), let drawn = whole[index],
      plan.scenario.populations[index].drawsSamePeople(as: spec)
    else { return nil }
    return drawn
  }

  private static func network(
    _ spec: PopulationSpec, people: People, seed: UInt64, replicate: Int
  ) -> ContactNetwork? {
    guard case .contacts(let count, let weightedBy, let near)? = spec.peers?.circle
    else { return nil }
    func stream(_ purpose: String) -> RandomStream {
      RandomStream(seed: seed, replicate: replicate, purpose: purpose)
    }
    let weights = weightedBy.map { people.reals[$0] }
    return ContactNetwork(
      contacts: count, weights: weights, size: people.size,
      stream: stream(Purpose.contacts(spec.name)),
      near: near.map {
        NearContacts(
          share: $0.share, groups: people.groups(of: $0.attribute), weights: weights,
          stream: stream(Purpose.near(spec.name)))
      })
  }

  /// Number of parts.
  var partCount: Int { split.ranges?.count ?? 1 }

  /// Numbers of the parts.
  var parts: Range<Int> { 0..<partCount }

  /// A part before its first step.
  func shard(_ part: Int) -> Shard {
    Shard(
      plan, people: drawn(part), networks: networks, replicate: replicate, questions: questions,
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

/// The people of one replicate, drawn for its first world and lent to the others.
///
/// Arms of one replicate meet the same people; where an arm changes what they are, they are drawn
/// anew.
public final class ReplicatePeople: Sendable {
  private let first = Mutex<WorldPeople?>(nil)

  /// Nobody has been drawn yet.
  public init() {}

  /// People for another world of the replicate.
  func people(_ draw: (WorldPeople?) -> WorldPeople) -> WorldPeople {
    let known = first.withLock { $0 }
    let drawn = draw(known)
    if known == nil { first.withLock { $0 = drawn } }
    return drawn
  }
}
