import ArgumentParser
import Estimation
import Foundation
import Interchange
import Workbench

/// The data that a model is fitted to: a table, or an arm of a forecast.
struct MixDataArgument: ParsableArguments {
  @Argument(
    help: "Table of data (CSV), or folder of a forecast, as `rounds run` printed it.",
    completion: .file(extensions: ["csv"]))
  var data: String

  @Option(help: "Arm of the forecast; needed where it has several.")
  var arm: String?

  @Option(
    help: """
      Attributes of the forecast's breakdown whose levels are the units, separated by commas; \
      everybody together without.
      """)
  var by: String?

  /// The rows, with all that determines them.
  struct Rows {
    let csv: CSVFile
    let input: (name: String, hash: UInt64)
    var options: [(name: String, value: String)] = []
  }

  func validate() throws {
    if let by, dimensions.contains("") {
      throw ValidationError("--by \(by): write names separated by commas")
    }
  }

  /// Reads the data for a model.
  func read(for spec: MixSpec) throws -> Rows {
    // A link to a folder is one, as it is for whoever reads below it.
    let place = URL(filePath: data).resolvingSymlinksInPath().path
    let kind = try? FileManager.default.attributesOfItem(atPath: place)[.type] as? FileAttributeType
    guard kind == .typeDirectory else {
      if arm != nil || by != nil {
        throw ValidationError(
          "--arm and --by choose from the folder of a forecast, and \(data) is none; leave them out"
        )
      }
      let file = try DataFile(path: data)
      return Rows(csv: file.csv, input: file.input)
    }
    let panel = try RunFolderPanel(
      path: data, arm: arm, by: dimensions,
      outcome: dimensions.isEmpty ? nil : spec.outcome.column)
    return Rows(
      csv: panel.csv, input: (name: "forecast", hash: panel.hash),
      options: [(name: "arm", value: arm ?? ""), (name: "by", value: by ?? "")])
  }

  private var dimensions: [String] {
    by?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
  }
}
