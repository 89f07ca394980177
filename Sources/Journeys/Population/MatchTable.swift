/// Content matches of a channel by kind of people and stage.
///
/// A kind is a joint level of all attributes that the channel's content tells apart.
struct MatchTable: Sendable {
  /// Number of kinds.
  let codeCount: Int
  /// Match of what the channel carries for everybody: `[code * stageCount + stage]`.
  private(set) var usual: [Double] = []
  /// Match of what is chosen from the library for people who are known; empty without one.
  private(set) var chosen: [Double] = []
  private let attributes: [Int]
  private let counts: [Int]

  init(_ channel: ChannelPlan, plan: PopulationPlan, people: People) {
    let candidates = [channel.match] + channel.library
    var attributes: [Int] = []
    func include(_ attribute: Int) {
      if !attributes.contains(attribute) { attributes.append(attribute) }
    }
    for match in candidates {
      for term in match.levels { include(term.attribute) }
      for cell in match.cells { include(cell.attribute) }
    }
    let segment = channel.library.isEmpty ? nil : plan.personalization?.by
    if let segment { include(segment) }
    self.attributes = attributes
    counts = attributes.map { Int(people.codes[$0].max() ?? 0) + 1 }
    codeCount = counts.reduce(1, *)
    let kinds = (0..<codeCount).map { code in
      Self.levels(of: code, attributes: attributes, counts: counts)
    }
    for stage in 0..<plan.stageCount * codeCount {
      let levels = kinds[stage / plan.stageCount]
      usual.append(
        channel.match.value(stage: stage % plan.stageCount) { levels[$0] ?? 0 })
    }
    guard !channel.library.isEmpty else { return }
    chosen = usual
    var members = [Double](repeating: 0, count: codeCount)
    for row in 0..<people.size { members[code(of: row, people)] += 1 }
    let isIndividual = plan.personalization?.level == .individual
    for stage in 0..<plan.stageCount {
      for code in 0..<codeCount {
        // The choice looks at everybody of the segment, or at this kind of people alone.
        let alike =
          isIndividual
          ? [code]
          : (0..<codeCount).filter { other in
            segment.map { kinds[other][$0] == kinds[code][$0] } ?? true
          }
        let values = candidates.map { match in
          alike.reduce(0) { sum, other in
            // An individual counts as itself; of a segment, each kind by its people.
            sum + (isIndividual ? 1 : members[other])
              * match.value(stage: stage) { kinds[other][$0] ?? 0 }
          }
        }
        let best = values.indices.max { values[$0] < values[$1] } ?? 0
        chosen[code * plan.stageCount + stage] = candidates[best].value(stage: stage) {
          kinds[code][$0] ?? 0
        }
      }
    }
  }

  private static func levels(of code: Int, attributes: [Int], counts: [Int]) -> [Int: Int] {
    var rest = code
    var levels: [Int: Int] = [:]
    for (attribute, count) in zip(attributes, counts) {
      levels[attribute] = rest % count
      rest /= count
    }
    return levels
  }

  /// The kind of an agent.
  func code(of row: Int, _ people: People) -> Int {
    var code = 0
    for (attribute, count) in zip(attributes, counts).reversed() {
      code = code * count + Int(people.codes[attribute][row])
    }
    return code
  }
}
