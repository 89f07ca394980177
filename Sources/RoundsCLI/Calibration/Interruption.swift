import Dispatch
import Foundation

/// What is said when a user stops a computation that goes on later, before the process ends.
struct Interruption {
  /// What shells say of a process that Ctrl-C ended: 128 and the number of the signal.
  private static let status: Int32 = 128 + SIGINT

  private let source: any DispatchSourceSignal

  /// Waits for the signal that Ctrl-C sends.
  ///
  /// - Parameter line: What is said on standard error.
  init(saying line: String) {
    // The default would end the process before anything is said.
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      FrontDoor.complain(Terminal.showsProgress ? "\n\(line)" : line)
      // Without the ends of libraries: OpenBLAS takes its memory from threads that still compute, and
      // says so on standard output.
      _exit(Self.status)
    }
    source.activate()
  }

  /// Waits no longer.
  func end() {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }
}
