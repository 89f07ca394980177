/// Appointments with a limited number of slots.
public struct AppointmentSlots: Sendable {
  /// Name in the document.
  public var name: String
  /// Population that books.
  public var population: Int
  /// Slots opened a week.
  public var slotsPerWeek: Ramp
  /// Days that can be booked ahead.
  public var horizonDays: Double
  /// Share of the people who want a day at least so far ahead: ascending; empty for the first free slot.
  public var choose: [(days: Double, share: Double)]
}
