public import Statistics

/// Counts of paths by their pathway: the channels in order, repeats collapsed.
public struct PathwayTally: Sendable, Equatable {
  /// One pathway and what became of the paths along it.
  public struct Pathway: Sendable, Equatable {
    /// Channels in order; empty for conversions without a touch.
    public let channels: [Int]

    /// Paths along it.
    public internal(set) var paths = 0

    /// Paths that ended in a conversion.
    public internal(set) var converted = 0

    /// Conversions at the ends of these paths.
    public internal(set) var conversions = 0

    /// Share of the paths that ended in a conversion.
    public var conversionRate: Double { paths > 0 ? Double(converted) / Double(paths) : .nan }

    /// The 90 % interval of that share, for independent paths.
    public var interval: WilsonInterval { WilsonInterval(successes: converted, trials: paths) }
  }

  private var byChannels: [[Int]: Pathway] = [:]

  /// A tally of no path.
  public init() {}

  /// Counts a path.
  public mutating func add(_ path: CustomerPath) {
    let channels = path.pathway
    var pathway = byChannels[channels] ?? Pathway(channels: channels)
    pathway.paths += 1
    pathway.converted += path.conversions > 0 ? 1 : 0
    pathway.conversions += path.conversions
    byChannels[channels] = pathway
  }

  /// Adds the counts of another tally.
  public mutating func merge(_ other: PathwayTally) {
    for (channels, own) in other.byChannels {
      var pathway = byChannels[channels] ?? Pathway(channels: channels)
      pathway.paths += own.paths
      pathway.converted += own.converted
      pathway.conversions += own.conversions
      byChannels[channels] = pathway
    }
  }

  /// Paths with a touch.
  public var touchedPaths: Int {
    byChannels.values.reduce(0) { $0 + ($1.channels.isEmpty ? 0 : $1.paths) }
  }

  /// Conversions, and those whose path has no touch.
  public var conversions: (all: Int, untouched: Int) {
    (byChannels.values.reduce(0) { $0 + $1.conversions }, byChannels[[]]?.conversions ?? 0)
  }

  /// Pathways with a touch, the most common first, then in the order of their channels.
  public var common: [Pathway] {
    byChannels.values.filter { !$0.channels.isEmpty }.sorted {
      $0.paths != $1.paths
        ? $0.paths > $1.paths : $0.channels.lexicographicallyPrecedes($1.channels)
    }
  }

  /// Pathways that convert most, by the lower end of the interval of their rate, so that few lucky
  /// paths do not lead.
  ///
  /// - Parameter support: Fewest paths of a pathway that is listed.
  /// - Returns: The pathways, the highest lower end first.
  public func highConverting(support: Int) -> [Pathway] {
    common.filter { $0.paths >= support }.enumerated().map {
      (order: $0.offset, low: $0.element.interval.low, pathway: $0.element)
    }.sorted { $0.low != $1.low ? $0.low > $1.low : $0.order < $1.order }.map(\.pathway)
  }
}
