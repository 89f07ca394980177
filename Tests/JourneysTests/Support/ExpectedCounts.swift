import TestSupport
import Testing

/// Expects a count of successes to be binomial: one false alarm in a million.
func expectCount(
  _ count: Double, of trials: Double, chance: Double, _ comment: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let band = StatisticalBand.proportion(
    min(1, max(0, chance)), trials: Int(trials), falseAlarm: 1e-6)
  #expect(band.contains(count / trials), comment, sourceLocation: sourceLocation)
}
