public import Estimation

/// A fit that was kept in a run folder, read back to the last bit.
public struct MixFitFolder: Sendable {
  /// The folder, as the user typed it.
  public let path: String

  /// The fit, with its specification and data.
  public let record: MixFitRecord

  /// The version of the tool that kept it.
  public let toolVersion: String

  /// The fit alone.
  public var fit: MixFit { record.fit }

  /// Reads a fit.
  ///
  /// - Parameter path: The folder, as the user typed it.
  /// - Throws: `WorkbenchError` or `PanelError` that says which file is not as it was written, and
  ///   what to do.
  public init(path: String) throws {
    let files = try MixFitFiles(folder: path)
    (record, toolVersion) = try MixFitReader(files).read()
    self.path = files.folder
  }
}
