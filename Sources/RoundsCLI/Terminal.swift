import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// What the terminal can show.
enum Terminal {
  /// Columns of standard output; 100 when it is not a terminal and COLUMNS does not say.
  static var width: Int {
    if let text = ProcessInfo.processInfo.environment["COLUMNS"], let columns = Int(text) {
      return min(400, max(40, columns))
    }
    var size = winsize()
    if unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return max(40, Int(size.ws_col))
    }
    return 100
  }

  /// Whether standard error is a terminal that shows progress.
  static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }
}

/// One line on a terminal that says how far a run is; silent elsewhere.
struct ProgressLine {
  private let total: Int
  private let label: String
  private let noun: String
  private let start = ContinuousClock.now
  private var lastShown = ContinuousClock.now - .seconds(1)
  private let isShown = Terminal.showsProgress

  init(total: Int, label: String, noun: String = "replicates") {
    self.total = total
    self.noun = noun
    self.label = label
    show(0)
  }

  /// Shows how many have ended, at most ten times a second.
  mutating func update(_ done: Int) {
    let now = ContinuousClock.now
    guard done == total || now - lastShown > .milliseconds(100) else { return }
    lastShown = now
    show(done)
  }

  private func show(_ done: Int) {
    guard isShown else { return }
    let elapsed = start.duration(to: .now)
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    var line = "\(done) of \(total) \(noun)\(label)"
    if done > 0, seconds > 0 {
      let rate = Double(done) / seconds
      let left = Int((Double(total - done) / rate).rounded(.up))
      line += String(format: ", %.1f a second, %d:%02d left", rate, left / 60, left % 60)
    }
    FileHandle.standardError.write(Data("\r\u{1B}[2K\(line)".utf8))
  }

  /// Clears the line.
  func finish() {
    guard isShown else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[2K".utf8))
  }
}
