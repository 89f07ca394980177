import Estimation
import Interchange
import Statistics

/// Makes a fit from the files of its folder, from the specification to the draws.
struct MixFitReader {
  private let files: MixFitFiles

  init(_ files: MixFitFiles) {
    self.files = files
  }

  /// Reads the whole fit.
  ///
  /// - Returns: The fit, and the version of the tool that kept it.
  /// - Throws: The first thing that is not as it was written: `WorkbenchError`, `PanelError`, or what
  ///   a specification or data of another language cause.
  func read() throws -> (record: MixFitRecord, tool: String) {
    let document = try MixFitDocument.read(
      try files.bytes(of: MixFitFiles.document), path: files.path(of: MixFitFiles.document))
    try checkHash(MixFitFiles.specification, document)
    try checkHash(MixFitFiles.panel, document)
    var spec = try MixSpec(
      yaml: try files.text(of: MixFitFiles.specification),
      name: files.path(of: MixFitFiles.specification))
    // Without a title of its own a model is called what its file was called.
    spec.title = document.title
    let panel = try spec.panel(
      try CSVFile(
        text: try files.text(of: MixFitFiles.panel), name: files.path(of: MixFitFiles.panel)))
    guard (2...max(2, panel.periods.count)).contains(document.fittedPeriods) else {
      throw damaged("fittedPeriods is \(document.fittedPeriods) of \(panel.periods.count) periods")
    }
    let design = try MixDesign(spec, panel, fittedPeriods: document.fittedPeriods)
    let parameters = design.parameters
    try check(document.parameters, against: parameters.all.map(\.name))
    let lifts = try document.lifts.enumerated().map { try lift($0.element, $0.offset, design) }
    let fit = MixFit(
      design: design, draws: try draws(document, parameters), chains: document.chains,
      sampling: document.sampling.map { MixFit.SamplingReport($0) }, lifts: lifts)
    guard let seed = UInt64(document.seed) else { throw damaged("seed is of a wrong kind") }
    let record = MixFitRecord(
      fit, specification: try files.bytes(of: MixFitFiles.specification), panel: panel, seed: seed,
      search: try document.search.map { try search($0, fit, document) })
    return (record, document.tool)
  }

  /// A `fit.json` that contradicts itself or the other files.
  private func damaged(_ words: String) -> WorkbenchError {
    .unreadable(
      files.path(of: MixFitFiles.document), "it is damaged: \(words)",
      WorkbenchError.restoreOrFitAgain)
  }

  private func checkHash(_ name: String, _ document: MixFitDocument) throws(WorkbenchError) {
    guard let hash = document.hashes[name] else { throw damaged("hashes.\(name) is missing") }
    guard MixFitFiles.hash(try files.bytes(of: name)) == hash else {
      throw .unreadable(
        files.path(of: name), "it was changed after the fit", "fit again, or restore it")
    }
  }

  /// Throws where the language of specifications has come to mean something else, or a name was
  /// changed by hand.
  private func check(_ names: [String], against known: [String]) throws(WorkbenchError) {
    let path = files.path(of: MixFitFiles.document)
    for (place, (name, expected)) in zip(names, known).enumerated() where name != expected {
      throw .unreadable(
        path,
        "parameter \(place + 1) is \(name), and by \(MixFitFiles.specification) it is \(expected)",
        "fit again")
    }
    guard names.count == known.count else {
      throw .unreadable(
        path,
        "it has \(names.count) parameters, and by \(MixFitFiles.specification) there are "
          + "\(known.count)", "fit again")
    }
  }

