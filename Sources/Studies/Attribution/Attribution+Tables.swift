import Estimation
public import Interchange
import Journeys

extension Attribution {
  /// Names of the tables that every study of attribution has.
  public static let tableNames: Set<String> = [
    "attribution", "models", "exposure", "pathways", "dropoff", "engagement",
  ]

  /// All tables, in the order in which a reader wants them.
  public func tables() -> [Table] {
    [
      attributionTable(), modelTable(), exposureTable(), pathwayTable(), dropOffTable(),
      engagementTable(),
    ]
  }

  /// The `attribution` table: what each model credits to each channel, beside the truth.
  public func attributionTable() -> Table {
    let unit = scenario.events[study.event].name
    let isShapley = study.question.measuresShapley
    var rows = TableBuilder()
    rows.text("model", "Attribution model.")
    rows.text("channel", "Channel.")
    rows.number("credit_share", unit: "share 0-1", "Share of all that the model credits.")
    rows.number("rank", unit: "", "Place among the planned channels; equal ones share the middle.")
    addSpread("attributed", unit, "Conversions credited to the channel", &rows)
    addSpread("incremental", unit, "Truth: conversions lost without it, all else equal", &rows)
    rows.number("truth_share", unit: "share 0-1", "Its share of that truth over all channels.")
    rows.number("truth_rank", unit: "", "Its place by that truth.")
    rows.number("error", unit: unit, "Attributed less incremental.")
    if isShapley {
      addSpread("shapley", unit, "Truth: Shapley value over all combinations", &rows)
      rows.number("shapley_error", unit: unit, "Attributed less that Shapley value.")
    }
    let planned = study.ownChannels
    let losses = planned.map { Spread(lost(without: $0)).mean }
    let truthRanks = ranks(losses)
    let allLost = losses.reduce(0, +)
    for model in models {
      let ranks = ranks(model: model.place)
      let all = channels.map { Spread(credited(model: model.place, channel: $0)).mean }
        .reduce(0, +)
      for channel in channels {
        let place = planned.firstIndex(of: channel)
        let credited = Spread(credited(model: model.place, channel: channel))
        let lost = Spread(lost(without: channel))
        rows.add("model", model.name)
        rows.add("channel", scenario.channels[channel].name)
        rows.add("credit_share", all > 0 ? credited.mean / all : .nan)
        rows.add("rank", place.map { ranks[$0] } ?? .nan)
        add("attributed", credited, to: &rows)
        add("incremental", lost, to: &rows)
        rows.add("truth_share", allLost > 0 ? lost.mean / allLost : .nan)
        rows.add("truth_rank", place.map { truthRanks[$0] } ?? .nan)
        rows.add("error", credited.mean - lost.mean)
        if isShapley {
          let shapley = Spread(shapley(of: channel))
          add("shapley", shapley, to: &rows)
          rows.add("shapley_error", credited.mean - shapley.mean)
        }
      }
    }
    return rows.table(
      "attribution", meaning: "What attribution models credit to channels, beside the truth.")
  }

  /// The `models` table: how far each model is from the truth over all channels.
  public func modelTable() -> Table {
    let unit = scenario.events[study.event].name
    let isShapley = study.question.measuresShapley
    var rows = TableBuilder()
    rows.text("model", "Attribution model; exposure is the naive comparison of touched people.")
    rows.number("attributed", unit: unit, "Conversions credited to all planned channels, mean.")
    rows.number("incremental", unit: unit, "Truth: conversions lost without all of them, mean.")
    addSpread("absolute_error", unit, "Σ |attributed − incremental| over planned channels", &rows)
    rows.number(
      "misplaced_share", unit: "share 0-1", "Share of the credit that belongs to another channel.")
    rows.number(
      "rank_agreement", unit: "correlation", "Spearman's between the ranks of credit and truth.")
    if isShapley {
      addSpread("shapley_absolute_error", unit, "The same against Shapley values", &rows)
      rows.number("shapley_misplaced_share", unit: "share 0-1", "The same against them.")
      rows.number("shapley_rank_agreement", unit: "correlation", "The same against them.")
    }
    let entries: [(name: String, credited: (Int) -> [Double])] =
      models.map { model in (model.name, { credited(model: model.place, channel: $0) }) }
      + [("exposure", liftedConversions)]
    for entry in entries {
      rows.add("model", entry.name)
      rows.add(
        "attributed",
        study.ownChannels.reduce(0) { $0 + Spread(entry.credited($1)).mean })
      rows.add("incremental", Spread(replicates.map(\.allLost)).mean)
      add(score(entry.credited, against: lost), prefix: "", to: &rows)
      if isShapley {
        add(score(entry.credited, against: shapley), prefix: "shapley_", to: &rows)
      }
    }
    return rows.table("models", meaning: "How far attribution models are from the truth.")
  }

