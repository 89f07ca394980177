import Estimation
import Interchange
import Journeys

extension Attribution {
  /// What the study says, for a strategist: sentences first, then tables.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let event = scenario.events[study.event]
    let population = scenario.populations[study.population]
    let title = "\(scenario.title): who gets the credit"
    let span = scenario.time.step == .week ? "weeks" : "days"
    let head =
      "Arm \(study.arm), \(scenario.time.count) \(span) from \(scenario.time.start), "
      + "\(replicates.count) replicate\(replicates.count == 1 ? "" : "s"), seed \(scenario.seed)"
      + (study.question.setting.map { ", setting \($0)" } ?? "")
      + ". Conversion: \(event.title) (\(event.name)). Paths of "
      + "\(count(Double(study.followed))) of \(count(Double(population.size))) "
      + "\(population.title); a touch counts for \(study.question.lookbackDays) days."
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    lines += wrapped(head, width: width) + [""]
    lines += sentences().flatMap { wrapped($0, width: width) }
    lines += ["", "How far each model is from the truth, over all channels:", ""]
    lines.append(modelGrid().plain(width: width, maximumRows: nil))
    lines.append("\(event.title) by channel: the truth, and what each model credits:\n")
    lines.append(creditGrid().plain(width: width, maximumRows: nil))
    lines += analyticsText(width: width)
    return lines.joined(separator: "\n") + "\n"
  }

  func count(_ value: Double) -> String { HumanNumber.text(value) }

  private func sentences() -> [String] {
    guard Spread(replicates.map(\.conversions)).mean > 0 else {
      return ["Nobody converted; there is nothing to credit."]
    }
    let lost = Spread(replicates.map(\.allLost))
    let all = Spread(replicates.map(\.conversions))
    let title = scenario.events[study.event].title
    let interval =
      replicates.count < Spread.fewestForAnInterval
      ? "" : " (90 % of replicates: \(count(lost.p05)) to \(count(lost.p95)))"
    var sentences = [
      "Truth: without its channels the arm would have \(count(lost.mean)) fewer \(title)"
        + "\(interval), \(HumanNumber.percent(lost.mean / all.mean)) of \(count(all.mean))."
    ]
    sentences.append(contentsOf: [nearestSentence(), creditSentence(lost.mean)].compactMap { $0 })
    sentences.append(contentsOf: [awarenessSentence(), rankSentence()].compactMap { $0 })
    sentences.append(contentsOf: [exposureSentence()].compactMap { $0 })
    let conversions = pathways.conversions
    if conversions.all > 0 {
      let share = Double(conversions.untouched) / Double(conversions.all)
      sentences.append(
        "\(HumanNumber.percent(share)) of the conversions had no engagement since the one before, "
          + "or within \(study.question.lookbackDays) days; no model credits them.")
    }
    return sentences
  }

  private func nearestSentence() -> String? {
    let misses = models.map { (name: $0.name, miss: Spread(score(model: $0.place).misses).mean) }
    guard let near = misses.min(by: { $0.miss < $1.miss }),
      let far = misses.max(by: { $0.miss < $1.miss })
    else { return nil }
    var sentence =
      count(near.miss) == count(far.miss)
      ? "All models are off from the truth by \(count(near.miss))."
      : "Nearest to the truth is \(near.name), off by \(count(near.miss)) over all channels; "
        + "farthest is \(far.name), off by \(count(far.miss))."
    if study.question.measuresShapley,
      let best = models.map({
        (name: $0.name, miss: Spread(shapleyScore(model: $0.place).misses).mean)
      })
      .min(by: { $0.miss < $1.miss })
    {
      sentence +=
        " Against Shapley values of all combinations of channels it is \(best.name), off by "
        + "\(count(best.miss))."
    }
    return sentence
  }

  private func creditSentence(_ lost: Double) -> String? {
    guard let first = models.first, lost > 0 else { return nil }
    let credited = channels.reduce(0) {
      $0 + Spread(self.credited(model: first.place, channel: $1)).mean
    }
    return "The models share out \(count(credited)), \(count(credited / lost)) times what the "
      + "channels add: they "
      + (credited > lost ? "credit what would have happened anyway, and " : "")
      + "miss what no touch precedes."
  }

  private func exposureSentence() -> String? {
    let worse = study.ownChannels.map(exceedingShare).filter(\.isFinite)
    guard !worse.isEmpty else { return nil }
    let count = worse.filter { $0 >= 0.5 }.count
    return
      "Comparing touched with untouched people errs by more than the truth itself for \(count) "
      + "of the \(worse.count) channels that left some untouched."
  }

  private func awarenessSentence() -> String? {
    let awareness = awarenessChannels
    guard !awareness.isEmpty, let first = models.first(where: { $0.name == "first" }),
      let last = models.first(where: { $0.name == "last" })
    else { return nil }
    let (early, late) = (
      share(of: awareness, model: first.place), share(of: awareness, model: last.place)
    )
    guard early.isFinite, late.isFinite else { return nil }
    let names = awareness.map { scenario.channels[$0].name }.joined(separator: ", ")
    let (earlyText, lateText) = (HumanNumber.percent(early), HumanNumber.percent(late))
    let verdict =
      abs(early - late) < 0.005 ? "as much as" : late < early ? "less than" : "more than"
    return "Last touch gives the awareness channels (\(names)) \(verdict) first touch: "
      + "\(lateText) of the credit against \(earlyText)."
  }

  /// The share of a model's credit that some channels get.
  func share(of some: [Int], model: Int) -> Double {
    func sum(_ channels: [Int]) -> Double {
      channels.reduce(0) { $0 + Spread(credited(model: model, channel: $1)).mean }
    }
    let all = sum(channels)
    return all > 0 ? sum(some) / all : .nan
  }

  private func rankSentence() -> String? {
    let planned = study.ownChannels
    guard planned.count > 1, models.count > 1 else { return nil }
    let ranks = models.map { self.ranks(model: $0.place) }
    let truth = self.ranks(planned.map { Spread(lost(without: $0)).mean })
    let disputed = planned.indices.filter { place in Set(ranks.map { $0[place] }).count > 1 }
    let wrong = ranks.filter { $0 != truth }.count
    var sentence =
      "The models disagree on the rank of \(disputed.count) of \(planned.count) channels; "
      + (wrong == 0
        ? "all rank them as the truth does."
        : "\(wrong) of \(models.count) rank them otherwise than the truth.")
    func width(_ place: Int) -> Double {
      (ranks.map { $0[place] }.max() ?? 0) - (ranks.map { $0[place] }.min() ?? 0)
    }
    if let widest = disputed.max(by: { width($0) < width($1) }) {
      let places = ranks.map { $0[widest] }
      sentence +=
        " \(scenario.channels[planned[widest]].name) is ranked from "
        + "\(count(places.min() ?? 0)) to \(count(places.max() ?? 0)), in truth "
        + "\(count(truth[widest]))."
    }
    return sentence
  }

  /// Models in rows; how much they credit and how far off they are in columns.
  private func modelGrid() -> Table {
    let source = modelTable()
    func numbers(_ name: String, _ text: (Double) -> String) -> [String] {
      guard case .number(let cells)? = source[name]?.values else { return [] }
      return cells.map(text)
    }
    func column(_ name: String, _ cells: [String]) -> TableColumn {
      TableColumn(name: name, unit: "", meaning: "", values: .text(cells))
    }
    guard case .text(let names)? = source["model"]?.values else { return source }
    let hundredths = { (value: Double) in HumanNumber.text((value * 100).rounded() / 100) }
    var columns = [
      column("model", names), column("credits", numbers("attributed", HumanNumber.compact)),
      column("off by", numbers("absolute_error", HumanNumber.compact)),
      column("at wrong channel", numbers("misplaced_share", HumanNumber.percent)),
      column("rank agreement", numbers("rank_agreement", hundredths)),
    ]
    if study.question.measuresShapley {
      columns.append(
        column("off Shapley by", numbers("shapley_absolute_error", HumanNumber.compact)))
    }
    return Table("models", meaning: "", columns: columns)
  }

  /// Channels in rows; the truth and the models in columns.
  private func creditGrid() -> Table {
    let short = ["time-decay": "decay", "u-shaped": "U", "w-shaped": "W", "data-driven": "data"]
    func column(_ name: String, _ values: (Int) -> [Double]) -> TableColumn {
      let cells = channels.map { HumanNumber.compact(Spread(values($0)).mean) }
      return TableColumn(name: name, unit: "", meaning: "", values: .text(cells))
    }
    let names = TableColumn(
      name: "channel", unit: "", meaning: "",
      values: .text(channels.map { scenario.channels[$0].name }))
    let truths =
      [column("truth", lost)]
      + (study.question.measuresShapley ? [column("truth (Shapley)", shapley)] : [])
    return Table(
      "credits", meaning: "",
      columns: [names] + truths
        + models.map { model in
          column(short[model.name] ?? model.name) { credited(model: model.place, channel: $0) }
        })
  }
}
