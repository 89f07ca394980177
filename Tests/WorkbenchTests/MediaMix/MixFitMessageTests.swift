import Estimation
import Foundation
import Interchange
import Testing

@testable import Workbench

@Suite("Fits that cannot be loaded")
struct MixFitMessageTests {
  /// What loading says after some files of a kept fit were changed.
  private func words(
    _ name: String, of record: MixFitRecord? = nil, _ change: (String) -> String?
  ) throws -> String {
    let folder = try TestFolder()
    let place = try MixFitFixture.keep(try record ?? MixFitFixture.regressed(), in: folder)
    let file = URL(filePath: "\(place)/\(name)")
    if let text = change(try String(contentsOf: file, encoding: .utf8)) {
      try Data(text.utf8).write(to: file)
    } else {
      try FileManager.default.removeItem(at: file)
    }
    return folder.words { _ = try MixFitFolder(path: place) }
  }

  private func document(_ part: String, _ replacement: String) throws -> String {
    try words("fit.json") {
      #expect($0.contains(part))
      return $0.replacing(part, with: replacement, maxReplacements: 1)
    }
  }

  @Test("say what stands in their place")
  func places() throws {
    let folder = try TestFolder()
    try folder.write("week\n", to: "weekly.csv")
    func words(_ name: String) -> String {
      folder.words { _ = try MixFitFolder(path: "\(folder.path)/\(name)") }
    }
    let remedy = "name the folder that `rounds mmm fit` printed"
    #expect(words("weekly.csv") == "weekly.csv: cannot be read: it is no folder; \(remedy)")
    #expect(words("fit") == "fit: cannot be read: there is no such folder; \(remedy)")
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/fit", withIntermediateDirectories: false)
    #expect(words("fit") == "fit: cannot be read: it is no folder of a run; \(remedy)")
    for (study, found) in [("forecast", "a forecast"), ("attribution", "an attribution")] {
      try folder.write("{\"study\": \"\(study)\"}", to: "fit/run.json")
      #expect(
        words("fit") == "fit: cannot be read: it is \(found), not a fit of a mix model; \(remedy)")
    }
    try folder.write("{\"study\": \"mix-fit\"}", to: "fit/run.json")
    #expect(
      words("fit")
        == "fit/fit.json: cannot be read: there is no such file; restore it, or run again")
  }

  @Test("name the file that is missing", arguments: ["spec.yaml", "data.csv", "tables/draws.csv"])
  func missing(name: String) throws {
    #expect(
      try words(name) { _ in nil }
        == "fit/\(name): cannot be read: there is no such file; restore it, or fit again")
  }

  @Test("name the missing table of candidates")
  func missingFront() async throws {
    let record = try await MixFitFixture.searched.value
    #expect(
      try words("tables/front.csv", of: record) { _ in nil }
        == "fit/tables/front.csv: cannot be read: there is no such file; restore it, or fit again")
  }

  @Test("ask for a newer program, or name a version that never was")
  func versions() throws {
    #expect(
      try document("\"version\": 1", "\"version\": 2")
        == "fit/fit.json: cannot be read: it is of version 2; this program reads version 1: update "
        + "rounds")
    #expect(
      try document("\"version\": 1", "\"version\": 0")
        == "fit/fit.json: cannot be read: no program wrote version 0; restore it, or fit again")
    #expect(
      try document("rounds mix fit", "rounds world")
        == "fit/fit.json: cannot be read: it is no fit of a mix model; name the folder that `rounds "
        + "mmm fit` printed")
  }

  @Test("say what is damaged in their document")
  func damaged() throws {
    func expectDamage(_ part: String, _ replacement: String, _ words: String) throws {
      #expect(
        try document(part, replacement)
          == "fit/fit.json: cannot be read: it is damaged: \(words); restore it, or fit again")
    }
    try expectDamage("{", "", "it is not JSON")
    try expectDamage("\"chains\": 1", "\"chain\": 1", "chains is missing")
    try expectDamage("\"chains\": 1", "\"chains\": \"1\"", "chains is of a wrong kind")
    try expectDamage("\"intercept\"", "7", "parameters[0] is of a wrong kind")
    try expectDamage("\"data.csv\"", "\"dato.csv\"", "hashes.data.csv is missing")
    try expectDamage("\"seed\": \"", "\"seed\": \"x", "seed is of a wrong kind")
    try expectDamage("\"chains\": 1", "\"chains\": 0", "chains and drawsPerChain are positive")
    try expectDamage(
      "\"fittedPeriods\": 30", "\"fittedPeriods\": 31", "fittedPeriods is 31 of 30 periods")
  }

  @Test("say that experiments are damaged")
  func damagedLifts() async throws {
    let record = try await MixFitFixture.sampled.value
    func expectDamage(_ part: String, _ replacement: String, _ words: String) throws {
      #expect(
        try self.words("fit.json", of: record) {
          $0.replacing(part, with: replacement, maxReplacements: 1)
        } == "fit/fit.json: cannot be read: it is damaged: \(words); restore it, or fit again")
    }
    try expectDamage(
      "\"channel\": \"search\"", "\"channel\": \"radio\"",
      "lifts[0].channel is radio, which the model does not have")
    try expectDamage(
      "\"unit\": \"Bern, Stadt\"", "\"unit\": \"Bern\"",
      "lifts[0].unit is Bern, which the model does not have")
    try expectDamage(
      "\"from\": \"2024-10-25\"", "\"from\": \"2024-10-26\"",
      "lifts[0].from is 2024-10-26, which the model does not have")
    try expectDamage(
      "\"from\": \"2024-10-25\"", "\"from\": \"2024-12-06\"", "lifts[0].to comes before from")
  }

  @Test("name the file that was changed after the fit", arguments: ["spec.yaml", "data.csv"])
  func changed(name: String) throws {
    #expect(
      try words(name) { $0 + "\n" }
        == "fit/\(name): cannot be read: it was changed after the fit; fit again, or restore it")
  }

  @Test("name the parameters that the specification does not have")
  func parameters() throws {
    #expect(
      try document("\"effect[tv]\"", "\"effect[radio]\"")
        == "fit/fit.json: cannot be read: parameter 8 is effect[radio], and by spec.yaml it is "
        + "effect[tv]; fit again")
    #expect(
      try document("\"effect[tv]\"", "\"effect[tv]\", \"sd\"")
        == "fit/fit.json: cannot be read: it has 9 parameters, and by spec.yaml there are 8; fit "
        + "again")
  }

  @Test("name the line of draws that is not as it was written")
  func draws() throws {
    func line(_ number: Int, _ change: @escaping (String) -> String?) throws -> String {
      try words("tables/draws.csv") { text in
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
          .compactMap { $0.offset == number - 1 ? change(String($0.element)) : String($0.element) }
          .joined(separator: "\n")
      }
    }
    let remedy = "restore the file, or fit again"
    let file = "fit/tables/draws.csv"
    #expect(
      try line(1) { $0 + ",more" }
        == "\(file):1: the columns are not those that were written; \(remedy)")
    #expect(
      try line(3) { $0.replacing(/^1,2,[^,]*/, with: "1,2,x") }
        == "\(file):3: intercept: \"x\" is not a number; \(remedy)")
    #expect(
      try line(3) { $0.replacing(/^1,2,[^,]*/, with: "1,2,inf") }
        == "\(file):3: intercept: \"inf\" is not a number; \(remedy)")
    #expect(try line(4) { $0 + ",1" } == "\(file):4: the row has 11 cells of 10; \(remedy)")
    #expect(
      try line(4) { String($0.prefix { $0 != "," }) }
        == "\(file):4: the row has 1 cell of 10; \(remedy)")
    #expect(
      try line(5) { _ in nil }
        == "\(file):5: draw 4 of chain 1 is not in its place; \(remedy)")
    #expect(
      try line(1001) { _ in nil }
        == "\(file): the file ends after 999 of 1 times 1000 draws; \(remedy)")
    #expect(
      try words("tables/draws.csv") { String($0.dropLast(2)) }
        == "\(file): cannot be read: it was changed after the fit; fit again, or restore it")
  }

  @Test("say that candidates of a search are missing or changed")
  func front() async throws {
    let record = try await MixFitFixture.searched.value
    let count = try #require(record.search).front.count
    #expect(
      try words("tables/front.csv", of: record) { text in
        text.split(separator: "\n").dropLast().joined(separator: "\n") + "\n"
      }
        == "fit/tables/front.csv: the file has \(count - 1) of \(count) candidates; restore the "
        + "file, or fit again")
    #expect(
      try words("fit.json", of: record) { $0.replacing("\"validation\"", with: "\"luck\"") }
        == "fit/fit.json: cannot be read: it is damaged: search.objectives holds a word that is no "
        + "objective; restore it, or fit again")
  }
}
