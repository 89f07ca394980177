import Foundation
import Testing

@Suite("rounds plan looks")
struct PlanLooksCommandTests {
  @Test("prints each look, what it costs and what peeking would do")
  func text() async throws {
    let folder = try TestFolder()
    let answer = try await Tool.run(
      ["plan", "looks", "--at", "0.25,0.5,0.75,1", "--units", "4000", "--weeks", "26"], in: folder)
    expect(
      answer, status: 0,
      output: """
        4 looks at a test
        ─────────────────
        Two-sided test with an error of 5 % in all and a power of 80 %; error spent in the manner of O'Brien
        and Fleming.

        look  share  units  weeks  stop ≥  nominal p    error  ends, no effect  ends, effect
           1   0.25  1,020   6.63    4.33    1.47e-5  1.47e-5          1.47e-5       0.00176
           2    0.5  2,040   13.3    2.96    0.00305  0.00305          0.00304         0.166
           3   0.75  3,059   19.9    2.36     0.0183   0.0193           0.0162         0.372
           4      1  4,079   26.5    2.01      0.044     0.05            0.981          0.46

        At each look divide the estimate by its standard error, which is z. Stop when it reaches the bound
        on either side: a gain is proven above, a loss below zero. Otherwise go on.
        The sample becomes at most 1.96 % larger than with one look and the same power (4,079 units, 26.5
        weeks).
        With the planned effect the test ends before the last look in 54 % of cases and its sample is 16.1 %
        smaller than with one look on average (3,355 units, 21.8 weeks); without an effect, 1.39 % larger
        (4,056 units, 26.4 weeks).
        Stopping at the first of these looks with a plain p-value below 0.05 would claim an effect that is
        not there in 12.6 % of tests, not in 5 %.

        """, complaint: "")
    #expect(try folder.contents(".") == ["tiny.yaml"])
  }

  @Test("gives up a test of a gain at half of alpha")
  func futility() async throws {
    let folder = try TestFolder()
    let answer = try await Tool.run(
      [
        "plan", "looks", "--looks", "3", "--spending", "hsd", "--power", "0.9", "--futility",
        "--json",
      ], in: folder)
    expect(answer, status: 0, complaint: "")
    let json = try object(answer.output)
    let table = try #require(json["looks"] as? [String: Any])
    let columns = try #require(table["columns"] as? [[String: Any]]).map { $0["name"] as? String }
    let rows = try #require(table["rows"] as? [[Any]])
    func column(_ name: String) throws -> [Double] {
      let place = try #require(columns.firstIndex(of: name))
      return rows.map { ((($0[place] as? NSNumber)?.doubleValue ?? .nan) * 1e4).rounded() / 1e4 }
    }
    // The figures of Tests/EstimationTests/Oracles/sequential_futility.json.
    #expect(try column("upper_z") == [3.0107, 2.5465, 1.9992])
    #expect(try column("lower_z") == [-0.2387, 0.9411, 1.9992])
    #expect(try column("error_spent").last == 0.025)
    let sentences = try #require(json["sentences"] as? [String])
    let first = """
      At each look divide the estimate by its standard error, which is z. Stop when it reaches the \
      upper bound: a gain is proven. Give up at the lower one; going on anyway costs no error. Given \
      up or ended without proof: 97.7 % of tests without effect, 10 % of those with the planned one.
      """
    #expect(sentences.first == first)
  }

  static let wrong: [(arguments: [String], message: String)] = [
    (["--looks", "0"], "--looks: 0; write a number from 1 to 100"),
    (["--looks", "3", "--at", "0.5,1"], "--looks: --at says when to look; write one of them"),
    (["--at", "0.5,x"], "--at: \"x\" is no number; write shares such as 0.25,0.5,0.75,1"),
    (["--at", "0.5,0.9"], "--at: the last look is at 0.9; end at 1, the whole sample"),
    (
      ["--at", "0.5,0.25,1.5", "--alpha", "2", "--power=0.01", "--units=-3", "--binding"],
      """
      --binding: nothing is given up; write --futility with it, or leave it out
      --units: -3.0 is no size of a test; write a number above 0
      --at: 1.5 is no share of the information; write numbers above 0 and at most 1
      --at: 0.25 comes after 0.5; write the looks in growing order
      --alpha: 2.0 is no error of a test; write a share from 1e-6 to below 0.5
      --power: 0.01 is no power of a test; write a share above alpha and at most 0.9999
      """
    ),
    (
      ["--shape", "2", "--alpha", "0.7", "--futility"],
      """
      --shape: --spending obf has none; choose power or hsd, or leave it out
      --alpha: 0.7 is no error of a test; write a share from 1e-6 to below 0.5
      """
    ),
    (
      ["--spending", "power", "--shape=-1", "--fixed-bounds", "--weeks", "0"],
      """
      --fixed-bounds: there are none by power; choose --spending obf or pocock
      --weeks: 0.0 is no size of a test; write a number above 0
      --shape: -1.0 is no exponent of a power; write a number above 0 and at most 20
      """
    ),
    (
      ["--fixed-bounds", "--futility", "--binding"],
      """
      --futility: binding bounds need upper bounds by a spending function; choose one, or let futility \
      not bind
      """
    ),
  ]

  @Test("ends with 64 and all that is wrong with its options", arguments: wrong.indices)
  func usage(index: Int) async throws {
    let folder = try TestFolder()
    let answer = try await Tool.run(["plan", "looks"] + Self.wrong[index].arguments, in: folder)
    expect(answer, status: 64, output: "")
    #expect(
      answer.complaint.hasPrefix("Error: \(Self.wrong[index].message)\nUsage: "),
      "\(answer.complaint)")
  }
}
