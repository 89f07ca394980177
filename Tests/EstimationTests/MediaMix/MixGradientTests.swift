import Foundation
import Interchange
import Statistics
import Testing

@testable import Estimation

@Suite("Gradient of a mix model")
struct MixGradientTests {
  @Test("is that of differences for the oracle's models", arguments: MixOracle.names)
  func oracle(_ name: String) throws {
    var (_, density, position) = try MixOracle.compiled(name)
    for shift in [0.0, 0.3, -0.4] {
      let place = position.map { $0 + shift }
      let (error, worst) = gradientError(&density, at: place)
      let parameter = worst < 0 ? 0 : density.parameters.free[worst]
      #expect(error < 1e-6, "\(density.parameters.all[parameter].name): \(error)")
    }
  }

  /// A document for the oracle's panels of one channel with a carryover and a saturation.
  static func document(
    _ carryover: CarryoverFamily, _ saturation: SaturationFamily, _ order: MixSpec.Order,
    isGeo: Bool
  ) -> String {
    func priors(_ names: [String]) -> String {
      names.map { name in
        ["retention", "exponent"].contains(name)
          ? "\(name): { beta: [2, 2] }" : "\(name): { gamma: [5, 3] }"
      }.joined(separator: ", ")
    }
    let carried =
      carryover == .none
      ? "none"
      : "{ \(carryover.rawValue): { \(priors(carryover.parameterNames)) }, lags: 6, "
        + "normalized: \(isGeo) }"
    let saturated =
      saturation == .none
      ? "none" : "{ \(saturation.rawValue): { \(priors(saturation.parameterNames)) } }"
    let effect = isGeo ? "returnOnSpend: { lognormal: [0, 1] }" : "effect: { halfNormal: 1 }"
    return """
      time: week
      \(isGeo ? "unit: geo\nsize: heads\nhierarchy: { by: unit }" : "")
      outcome: sales
      order: \(order.rawValue)
      channels:
        tv:
          exposure: tv
          spend: tv_cost
          carryover: \(carried)
          saturation: \(saturated)
          \(effect)
      """
  }

  @Test("is that of differences for each way from exposure to response")
  func transforms() throws {
    let file = try MixOracle.read()
    for isGeo in [false, true] {
      let table = try #require(file.panels[isGeo ? "heads" : "national"]).csv()
      for carryover in CarryoverFamily.allCases {
        for saturation in SaturationFamily.allCases {
          for order in MixSpec.Order.allCases {
            let text = Self.document(carryover, saturation, order, isGeo: isGeo)
            let spec = try MixSpec(yaml: text, name: "mix.yaml")
            var density = MixDensity(try MixDesign(spec, try spec.panel(table)))
            let position = (0..<density.dimension).map { Double(($0 * 37) % 11) / 10 - 0.6 }
            let (error, worst) = gradientError(&density, at: position)
            let parameter = worst < 0 ? 0 : density.parameters.free[worst]
            #expect(
              error < 1e-6,
              "\(carryover) \(saturation) \(order): \(density.parameters.all[parameter].name)")
          }
        }
      }
    }
  }
}
