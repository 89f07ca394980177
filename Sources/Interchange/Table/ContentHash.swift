/// The 64-bit FNV-1a hash of some bytes: the identity of documents and runs.
///
/// It tells contents apart and resists accidents, not attackers. The constants are those that
/// Fowler, Noll and Vo publish for 64 bits.
///
/// - Complexity: O(*n*) for *n* bytes.
public func contentHash(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(offsetBasis) { hash, byte in (hash ^ UInt64(byte)) &* prime }
}

/// The same hash of an array, in a loop that the compiler knows: files of draws have millions of bytes.
public func contentHash(_ bytes: [UInt8]) -> UInt64 {
  var hash = offsetBasis
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* prime }
  return hash
}

private let offsetBasis: UInt64 = 0xCBF2_9CE4_8422_2325
private let prime: UInt64 = 0x0000_0100_0000_01B3

/// A hash in eight lower-case hexadecimal characters, the upper half folded into the lower.
public func hex8(_ hash: UInt64) -> String {
  let folded = UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
  let digits = String(folded, radix: 16)
  return String(repeating: "0", count: 8 - digits.count) + digits
}
