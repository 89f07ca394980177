import Statistics
import Testing

@testable import Estimation

@Suite("Density of a mix model in levels of units")
struct CenteredDensityTests {
  static let names = MixOracle.names.filter {
    $0.hasPrefix("geos") && $0.contains("intercepts")
  }

  @Test("is that in deviations, with the change of variable", arguments: names)
  func change(_ name: String) throws {
    var (_, inner, own) = try MixOracle.compiled(name)
    var centered = CenteredDensity(inner, fewestPeriods: 2, fewestUnits: 2)
    let position = centered.levels(of: own)
    #expect(position != own)
    for (back, place) in zip(centered.deviations(of: position), own) {
      #expect((back - place).magnitude < 1e-12)
    }
    // One number moves by the spread for each deviation.
    let parameters = inner.parameters
    let spread = try #require(parameters.interceptSpread.flatMap(parameters.free.firstIndex(of:)))
    let logVolume = Double(parameters.interceptDeviations.count) * own[spread]
    var gradient = own
    let value = inner.logDensity(at: own, gradient: &gradient) - logVolume
    #expect((centered.logDensity(at: position, gradient: &gradient) - value).magnitude < 1e-9)
  }

  @Test("has the gradient of differences", arguments: names)
  func gradient(_ name: String) throws {
    let (_, inner, own) = try MixOracle.compiled(name)
    var centered = CenteredDensity(inner, fewestPeriods: 2, fewestUnits: 2)
    for shift in [0.0, 0.2] {
      let (error, _) = gradientError(&centered, at: centered.levels(of: own).map { $0 + shift })
      #expect(error < 1e-6)
    }
  }

  @Test("stays that in deviations where units have few periods")
  func fewPeriods() throws {
    let (_, inner, own) = try MixOracle.compiled(Self.names[0])
    #expect(inner.design.fittedPeriods < CenteredDensity.fewestPeriods)
    #expect(CenteredDensity(inner).levels(of: own) == own)
  }
}
