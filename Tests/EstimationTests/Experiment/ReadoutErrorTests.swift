import Estimation
import Testing

@Suite("Readout errors")
struct ReadoutErrorTests {
  /// The words of what a readout throws.
  private func words(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  private func sample(
    _ outcome: [Double] = [1, 2, 3, 5, 4, 7], _ arms: String = "ttttcc", _ pre: [Double]? = nil,
    blocks: [Int]? = nil, clusters: [Int]? = nil
  ) throws -> ExperimentSample {
    try ExperimentSample(
      outcome, named: "nrx", isTreated: arms.map { $0 == "t" },
      covariates: pre.map { [.init("pre", $0)] } ?? [], blocks: blocks, clusters: clusters)
  }

  @Test("say which units cannot be read")
  func units() {
    #expect(
      words { _ = try sample([1, 2, .nan, 4, 5, 6]) }
        == "nrx, unit 2: not a finite number; remove or replace it")
    #expect(
      words { _ = try sample([1, 2, 3, 4, 5, 6], "tttttc") }
        == "the control arm has 1 unit; its spread needs at least 2")
    #expect(
      words { _ = try sample([3, 3, 3, 3, 3, 3]) }
        == "nrx has the same value for every unit; a readout needs an outcome that varies")
  }

  @Test("say what a method lacks")
  func methods() {
    #expect(
      words { _ = try sample([1, 2, 3, 5, 4, 7], "tttccc", [2, 2, 2, 2, 2, 2]).regression() }
        == "pre has the same value for every unit and adjusts nothing; leave it out")
    #expect(
      words { _ = try sample().cuped() }
        == "CUPED adjusts for a covariate; name one, such as the outcome before the experiment")
    #expect(
      words { _ = try sample([1, 2, 3, 5, 4, 7], "tttccc", [1, 2, 3, 4, 5, 7]).cuped() }
        == "the control arm has 3 units; its spread needs at least 50")
    #expect(
      words { _ = try sample().clusterMeansTest() }
        == "a test of cluster means needs clusters, and the units have none; name their column")
    #expect(
      words { _ = try sample().stratified() }
        == "post-stratification needs strata, and the units have none; name their column")
    #expect(
      words { _ = try sample().proportions() }
        == "nrx, unit 1: 2.0 is neither 0 nor 1; read it as a mean or a count")
    #expect(
      words {
        _ = try sample([1, 2, 3, 5, 4, 7], "tttccc").ratio(over: .init("sent", [0, 0, 0, 1, 1, 1]))
      }
        == "sent: the level of the control arm is 0, and a ratio is relative to it")
  }

  @Test("say which groups are broken")
  func groups() {
    #expect(
      words {
        _ = try sample([1, 2, 3, 5, 4, 7], "tttccc", clusters: [1, 1, 2, 2, 3, 4]).regression()
      }
        == "cluster 2 has units of both arms; arms of a cluster design hold whole clusters")
    #expect(
      words {
        _ = try sample([1, 2, 3, 5, 4, 7], "tttccc", blocks: [1, 2, 3, 1, 2, 2]).matchedPairs()
      }
        == "pair 2 has 1 treated and 2 control units; a pair is one of each")
    #expect(
      words {
        _ = try sample([1, 2, 3, 5, 4, 7], "tttccc", clusters: [1, 1, 1, 2, 3, 3]).regression()
      }
        == "the treated arm has 1 cluster; its spread needs at least 2")
    #expect(
      words {
        _ = try sample([1, 2, 3, 5, 4, 7], "tttccc", clusters: [1, 1, 1, 2, 3, 3])
          .ratio(over: .init("sent", [1, 2, 3, 4, 5, 6]))
      } == "the treated arm has 1 cluster; its spread needs at least 2")
    #expect(
      words {
        _ = try sample([1, 2, 3, 5, 4, 7], "tttccc", clusters: [1, 1, 2, 3, 3, 4]).rateRatio()
      }
        == "4 clusters are too few for a count or logistic regression, which needs 40; use a "
        + "regression with CR2 errors or a test of cluster means")
    #expect(
      words {
        _ = try sample([1, 2, 3, 5, 4, 7], "ttcctc", blocks: [1, 1, 2, 2, 3, 3]).stratified()
      } == "the control part of a stratum in its arm has 0 units; its spread needs at least 2")
  }

  @Test("refuse clusters that leave no spread", arguments: [false, true])
  func saturated(isMixed: Bool) throws {
    // Two clusters an arm, and two columns that are the same within them.
    let (arms, clusters) = ("ttttcccc", [1, 1, 2, 2, 3, 3, 4, 4])
    let columns: [ExperimentSample.Covariate] = [
      .init("a", [1, 1, 2, 2, 4, 4, 3, 3]), .init("b", [5, 5, 1, 1, 2, 2, 9, 9]),
    ]
    func readout(_ count: Int) throws -> Readout {
      let sample = try ExperimentSample(
        [1, 2, 3, 5, 4, 7, 6, 2], isTreated: arms.map { $0 == "t" },
        covariates: Array(columns.prefix(count)), clusters: clusters)
      return try isMixed ? sample.mixedModel() : sample.regression()
    }
    #expect(try readout(1).effect.standardError > 0)
    #expect(
      words { _ = try readout(2) }
        == "4 clusters are too few for 4 columns that do not vary within them (intercept, treated, a, "
        + "b), which leave no spread to judge the effect by; adjust for fewer columns or use a test "
        + "of cluster means")
  }

  @Test("refuse cells of one cluster, and as many columns as clusters")
  func cells() {
    // Two cells of eight units.
    let four = (0..<16).map { $0 / 4 }
    let columns = [[3.0, 1, 4, 1], [5.0, 9, 2, 6]].enumerated().map { place, values in
      ExperimentSample.Covariate(["size", "age"][place], four.map { values[$0] })
    }
    func contrasts(_ clusters: [Int], _ columns: [ExperimentSample.Covariate] = []) throws {
      let sample = try ExperimentSample(
        (0..<16).map { Double($0 * 7 % 11) }, isTreated: (0..<16).map { $0 < 8 },
        covariates: columns, clusters: clusters)
      _ = try CellContrasts(sample, cells: (0..<16).map { $0 / 8 })
    }
    #expect(
      words { try contrasts(four.map { max(1, $0) }) }
        == "the cell 1 arm has 1 cluster; its spread needs at least 2")
    #expect(words { try contrasts(four, [columns[0]]) } == "")
    #expect(
      words { try contrasts(four, columns) }
        == "4 clusters are too few for 4 columns that do not vary within them (cell 1, cell 2, size, "
        + "age), which leave no spread to judge the effect by; adjust for fewer columns or use a "
        + "test of cluster means")
  }

  @Test("say which panels cannot be read")
  func panels() {
    func panel(_ outcome: [Double], _ marks: String, _ units: [Int]) throws -> ExperimentPanel {
      try ExperimentPanel(
        outcome, named: "trx", units: units, periods: outcome.indices.map { $0 % 2 },
        isTreated: marks.map { $0 == "t" })
    }
    #expect(
      words { _ = try panel([1, 2, 3, 4], "ctcc", [0, 0, 1, 1]) }
        == "the treated arm has 1 cluster; its spread needs at least 2")
    #expect(
      words {
        let units = (0..<1_200).map { $0 / 2 }
        let marks = (0..<1_200).map { $0 % 4 == 1 ? "t" : "c" }.joined()
        _ = try panel((0..<1_200).map { Double($0 % 7) }, marks, units).fixedEffects()
      }
        == "602 units and periods are more than the 500 that have a level each; name clusters, or "
        + "give one row per unit with its outcome before")
  }
}
