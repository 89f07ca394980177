import Estimation
import Foundation
import Interchange
import Statistics
import Testing

@testable import Workbench

@Suite("Kept fits of mix models")
struct MixFitFolderTests {
  private func loaded(_ record: MixFitRecord) throws -> MixFitFolder {
    let folder = try TestFolder()
    return try MixFitFolder(path: try MixFitFixture.keep(record, in: folder))
  }

  private func expectSame(_ kept: MixFitRecord, _ loaded: MixFitFolder) {
    #expect(loaded.record.specification == kept.specification)
    #expect(loaded.record.seed == kept.seed)
    #expect(loaded.fit.design.spec == kept.fit.design.spec)
    #expect(loaded.fit.design.units == kept.fit.design.units)
    #expect(loaded.fit.design.periods == kept.fit.design.periods)
    #expect(loaded.fit.design.fittedPeriods == kept.fit.design.fittedPeriods)
    #expect(loaded.fit.parameters == kept.fit.parameters)
    #expect(loaded.fit.chains == kept.fit.chains)
    #expect(loaded.fit.lifts == kept.fit.lifts)
    #expect(loaded.record.panel.values == kept.panel.values)
    #expect(bits(loaded.fit) == bits(kept.fit))
    #expect(loaded.toolVersion == ToolVersion.withBuild)
  }

  @Test("come back to the last bit after sampling, with experiments, units and held-out periods")
  func sampled() async throws {
    let kept = try await MixFitFixture.sampled.value
    let back = try self.loaded(kept)
    expectSame(kept, back)
    #expect(back.fit.sampling == kept.fit.sampling)
    #expect(back.fit.design.spec.title == "mmm.yaml")
    #expect(back.fit.design.fittedPeriods == 26)
  }

  @Test("come back to the last bit after a search, with its candidates")
  func searched() async throws {
    let kept = try await MixFitFixture.searched.value
    let back = try self.loaded(kept)
    expectSame(kept, back)
    let (own, others) = (try #require(kept.search), try #require(back.record.search))
    #expect(own.front == others.front && own.front.count > 1)
    #expect(own.objectives == others.objectives && own.drawn == others.drawn)
  }

  @Test("come back to the last bit after a regression of counts, with the largest seed")
  func regressed() throws {
    let kept = try MixFitFixture.regressed()
    let back = try self.loaded(kept)
    expectSame(kept, back)
    #expect(back.fit.sampling == nil && back.record.search == nil)
  }

  @Test("are written the same after being read, byte for byte")
  func stable() async throws {
    let kept = try await MixFitFixture.searched.value
    #expect(try loaded(kept).record.files() == kept.files())
  }

  @Test("keep data and draws that any reader of tables opens")
  func readable() async throws {
    let files = try await MixFitFixture.sampled.value.files()
    #expect(files.map(\.name) == ["data.csv", "fit.json", "tables/draws.csv"])
    let tables = try [0, 2].map {
      try CSVFile(text: String(decoding: files[$0].bytes, as: UTF8.self), name: files[$0].name)
    }
    #expect(
      tables[0].header == [
        "week", "geo", "sales", "heads", "tv", "clicks", "search_spend", "price",
      ])
    #expect(Set(try tables[0].column(named: "geo")) == Set(MixFitFixture.units))
    #expect(Array(tables[1].header.prefix(3)) == ["chain", "draw", "intercept"])
    #expect(try tables[1].numbers(in: "chain") == [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2])
    #expect(try tables[1].numbers(in: "draw") == [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6])
  }

  @Test("are found again in the folder of a run")
  func run() async throws {
    let folder = try TestFolder()
    let record = try await MixFitFixture.sampled.value
    let store = RunStore(root: folder.path)
    let identity = RunIdentity(
      study: MixFitRecord.study, scenario: "weekly", scenarioBytes: record.specification, seed: 7,
      replicates: 1)
    let path = try store.write(
      RunRecord(
        scenarioName: "weekly", study: MixFitRecord.study,
        identity: identity.text, documentName: MixFitRecord.specificationName,
        scenarioText: record.specification, tables: [], files: try record.files(),
        provenance: identity.provenance(), summary: "Fitted."))
    let found = store.existing(
      scenario: "weekly", study: MixFitRecord.study, identity: identity.text)
    #expect(found.map { Set($0.tableNames) } == MixFitRecord.tableNames)
    #expect(bits(try MixFitFolder(path: path + "/").fit) == bits(record.fit))
  }

  @Test("are not written where another specification than theirs would be kept")
  func otherSpecification() throws {
    let record = try MixFitFixture.regressed()
    let other = MixFitFixture.regression.replacing("visits", with: "{ column: visits, value: 2 }")
    let wrong = MixFitRecord(
      record.fit, specification: Array(other.utf8), panel: record.panel, seed: 1)
    #expect(
      throws: WorkbenchError(
        path: "spec.yaml", operation: "cannot be written",
        reason: "what would be read back is not what was fitted",
        remedy: "fit the specification and the data that are to be kept")
    ) { try wrong.files() }
  }

  @Test("are not written with draws that are no numbers")
  func notFinite() throws {
    let record = try MixFitFixture.regressed()
    var draws = record.fit.draws
    draws[4, 0] = .nan
    let fit = MixFit(
      design: record.fit.design, draws: draws, chains: 1, sampling: nil, lifts: [])
    let wrong = MixFitRecord(
      fit, specification: record.specification, panel: record.panel, seed: 1)
    #expect(
      throws: WorkbenchError(
        path: "tables/draws.csv", operation: "cannot be written",
        reason: "intercept in row 5 is not finite",
        remedy: "fit again with narrower priors, or fewer columns that move together")
    ) { try wrong.files() }
  }
}
