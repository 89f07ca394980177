import Statistics
import Testing

@testable import Estimation

@Suite("Density of a mix model in levels of units")
struct CenteredDensityTests {
  static let names = MixOracle.names.filter { $0.hasPrefix("geos") }

  @Test("is that in deviations, with the change of variable", arguments: names)
  func change(_ name: String) throws {
    var (_, inner, own) = try MixOracle.compiled(name)
    var centered = CenteredDensity(inner, from: 2)
    let position = centered.levels(of: own)
    #expect(position != own)
    for (back, place) in zip(centered.deviations(of: position), own) {
      #expect((back - place).magnitude < 1e-12)
    }
    // One number moves by the spread for each deviation of a family.
    let parameters = inner.parameters
    let free = parameters.free
    var logVolume = 0.0
    let families =
      [(parameters.intercept, parameters.interceptSpread, parameters.interceptDeviations)]
      + parameters.channels.map { ($0.effect, $0.spread, $0.deviations) }
    for (level, spread, deviations) in families {
      let support = parameters.all[level].prior.support
      guard let spread, support == .real || support == .positive,
        let place = free.firstIndex(of: spread)
      else { continue }
      logVolume += Double(deviations.count) * own[place]
    }
    var gradient = own
    let value = inner.logDensity(at: own, gradient: &gradient) - logVolume
    #expect((centered.logDensity(at: position, gradient: &gradient) - value).magnitude < 1e-9)
  }

  @Test("has the gradient of differences", arguments: names)
  func gradient(_ name: String) throws {
    let (_, inner, own) = try MixOracle.compiled(name)
    var centered = CenteredDensity(inner, from: 2)
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
