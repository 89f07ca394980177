import Estimation
import Interchange
import Testing

@Suite("Data of a mix specification")
struct MixSpecPanelTests {
  @Test("lists every column once, with its role")
  func layout() throws {
    let layout = try mix(MixDocuments.full).panelLayout
    #expect(layout.time == "week" && layout.unit == "territory" && layout.group == "region")
    #expect(
      layout.variables == [
        PanelVariable("nrx", .outcome), PanelVariable("hcps", .size),
        PanelVariable("calls", .exposure), PanelVariable("detailing_spend", .spend),
        PanelVariable("email", .exposure), PanelVariable("webinar", .exposure),
        PanelVariable("banner", .exposure), PanelVariable("price index", .control),
        PanelVariable("launch", .control),
      ])
    #expect(
      try mix(MixDocuments.minimal + "\nlikelihood: poisson").panelLayout.variables == [
        PanelVariable("nrx", .count), PanelVariable("detailing_spend", .exposure),
        PanelVariable("email", .exposure),
      ])
  }

  static let weekly = """
    week,nrx,detailing_spend,email
    1,10,100,1
    2,11,0,2
    3,12,50,3
    """

  @Test("is read, and continued by a plan")
  func reads() throws {
    let spec = try mix(MixDocuments.minimal)
    let panel = try spec.panel(CSVFile(text: Self.weekly, name: "w.csv"))
    #expect(panel["nrx"] == [10, 11, 12])
    let plan = try spec.plan(
      CSVFile(text: "week,email,detailing_spend\n4,5,6\n", name: "p.csv"), continuing: panel)
    #expect(plan.values == [6, 5])
    #expect(plan.periods.label(of: 0) == "4")
  }

  @Test(
    "is refused where its periods do not go with the model",
    arguments: [
      ("holdout: 3", "a holdout of 3 of 3 periods leaves nothing to fit; write a smaller holdout"),
      (
        "holdout: 1\ntrend: { knots: 3 }",
        "a trend of 3 knots has too few periods, 2; write fewer knots"
      ),
      (
        "season: {}",
        "a season of 365.25 periods is longer than the 3 periods of data; write the periods of a year "
          + "as season.cycle, such as 52.18 for weeks or 12 for months"
      ),
    ])
  func refusals(_ more: String, _ problem: String) throws {
    let spec = try mix(MixDocuments.minimal + "\n" + more)
    let csv = try CSVFile(text: Self.weekly, name: "w.csv")
    let errors = #expect(throws: PanelErrors.self) { try spec.panel(csv) }
    #expect(errors?.description == "w.csv: week: \(problem)")
  }
}
