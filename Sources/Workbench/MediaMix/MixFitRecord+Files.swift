import Estimation
import Interchange
import Statistics

extension MixFitRecord {
  /// The files that a run of this fit keeps beside the specification.
  ///
  /// They are read back before they are given out, so that a fit that was kept can be loaded.
  ///
  /// - Returns: `data.csv`, `fit.json`, `tables/draws.csv`, and for a search `tables/front.csv`.
  /// - Throws: An error when a draw is not finite, or when what is read back is not this fit.
  public func files() throws -> [RunFile] {
    try checkNumbers()
    var contents = [
      MixFitFiles.specification: specification, MixFitFiles.panel: panelBytes,
      MixFitFiles.draws: drawBytes,
    ]
    if let search {
      contents[MixFitFiles.front] = NumberTable.bytes(
        MixFitFront.header(of: search, parameters: fit.parameters), MixFitFront.rows(of: search))
    }
    let document = MixFitDocument(self, hashes: contents.mapValues { MixFitFiles.hash($0) })
    contents[MixFitFiles.document] = document.bytes
    let kept = try MixFitReader(MixFitFiles(folder: "fit", contents: contents)).read()
    if let part = difference(from: kept.record) {
      throw WorkbenchError(
        path: part, operation: "cannot be written",
        reason: "what would be read back is not what was fitted",
        remedy: "fit the specification and the data that are to be kept")
    }
    contents[MixFitFiles.specification] = nil
    return contents.sorted { $0.key < $1.key }.map { RunFile($0.key, $0.value) }
  }

  /// The data as they are read again, with names as they are.
  private var panelBytes: [UInt8] {
    let columns = fit.design.spec.columns
    return panel.table(
      time: columns.time, unit: columns.unit ?? "unit", group: columns.group ?? "group"
    ).csvBytes(guardingFormulas: false)
  }

  private var drawBytes: [UInt8] {
    let draws = fit.draws
    let perChain = draws.rows / fit.chains
    var rows = Matrix(rows: draws.rows, columns: 0)
    rows.appendColumn((0..<draws.rows).map { Double($0 / perChain + 1) })
    rows.appendColumn((0..<draws.rows).map { Double($0 % perChain + 1) })
    for column in 0..<draws.columns { rows.appendColumn(Array(draws.column(column))) }
    return NumberTable.bytes(Self.drawHeader(fit.parameters.all.map(\.name)), rows)
  }

  /// The names of the columns of draws.
  static func drawHeader(_ parameters: [String]) -> [String] { ["chain", "draw"] + parameters }

  /// Throws where a number cannot be written.
  private func checkNumbers() throws(WorkbenchError) {
    func refuse(_ file: String, _ number: String) -> WorkbenchError {
      WorkbenchError(
        path: file, operation: "cannot be written", reason: "\(number) is not finite",
        remedy: "fit again with narrower priors, or fewer columns that move together")
    }
    for (column, parameter) in fit.parameters.all.enumerated() {
      if let row = fit.draws.column(column).firstIndex(where: { !$0.isFinite }) {
        let draw = row - column * fit.draws.rows
        throw refuse(MixFitFiles.draws, "\(parameter.name) in row \(draw + 1)")
      }
    }
    for (rank, candidate) in (search?.front ?? []).enumerated() {
      let numbers = [candidate.penalty] + candidate.losses + candidate.place + candidate.values
      guard numbers.allSatisfy(\.isFinite) else {
        throw refuse(MixFitFiles.front, "a number of candidate \(rank + 1)")
      }
    }
  }

  /// The file in which another fit differs from this one; nil when none does.
  private func difference(from other: MixFitRecord) -> String? {
    let (own, others) = (fit.design, other.fit.design)
    guard own.spec == others.spec else { return MixFitFiles.specification }
    guard panel.units == other.panel.units, panel.groups == other.panel.groups,
      panel.periods == other.panel.periods, panel.variables == other.panel.variables,
      Self.isSame(panel.values, other.panel.values),
      own.units == others.units, own.periods == others.periods, own.heads == others.heads,
      own.channels == others.channels, Self.isSame(own.outcome, others.outcome),
      own.linear == others.linear, own.offsets == others.offsets
    else { return MixFitFiles.panel }
    guard fit.draws.rows == other.fit.draws.rows,
      Self.isSame(fit.draws.elements, other.fit.draws.elements)
    else { return MixFitFiles.draws }
    guard search?.front == other.search?.front else { return MixFitFiles.front }
    guard MixFitDocument(self, hashes: [:]) == MixFitDocument(other, hashes: [:]) else {
      return MixFitFiles.document
    }
    return nil
  }

  /// Whether numbers are the same to the last bit.
  private static func isSame(_ first: [Double], _ second: [Double]) -> Bool {
    first.elementsEqual(second) { $0.bitPattern == $1.bitPattern }
  }
}

extension MixFitFiles {
  /// The hash of a file, in sixteen hexadecimal characters.
  static func hash(_ bytes: [UInt8]) -> String {
    let digits = String(contentHash(bytes), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
