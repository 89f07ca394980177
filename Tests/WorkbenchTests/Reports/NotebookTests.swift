import Foundation
import Interchange
import Testing

@testable import Workbench

@Suite("Notebook")
struct NotebookTests {
  private let provenance = RunIdentity(
    study: "forecast", scenario: "launch", scenarioBytes: [], seed: 7, replicates: 20
  ).provenance(threads: 4, recorded: "2027-01-04T09:30:00Z")

  private func notebook(_ title: String = "Launch", outcomeTitle: String = "New \"Rx\"\n\\")
    -> Notebook
  {
    Notebook(
      title: title, question: "What helps?", outcome: "nrx", outcomeTitle: outcomeTitle,
      baseline: "zero")
  }

  private func parsed(_ notebook: Notebook, summary: String = "NRx 12") throws -> [String: Any] {
    let text = notebook.text(summary: summary, provenance: provenance)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("is JSON of format 4.5 for Python 3")
  func format() throws {
    let file = try parsed(notebook())
    #expect(file["nbformat"] as? Int == 4 && file["nbformat_minor"] as? Int == 5)
    let metadata = try #require(file["metadata"] as? [String: Any])
    let kernel = try #require(metadata["kernelspec"] as? [String: Any])
    #expect(kernel["name"] as? String == "python3")
  }

  @Test("has cells with ids of their own, and stores no outputs")
  func cells() throws {
    let cells = try #require(try parsed(notebook())["cells"] as? [[String: Any]])
    let ids = cells.compactMap { $0["id"] as? String }
    #expect(ids.count == cells.count && Set(ids).count == ids.count)
    #expect(ids.allSatisfy { id in id.allSatisfy { $0.isLetter || $0 == "-" } })
    for cell in cells {
      #expect(cell["source"] is [String] && cell["metadata"] is [String: Any])
      let isCode = cell["cell_type"] as? String == "code"
      #expect((cell["outputs"] as? [Any])?.isEmpty == (isCode ? true : nil))
      #expect((cell["execution_count"] is NSNull) == isCode)
    }
  }

  @Test("holds the seven pictures, the numbers and a path")
  func pictures() {
    let ids = notebook().cells(summary: "", provenance: provenance).filter { $0.kind == .code }
      .map(\.id)
    #expect(
      ids == [
        "setup", "totals", "time", "gain", "stages", "funnel", "cost", "kpi", "numbers", "path",
      ])
  }

  @Test("hands names to Python as literals, whatever signs they hold")
  func literals() throws {
    let cell = try #require(
      notebook().cells(summary: "", provenance: provenance).first { $0.id == "setup" })
    #expect(cell.source.hasPrefix("OUTCOME = \"nrx\"  # "))
    #expect(cell.source.contains("\nOUTCOME_TITLE = \"New \\\"Rx\\\"\\n\\\\\"\n"))
  }

  @Test("shows the title as words, not as marks")
  func title() throws {
    let cells = notebook("A *b* <script> $5\n# c").cells(summary: "", provenance: provenance)
    let line = try #require(cells.first?.source.split(separator: "\n").first)
    #expect(line == "# A \\*b\\* \\<script\\> \\$5 \\# c")
  }

  @Test("shows the summary as it was on the terminal, fences and all")
  func summary() throws {
    let cells = notebook().cells(summary: "a  b\n```\n\n# c", provenance: provenance)
    #expect(cells[1].source == "## What came out\n\n    a  b\n    ```\n\n    # c")
  }

  @Test("is the same at any hour and on any number of threads")
  func determinism() {
    let other = RunIdentity(
      study: "forecast", scenario: "launch", scenarioBytes: [], seed: 7, replicates: 20
    ).provenance()
    #expect(
      notebook().text(summary: "", provenance: other)
        == notebook().text(summary: "", provenance: provenance))
  }
}
