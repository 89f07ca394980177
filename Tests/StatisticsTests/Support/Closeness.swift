/// Whether a value is within a relative distance of what is expected; exact for zero.
func isClose(_ value: Double, _ expected: Double, relative: Double) -> Bool {
  (value - expected).magnitude <= relative * expected.magnitude
}
