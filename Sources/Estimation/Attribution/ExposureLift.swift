/// The naive comparison of customers whom a channel touched with those whom it did not.
///
/// It takes everything that made the organization touch some and not others for an effect of the
/// channel. Gordon, Moakler and Zettelmeyer (2022), "Close enough? A large-scale exploration of
/// non-experimental approaches to advertising measurement", find errors larger than the effects.
public struct ExposureLift: Sendable, Equatable {
  /// Customers who were touched, engaged or not.
  public private(set) var touched = 0

  /// Conversions of those.
  public private(set) var touchedConversions = 0

  /// Customers who were not.
  public private(set) var untouched = 0

  /// Conversions of those.
  public private(set) var untouchedConversions = 0

  /// The comparison for a channel.
  public init(_ journeys: [CustomerJourney], channel: Int) {
    for journey in journeys {
      let conversions = journey.conversions.reduce(0) { $0 + $1.count }
      if journey.reached.contains(channel) {
        touched += 1
        touchedConversions += conversions
      } else {
        untouched += 1
        untouchedConversions += conversions
      }
    }
  }

  /// Conversions of a touched customer over those of an untouched one; `.nan` where either kind is
  /// missing or the untouched have none.
  public var ratio: Double {
    guard touched > 0, untouched > 0, untouchedConversions > 0 else { return .nan }
    return Double(touchedConversions) / Double(touched)
      / (Double(untouchedConversions) / Double(untouched))
  }

  /// Conversions that the touched would not have had, if they were like the untouched otherwise;
  /// `.nan` where everybody or nobody was touched.
  public var conversions: Double {
    guard touched > 0, untouched > 0 else { return .nan }
    return Double(touchedConversions)
      - Double(touched) * Double(untouchedConversions) / Double(untouched)
  }
}
