import Interchange
import Testing

@testable import Workbench

@Suite("Source list")
struct SourceListTests {
  private let evidence = """
    id,parameter,population,channel,value,low,high,unit,source,year,grade,note
    E001,sales elasticity,,,0.32,,,,"Kremer, IJRM",2008,A,
    E122,cost of a call,,,280,,,,Vendor 2024,2024,C,
    """

  private let text = """
    rounds: 1
    name: mini
    seed: 4
    replicates: 20
    evidence: evidence.csv
    time: { start: 2027-01-04, horizonWeeks: 52 } # assumption: planning
    parameters:
      uplift: { value: 3, low: 2, high: 4, source: E001 }
    populations:
      hcps: # E122
        size: 2_000
        attributes:
          band: { labels: ["10", "20"], cuts: [15] } # S532 and E999
          share: { constant: 0.5, source: "Doe, a paper" }
    channels:
      rep:
        cost: { perTouch: 280 } # E122, in 2024 money; S501 says more
        ratio: 0.5 * $uplift
        other: 7 # a remark
    targets:
      more:
        between: [1.0, 3.0]
        source: V05 (E001)
    """

  private func list(_ text: String, evidence: String? = nil) throws -> SourceList {
    let document = try SpecDocument(yaml: text, name: "mini.yaml")
    let file = try evidence.map { try EvidenceFile(text: $0, path: "evidence.csv") }
    return SourceList(root: document.root, comments: document.comments, evidence: file)
  }

  private func row(_ path: String) throws -> SourceList.Row {
    try #require(try list(text, evidence: evidence).rows.first { $0.path == path })
  }

  @Test("holds every number once, and neither labels, dates, seed nor replicates")
  func numbers() throws {
    let paths = try list(text, evidence: evidence).rows.map(\.path)
    #expect(
      paths.sorted() == [
        "channels.rep.cost.perTouch", "channels.rep.other", "channels.rep.ratio",
        "parameters.uplift.high", "parameters.uplift.low", "parameters.uplift.value",
        "populations.hcps.attributes.band.cuts[0]", "populations.hcps.attributes.share.constant",
        "populations.hcps.size", "targets.more.between[0]", "targets.more.between[1]",
        "time.horizonWeeks",
      ])
  }

  @Test("takes the comment on the line, and the best grade of several sources")
  func comment() throws {
    let row = try row("channels.rep.cost.perTouch")
    #expect(row.grade == .industry && row.line == 17 && row.value == "280")
    #expect(row.ids == ["E122", "S501"])
    #expect(row.citation == "Vendor 2024: cost of a call")
    #expect(try self.row("time.horizonWeeks").grade == .assumption)
  }

  @Test("calls an assumption one, whatever inspired it")
  func assumption() throws {
    let row = try list("a: 1 # assumption; the upper end is E122", evidence: evidence).rows[0]
    #expect(row.grade == .assumption && row.ids == ["E122", "assumption"])
  }

  @Test("takes the source field around a number")
  func field() throws {
    let row = try row("parameters.uplift.low")
    #expect(row.grade == .review && row.ids == ["E001"])
    #expect(row.citation == "Kremer, IJRM (2008): sales elasticity")
  }

  @Test("takes the comment of the key around a number")
  func key() throws {
    #expect(try row("populations.hcps.size").ids == ["E122"])
  }

  @Test("prefers the nearer source")
  func nearer() throws {
    let nested = """
      source: assumption
      a: # E001
        b: 1
        c: { d: 2, source: E122 }
      e: 3
      """
    let grades = try list(nested, evidence: evidence).rows.map { "\($0.path) \($0.grade.rawValue)" }
    #expect(grades == ["a.b A", "a.c.d C", "e assumption"])
  }

  @Test("grades words without an id as cited, and only in a source field")
  func words() throws {
    let row = try row("populations.hcps.attributes.share.constant")
    #expect(row.grade == .cited && row.ids == [] && row.citation == "Doe, a paper")
    #expect(try self.row("channels.rep.other").grade == .none)
  }

  @Test("knows stylized facts, figures of the planning material, and ids that do not exist")
  func otherIDs() throws {
    #expect(try row("targets.more.between[1]").grade == .review)
    #expect(try row("targets.more.between[1]").ids == ["V05", "E001"])
    let band = try row("populations.hcps.attributes.band.cuts[0]")
    #expect(band.grade == .seed && band.ids == ["S532", "E999"])
    #expect(try list("a: 1 # E999", evidence: evidence).rows[0].grade == .unknownID)
    #expect(try list("a: 1 # E001").rows[0].grade == .unknownID)
    #expect(try list("a: 1 # V05").rows[0].grade == .validationFact)
    #expect(try list("a: 1 # a Design choice").rows[0].grade == .assumption)
    #expect(try list("a: 1\nsource: journey-mini, the text").rows[0].grade == .cited)
    #expect(try list("a: 1 # E1 V5 S12 HE001 E0011").rows[0].grade == .none)
  }

  @Test("lets an expression inherit from its parameters")
  func expression() throws {
    let row = try row("channels.rep.ratio")
    #expect(row.grade == .review && row.ids == ["E001"] && row.value == "0.5 * $uplift")
  }

  @Test("does not credit a document with a value that was set from outside")
  func outside() throws {
    let document = try SpecDocument(yaml: "a: 1\nsource: E001", name: "mini.yaml")
    let root = document.root.setting(["a"], to: SpecNode(.scalar("2")))
    let rows = SourceList(root: root, comments: document.comments, evidence: nil).rows
    #expect(rows.map(\.grade) == [.none] && rows[0].citation == "set from outside")
  }

  @Test("is sorted by grade, counted by grade, and a table")
  func table() throws {
    let list = try list(text, evidence: evidence)
    let counts = list.countsByGrade.map { "\($0.grade.rawValue) \($0.count)" }
    #expect(counts == ["A 6", "C 2", "seed 1", "cited 1", "assumption 1", "none 1"])
    let table = list.table()
    #expect(
      table.columns.map(\.name) == ["grade", "path", "line", "value", "source_ids", "citation"])
    #expect(table["grade"]?.values == .text(list.rows.map(\.grade.rawValue)))
    #expect(list.rows.map(\.grade) == list.rows.map(\.grade).sorted())
  }

  @Test("refuses a table of evidence with a wrong grade or a repeated id")
  func evidenceProblems() {
    func problem(_ rows: String) -> String {
      do {
        _ = try EvidenceFile(text: "id,grade,parameter,source,year\n\(rows)", path: "e.csv")
        return "no error"
      } catch {
        return "\(error)"
      }
    }
    #expect(problem("E001,F,,,") == "e.csv:2: grade: \"F\" is no grade; write A, B, C or D")
    #expect(
      problem("E001,A,,,\nE001,B,,,")
        == "e.csv:3: id: E001 stands here a second time; give each row its own id")
  }
}
