import Foundation
import Testing

@Suite("Command plan geo")
struct PlanGeoCommandTests {
  /// Twelve markets over 60 weeks that share a season, with noise of a congruential generator.
  private static let history: String = {
    var state: UInt64 = 7
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    let names = [
      "Aix", "Bonn", "Cork", "Dijon", "Essen", "Faro", "Gent", "Hull", "Ibiza", "Jena", "Kiel",
      "Lyon",
    ]
    var text = "market,week,nrx\n"
    let first = Date(timeIntervalSince1970: 1_704_067_200)
    for (index, name) in names.enumerated() {
      for week in 0..<60 {
        let day = first.addingTimeInterval(Double(week) * 7 * 86_400)
          .formatted(.iso8601.year().month().day())
        let season = 1 + 0.1 * sin(Double(week) / 8)
        let value = (400 + 60 * Double(index)) * season * (0.97 + 0.06 * next())
        text += "\(name),\(day),\(Int(value))\n"
      }
    }
    return text
  }()

  private func folder() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.write(Self.history, to: "history.csv")
    return folder
  }

  private static let quick = ["plan", "geo", "history.csv", "--weeks", "4..5", "--markets", "2"]

  @Test("recommends markets with their reasons and says what the budget buys")
  func recommendation() async throws {
    let folder = try folder()
    let answer = try await Tool.run(Self.quick + ["--budget", "500000"], in: folder)
    #expect(answer.status == 0 && answer.complaint.isEmpty, "\(answer.complaint)")
    let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "history.csv: choosing markets for a test")
    #expect(lines.allSatisfy { $0.count <= 100 })
    #expect(answer.output.contains("\nRecommended: treat "))
    #expect(answer.output.contains("500k makes the lift of "))
    #expect(answer.output.contains("12 markets take part; 20 or more are advised."))
    #expect(
      answer.output.hasSuffix("--out FOLDER writes the recommended design for `rounds readout`.\n"))
    let again = try await Tool.run(Self.quick + ["--budget", "500000"], in: folder)
    #expect(again.output == answer.output)
  }

  @Test("treats the markets that must be in, and none that must not")
  func lists() async throws {
    let folder = try folder()
    let answer = try await Tool.run(
      Self.quick + [
        "--include", "Bonn", "--exclude", "Lyon, Kiel", "--leave-out", "Aix", "--json",
      ],
      in: folder)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
    #expect(json["ok"] as? Bool == true)
    let designs = try #require(json["designs"] as? [String: Any])
    let rows = try #require(designs["rows"] as? [[Any]])
    #expect(!rows.isEmpty)
    for row in rows {
      let markets = try #require(row[1] as? String).split(separator: ";")
      #expect(markets.count == 2 && markets.contains("Bonn"))
      #expect(Set(markets).isDisjoint(with: ["Lyon", "Kiel", "Aix"]))
    }
    let power = try #require(json["power"] as? [String: Any])
    #expect((power["rows"] as? [[Any]])?.isEmpty == false)
  }

  @Test("writes the design and its list, and replaces neither without --force")
  func design() async throws {
    let folder = try folder()
    let first = try await Tool.run(Self.quick + ["--out", "geo"], in: folder)
    #expect(first.status == 0)
    #expect(first.output.hasSuffix("Design: geo/design.json, with markets.csv beside it.\n"))
    #expect(try folder.contents("geo") == ["design.json", "markets.csv"])
    let text = try folder.text("geo/design.json")
    for part in [
      "\"kind\": \"geo\"", "\"unit\": \"market\"", "\"outcome\": \"nrx\"", "\"alpha\": 0.1",
    ] { #expect(text.contains(part)) }
    let list = try folder.text("geo/markets.csv")
    #expect(list.hasPrefix("market,arm\nAix,") && list.split(separator: "\n").count == 13)
    #expect(list.components(separatedBy: ",test").count == 3)
    let second = try await Tool.run(Self.quick + ["--out", "geo"], in: folder)
    #expect(second.status == 1)
    #expect(
      second.complaint
        == "geo/design.json: is not written: the file exists; choose another folder, or replace it "
        + "with --force\n")
    let forced = try await Tool.run(Self.quick + ["--out", "geo", "--force"], in: folder)
    #expect(forced.status == 0)
  }

  static let wrongData: [(arguments: [String], message: String)] = [
    (
      ["--include", "Bon", "--exclude", "Lyon", "--leave-out", "Lyon,Zermatt-Visp"],
      "history.csv: market: --include names \"Bon\", which is no market; did you mean Bonn?\n"
        + "history.csv: market: --leave-out names \"Zermatt-Visp\", which is no market; the first of 12 "
        + "are Aix, Bonn, Cork, Dijon, Essen\n"
        + "history.csv: market: Lyon is under --leave-out and another option; name it once\n"
    ),
    (
      ["--include", "Bonn", "--exclude", "Bonn"],
      "history.csv: market: Bonn is under --include and --exclude; name it once\n"
    ),
    (
      ["--markets", "10..12", "--weeks", "40"],
      "history.csv: market: 12 markets take part, and a test of 10 needs 13, 3 of them controls; write "
        + "--markets 9, or add markets\n"
        + "history.csv: week: the history has 60 periods, and tests of 40 periods in 1 window need 80; "
        + "test at most 30 periods, or add periods before the first\n"
    ),
    (
      ["--include", "Aix,Bonn,Cork", "--markets", "1..2"],
      "history.csv: market: --include names 3 markets, and tests have at most 2; write --markets 3\n"
    ),
    (
      ["--look-backs", "50"],
      "history.csv: week: the history has 60 periods, and tests of 8 periods in 50 windows need 67; test "
        + "at most 1 period, or write --look-backs 43, or add periods before the first\n"
    ),
    (
      ["--outcome", "trx"],
      "history.csv: trx: the file has no such column; did you mean nrx?\n"
    ),
  ]

  @Test("ends with 2 and everything that is wrong", arguments: wrongData.indices)
  func data(index: Int) async throws {
    let (arguments, message) = Self.wrongData[index]
    let answer = try await Tool.run(["plan", "geo", "history.csv"] + arguments, in: try folder())
    #expect(answer.status == 2 && answer.output.isEmpty)
    #expect(answer.complaint == message)
  }

  @Test("says what would make a design feasible")
  func infeasible() async throws {
    let folder = try folder()
    func complaint(_ arguments: [String]) async throws -> String {
      let answer = try await Tool.run(Self.quick + arguments, in: folder)
      #expect(answer.status == 2)
      return answer.complaint
    }
    let small = try await complaint(["--effects", "0.001"])
    #expect(
      small.hasPrefix("history.csv: no design finds a lift of 0.1 % with power 80 %; the best, "))
    #expect(
      small.hasSuffix(
        ": allow larger --effects, longer tests, more --markets or a larger --alpha\n"))
    let poor = try await complaint(["--cost", "1000", "--budget", "7999"])
    #expect(
      poor.hasPrefix(
        "history.csv: --budget 7,999 is below the cheapest design that finds its lift, "))
    #expect(
      poor.hasSuffix(
        " over 4 periods, which costs 8,000; write --budget 8000, or test a cheaper market\n"))
    let greedy = try await complaint(["--holdout", "0.99"])
    #expect(
      greedy.hasPrefix("history.csv: no design leaves 99 % of the outcomes outside; the one "))
    #expect(greedy.hasSuffix(" %: write a smaller --holdout, or fewer --markets\n"))
  }

  @Test("asks for lengths in periods, for a column, and for every week")
  func tables() async throws {
    let folder = try folder()
    try folder.write(
      "market,period,nrx\n" + (1...3).map { "Aix,\($0),5\n" }.joined(), to: "numbered.csv")
    let numbered = try await Tool.run(["plan", "geo", "numbered.csv"], in: folder)
    #expect(
      numbered.complaint
        == "numbered.csv: period: the periods are neither days nor weeks; write the lengths in periods, "
        + "such as --periods 4..8\n")
    try folder.write("brick,week,count\nAix,2024-01-01,5\n", to: "odd.csv")
    let odd = try await Tool.run(["plan", "geo", "odd.csv"], in: folder)
    #expect(odd.status == 2)
    #expect(
      odd.complaint
        == "odd.csv:1: no column of markets was found; name one of brick, week, count with --unit\n"
        + "odd.csv:1: no column of outcomes was found; name one of brick, week, count with --outcome\n"
    )
    let rows = Self.history.split(separator: "\n").filter { !$0.hasPrefix("Bonn,2024-02-05") }
    try folder.write(rows.joined(separator: "\n") + "\n", to: "gap.csv")
    let gap = try await Tool.run(["plan", "geo", "gap.csv"], in: folder)
    #expect(
      gap.complaint
        == "gap.csv:67: week: \"Bonn\" has no row for 2024-02-05 before this one; add a row per period, "
        + "with 0 where nothing was done\n")
  }

  static let wrongLines: [(arguments: [String], message: String)] = [
    (["--weeks", "8..4"], "--weeks 8..4: write a whole number from 1 to 520, or two such as 4..8"),
    (["--markets", "0"], "--markets 0: write a whole number from 1 to 1000, or two such as 4..8"),
    (["--weeks", "4", "--periods", "4"], "--weeks and --periods: write one of them"),
    (
      ["--cost", "1", "--cost-per-outcome", "1"], "--cost and --cost-per-outcome: write one of them"
    ),
    (["--budget", "0"], "--budget 0: write a positive number"),
    (["--force"], "--force replaces files of --out; write --out too"),
    (["--holdout", "1"], "--holdout 1: write a share from 0 to below 1"),
    (["--include", "A,"], "--include A,: write names separated by commas"),
    (
      ["--alpha", "1"],
      "--alpha 1: is the chance of a false finding; write 0.000001 to 0.5, such as 0.1"
    ),
    (["--look-backs", "0"], "--look-backs 0: write a number from 1 to 1000"),
    (["--effects", "5%"], "--effects 5%: write shares separated by commas"),
    (
      ["--lift", "0"],
      "--effects and --lift: 0 is no lift; write shares such as 0.05 for 5 %"
    ),
  ]

  @Test("ends with 64 and the reason when an option is wrong", arguments: wrongLines.indices)
  func usage(index: Int) async throws {
    let (arguments, message) = Self.wrongLines[index]
    let answer = try await Tool.run(["plan", "geo", "history.csv"] + arguments, in: try folder())
    #expect(answer.status == 64 && answer.output.isEmpty)
    #expect(answer.complaint.hasPrefix("Error: \(message)\n"), "\(answer.complaint)")
  }
}
