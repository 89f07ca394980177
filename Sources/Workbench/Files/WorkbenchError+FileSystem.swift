import Foundation

extension WorkbenchError {
  /// What was tried with a file or a folder.
  enum Attempt: String, Sendable {
    case read = "cannot be read"
    case write = "cannot be written"
    case create = "cannot be created"
  }

  /// An error of the file system in our words.
  ///
  /// - Parameters:
  ///   - error: What Foundation threw.
  ///   - path: The file or folder, as the user typed it.
  ///   - attempt: What was tried.
  init(_ error: any Error, path: String, attempt: Attempt) {
    let words = Self.words(for: error, attempt: attempt)
    self.init(
      path: path, operation: attempt.rawValue, reason: words.reason, remedy: words.remedy)
  }

  /// The code of the system call that failed; nil when Foundation does not say.
  static func systemCode(of error: any Error) -> POSIXErrorCode? {
    if let direct = error as? POSIXError { return direct.code }
    guard let cocoa = error as? CocoaError else { return nil }
    if let underlying = cocoa.underlying { return systemCode(of: underlying) }
    switch cocoa.code {
    case .fileNoSuchFile, .fileReadNoSuchFile: return .ENOENT
    case .fileWriteFileExists: return .EEXIST
    case .fileReadNoPermission, .fileWriteNoPermission: return .EACCES
    case .fileWriteOutOfSpace: return .ENOSPC
    case .fileWriteVolumeReadOnly: return .EROFS
    default: return nil
    }
  }

  private static func words(
    for error: any Error, attempt: Attempt
  ) -> (reason: String, remedy: String) {
    switch systemCode(of: error) {
    case .ENOENT: ("there is no such file or folder", "check the name and the folder")
    case .EACCES, .EPERM:
      attempt == .read
        ? ("permission denied", "make the file readable, or copy it")
        : ("permission denied", "make the folder writable, or choose another one")
    case .ENOSPC, .EDQUOT: ("no space left on device", "free some space and run again")
    case .EROFS: ("the file system is read-only", "choose another folder")
    case .ENOTDIR, .EEXIST:
      ("a file stands where a folder should be", "move the file, or choose another folder")
    case .ENAMETOOLONG: ("the name is too long", "choose a shorter one")
    case .EFBIG: ("the file is larger than the system allows", "raise the limit and run again")
    case .EMFILE, .ENFILE: ("too many files are open", "close other programs and run again")
    case .EIO: ("the device reports an error", "check the disk and run again")
    case .ELOOP: ("its links lead in a circle", "name the file itself")
    default:
      ("the system says \"\(error.localizedDescription)\"", "check the disk and its permissions")
    }
  }
}
