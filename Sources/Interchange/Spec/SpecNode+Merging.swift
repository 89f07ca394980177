extension SpecNode {
  /// This node with a patch applied, as RFC 7396 defines the JSON merge patch.
  ///
  /// Mappings merge key by key, in the order of this node and with new keys appended; nothing
  /// (`null`) removes a key; everything else, lists included, replaces. Patched nodes keep the lines
  /// of the patch, so that a problem in an overlay is reported where the overlay stands.
  ///
  /// - Parameter patch: What to change.
  /// - Returns: The patched node.
  /// - Complexity: O(*k* · *p*) for mappings of *k* keys patched in *p* of them.
  public func merging(_ patch: SpecNode) -> SpecNode {
    guard case .mapping(let changes) = patch.content else { return patch }
    let isMapping = if case .mapping = content { true } else { false }
    var merged = entries
    for change in changes {
      let index = merged.firstIndex { $0.key == change.key }
      if change.value.isNull {
        if let index { merged.remove(at: index) }
      } else if let index {
        let value = merged[index].value.merging(change.value)
        let line = value.line == change.value.line ? change.line : merged[index].line
        merged[index] = SpecEntry(key: change.key, line: line, value: value)
      } else {
        let value = SpecNode(.null).merging(change.value)
        merged.append(SpecEntry(key: change.key, line: change.line, value: value))
      }
    }
    return SpecNode(.mapping(merged), line: isMapping ? line : patch.line)
  }

  /// This node with one place set; mappings are made on the way where they are missing.
  ///
  /// - Parameters:
  ///   - path: The keys that lead to the place; an empty path replaces the node itself.
  ///   - value: What shall stand there.
  /// - Returns: The changed node.
  public func setting(_ path: [String], to value: SpecNode) -> SpecNode {
    guard let key = path.first else { return value }
    var changed = entries
    let rest = Array(path.dropFirst())
    if let index = changed.firstIndex(where: { $0.key == key }) {
      changed[index].value = changed[index].value.setting(rest, to: value)
    } else {
      let inner = SpecNode(.null, line: value.line).setting(rest, to: value)
      changed.append(SpecEntry(key: key, line: value.line, value: inner))
    }
    return SpecNode(.mapping(changed), line: line)
  }

  /// The node at the end of a path of keys; nil when a key on the way is absent.
  public func node(at path: [String]) -> SpecNode? {
    path.reduce(SpecNode?.some(self)) { node, key in node?[key] }
  }
}
