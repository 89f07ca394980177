import Interchange
import Studies
import Testing

/// Touches that follow a need which also makes people buy: attribution without an experiment fails.
///
/// Stylized fact V16 after E251 and E252: the error of comparing touched with untouched people is
/// larger than a small effect itself.
@Suite("Naive lift statistics")
struct NaiveLiftStatistics {
  private func shares(ratio: Double, following: Bool, replicates: Int = 10) async throws
    -> (exceeding: Double, lift: [Double], truth: [Double])
  {
    let document = try Worlds.small(
      """
      populations:
        people:
          size: 3_000
          attributes: { need: { gamma: { mean: 1, shape: 1 } } }
      channels:
        mail:
          population: people
          plan: { cadence: { perWeek: 0.1\(following ? ", scaledBy: need" : "") } }
          carryover: { halfLifeWeeks: 26 }
          saturation: { half: 0.2 }
      events:
        tick:
          population: people
          while: present
          ratePerWeek: 0.5
          times: need
          effects: { channels: { mail: \(ratio) } }
      """, weeks: 12)
    let found = try await AttributionStudy(document, replicates: replicates).run(threads: 2)
    let table = found.exposureTable()
    return (
      try table.numbers("error_exceeds_truth")[0], try table.numbers("lift"),
      try table.numbers("incremental")
    )
  }

  /// The touched need more.
  ///
  /// With touches at rate `0.1 need` a week over 12 weeks, the touched are
  /// `1.2 / 2.2` of the people and have a mean need of `1 + 1 / 2.2`, the untouched `1 / 2.2`. A
  /// comparison takes the whole difference of 3.2 times for an effect; the true one is below 3 %.
  /// A failure of a correct program would need a lift near the truth, more than 30 standard errors
  /// away, in six of ten replicates.
  @Test("errs by more than the truth where touches follow what makes people buy (V16)")
  func targeted() async throws {
    let found = try await shares(ratio: 1.03, following: true)
    #expect(found.exceeding >= 0.5, "\(found)")
    #expect(found.lift[0] > 10 * found.truth[0] && found.truth[0] > 0, "\(found)")
  }

  /// Without targeting the error is noise.
  ///
  /// The truth is about 12,800 events, 5.9 for each of the touched; lifts differ between replicates
  /// by about 600, so that the mean of ten is within 10 % of the truth but for a chance of 1e-10.
  @Test("finds the truth where touches are random")
  func random() async throws {
    let found = try await shares(ratio: 3, following: false)
    #expect(found.exceeding == 0, "\(found)")
    #expect(abs(found.lift[0] / found.truth[0] - 1) < 0.1, "\(found)")
  }
}
