import Statistics

/// The names of all random decisions.
///
/// A name is part of every result: renaming one changes draws.
enum Purpose {
  static func parameter(_ name: String) -> String { "parameter/\(name)" }
  static func attribute(_ population: String, _ name: String) -> String {
    "\(population)/attribute/\(name)"
  }
  static func start(_ population: String) -> String { "\(population)/start" }
  static func contacts(_ population: String) -> String { "\(population)/contacts" }
  static func near(_ population: String) -> String { "\(population)/contacts/near" }
  static func paths(_ population: String) -> String { "\(population)/paths" }
  static func transition(_ population: String) -> String { "\(population)/transition" }
  static func event(_ name: String) -> String { "event/\(name)" }
  static func planned(_ channel: String) -> String { "channel/\(channel)/planned" }
  static func phase(_ channel: String) -> String { "channel/\(channel)/phase" }
  static func consent(_ channel: String) -> String { "channel/\(channel)/consent" }
  static func touch(_ channel: String) -> String { "channel/\(channel)/touch" }
  static func service(_ channel: String) -> String { "channel/\(channel)/service" }
  static func flighting(_ channel: String) -> String { "channel/\(channel)/flighting" }
  static func spendNoise(_ channel: String) -> String { "observation/\(channel)/spend" }
  static func capture(_ event: String) -> String { "observation/\(event)/capture" }
  static func reporting(_ event: String) -> String { "observation/\(event)/reporting" }
  static func rhythm(_ channel: String) -> String { "channel/\(channel)/rhythm" }

  static func peerTouch(_ event: String) -> String { "event/\(event)/peers" }
  static func handoff(_ name: String) -> String { "handoff/\(name)" }
  static func trigger(_ name: String) -> String { "trigger/\(name)" }
  static func service(booking name: String) -> String { "service/\(name)" }
  static func experience(_ name: String) -> String { "experience/\(name)" }
  static func person(_ experience: String) -> String { "experience/\(experience)/person" }
  static func known(_ population: String) -> String { "\(population)/policy/known" }
  static func actionDue(_ population: String) -> String { "\(population)/policy/due" }
  static func action(_ population: String) -> String { "\(population)/policy/action" }
  static let approval = "policy/approval"

  /// The two purposes of a list that would share one stream, if any do.
  static func collision(in purposes: [String]) -> (String, String)? {
    var seen: [UInt64: String] = [:]
    for purpose in purposes {
      let hash = RandomStream.purposeHash(purpose)
      if let other = seen[hash] { return (other, purpose) }
      seen[hash] = purpose
    }
    return nil
  }
}
