import Estimation
import Interchange
import Journeys
import Statistics

extension Attribution {
  /// Pathways, drop-off and times, as a terminal shows them; *chosen* lengths.
  func analyticsText(width: Int) -> [String] {
    guard let tally = journeys else { return [] }
    let paths = pathways
    var lines = timeSentences(tally).flatMap { wrapped($0, width: width) }
    lines += [
      "", "Most common pathways of engagement, and how often they end in a conversion:", "",
    ]
    lines.append(pathwayGrid(Array(paths.common.prefix(8)), all: paths.touchedPaths, width))
    let high = paths.highConverting(support: Self.leastSupport).prefix(5)
    if !high.isEmpty {
      lines.append(
        "Pathways that convert most, of those with \(Self.leastSupport) paths or more:\n")
      lines.append(pathwayGrid(Array(high), all: paths.touchedPaths, width))
    }
    let others = tally.customers - tally.converters
    if others > 0 {
      lines.append(
        "Where the \(HumanNumber.percent(Double(others) / Double(tally.customers))) who did not "
          + "convert stopped:\n")
      lines.append(dropOffGrid().plain(width: width, maximumRows: nil))
    }
    return lines
  }

  private func timeSentences(_ tally: JourneyTally) -> [String] {
    var sentences: [String] = []
    if let middle = tally.timeFromStart.quantile(0.5), let low = tally.timeFromStart.quantile(0.25),
      let high = tally.timeFromStart.quantile(0.75)
    {
      let converted = Double(tally.converters) / Double(max(1, tally.customers))
      var sentence =
        "\(HumanNumber.percent(converted)) of the followed people converted, half of them within "
        + "\(count(days(middle))) days from the start (quartiles \(count(days(low))) and "
        + "\(count(days(high))))"
      if let touch = tally.timeFromTouch.quantile(0.5) {
        sentence +=
          "; from the first engagement, for those who had one before, "
          + "\(count(days(touch))) days"
      }
      sentences.append(sentence + ".")
    }
    let follow = tally.allFollowUps
    if follow.engagements > 0 {
      func share(_ part: Int) -> String {
        HumanNumber.percent(Double(part) / Double(follow.engagements))
      }
      let window = study.followUpSteps * scenario.time.step.days
      sentences.append(
        "Within \(window) days after an engagement, \(share(follow.crossed)) engage with another "
          + "channel and \(share(follow.converted)) convert.")
    }
    if let converters = tally.depthOfConverters.mean, let others = tally.depthOfOthers.mean {
      sentences.append(
        "Converters had \(count(converters)) engagements before their first conversion, the others "
          + "\(count(others)) over the whole time.")
    }
    return sentences
  }

  private func pathwayGrid(
    _ pathways: [PathwayTally.Pathway], all: Int, _ width: Int
  ) -> String {
    func column(_ name: String, _ text: (PathwayTally.Pathway) -> String) -> TableColumn {
      TableColumn(name: name, unit: "", meaning: "", values: .text(pathways.map(text)))
    }
    return Table(
      "pathways", meaning: "",
      columns: [
        column("paths") { HumanNumber.compact(Double($0.paths)) },
        column("share") { HumanNumber.percent(Double($0.paths) / Double(max(1, all))) },
        column("convert") { HumanNumber.percent($0.conversionRate) },
        column("90 % interval") {
          "\(HumanNumber.percent($0.interval.low)) to \(HumanNumber.percent($0.interval.high))"
        },
        column("pathway") { self.text($0.channels) },
      ]
    ).plain(width: width, maximumRows: nil)
  }

  /// Channels and stages with at least a hundredth of those who did not convert.
  private func dropOffGrid() -> Table {
    let source = dropOffTable()
    guard case .number(let shares)? = source["share"]?.values,
      case .number(let silences)? = source["median_silence"]?.values
    else { return source }
    let rows = shares.indices.filter { shares[$0] >= 0.01 }
    func column(_ name: String, _ text: (Int) -> String) -> TableColumn {
      TableColumn(name: name, unit: "", meaning: "", values: .text(rows.map(text)))
    }
    let named = source.filtered(rows: rows).selecting(["last", "name"]).columns
    return Table(
      "dropoff", meaning: "",
      columns: named + [
        column("share") { HumanNumber.percent(shares[$0]) },
        column("days since, median") { count(silences[$0]) },
      ])
  }
}
