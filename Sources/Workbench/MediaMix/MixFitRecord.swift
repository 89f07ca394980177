public import Estimation
public import Interchange

/// A fitted mix model as it is kept: the specification and the data that it was fitted to, and what
/// is believed after them.
public struct MixFitRecord: Sendable {
  /// The study that run folders of fits are named for.
  public static let study = "mix-fit"

  /// The name of the file of the specification.
  public static let specificationName = "spec.yaml"

  /// Tables that the folder of every fit has.
  public static let tableNames: Set<String> = ["draws"]

  /// The specification byte for byte.
  public let specification: [UInt8]

  /// The columns of the data that the model uses.
  public let panel: Panel

  /// The fit.
  public let fit: MixFit

  /// The seed of the draws.
  public let seed: UInt64

  /// The candidates that a ridge fit was chosen among; nil for other methods.
  public let search: MixFit.Searched?

  /// A fit that is about to be kept.
  ///
  /// - Parameters:
  ///   - fit: The fit.
  ///   - specification: The specification byte for byte.
  ///   - panel: The data, as `MixSpec.panel(_:)` read it for the fit.
  ///   - seed: The seed of the draws.
  public init(_ fit: MixFit, specification: [UInt8], panel: Panel, seed: UInt64) {
    self.init(fit, specification: specification, panel: panel, seed: seed, search: nil)
  }

  /// A ridge fit that is about to be kept, with the candidates that it was chosen among.
  ///
  /// - Parameters:
  ///   - search: The fit and the candidates.
  ///   - specification: The specification byte for byte.
  ///   - panel: The data, as `MixSpec.panel(_:)` read it for the fit.
  ///   - seed: The seed of the search.
  public init(_ search: MixFit.Searched, specification: [UInt8], panel: Panel, seed: UInt64) {
    self.init(search.fit, specification: specification, panel: panel, seed: seed, search: search)
  }

  init(
    _ fit: MixFit, specification: [UInt8], panel: Panel, seed: UInt64, search: MixFit.Searched?
  ) {
    self.specification = specification
    self.panel = panel
    self.fit = fit
    self.seed = seed
    self.search = search
  }
}
