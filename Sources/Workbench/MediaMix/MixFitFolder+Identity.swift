import Interchange

extension MixFitFolder {
  /// The folder that runs of questions about the fit belong to: the one around it.
  public var folderName: String {
    let parts = path.split(separator: "/")
    return MixSpecFile.folderName(parts.count > 1 ? String(parts[parts.count - 2]) : "mix")
  }

  /// The hash of the fit's document, which holds those of all its files.
  public var identityHash: UInt64 {
    get throws {
      let document = try InputFile(
        path: "\(path)/\(MixFitFiles.document)", atMost: 64, noun: "a fit's document")
      return contentHash(document.bytes)
    }
  }
}
