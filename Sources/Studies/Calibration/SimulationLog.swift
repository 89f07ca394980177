import Interchange

/// What was simulated so far, in the order of a search, so that a search that was stopped goes on
/// where it was.
///
/// A search is the same for the same inputs: its simulations are numbered, and one that is in the log
/// under its number with the same point is not repeated.
public struct SimulationLog: Sendable {
  /// One simulation.
  public struct Entry: Sendable, Equatable {
    /// A hash of the point and the replicate.
    public let key: UInt64
    /// The figures, and after them those that were held out.
    public let figures: [Double]

    /// A simulation.
    ///
    /// - Parameters:
    ///   - key: A hash of the point and the replicate.
    ///   - figures: The figures, and after them those that were held out.
    public init(key: UInt64, figures: [Double]) {
      self.key = key
      self.figures = figures
    }
  }

  /// The simulations by number; those of an earlier process first.
  private(set) var entries: [Entry]
  /// How many the search has asked for.
  private(set) var asked = 0
  /// How many of these an earlier process had made.
  private(set) var found = 0

  /// Receives simulations that were just made, and how many were there before them.
  private let keep: @Sendable ([Entry], Int) throws -> Void

  /// A log.
  ///
  /// - Parameters:
  ///   - entries: What an earlier process left.
  ///   - keep: Receives simulations that were just made, in their order, and how many stand before
  ///     them; what stood there after these belongs to another search.
  public init(
    _ entries: [Entry] = [],
    keep: @escaping @Sendable ([Entry], Int) throws -> Void = { _, _ in }
  ) {
    self.entries = entries
    self.keep = keep
  }

  /// The figures of the next simulation, if it was made before.
  mutating func next(_ key: UInt64) -> [Double]? {
    guard asked < entries.count else { return nil }
    guard entries[asked].key == key else {
      // The rest belongs to another search; it is made again.
      entries.removeSubrange(asked...)
      return nil
    }
    asked += 1
    found += 1
    return entries[asked - 1].figures
  }

  /// Adds simulations that were just made.
  mutating func append(_ made: [Entry]) throws {
    entries.removeSubrange(asked...)
    entries += made
    asked += made.count
    try keep(made, asked - made.count)
  }

  /// A hash of a point and its replicate.
  static func key(_ point: [Double], replicate: Int) -> UInt64 {
    var bytes: [UInt8] = []
    for word in point.map(\.bitPattern) + [UInt64(replicate)] {
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    return contentHash(bytes)
  }
}
