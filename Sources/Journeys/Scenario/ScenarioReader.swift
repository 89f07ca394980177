import Interchange
import Statistics

/// Reads a checked document into a `Scenario`, collecting every problem on the way.
///
/// Reading is tolerant: a value that is missing or wrong in form has been reported by the shape
/// already, so it is replaced by something harmless and reading goes on. The scenario counts only
/// when no problem was found.
struct ScenarioReader {
  let document: String
  let root: SpecNode
  let files: [String: String]
  var problems: [SpecProblem] = []

  var grid: TimeGrid
  var populations: [PopulationSpec] = []
  let populationNames: [String]
  let channelNames: [String]
  let contentNames: [String]
  let eventNames: [String]
  let serviceNames: [String]
  var content: [ContentItem] = []
  var channels: [Channel] = []

  init(root: SpecNode, document: String, files: [String: String]) {
    self.document = document
    self.root = root
    self.files = files
    self.populationNames = root["populations"]?.entries.map(\.key) ?? []
    self.channelNames = root["channels"]?.entries.map(\.key) ?? []
    self.contentNames = root["content"]?.entries.map(\.key) ?? []
    self.eventNames = root["events"]?.entries.map(\.key) ?? []
    self.serviceNames = root["services"]?.entries.map(\.key) ?? []
    self.grid = Self.grid(root["time"])
  }

  private static func grid(_ time: SpecNode?) -> TimeGrid {
    let step = StepLength(rawValue: time?["step"]?.text ?? "") ?? .week
    let days =
      time?["horizonWeeks"]?.integer.map { $0 * 7 } ?? time?["horizonDays"]?.integer ?? step.days
    let start = time?["start"]?.date ?? CivilDate(dayNumber: 0)
    return TimeGrid(start: start, step: step, count: max(1, (days + step.days - 1) / step.days))
  }

  /// The scenario, meaningful when `problems` is empty afterwards.
  mutating func read() -> Scenario {
    checkCalendar()
    readPopulations()
    content = readContent()
    channels = readChannels()
    let events = readEvents(channels: channels)
    let outcome =
      root["outcome"].flatMap {
        reference($0, among: eventNames, what: "event", path: "outcome")
      } ?? 0
    let time = root["time"]
    let burnInDays =
      time?["burnInWeeks"]?.integer.map { $0 * 7 } ?? time?["burnInDays"]?.integer ?? 0
    let name = root["name"]?.text ?? ""
    if name.isEmpty || !name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) {
      problem(root["name"], "name", "\"\(name)\" holds other than letters, digits and hyphens")
    }
    var scenario = Scenario(
      name: name, title: root["title"]?.text ?? name,
      currency: root["currency"]?.text ?? "USD", time: grid,
      burnInSteps: (burnInDays + grid.step.days - 1) / grid.step.days,
      seed: UInt64(max(0, root["seed"]?.integer ?? 1)),
      replicates: max(1, root["replicates"]?.integer ?? 20), outcome: outcome,
      populations: populations, channels: channels, channelsInUse: readChannelsInUse(),
      content: content, synergies: readSynergies(channels: channels), events: events,
      conditions: readConditions())
    readRules(into: &scenario)
    return scenario
  }

  /// Horizon and burn-in must fit in the steps that a run can count.
  private mutating func checkCalendar() {
    let time = root["time"]
    let burnInDays =
      time?["burnInWeeks"]?.integer.map { $0 * 7 } ?? time?["burnInDays"]?.integer ?? 0
    let steps = grid.count + burnInDays / grid.step.days
    if steps > 20_000 {
      problem(
        time, "time",
        "\(HumanNumber.text(Double(steps))) steps are too many; at most 20,000 with the burn-in, or "
          + "a longer step")
    }
  }

  private mutating func readChannelsInUse() -> [Bool] {
    guard let node = root["channelsInUse"], !node.isNull else {
      return channelNames.map { _ in true }
    }
    switch node.text {
    case "all": return channelNames.map { _ in true }
    case "none": return channelNames.map { _ in false }
    default: break
    }
    var used = channelNames.map { _ in false }
    for (index, item) in node.items.enumerated() {
      if let channel = reference(
        item, among: channelNames, what: "channel", path: "channelsInUse[\(index)]")
      {
        used[channel] = true
      }
    }
    return used
  }
}