  /// The `exposure` table: touched against untouched people, the naive comparison, by channel.
  public func exposureTable() -> Table {
    let unit = scenario.events[study.event].name
    var rows = TableBuilder()
    rows.text("channel", "Channel.")
    rows.number("touched_share", unit: "share 0-1", "Followed people whom it touched, mean.")
    rows.number(
      "ratio", unit: "ratio", "Conversions of a touched over those of an untouched person, mean.")
    addSpread("lift", unit, "Conversions that the touched have beyond the untouched", &rows)
    addSpread("incremental", unit, "Truth: conversions lost without it, all else equal", &rows)
    rows.number("error", unit: unit, "Lift less incremental.")
    rows.number(
      "error_exceeds_truth", unit: "share 0-1",
      "Replicates in which the error is larger than the truth itself.")
    for channel in study.ownChannels {
      let lifts = replicates.map { $0.lifts[channel] }
      let lift = liftedConversions(channel)
      let lost = lost(without: channel)
      rows.add("channel", scenario.channels[channel].name)
      rows.add(
        "touched_share",
        Spread(lifts.map { Double($0.touched) / Double(max(1, $0.touched + $0.untouched)) }).mean)
      rows.add("ratio", Spread(lifts.map(\.ratio)).mean)
      add("lift", Spread(lift), to: &rows)
      add("incremental", Spread(lost), to: &rows)
      rows.add("error", Spread(zip(lift, lost).map { $0 - $1 }).mean)
      rows.add("error_exceeds_truth", exceedingShare(channel))
    }
    return rows.table(
      "exposure", meaning: "Touched against untouched people, the naive comparison.")
  }

  /// What the naive comparison credits to a channel, scaled to everybody, by replicate.
  func liftedConversions(_ channel: Int) -> [Double] {
    replicates.map { $0.lifts[channel].conversions * $0.scale }
  }

  /// Share of the replicates in which the naive comparison errs by more than the truth itself;
  /// `.nan` where it cannot be made.
  func exceedingShare(_ channel: Int) -> Double {
    let pairs = zip(liftedConversions(channel), lost(without: channel)).filter(\.0.isFinite)
    let worse = pairs.filter { abs($0 - $1) > abs($1) }.count
    return pairs.isEmpty ? .nan : Double(worse) / Double(pairs.count)
  }

  private func add(_ score: Score, prefix: String, to rows: inout TableBuilder) {
    add("\(prefix)absolute_error", Spread(score.misses), to: &rows)
    rows.add("\(prefix)misplaced_share", score.misplacedShare)
    rows.add("\(prefix)rank_agreement", score.rankAgreement)
  }

  private func addSpread(
    _ name: String, _ unit: String, _ meaning: String, _ rows: inout TableBuilder
  ) {
    rows.number(name, unit: unit, "\(meaning), mean.")
    rows.number("\(name)_p05", unit: unit, "\(meaning), 5 % quantile over replicates.")
    rows.number("\(name)_p95", unit: unit, "\(meaning), 95 % quantile over replicates.")
  }

  private func add(_ name: String, _ spread: Spread, to rows: inout TableBuilder) {
    rows.add(name, spread.mean)
    rows.add("\(name)_p05", spread.p05)
    rows.add("\(name)_p95", spread.p95)
  }
}
