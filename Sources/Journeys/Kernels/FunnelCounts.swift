/// Counts of one channel in one step, by cell of the breakdown and step of the funnel.
struct FunnelCounts {
  private(set) var counts: [UInt32]
  static let width = FunnelStep.allCases.count

  init(cells: Int) { counts = [UInt32](repeating: 0, count: cells * Self.width) }

  @inline(__always)
  mutating func add(_ count: Int, _ step: FunnelStep, cell: Int) {
    counts[cell &* Self.width &+ step.rawValue] &+= UInt32(truncatingIfNeeded: count)
  }
}
