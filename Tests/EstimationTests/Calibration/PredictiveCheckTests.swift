import Testing

@testable import Estimation

@Suite("Predictive check")
struct PredictiveCheckTests {
  @Test("counts larger worlds, ties half")
  func chance() {
    let check = PredictiveCheck(name: "scripts", observed: 3, simulated: [1, 2, 3, 3, 4, .nan])
    #expect(check.chance == 0.4)
    #expect(check.isUsual)
    #expect(check.undetermined == 1)
    #expect(check.lowest == 1 && check.highest == 4)
  }

  @Test("is unusual where no world comes near")
  func far() {
    let check = PredictiveCheck(name: "share", observed: 0.9, simulated: [0.2, 0.6, 0.4])
    #expect(check.chance == 0)
    #expect(!check.isUsual)
  }

  @Test("says nothing without a world that determines the figure")
  func undetermined() {
    let check = PredictiveCheck(name: "share", observed: 1, simulated: [.nan, .infinity])
    #expect(check.chance.isNaN)
    #expect(!check.isUsual)
    #expect(check.undetermined == 2)
  }
}
