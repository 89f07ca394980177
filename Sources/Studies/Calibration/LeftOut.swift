/// A part of a transition that the likelihood does not read.
enum LeftOut: Equatable {
  /// A law other than a constant hazard.
  case base
  /// The effect of an attribute without a column.
  case attribute(String)
  /// The effect of a channel without a column.
  case channel(String)
  /// An effect that no column can show.
  case unseen(String)
  /// A condition of the environment.
  case changing(String)

  /// What is wrong, and the remedy.
  var problem: String {
    switch self {
    case .base:
      "is no constant hazard, which observed stages could tell: calibrate it by simulation"
    case .attribute(let name):
      "the effect of \(name) needs a column \(name) in the panel: add it"
    case .channel(let name):
      "the effect of channel \(name) needs a column \(name) in the panel with the response to it, its "
        + "saturated memory from 0 to 1: add it"
    case .unseen(let what):
      "the effect of \(what) is in no panel of stages: calibrate it by simulation"
    case .changing(let condition):
      "environment.\(condition) changes the rate over time, and the likelihood takes it as constant: "
        + "calibrate it by simulation"
    }
  }

  /// The part in words.
  var words: String {
    switch self {
    case .base: "its law of time in the stage"
    case .attribute(let name), .channel(let name): name
    case .unseen(let what): what
    case .changing(let condition): "the change by environment.\(condition)"
    }
  }

  /// Whether columns that are read stand for it.
  func isRead(from columns: Set<String>) -> Bool {
    switch self {
    case .attribute(let name), .channel(let name): columns.contains(name)
    case .base, .unseen, .changing: false
    }
  }
}
