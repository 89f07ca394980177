import Estimation
import Interchange
import Testing

@testable import Workbench

@Suite("Lists of units")
struct UnitListFileTests {
  private static let good = """
    hcp_id,specialty,decile,territory,pre_rx,region
    H2,GP,10,T1,4.5,N
    H10,ON,9,T2,0,S
    H1,GP,10,T1,12,N
    """

  private func words(_ text: String, _ columns: UnitColumns) -> [String] {
    do {
      _ = try UnitListFile(text: text, path: "hcps.csv").list(columns)
      return []
    } catch {
      return "\(error)".split(separator: "\n").map(String.init)
    }
  }

  @Test("are read by name, in the order of names")
  func read() throws {
    let list = try UnitListFile(text: Self.good, path: "hcps.csv").list(
      UnitColumns(
        cluster: "territory", strata: ["decile", "specialty"],
        covariates: ["log1p(pre_rx)", "specialty"]))
    #expect(list.unit == "hcp_id")
    #expect(list.roster.units == ["H1", "H2", "H10"])
    #expect(list.roster.clusters == ["T1", "T1", "T2"])
    #expect(list.roster.strata == ["10 / GP", "10 / GP", "9 / ON"])
    #expect(
      list.kept.map(\.name) == ["hcp_id", "territory", "decile", "specialty", "pre_rx"])
    #expect(list.kept[4].cells == ["12", "4.5", "0"])
    #expect(list.described.map(\.name) == ["pre_rx", "region"])
    guard case .numbers(let numbers) = list.roster.covariates[0].values else {
      Issue.record("numbers are read as numbers")
      return
    }
    #expect(numbers.map { ($0 * 1e6).rounded() } == [2_564_949, 1_704_748, 0])
  }

  @Test("refuse missing columns, repeated units, empty cells and texts, all at once")
  func problems() {
    let text = """
      hcp_id,specialty,decile,pre_rx,arm
      1,GP,1,4,a
      2,,1,many,a
      1,ON,2,,a
      """
    #expect(
      words(
        text,
        UnitColumns(cluster: "teritory", strata: ["specialty"], covariates: ["pre_rx", "arm"])) == [
          "hcps.csv: teritory: the file has no such column; the columns are hcp_id, specialty, "
            + "decile, pre_rx, arm",
          "hcps.csv: arm: the assignment adds a column of this name; rename or remove the one of the list",
          "hcps.csv:3: specialty: the cell is empty; write the stratum, or remove the row",
          "hcps.csv:4: hcp_id: 1 stands in line 2 already; keep one row for each unit",
          "hcps.csv:4: pre_rx: the cell is empty; write the value, or remove the row",
        ])
    #expect(
      words(Self.good, UnitColumns(covariates: ["pre_rx", "log1p(region)"])) == [
        "hcps.csv:2: region: \"N\" is not a number; write a decimal number such as 12.5",
        "hcps.csv:3: region: \"S\" is not a number; write a decimal number such as 12.5",
        "hcps.csv:4: region: \"N\" is not a number; write a decimal number such as 12.5",
      ])
    #expect(
      words(
        "hcp_id,pre_rx\n1,4\n2,some\n3,-2\n", UnitColumns(covariates: ["pre_rx", "log1p(pre_rx)"]))
        == [
          "hcps.csv:3: pre_rx: \"some\" is not a number; write a decimal number such as 12.5",
          "hcps.csv:3: pre_rx: \"some\" is not a number; write a decimal number such as 12.5",
          "hcps.csv:4: pre_rx: -2 has no log1p, the logarithm of 1 more; use the column as it is",
        ])
    #expect(
      words("hcp_id,name\n", UnitColumns()) == [
        "hcps.csv: the file has no rows; write one per unit"
      ])
    let names = (1...61).map { "\($0),Dr \($0)" }.joined(separator: "\n")
    #expect(
      words("hcp_id,name\n" + names, UnitColumns(covariates: ["name"])) == [
        "hcps.csv: name: the column has 61 different texts; name columns of numbers, or of at most "
          + "60 categories"
      ])
  }

  @Test("and designs are enough to draw the same assignment again, or are not written")
  func check() throws {
    let file = try UnitListFile(text: Self.good, path: "hcps.csv")
    let roster = try file.list(UnitColumns(strata: ["specialty"])).roster
    var plan = AssignmentPlan(.stratified, arms: ["a", "b"], seed: 1)
    plan.allowsSmallStrata = true
    let randomization = try Randomization(plan, of: roster)
    let design = try randomization.design(unit: "hcp_id", strata: ["specialty"])
    let arms = try randomization.arms()
    try UnitListFile.check(Array(Self.good.utf8), of: design, against: arms)
    let error = #expect(throws: WorkbenchError.self) {
      try UnitListFile.check(Array(Self.good.utf8), of: design, against: arms.map { 1 - $0 })
    }
    #expect(error?.reason == "what would be read back is another assignment")
  }
}

@Suite("Lists to match")
struct MatchingListsTests {
  private static let pool = """
    hcp_id,specialty,pre_rx
    1,GP,4
    2,ON,5
    3,GP,6
    """

  private func lists(
    _ test: String, pool: String = pool, _ columns: UnitColumns = UnitColumns(strata: ["specialty"])
  ) throws -> MatchingLists {
    try MatchingLists(
      candidates: UnitListFile(text: pool, path: "pool.csv"),
      test: UnitListFile(text: test, path: "test.csv"), columns: columns)
  }

  private func words(_ body: () throws -> MatchingLists) -> [String] {
    do {
      _ = try body()
      return []
    } catch {
      return "\(error)".split(separator: "\n").map(String.init)
    }
  }

  @Test("take test units out of the pool, or from whole rows of the test list")
  func read() throws {
    let inside = try lists("hcp_id\n3\n")
    #expect(inside.roster.units == ["1", "2", "3"])
    #expect(inside.isTest == [false, false, true])
    #expect(inside.roster.covariates.map(\.name) == ["pre_rx"])
    #expect(inside.described.map(\.name) == ["specialty", "pre_rx"])
    let outside = try lists("pre_rx,hcp_id,specialty\n9,0,ON\n6,3,GP\n")
    #expect(outside.roster.units == ["0", "1", "2", "3"])
    #expect(outside.isTest == [true, false, false, true])
    #expect(outside.roster.strata == ["ON", "GP", "ON", "GP"])
    #expect(outside.roster.covariates[0].values == .numbers([9, 4, 5, 6]))
  }

  @Test("refuse units in a list twice, unknown ones and missing columns")
  func problems() {
    #expect(
      words { try lists("hcp_id\n3\n3\n", pool: Self.pool + "\n2,GP,1\n") } == [
        "test.csv:3: hcp_id: 3 stands in line 2 already; keep one row for each unit",
        "pool.csv:5: hcp_id: 2 stands in line 3 already; keep one row for each unit",
      ])
    #expect(
      words { try lists("hcp_id,specialty\n7,GP\n3,GP\n") } == [
        "test.csv:2: hcp_id: 7 is no candidate, and the test list has no pre_rx; add the unit to the "
          + "candidates, or the columns to the test list"
      ])
    #expect(
      words { try lists("id\n3\n") } == [
        "test.csv: hcp_id: the file has no such column; the columns are id"
      ])
    #expect(
      words { try lists("hcp_id\n3\n", UnitColumns(strata: ["speciality"], covariates: ["pre"])) }
        == [
          "pool.csv: speciality: the file has no such column; did you mean specialty?",
          "pool.csv: pre: the file has no such column; the columns are hcp_id, specialty, pre_rx",
        ])
  }
}
