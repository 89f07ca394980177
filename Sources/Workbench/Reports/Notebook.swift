public import Interchange

/// A notebook that reads a run's tables and draws them, for Jupyter with pandas and matplotlib.
///
/// It needs nothing but the folder `tables` beside it, and holds no outputs. Tables that a run does
/// not have are skipped with a sentence.
public struct Notebook: Sendable, Equatable {
  /// The title of the scenario.
  public let title: String

  /// What the scenario asks, in sentences; may be empty.
  public let question: String

  /// The headline event, by its name in the scenario.
  public let outcome: String

  /// The headline event in words, for titles and axes.
  public let outcomeTitle: String

  /// The arm that effects are measured against.
  public let baseline: String

  /// The notebook of a run.
  ///
  /// - Parameters:
  ///   - title: The title of the scenario.
  ///   - question: What the scenario asks, in sentences; may be empty.
  ///   - outcome: The headline event, by its name in the scenario.
  ///   - outcomeTitle: The headline event in words; its name when empty.
  ///   - baseline: The arm that effects are measured against.
  public init(
    title: String, question: String, outcome: String, outcomeTitle: String = "", baseline: String
  ) {
    self.title = title
    self.question = question
    self.outcome = outcome
    self.outcomeTitle = outcomeTitle.isEmpty ? outcome : outcomeTitle
    self.baseline = baseline
  }

  /// The notebook as a file of format 4.5.
  ///
  /// - Parameters:
  ///   - summary: What the terminal showed, as plain text.
  ///   - provenance: Where the numbers come from.
  /// - Returns: JSON text with a line end after it.
  public func text(summary: String, provenance: Provenance) -> String {
    let cells = cells(summary: summary, provenance: provenance)
    let kernel = JSONValue.object([
      JSONMember("display_name", .text("Python 3")), JSONMember("language", .text("python")),
      JSONMember("name", .text("python3")),
    ])
    let notebook = JSONValue.object([
      JSONMember("cells", .list(cells.map(\.jsonValue))),
      JSONMember(
        "metadata",
        .object([
          JSONMember("kernelspec", kernel),
          JSONMember("language_info", .object([JSONMember("name", .text("python"))])),
        ])),
      JSONMember("nbformat", .integer(4)), JSONMember("nbformat_minor", .integer(5)),
    ])
    return notebook.text(indent: 1) + "\n"
  }

  func cells(summary: String, provenance: Provenance) -> [NotebookCell] {
    [.markdown("title", heading(provenance)), .markdown("summary", Self.verbatim(summary))]
      + [.code("setup", settings + "\n\n" + NotebookCode.setup)]
      + NotebookCode.outcomeCells + NotebookCode.journeyCells + NotebookCode.channelCells
      + NotebookCode.closingCells
  }

  private func heading(_ provenance: Provenance) -> String {
    let asked = Self.escaped(question)
    let runs = provenance.replicates == 1 ? "1 replicate" : "\(provenance.replicates) replicates"
    return """
      # \(Self.escaped(title))

      \(asked.isEmpty ? "" : asked + "\n\n")Study \(Self.escaped(provenance.study)) of the scenario \
      \(Self.escaped(provenance.scenario)): \(runs) of each arm with seed \(provenance.seed), \
      by \(Self.escaped(provenance.tool)) \(Self.escaped(provenance.version)), \
      result \(provenance.identity). The numbers below are simulated, not observed; \
      `scenario.yaml` beside this notebook says what was assumed.

      Run all cells to draw the charts from `tables/`.
      """
  }

  private var settings: String {
    """
    OUTCOME = \(JSONText.quoted(outcome))  # the event that the arms are compared on
    OUTCOME_TITLE = \(JSONText.quoted(outcomeTitle))
    BASELINE = \(JSONText.quoted(baseline))  # the arm that effects are measured against
    """
  }

  /// A text as it is, in lines that Markdown leaves alone.
  private static func verbatim(_ text: String) -> String {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let body = lines.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
    return "## What came out\n\n" + (text.isEmpty ? "This run wrote no summary." : body)
  }

  /// A text on one line whose signs Markdown does not take for its own.
  private static func escaped(_ text: String) -> String {
    let signs = "\\`*_{}[]<>#|$~&"
    var result = ""
    for character in text {
      if character.isNewline {
        result += " "
      } else {
        if signs.contains(character) { result += "\\" }
        result.append(character)
      }
    }
    while result.last == " " { result.removeLast() }
    return result
  }
}
