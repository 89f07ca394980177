public import Estimation
public import Interchange
import Statistics

/// A fitted mix model with all that is said of it.
public struct MixAnswer: Sendable {
  /// The fit.
  public let fit: MixFit
  /// What the columns can tell apart, from before the fit.
  public let identification: MixIdentification
  /// What was checked after it.
  public let checks: MixChecks
  /// Whether data look like what the model would draw.
  public let predictive: MixPredictiveChecks
  /// The candidates of a search, the chosen ones first; nil where nothing was searched.
  public let search: MixFit.Searched?
  /// How well held-out periods were foreseen; nil without any.
  public let score: MixScore?
  /// What each part brought in the fitted periods.
  public let decomposition: MixDecomposition
  /// What each channel brought and returned in the fitted periods.
  public let returns: [ChannelReturn]

  /// Everything that is said of a fit.
  public init(_ fit: MixFit, search: MixFit.Searched? = nil) {
    self.fit = fit
    self.search = search
    identification = MixIdentification(fit.design)
    decomposition = MixDecomposition(fit)
    checks = MixChecks(fit, decomposition)
    predictive = MixPredictiveChecks(fit)
    let held = fit.design.fittedPeriods..<fit.design.periods.count
    score = held.isEmpty ? nil : MixScore(fit, periods: held)
    returns = ChannelReturn.all(decomposition, fit.design)
  }

  /// Tables that a complete run has.
  public static let tableNames: Set<String> = [
    "channels", "contributions", "fit", "parameters", "checks", "curves", "carryover", "draws",
  ]

  /// The tables of the run.
  public func tables() -> [Table] {
    let curves = MixCurves(fit)
    var tables = [
      channelTable(), contributionTable(), fitTable(), parameterTable(), checkTable(),
      curves.responseTable(), curves.carryoverTable(),
    ]
    if let units = UnitReturns(decomposition, fit.design) { tables.append(units.table()) }
    if let search { tables.append(Self.searchTable(search)) }
    return tables
  }
}
