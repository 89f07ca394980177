/// A search that says which parameters to simulate next, and learns from what they gave.
///
/// Parameters are given as normal scores: coordinate `j` of a point is `Φ⁻¹(p)` where `p` is the
/// prior probability of a value below the parameter's, so that the prior is the standard normal in
/// every coordinate, whatever families the parameters have.
public protocol Proposal: Sendable {
  /// The next points to simulate, one per row; `nil` when the search has ended.
  mutating func nextPoints() -> [[Double]]?

  /// Learns what the last points gave.
  ///
  /// - Parameter statistics: For each of the last points, in their order, the simulated statistics
  ///   in the order of the observed ones; not a number where a world does not determine one.
  mutating func learn(_ statistics: [[Double]])
}
