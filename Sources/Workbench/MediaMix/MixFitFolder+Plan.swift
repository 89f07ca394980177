public import Estimation
import Interchange

extension MixFitFolder {
  /// The fit, read over its data and a plan of the periods that follow.
  ///
  /// - Parameter plan: Exposures and controls of the next periods.
  /// - Returns: The fit over both, and the planned periods, counted from the first of the data.
  /// - Throws: `PanelErrors` with everything that is wrong in the plan.
  public func continued(by plan: DataFile) throws -> (fit: MixFit, planned: Range<Int>) {
    let spec = fit.design.spec
    let history = record.panel
    let future = try spec.plan(plan.csv, continuing: history)
    let design = try MixDesign(
      spec, history.appending(future), fittedPeriods: fit.design.fittedPeriods)
    return (fit.read(over: design), history.periods.count..<design.periods.count)
  }
}
