import ArgumentParser
import Estimation
import Interchange
import Studies
import Workbench

struct MixOptimizeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "optimize",
    abstract: "Split a budget over channels and periods, and say why a channel did not move.",
    discussion: """
      The base plan is the last 13 fitted periods, or a plan of the next ones. Bounds are half to
      twice the base unless a table says otherwise (CSV: channel, low, high in money, or low_factor,
      high_factor). Carry-over into and out of the window counts.
      """,
    aliases: ["optimise"])

  @OptionGroup var argument: FitArgument

  @Option(help: "Money for all channels over the window.")
  var budget: Double?

  @Option(help: "Return that the money must earn as a whole, in place of a budget.")
  var targetReturn: Double?

  @Flag(help: "Spend whatever is most profitable, in place of a budget.")
  var mostProfit = false

  @Option(help: "Bounds of channels (CSV).", completion: .file(extensions: ["csv"]))
  var bounds: String?

  @Option(help: "Plan of the next periods, the base in place of the last fitted ones (CSV).")
  var plan: String?

  @Option(help: "Periods of the window at the end of the fitted ones.")
  var periods = 13

  @Option(help: "Aim at this quantile of the draws and not at the mean, such as 0.1.")
  var quantile: Double?

  @Flag(help: "Let each period move by itself, from none to twice its channel's mean.")
  var freePacing = false

  @OptionGroup var keep: KeepOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    let ways = [budget != nil, targetReturn != nil, mostProfit].count { $0 }
    guard ways == 1 else {
      throw ValidationError("write one of --budget, --target-return and --most-profit")
    }
    guard periods > 0 else { throw ValidationError("--periods \(periods): write a number from 1") }
    if let quantile, !(quantile > 0 && quantile < 1) {
      throw ValidationError("--quantile \(quantile): write a share between 0 and 1, such as 0.1")
    }
  }

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let folder = try argument.read()
      var inputs: [(name: String, hash: UInt64)] = []
      var fit = folder.fit
      var window = max(0, fit.design.fittedPeriods - periods)..<fit.design.fittedPeriods
      if let plan {
        let file = try DataFile(path: plan)
        inputs.append(file.input)
        (fit, window) = try folder.continued(by: file)
      }
      var question = BudgetQuestion(amount)
      question.window = window
      if let quantile { question.aim = .quantile(quantile) }
      if freePacing { question.pacing = .free(low: 0, high: 2) }
      if let bounds {
        let file = try SpendBoundsFile(path: bounds)
        inputs.append((name: "bounds", hash: file.hash))
        question.rules = try file.bounds(
          for: fit.design.spec, spend: fit.design.spends(in: window)
        ).map {
          BudgetQuestion.Rule(
            channel: fit.design.spec.channels[$0.channel].name,
            bounds: .amounts(low: $0.low, high: $0.high))
        }
      }
      let run = try folder.run(
        "mix-optimize", inputs: inputs, options: identity, tableNames: MixBudget.tableNames,
        root: keep.out)
      let (asked, over) = (question, fit)
      let answer = try await run.answer(again: keep.again) {
        let budget = try MixBudget(asked, over)
        return StudyRun.Result(tables: budget.tables(), text: { budget.text(width: $0) })
      }
      try answer.show(tables: ["allocation", "summary"], json: output.json)
    }
  }

  private var amount: BudgetQuestion.Amount {
    if let budget { return .total(budget) }
    if let targetReturn { return .returnOnSpend(targetReturn) }
    return .mostProfit
  }

  private var identity: [(name: String, value: String)] {
    [
      (name: "amount", value: "\(amount)"), (name: "periods", value: "\(periods)"),
      (name: "quantile", value: quantile.map { "\($0)" } ?? "mean"),
      (name: "pacing", value: freePacing ? "free" : "base"),
    ]
  }
}

extension MixDesign {
  /// Money of each channel in some periods over all units; nil where nobody knows.
  func spends(in window: Range<Int>) -> [Double?] {
    channels.map { channel in
      channel.spend.map { column in
        column.indices.reduce(0) { window.contains($1 % periods.count) ? $0 + column[$1] : $0 }
      }
    }
  }
}
