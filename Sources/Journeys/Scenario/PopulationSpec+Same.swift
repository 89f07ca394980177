extension PopulationSpec {
  /// Whether another arm's description of a population gives the same people.
  func drawsSamePeople(as other: PopulationSpec) -> Bool {
    name == other.name && size == other.size && parent == other.parent
      && parentWeight == other.parentWeight && attributes == other.attributes
  }
}

extension Attribute: Equatable {
  /// Whether two attributes are drawn the same way.
  public static func == (left: Attribute, right: Attribute) -> Bool {
    left.name == right.name && left.levels == right.levels && left.draw == right.draw
      && left.sharedBy == right.sharedBy
      && left.scaledBy.elementsEqual(right.scaledBy) { $0 == $1 }
  }
}
