import Foundation
import Interchange
import Testing

@testable import Workbench

@Suite("Run store")
struct RunStoreTests {
  private func run(
    scenario: String = "launch", summary: String = "NRx 12", tables: [String] = ["summary"],
    notebook: Notebook? = Notebook(title: "T", question: "", outcome: "nrx", baseline: "zero"),
    document: String = "scenario.yaml", files: [String] = []
  ) -> RunRecord {
    let identity = RunIdentity(
      study: "forecast", scenario: scenario, scenarioBytes: Array("name: x\r\n".utf8), seed: 1,
      replicates: 2)
    let column = TableColumn(name: "mean", unit: "", meaning: "Mean.", values: .number([1.5]))
    return RunRecord(
      scenarioName: scenario, study: "forecast", identity: "3f9a12c0", documentName: document,
      scenarioText: Array("name: x\r\n".utf8),
      tables: tables.map { Table($0, meaning: "All.", columns: [column]) },
      files: files.map { RunFile($0, Array("in \($0)".utf8)) },
      provenance: identity.provenance(recorded: "2027-01-04T09:30:00Z"), summary: summary,
      notebook: notebook)
  }

  private func find(_ store: RunStore) -> RunFolder? {
    store.existing(scenario: "launch", study: "forecast", identity: "3f9a12c0")
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOf: URL(filePath: path), encoding: .utf8)
  }

  @Test("writes the folder that its README describes, and nothing beside it")
  func layout() throws {
    let folder = try TestFolder()
    let path = try RunStore(root: folder.path + "/out/").write(run())
    #expect(path == folder.path + "/out/launch/forecast-3f9a12c0")
    let files = [
      "", "/notebook.ipynb", "/run.json", "/scenario.yaml", "/summary.txt", "/tables",
      "/tables/summary.csv", "/tables/summary.json",
    ]
    let expected = ["out", "out/launch"] + files.map { "out/launch/forecast-3f9a12c0\($0)" }
    #expect(try folder.contents() == expected.sorted())
    #expect(try text("\(path)/scenario.yaml") == "name: x\r\n")
    #expect(try text("\(path)/tables/summary.csv") == "mean\n1.5\n")
  }

  @Test("keeps the wall clock in run.json only")
  func clock() throws {
    let folder = try TestFolder()
    let path = try RunStore(root: folder.path).write(run())
    let files = try FileManager.default.subpathsOfDirectory(atPath: path)
      .filter { (try? text("\(path)/\($0)"))?.contains("2027-01-04") == true }
    #expect(files == ["run.json"])
  }

  @Test("leaves out a notebook that is not asked for")
  func withoutNotebook() throws {
    let folder = try TestFolder()
    let path = try RunStore(root: folder.path).write(run(notebook: nil))
    #expect(!FileManager.default.fileExists(atPath: "\(path)/notebook.ipynb"))
  }

  @Test("finds a run with its summary and tables, so that it is not repeated")
  func found() throws {
    let folder = try TestFolder()
    let store = RunStore(root: folder.path)
    #expect(find(store) == nil)
    let path = try store.write(run(tables: ["summary", "forecast"]))
    let run = try #require(find(store))
    #expect(run.path == path && run.summary == "NRx 12")
    #expect(run.tableNames == ["forecast", "summary"])
    #expect(store.existing(scenario: "launch", study: "forecast", identity: "00000000") == nil)
    #expect(store.existing(scenario: "..", study: "forecast", identity: "3f9a12c0") == nil)
  }

  @Test(
    "does not take a damaged folder for a run",
    arguments: ["run.json", "summary.txt", "tables"])
  func incomplete(part: String) throws {
    let folder = try TestFolder()
    let store = RunStore(root: folder.path)
    let path = try store.write(run())
    try FileManager.default.removeItem(atPath: "\(path)/\(part)")
    #expect(find(store) == nil)
    try Data("{\"tool\": ".utf8).write(to: URL(filePath: "\(path)/\(part)"))
    #expect(find(store) == nil || part == "summary.txt")
  }

  @Test("replaces a folder of the same name once the new one is complete")
  func replaced() throws {
    let folder = try TestFolder()
    let store = RunStore(root: folder.path)
    try store.write(run(summary: "old", tables: ["old"]))
    try store.write(run(summary: "new"))
    #expect(find(store)?.summary == "new")
    #expect(find(store)?.tableNames == ["summary"])
    #expect(try folder.contents().allSatisfy { !$0.contains("/.") })
  }

  @Test("leaves nothing behind when a file in the middle of a run cannot be written")
  func atomicity() throws {
    let folder = try TestFolder()
    let store = RunStore(root: folder.path + "/out")
    let long = String(repeating: "x", count: 300)
    let words = folder.words { try store.write(run(tables: ["summary", long])) }
    #expect(
      words == "out/launch/forecast-3f9a12c0/tables/\(long).csv: cannot be written: "
        + "the name is too long; choose a shorter one")
    #expect(try folder.contents() == [])
  }

  @Test("keeps the old run when the new one cannot be written")
  func oldRunStays() throws {
    let folder = try TestFolder()
    let store = RunStore(root: folder.path)
    try store.write(run(summary: "old"))
    let before = try folder.contents()
    let long = String(repeating: "x", count: 300)
    #expect(throws: WorkbenchError.self) { try store.write(run(tables: [long])) }
    #expect(find(store)?.summary == "old")
    #expect(try folder.contents() == before)
  }

  @Test("names the obstacle where a folder cannot be made")
  func obstacles() throws {
    let folder = try TestFolder()
    try folder.write("", to: "file")
    #expect(
      folder.words { try RunStore(root: folder.path + "/file").write(run()) }
        == "file/launch/forecast-3f9a12c0: cannot be created: a file stands where a folder should "
        + "be; move the file, or choose another folder")
    #expect(try folder.contents() == ["file"])
  }

  @Test(
    "names the obstacle where nothing may be written",
    .enabled(if: !FileManager.default.isWritableFile(atPath: "/"), "root may write everywhere"))
  func readOnly() throws {
    let folder = try TestFolder()
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    #expect(
      folder.words { try RunStore(root: folder.path + "/out").write(run()) }
        == "out/launch/forecast-3f9a12c0: cannot be created: permission denied; "
        + "make the folder writable, or choose another one")
    #expect(try folder.contents() == [])
  }

  @Test(
    "says that the device is full",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full"))
  func fullDevice() {
    #expect(
      throws: WorkbenchError(
        path: "out/run.json", operation: "cannot be written", reason: "no space left on device",
        remedy: "free some space and run again")
    ) {
      try PartialFolder.write(Data("x".utf8), to: "/dev/full", shownAs: "out/run.json")
    }
  }

  @Test(
    "leaves nothing behind on a full disk",
    .enabled(if: smallDisk != nil, "ROUNDS_SMALL_DISK names no file system of about 64 KiB"))
  func fullDisk() throws {
    let disk = try #require(smallDisk)
    let store = RunStore(root: "\(disk)/out")
    let summary = String(repeating: "x", count: 10 << 20)
    #expect(
      throws: WorkbenchError(
        path: "\(disk)/out/launch/forecast-3f9a12c0/summary.txt", operation: "cannot be written",
        reason: "no space left on device", remedy: "free some space and run again")
    ) { try store.write(run(summary: summary)) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk) == [])
  }

  @Test("refuses names that would lead elsewhere", arguments: ["..", "a/b", "", "a b", "a.b"])
  func names(name: String) throws {
    let folder = try TestFolder()
    let store = RunStore(root: folder.path)
    let place = folder.path
    #expect(
      throws: WorkbenchError(
        path: place, operation: "cannot be written", reason: "\"\(name)\" cannot name a folder",
        remedy: "use letters, digits and hyphens")
    ) { try store.write(run(scenario: name)) }
    #expect(
      throws: WorkbenchError(
        path: place, operation: "cannot be written", reason: "\"\(name)\" cannot name a table",
        remedy: "use letters, digits, hyphens and underscores")
    ) { try store.write(run(tables: [name])) }
    #expect(try folder.contents() == [])
  }

  @Test("refuses two tables of one name")
  func repeatedTable() throws {
    let folder = try TestFolder()
    #expect(throws: WorkbenchError.self) {
      try RunStore(root: folder.path).write(run(tables: ["summary", "summary"]))
    }
  }

  @Test("keeps further files, and a document that is no scenario")
  func files() throws {
    let folder = try TestFolder()
    let path = try RunStore(root: folder.path).write(
      run(tables: [], notebook: nil, document: "spec.yaml", files: ["data.csv", "tables/d.csv"]))
    #expect(
      try FileManager.default.subpathsOfDirectory(atPath: path).sorted() == [
        "data.csv", "run.json", "spec.yaml", "summary.txt", "tables", "tables/d.csv",
      ])
    #expect(try text("\(path)/spec.yaml") == "name: x\r\n")
    #expect(try text("\(path)/tables/d.csv") == "in tables/d.csv")
    let store = RunStore(root: folder.path)
    #expect(find(store)?.tableNames == ["d"])
  }

  @Test(
    "refuses files that would lead elsewhere",
    arguments: ["../x", "a/b", "tables/a/b", "", "tables/", ".x", "tables/..", "/x", "a b"])
  func fileNames(name: String) throws {
    let folder = try TestFolder()
    #expect(
      throws: WorkbenchError(
        path: folder.path, operation: "cannot be written",
        reason: "\"\(name)\" cannot name a file",
        remedy: "use letters, digits, hyphens, underscores and dots, alone or in tables/")
    ) { try RunStore(root: folder.path).write(run(files: [name])) }
    #expect(try folder.contents() == [])
  }

  @Test("refuses two files of one name", arguments: ["run.json", "tables/summary.csv", "a"])
  func repeatedFile(name: String) throws {
    let folder = try TestFolder()
    #expect(
      throws: WorkbenchError(
        path: folder.path, operation: "cannot be written", reason: "two files are named \(name)",
        remedy: "give each file its own name")
    ) { try RunStore(root: folder.path).write(run(document: "a", files: [name])) }
  }

  @Test("lets two writers of one run finish, whoever is first")
  func race() async throws {
    // Many rounds, because a writer that takes another's folder is a matter of luck.
    for _ in 0..<20 {
      let folder = try TestFolder()
      let store = RunStore(root: folder.path)
      let record = run()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 { group.addTask { try store.write(record) } }
        try await group.waitForAll()
      }
      #expect(find(store)?.summary == "NRx 12")
      #expect(try folder.contents().allSatisfy { !$0.contains("/.") })
    }
  }

  private static let smallDisk = ProcessInfo.processInfo.environment["ROUNDS_SMALL_DISK"]
  private var smallDisk: String? { Self.smallDisk }
}
