import Estimation
public import Interchange
import Journeys
import Statistics

/// What the paths of followed people show, over all replicates.
extension Attribution {
  /// Fewest paths of a pathway whose rate is judged; *chosen*: 30 give a rate within about 15
  /// points.
  static let leastSupport = 30

  /// Most pathways in the table; *chosen*.
  static let mostPathways = 100

  /// The `pathways` table: the most common sequences of channels, and how often they convert.
  public func pathwayTable() -> Table {
    let unit = scenario.events[study.event].name
    var rows = TableBuilder()
    rows.text("pathway", "Engaged channels in order, repeats collapsed.")
    rows.count("channels", unit: "", "Length of the pathway.")
    rows.count("paths", unit: "paths", "Paths of followed people, over all replicates.")
    rows.number("share", unit: "share 0-1", "Of all paths with an engagement.")
    rows.count("converted", unit: "paths", "Paths that ended in a conversion.")
    rows.count("conversions", unit: unit, "Conversions at their ends.")
    rows.number("conversion_rate", unit: "share 0-1", "Converted paths over paths.")
    rows.number("rate_low", unit: "share 0-1", "Lower end of the rate's 90 % Wilson interval.")
    rows.number("rate_high", unit: "share 0-1", "Upper end of it.")
    rows.count("common_rank", unit: "", "Place by number of paths.")
    rows.count(
      "rate_rank", unit: "",
      "Place by the lower end of the rate; 0 with fewer than \(Self.leastSupport) paths.")
    let pathways = pathways
    let common = pathways.common
    let high = pathways.highConverting(support: Self.leastSupport)
    let places = Dictionary(
      uniqueKeysWithValues: high.enumerated().map { ($0.element.channels, $0.offset + 1) })
    let all = Double(pathways.touchedPaths)
    for (place, pathway) in common.enumerated() {
      let rank = places[pathway.channels] ?? 0
      guard place < Self.mostPathways || (1...Self.mostPathways).contains(rank) else { continue }
      rows.add("pathway", text(pathway.channels))
      rows.add("channels", pathway.channels.count)
      rows.add("paths", pathway.paths)
      rows.add("share", Double(pathway.paths) / all)
      rows.add("converted", pathway.converted)
      rows.add("conversions", pathway.conversions)
      rows.add("conversion_rate", pathway.conversionRate)
      rows.add("rate_low", pathway.interval.low)
      rows.add("rate_high", pathway.interval.high)
      rows.add("common_rank", place + 1)
      rows.add("rate_rank", rank)
    }
    return rows.table(
      "pathways", meaning: "The most common sequences of channels, and how often they convert.")
  }

  /// The `dropoff` table: what those who did not convert did last.
  public func dropOffTable() -> Table {
    var rows = TableBuilder()
    rows.text("last", "Whether the row is about the last channel or the last stage.")
    rows.text("name", "Channel engaged with last, never if none, or stage come to last.")
    rows.count("people", unit: "people", "Those who did not convert, over all replicates.")
    rows.number("share", unit: "share 0-1", "Of all who did not convert.")
    rows.number(
      "median_silence", unit: "days", "Time from then to the end of the horizon, median.")
    guard let tally = journeys else { return rows.table("dropoff", meaning: "") }
    let others = Double(max(1, tally.customers - tally.converters))
    func add(_ last: String, _ name: String, _ drop: JourneyTally.DropOff) {
      rows.add("last", last)
      rows.add("name", name)
      rows.add("people", drop.customers)
      rows.add("share", Double(drop.customers) / others)
      rows.add("median_silence", days(drop.silence.quantile(0.5)))
    }
    for channel in channels where scenario.channels[channel].population == study.population {
      add("channel", scenario.channels[channel].name, tally.dropOffByChannel[channel])
    }
    add("channel", "never", tally.neverEngaged)
    for (stage, name) in scenario.populations[study.population].journey.stages.enumerated() {
      add("stage", name, tally.dropOffByStage[stage])
    }
    return rows.table(
      "dropoff", meaning: "What those who did not convert within the horizon did last.")
  }

  /// The `engagement` table: times to conversion, what follows an engagement, and how many
  /// engagements people have.
  public func engagementTable() -> Table {
    var rows = TableBuilder()
    rows.text("measure", "What is measured.")
    rows.text("group", "Quantile, channel or number of engagements; all for everybody.")
    rows.number("figure", unit: "as in unit", "The figure.")
    rows.text("unit", "What the figure is measured in.")
    rows.count("cases", unit: "", "People or engagements behind it, over all replicates.")
    guard let tally = journeys else { return rows.table("engagement", meaning: "") }
    func add(_ measure: String, _ group: String, _ figure: Double, _ unit: String, _ cases: Int) {
      rows.add("measure", measure)
      rows.add("group", group)
      rows.add("figure", figure)
      rows.add("unit", unit)
      rows.add("cases", cases)
    }
    func share(_ part: Int, _ whole: Int) -> Double {
      whole > 0 ? Double(part) / Double(whole) : .nan
    }
    add(
      "converters", "all", share(tally.converters, tally.customers), "share 0-1", tally.customers)
    for (measure, times) in [
      ("time_from_start", tally.timeFromStart), ("time_from_first_engagement", tally.timeFromTouch),
    ] {
      for (group, p) in [("p25", 0.25), ("p50", 0.5), ("p75", 0.75)] {
        add(measure, group, days(times.quantile(p)), "days", times.total)
      }
    }
    let own = channels.filter { scenario.channels[$0].population == study.population }
    let followUps =
      [("all", tally.allFollowUps)]
      + own.map { (scenario.channels[$0].name, tally.followUps[$0]) }
    for (group, follow) in followUps {
      add(
        "cross_channel_progression", group, share(follow.crossed, follow.engagements), "share 0-1",
        follow.engagements)
    }
    for (group, follow) in followUps {
      add(
        "follow_up_conversion", group, share(follow.converted, follow.engagements), "share 0-1",
        follow.engagements)
    }
    for (measure, depth) in [
      ("depth_of_converters", tally.depthOfConverters), ("depth_of_others", tally.depthOfOthers),
    ] {
      add(measure, "mean", depth.mean ?? .nan, "engagements", depth.total)
      for number in 0..<Self.deepest {
        let count = depth.counts.indices.contains(number) ? depth.counts[number] : 0
        add(measure, "\(number)", share(count, depth.total), "share 0-1", depth.total)
      }
      add(
        measure, "\(Self.deepest) or more", share(depth.count(from: Self.deepest), depth.total),
        "share 0-1", depth.total)
    }
    return rows.table(
      "engagement",
      meaning: "Times to the first conversion, what follows an engagement within "
        + "\(study.followUpSteps * scenario.time.step.days) days, and engagements before it.")
  }

  /// From so many engagements on, people are counted together; *chosen*.
  private static let deepest = 10

  /// Steps as days; `.nan` for none.
  func days(_ steps: Double?) -> Double {
    steps.map { $0 * Double(scenario.time.step.days) } ?? .nan
  }
}
