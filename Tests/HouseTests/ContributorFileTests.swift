import Foundation
import Testing

/// What README.md and CHANGELOG.md may claim.
enum ContributorFiles {
  /// The headings of a changelog; Results is for whatever changes numbers.
  static let headings: Set<String> = [
    "Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Results",
  ]

  /// The faults of a changelog's Unreleased section.
  static func changelogFaults(_ text: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let start = lines.firstIndex(of: "## [Unreleased]") else {
      return ["CHANGELOG.md has no section \"## [Unreleased]\""]
    }
    let section = lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }
    return section.filter { $0.hasPrefix("### ") && !headings.contains(String($0.dropFirst(4))) }
      .map { "CHANGELOG.md: \"\($0)\" is none of \(headings.sorted().joined(separator: ", "))" }
  }

  /// The words after a program's name, for each of its command lines in a Markdown text.
  ///
  /// A command line is a line of a fenced block or an inline code span whose first word, after
  /// variables that it sets, is the program.
  static func commandLines(of program: String, in markdown: String) -> [[String]] {
    codeLines(in: markdown).compactMap { line in
      var words = line.split(separator: " ").map(String.init)
      if words.first == "$" { words.removeFirst() }
      words = Array(words.drop { $0.contains("=") })
      guard let first = words.first, first == program || first.hasSuffix("/\(program)") else {
        return nil
      }
      let end = ["&&", "||", "|", ";", "#", ">"]
      return words.dropFirst().prefix { !end.contains($0) }
        .filter { !$0.hasPrefix("-") && !$0.contains("=") }
    }
  }

  private static func codeLines(in markdown: String) -> [String] {
    var isFenced = false
    return markdown.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      if line.drop(while: { $0 == " " }).hasPrefix("```") {
        isFenced.toggle()
        return [String]()
      }
      if isFenced { return [String(line)] }
      let parts = line.split(separator: "`", omittingEmptySubsequences: false)
      return parts.indices.filter { !$0.isMultiple(of: 2) }.map { String(parts[$0]) }
    }
  }

  /// The targets of a Makefile: names before a colon at the start of a line.
  static func makeTargets(_ makefile: String) -> Set<String> {
    Set(
      makefile.split(separator: "\n").flatMap { line -> [String] in
        guard let first = line.first, first.isLetter, let colon = line.firstIndex(of: ":"),
          !line[colon...].hasPrefix(":=")
        else { return [] }
        return line[..<colon].split(separator: " ").map(String.init)
      })
  }

  /// The command that a file declares: `MediaMixCommand.swift` declares `media-mix`.
  static func commandName(file: String) -> String? {
    let suffix = "Command.swift"
    guard let name = file.split(separator: "/").last, name.hasSuffix(suffix) else { return nil }
    let stem = name.dropLast(suffix.count)
    guard !stem.isEmpty else { return nil }
    return stem.reduce(into: "") { result, letter in
      if letter.isUppercase && !result.isEmpty { result += "-" }
      result += letter.lowercased()
    }
  }
}

@Suite("Contributor files")
struct ContributorFileTests {
  @Test("keep an Unreleased section with known headings in the changelog")
  func changelog() throws {
    #expect(ContributorFiles.changelogFaults(try Repository.text("CHANGELOG.md")) == [])
  }

  @Test("notice a changelog without the section, or with an unknown heading")
  func badChangelog() {
    #expect(ContributorFiles.changelogFaults("# Changelog\n## 0.1.0\n").count == 1)
    #expect(ContributorFiles.changelogFaults("## [Unreleased]\n### Improved\n").count == 1)
    #expect(ContributorFiles.changelogFaults("## [Unreleased]\n### Results\n") == [])
  }

  @Test(
    "name make targets that exist",
    .enabled(if: Repository.exists("README.md"), "README.md is not written yet."))
  func makeTargets() throws {
    let targets = ContributorFiles.makeTargets(try Repository.text("Makefile"))
    for file in ["README.md", "CONTRIBUTING.md"] {
      let lines = ContributorFiles.commandLines(of: "make", in: try Repository.text(file))
      for target in lines.joined() {
        #expect(targets.contains(target), "\(file) names make \(target), which does not exist")
      }
    }
  }

  @Test(
    "name commands that exist",
    .enabled(if: Repository.exists("README.md"), "README.md is not written yet."))
  func commands() throws {
    let files = Repository.files(under: "Sources/RoundsCLI")
    // Files of subcommands carry the name of their family; what they are called stands in them.
    let declared = try files.flatMap { file in
      try Repository.text(file).matches(of: /commandName: "([a-z-]+)"/).map { String($0.1) }
    }
    let commands = Set(files.compactMap(ContributorFiles.commandName)).union(declared)
      .union(["help"])
    for file in ["README.md", "CONTRIBUTING.md"] {
      let lines = ContributorFiles.commandLines(of: "rounds", in: try Repository.text(file))
      for command in lines.compactMap(\.first) {
        #expect(commands.contains(command), "\(file) names rounds \(command), which does not exist")
      }
    }
  }

  @Test("are read for command lines in fenced blocks and code spans only")
  func commandLines() {
    let text = """
      Please make sure; `make test` and `SLOW=1 make bench` help, `cmake x` does not.
      ```
      $ make run PORTABLE=1 && echo done
      .build/release/rounds validate scenarios/tiny.yaml
      make no claims outside the first word? rounds up
      ```
      """
    let makes = ContributorFiles.commandLines(of: "make", in: text)
    #expect(makes.prefix(3) == [["test"], ["bench"], ["run"]])
    let rounds = ContributorFiles.commandLines(of: "rounds", in: text)
    #expect(rounds == [["validate", "scenarios/tiny.yaml"]])
  }

  @Test("are held against the targets of the Makefile")
  func makefile() {
    let text = ".PHONY: run\nSLOW := 1\nrun test: setup\n\tswift build: x\nclean:\n"
    #expect(ContributorFiles.makeTargets(text) == ["run", "test", "clean"])
  }

  @Test("are held against the files of the commands")
  func commandNames() {
    #expect(ContributorFiles.commandName(file: "A/ValidateCommand.swift") == "validate")
    #expect(ContributorFiles.commandName(file: "MediaMixCommand.swift") == "media-mix")
    #expect(ContributorFiles.commandName(file: "Rounds.swift") == nil)
  }
}
