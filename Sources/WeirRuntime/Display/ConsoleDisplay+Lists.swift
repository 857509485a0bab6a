import WeirTables

extension ConsoleDisplay {
  /// `[1,2,3]`, `(1,"a")`, `[[1,2],[3]]`.
  static func list(_ vector: Vector, _ options: DisplayOptions, isNested: Bool = false) -> String {
    let inside = elements(vector, options, isNested: isNested)
    return vector.storage == .any ? "(\(inside))" : "[\(inside)]"
  }

  /// The elements with commas between them and `...` behind the last one shown.
  static func elements(_ vector: Vector, _ options: DisplayOptions, isNested: Bool) -> String {
    let shown = min(vector.count, options.elementsMax)
    var text = ""
    for index in 0..<shown {
      if index > 0 { text += "," }
      text += member(vector.cell(at: index), options, isNested: isNested)
    }
    return shown < vector.count ? text + "..." : text
  }

  private static func member(_ value: borrowing Cell, _ options: DisplayOptions, isNested: Bool) -> String {
    if let vector = value.vector { return list(vector, options, isNested: true) }
    switch value.heapKind {
    case nil, .string, .wide: return element(value, isNested: isNested)
    default: return text(value, options: options)
    }
  }

  static func pair(_ pair: PairObject) -> String {
    element(pair.elements.cell(at: 0), isNested: false) + " : " + element(pair.elements.cell(at: 1), isNested: false)
  }
}
