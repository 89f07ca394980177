import Interchange
import Journeys

/// The content matrix of a world: what each channel carries for whom, and where nothing fits.
struct ContentMatrix {
  private let scenario: Scenario

  init(_ scenario: Scenario) { self.scenario = scenario }

  /// A match below this is a gap; *chosen*: a message that keeps less than this of its effect was
  /// made for somebody else.
  static let gap = 0.8

  /// One cell: channel, stage, kind of people.
  struct Cell {
    let channel: Int
    let stage: Int
    /// Attribute and level; `nil` where content does not tell people apart.
    let segment: (attribute: Int, level: Int)?
    /// Item that matches best among those that can be used; `nil` where the channel carries none.
    let item: Int?
    let match: Double

    /// Whether nothing is carried here, or nothing that fits.
    var isGap: Bool { item == nil || match < ContentMatrix.gap }
  }

  /// All cells, by channel, attribute, level and stage.
  func cells() -> [Cell] {
    scenario.channels.indices.filter { scenario.channelsInUse[$0] }.flatMap { cells(of: $0) }
  }

  private func cells(of channel: Int) -> [Cell] {
    let carried = scenario.channels[channel]
    let library = scenario.personalization(of: channel)?.library ?? []
    let items = Set(carried.content.compactMap { $0 } + library)
    guard !items.isEmpty else { return [] }
    let population = scenario.populations[carried.population]
    var attributes: [Int] = []
    for item in items.sorted() {
      let told =
        scenario.content[item].levels.map(\.attribute)
        + scenario.content[item].cells.map(\.attribute)
      for attribute in told where !attributes.contains(attribute) { attributes.append(attribute) }
    }
    let segments: [(attribute: Int, level: Int)?] =
      attributes.isEmpty
      ? [nil]
      : attributes.flatMap { attribute in
        population.attributes[attribute].levels.indices.map { (attribute: attribute, level: $0) }
      }
    return segments.flatMap { segment in
      population.journey.stages.indices.map { stage in
        best(library + [carried.content[stage]].compactMap { $0 }, channel, stage, segment)
      }
    }
  }

  private func best(
    _ items: [Int], _ channel: Int, _ stage: Int, _ segment: (attribute: Int, level: Int)?
  ) -> Cell {
    let matches = items.map { match($0, stage, segment) }
    let place = matches.indices.max { matches[$0] < matches[$1] }
    return Cell(
      channel: channel, stage: stage, segment: segment, item: place.map { items[$0] },
      match: place.map { matches[$0] } ?? 1)
  }

  /// Match of an item, all attributes but one at their best.
  private func match(
    _ item: Int, _ stage: Int, _ segment: (attribute: Int, level: Int)?
  ) -> Double {
    let content = scenario.content[item]
    if let segment,
      let cell = content.cells.first(where: {
        $0.stage == stage && $0.attribute == segment.attribute && $0.level == segment.level
      })
    {
      return cell.match
    }
    return content.levels.reduce(content.stages[stage]) { product, term in
      product
        * (term.attribute == segment?.attribute
          ? term.match[segment?.level ?? 0] : term.match.max() ?? 1)
    }
  }

  /// The `content` table.
  func table() -> Table {
    var rows = TableBuilder()
    rows.text("channel", "Channel.")
    rows.text("segment", "Attribute and level; all where content does not tell people apart.")
    rows.text("stage", "Stage.")
    rows.text("item", "Content that matches best among what can be used; empty for none.")
    rows.number("match", unit: "share 0-1", "Its match; other attributes at their best.")
    rows.text("gap", "yes where the match is below \(Self.gap), or nothing is carried.")
    for cell in cells() {
      let population = scenario.populations[scenario.channels[cell.channel].population]
      rows.add("channel", scenario.channels[cell.channel].name)
      rows.add(
        "segment",
        cell.segment.map {
          let attribute = population.attributes[$0.attribute]
          return "\(attribute.name)=\(attribute.levels[$0.level])"
        } ?? "all")
      rows.add("stage", population.journey.stages[cell.stage])
      rows.add("item", cell.item.map { scenario.content[$0].name } ?? "")
      rows.add("match", cell.match)
      rows.add("gap", cell.isGap ? "yes" : "no")
    }
    return rows.table("content", meaning: "Content by channel, segment and stage, and its gaps.")
  }
}
