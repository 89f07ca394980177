import Estimation
import Interchange
import Testing

@Suite("Design document")
struct ExperimentDesignTests {
  private static let full: ExperimentDesign = {
    var design = ExperimentDesign(
      kind: .factorial,
      columns: ExperimentDesign.Columns(
        unit: "hcp_id", cluster: "territory", strata: ["decile", "specialty"]),
      arms: [
        ExperimentDesign.Arm(
          name: "off, off", share: 0.25, units: 10, clusters: 2, start: 1, levels: ["off", "off"]),
        ExperimentDesign.Arm(
          name: "on \"1\"", share: 0.75, units: 30, clusters: 6, start: 2, levels: ["on", "off"]),
      ],
      control: "off, off", seed: 18_446_744_073_709_551_615)
    design.factors = [
      ExperimentDesign.Factor(name: "email", levels: ["off", "on"]),
      ExperimentDesign.Factor(name: "rep", levels: ["off", "on"]),
    ]
    design.timing = ExperimentDesign.Timing(periods: 6, blockLength: 2)
    design.rerandomization = Rerandomization(
      columns: ["pre_rx"], threshold: 0.1, draws: 120, acceptance: 0.01, distance: 0.07)
    design.source = ExperimentDesign.File(name: "hcps.csv", hash: 0xFF)
    design.assignment = ExperimentDesign.File(name: "assignment.csv", hash: .max)
    design.analysis.outcome = "nrx"
    design.analysis.pre = "pre_rx"
    design.analysis.alpha = 0.05
    design.analysis.power = 0.8
    design.analysis.smallestLift = 0.03
    design.analysis.looks = 3
    design.analysis.spending = "obf"
    return design
  }()

  @Test("reads what it wrote, value by value")
  func roundTrip() throws {
    #expect(try ExperimentDesign(json: Self.full.json, name: "design.json") == Self.full)
  }

  @Test("leaves out what nobody said")
  func shortest() throws {
    let design = ExperimentDesign(
      kind: .individual, columns: ExperimentDesign.Columns(unit: "hcp_id"),
      arms: [
        ExperimentDesign.Arm(name: "control", share: 0.5, units: 1),
        ExperimentDesign.Arm(name: "treatment", share: 0.5, units: 1),
      ], control: "control", seed: 1)
    #expect(
      design.json == """
        {
          "format": "rounds design",
          "version": 1,
          "kind": "individual",
          "unit": "hcp_id",
          "arms": [
            {
              "name": "control",
              "share": 0.5,
              "units": 1
            },
            {
              "name": "treatment",
              "share": 0.5,
              "units": 1
            }
          ],
          "control": "control",
          "seed": "1"
        }

        """)
    #expect(try ExperimentDesign(json: design.json, name: "design.json") == design)
  }

  @Test("says of another document, or a later version, only that")
  func version() {
    #expect(
      problems { $0.replacing("rounds design", with: "rounds mix fit") } == [
        "design.json:2: format: this is no design of an experiment; name the design.json that "
          + "`rounds assign` wrote"
      ])
    #expect(
      problems { $0.replacing("\"version\": 1,", with: "\"version\": 2, \"new\": 1,") } == [
        "design.json:3: version: a newer rounds wrote version 2, and this one reads version 1; "
          + "update rounds"
      ])
  }

  @Test("refuses unknown keys and words, all at once and with a remedy")
  func keys() {
    let found = problems {
      $0.replacing("\"control\":", with: "\"contol\":")
        .replacing("\"kind\": \"factorial\"", with: "\"kind\": \"factorail\"")
        .replacing("\"share\": 0.25", with: "\"share\": \"a quarter\"")
    }
    #expect(
      found == [
        "design.json:4: kind: \"factorail\" is not one of individual, stratified, blocked, pairs, "
          + "cluster, factorial, steppedWedge, switchback, geo, holdout; did you mean factorial?",
        "design.json:14: arms[0].share: \"a quarter\" is not a number; write a share from 0 to 1",
        "design.json:35: contol: unknown key; did you mean control?",
      ])
  }

  @Test("refuses values that do not go together, all at once")
  func values() {
    let found = problems {
      $0.replacing("\"share\": 0.75", with: "\"share\": 0.7")
        .replacing("\"control\": \"off, off\"", with: "\"control\": \"of, off\"")
        .replacing("\"start\": 2", with: "\"start\": 9")
        .replacing("00000000000000ff", with: "ff")
        .replacing("\"alpha\": 0.05", with: "\"alpha\": 1")
        .replacing("18446744073709551615", with: "-1")
    }
    #expect(
      found == [
        "design.json:11: arms: the shares sum to 0.95; write shares that sum to 1",
        "design.json:23: arms[1].start: period 9 is after the last, 6; write a period of the "
          + "experiment",
        "design.json:35: control: of, off is no arm; did you mean off, off?",
        "design.json:56: seed: \"-1\" is no seed; write a whole number from 0",
        "design.json:68: source.hash: \"ff\" is no hash; restore the file, or assign again",
        "design.json:77: analysis.alpha: 1 is not from 0.000001 to 0.2; write a level such as 0.05",
      ])
  }

  @Test(
    "says what a kind needs",
    arguments: [
      (
        ExperimentDesign.Kind.stratified,
        ["strata: is missing, and a design of kind stratified has columns of strata; write it"]
      ),
      (
        .cluster,
        ["cluster: is missing, and a design of kind cluster has a column of clusters; write it"]
      ),
      (.factorial, ["factors: is missing, and a design of kind factorial has factors; write it"]),
      (
        .steppedWedge,
        [
          "timing: is missing, and a design of kind steppedWedge has periods; write it",
          "arms: a wave has no start; write the first treated period of each",
        ]
      ),
      (.switchback, ["timing: is missing, and a design of kind switchback has periods; write it"]),
    ])
  func parts(_ kind: ExperimentDesign.Kind, _ expected: [String]) {
    let design = ExperimentDesign(
      kind: kind, columns: ExperimentDesign.Columns(unit: "hcp_id"),
      arms: [
        ExperimentDesign.Arm(name: "a", share: 0.5, units: 1),
        ExperimentDesign.Arm(name: "b", share: 0.5, units: 1),
      ], control: nil, seed: 1)
    #expect(
      Self.words(design.json).map { $0.split(separator: ": ", maxSplits: 1)[1] }.sorted()
        == expected.map { Substring($0) }.sorted())
  }

  private func problems(_ change: (String) -> String) -> [String] {
    Self.words(change(Self.full.json))
  }

  private static func words(_ json: String) -> [String] {
    do {
      _ = try ExperimentDesign(json: json, name: "design.json")
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }
}