  /// The draws, every row in its place.
  private func draws(_ document: MixFitDocument, _ parameters: MixParameters) throws -> Matrix {
    let name = MixFitFiles.draws
    let table = try NumberTable.read(
      try files.bytes(of: name),
      header: MixFitRecord.drawHeader(parameters.all.map(\.name)), path: files.path(of: name))
    guard document.chains > 0, document.drawsPerChain > 0 else {
      throw damaged("chains and drawsPerChain are positive")
    }
    for row in 0..<table.rows {
      let chain = row / document.drawsPerChain + 1
      let draw = row % document.drawsPerChain + 1
      guard table[row, 0] == Double(chain), table[row, 1] == Double(draw) else {
        throw problem(name, row + 2, "draw \(draw) of chain \(chain) is not in its place")
      }
    }
    let (wanted, overflows) = document.chains.multipliedReportingOverflow(
      by: document.drawsPerChain)
    guard !overflows, table.rows == wanted else {
      throw problem(
        name, 0,
        "the file ends after \(table.rows) of \(document.chains) times \(document.drawsPerChain) draws"
      )
    }
    try checkHash(name, document)
    return Matrix(
      rows: table.rows, columns: table.columns - 2,
      elements: Array(table.elements[(2 * table.rows)...]))
  }

  private func problem(_ name: String, _ line: Int, _ words: String) -> PanelError {
    PanelError(
      file: files.path(of: name), line: line, column: "",
      problem: "\(words); restore the file, or fit again")
  }

  private func lift(
    _ saved: MixFitDocument.Lift, _ place: Int, _ design: MixDesign
  ) throws(WorkbenchError) -> LiftTest {
    func index(_ name: String, _ key: String, _ names: [String]) throws(WorkbenchError) -> Int {
      guard let index = names.firstIndex(of: name) else {
        throw damaged("lifts[\(place)].\(key) is \(name), which the model does not have")
      }
      return index
    }
    let labels = (0..<design.fittedPeriods).map { design.periods.label(of: $0) }
    let first = try index(saved.from, "from", labels)
    let last = try index(saved.to, "to", labels)
    guard first <= last else { throw damaged("lifts[\(place)].to comes before from") }
    return LiftTest(
      channel: try index(saved.channel, "channel", design.spec.channels.map(\.name)),
      unit: try saved.unit.map { unit throws(WorkbenchError) in
        try index(unit, "unit", design.units)
      },
      periods: first..<last + 1, removed: saved.removed, estimate: saved.estimate,
      standardError: saved.standardError)
  }

  /// The candidates of a ridge fit.
  private func search(
    _ saved: MixFitDocument.Search, _ fit: MixFit, _ document: MixFitDocument
  ) throws -> MixFit.Searched {
    let objectives = saved.objectives.compactMap { RidgeCandidate.Objective(rawValue: $0) }
    guard objectives.count == saved.objectives.count else {
      throw damaged("search.objectives holds a word that is no objective")
    }
    let name = MixFitFiles.front
    let bytes = try files.bytes(of: name)
    let parameters = fit.parameters
    let named = bytes.prefix { $0 != UInt8(ascii: "\n") }.split(separator: UInt8(ascii: ","))
    let sides = named.count { $0.starts(with: "place:".utf8) }
    let table = try NumberTable.read(
      bytes,
      header: MixFitFront.header(objectives: objectives, sides: sides, parameters: parameters),
      path: files.path(of: name))
    guard table.rows == saved.candidates, (0...table.rows).contains(saved.drawn) else {
      throw problem(name, 0, "the file has \(table.rows) of \(saved.candidates) candidates")
    }
    try checkHash(name, document)
    return MixFit.Searched(
      fit: fit, objectives: objectives,
      front: MixFitFront.candidates(table, losses: objectives.count, sides: sides),
      drawn: saved.drawn)
  }
}

extension MixFit.SamplingReport {
  fileprivate init(_ saved: MixFitDocument.Sampling) {
    self.init(
      divergences: saved.divergences, deepest: saved.deepest, leapfrogSteps: saved.leapfrogSteps,
      acceptance: saved.acceptance ?? .nan,
      missingInformation: saved.missingInformation.map { $0 ?? .nan })
  }
}
