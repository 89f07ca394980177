import Foundation
import Interchange

/// The table of `scenarios/COVERAGE.md`: where each thing of the planning material is.
struct CoverageTable {
  /// One row: what it is, how it is expressed, and where.
  struct Row {
    let id: String
    let what: String
    /// Keys, tables, metrics, commands and files; only a dash when there are none.
    let keys: [String]
    let place: String
  }

  /// What the table says of a row.
  enum Status: String, CaseIterable {
    case expressed
    case approximately
    case outOfReach = "out of reach"
    case later
  }

  private(set) var rows: [Row] = []
  /// Counts at the top, by the words of the first column.
  private(set) var counts: [String: Int] = [:]
  /// Files by the short names of the scenarios.
  private(set) var files: [String: String] = [:]
  /// Headings with the rows that they promise and the rows that they have.
  private(set) var sections: [(heading: String, promised: Int, found: Int)] = []

  init(_ markdown: String) {
    for line in markdown.split(separator: "\n") {
      if let heading = line.wholeMatch(of: /## (.+) \((\d+)\)/) {
        sections.append((String(heading.1), Int(heading.2) ?? 0, 0))
      }
      guard line.hasPrefix("| "), line.hasSuffix(" |") else { continue }
      let cells = line.dropFirst(2).dropLast(2).components(separatedBy: " | ")
      if cells.count == 4, cells[0].wholeMatch(of: /S\d+/) != nil {
        rows.append(
          Row(id: cells[0], what: cells[1], keys: Self.keys(in: cells[2]), place: cells[3]))
        if !sections.isEmpty { sections[sections.count - 1].found += 1 }
      } else if cells.count >= 2, let count = Int(cells[1]) {
        counts[cells[0]] = count
      } else if cells.count == 2, let link = cells[1].wholeMatch(of: /\[(.+)\]\((.+)\)/) {
        files[cells[0]] = String(link.2)
      }
    }
  }

  private static func keys(in cell: String) -> [String] {
    cell.components(separatedBy: ", ").map { $0.replacing("`", with: "") }
  }

  /// What is wrong with the table itself: ids, counts, lengths and reasons.
  func faults(ids: [String]) -> [String] {
    var faults: [String] = []
    if rows.map(\.id) != ids {
      let wrong = zip(rows.map(\.id) + [""], ids).first { $0 != $1 }
      faults.append("\(wrong?.1 ?? "the end") is expected where \(wrong?.0 ?? "more") stands")
    }
    for status in Status.allCases {
      let count = rows.count { $0.status == status }
      guard counts[status.rawValue] != count else { continue }
      faults.append("\(count) rows are \(status.rawValue), not \(counts[status.rawValue] ?? 0)")
    }
    for section in sections where section.promised != section.found {
      faults.append("\(section.heading) has \(section.found) rows, not \(section.promised)")
    }
    return faults + rows.flatMap { row in row.faults(files: files).map { "\(row.id): \($0)" } }
  }
}

extension CoverageTable.Row {
  /// Whether there is nothing that expresses it.
  var isOpen: Bool { keys == ["–"] }

  var status: CoverageTable.Status {
    if isOpen { return place.hasPrefix("later: ") ? .later : .outOfReach }
    return place.contains("approximately: ") ? .approximately : .expressed
  }

  /// Dotted paths of the scenario language.
  var paths: [[String]] {
    keys.filter { !isOpen && !$0.contains(":") }.map { $0.components(separatedBy: ".") }
  }

  /// Scenarios that use all of the keys.
  var users: [String] { names(in: parts.first { !$0.hasPrefix("in part ") } ?? "") }

  /// Scenarios that use some of the keys.
  var partialUsers: [String] {
    names(in: parts.first { $0.hasPrefix("in part ") }?.dropFirst("in part ".count) ?? "")
  }

  /// The place without what is missing, part by part.
  private var parts: [String] {
    place.components(separatedBy: "approximately: ")[0].components(separatedBy: "; ")
      .filter { !$0.isEmpty }
  }

  private func names(in text: some StringProtocol) -> [String] {
    ["", "every scenario", "no file yet"].contains(String(text))
      ? [] : text.components(separatedBy: ", ")
  }

  func faults(files: [String: String]) -> [String] {
    var faults: [String] = []
    if what.split(separator: " ").count > 10 { faults.append("more than ten words; shorten them") }
    if isOpen {
      let isReasoned = place.wholeMatch(of: /(out of reach|later): \w.*/) != nil
      return faults + (isReasoned ? [] : ["\"\(place)\" gives no reason"])
    }
    if place.hasSuffix("approximately: ") { faults.append("says not what is missing") }
    if parts.isEmpty { faults.append("names no place; say \"no file yet\" if there is none") }
    for name in users + partialUsers where files[name] == nil {
      faults.append("\"\(name)\" is none of the scenarios at the top")
    }
    return faults
  }
}

/// What keys of the table may name.
struct CoverageVocabulary {
  let shape: SpecShape
  let tables: Set<String>
  let metrics: Set<String>
  let commands: Set<String>
  let files: Set<String>

  /// Whether there is such a key, table, metric, command or file.
  func knows(_ key: String) -> Bool {
    let parts = key.split(separator: ":", maxSplits: 1).map { String($0) }
    guard parts.count == 2 else {
      return Self.allows(key.components(separatedBy: ".")[...], .fields(shape))
    }
    switch parts[0] {
    case "table": return tables.contains(parts[1])
    case "metric": return metrics.contains(parts[1])
    case "command": return commands.contains(parts[1])
    case "file": return files.contains(parts[1])
    default: return false
    }
  }

  /// Whether a path leads anywhere in the language; a list is passed through to its elements.
  private static func allows(_ path: ArraySlice<String>, _ kind: SpecKind) -> Bool {
    guard let key = path.first else { return true }
    switch kind {
    case .fields(let shape):
      return shape.fields.contains { $0.key == key && allows(path.dropFirst(), $0.kind) }
    case .map(let inner, _): return allows(path.dropFirst(), inner)
    case .oneOrMore(let inner), .list(let inner, _), .orNothing(let inner):
      return allows(path, inner)
    case .either(let kinds): return kinds.contains { allows(path, $0) }
    case .number, .integer, .text, .flag, .date, .choice, .anything: return false
    }
  }

  /// Whether a document uses a path, in its body or in an overlay; `*` is any name.
  static func isUsed(_ path: [String], in root: SpecNode) -> Bool {
    let overlays = ["arms", "settings", "switches"].flatMap { root[$0]?.entries ?? [] }
    return ([root] + overlays.map(\.value)).contains { leads(path[...], from: $0) }
  }

  private static func leads(_ path: ArraySlice<String>, from node: SpecNode) -> Bool {
    guard let key = path.first else { return true }
    switch node.content {
    case .mapping(let entries):
      return entries.contains {
        (key == "*" || key == $0.key) && leads(path.dropFirst(), from: $0.value)
      }
    case .list(let nodes): return nodes.contains { leads(path, from: $0) }
    case .null, .scalar: return false
    }
  }
}
