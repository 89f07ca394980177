/// Everything that is wrong in a table of data, reported together.
public struct PanelErrors: Error, Equatable, Sendable, CustomStringConvertible {
  /// The most errors that are listed; chosen to fit on a screen.
  public static let mostListed = 20

  /// The errors by line, those of no line first; at most ``mostListed``.
  public let errors: [PanelError]

  /// How many further errors were found.
  public let moreCount: Int

  /// Errors sorted by line, of which the first are listed.
  ///
  /// - Parameters:
  ///   - errors: The errors in the order they were found.
  ///   - moreCount: How many further errors were found.
  public init(_ errors: [PanelError], moreCount: Int = 0) {
    let sorted = errors.enumerated().sorted {
      ($0.element.line, $0.offset) < ($1.element.line, $1.offset)
    }
    self.errors = sorted.prefix(Self.mostListed).map(\.element)
    self.moreCount = moreCount + max(0, errors.count - Self.mostListed)
  }

  /// One line per error, and how many more there are.
  public var description: String {
    let listed = errors.map(\.description).joined(separator: "\n")
    return moreCount == 0 ? listed : "\(listed)\nand \(moreCount) more"
  }
}

/// Gathers errors of one file, of which a table of many rows can have many.
struct PanelErrorList {
  /// The name of the file, for messages.
  let file: String
  private(set) var errors: [PanelError] = []
  private var dropped = 0

  init(file: String) {
    self.file = file
  }

  var isEmpty: Bool { errors.isEmpty }

  /// Adds an error; when many have come in, only those that will be listed are kept.
  mutating func report(_ line: Int, _ column: String, _ problem: String) {
    errors.append(PanelError(file: file, line: line, column: column, problem: problem))
    guard errors.count >= 50 * PanelErrors.mostListed else { return }
    let listed = all
    errors = listed.errors
    dropped = listed.moreCount
  }

  /// What was reported.
  var all: PanelErrors { PanelErrors(errors, moreCount: dropped) }

  /// Throws what was reported, if anything was.
  func throwIfAny() throws(PanelErrors) {
    if !errors.isEmpty { throw all }
  }
}
