/// How deep values may lie inside each other.
///
/// Display, comparison and the release of a value go down level by level on the native stack: deeper nesting would end the process. The command's stack of 64 MiB
/// holds fifty times as many levels in a debug build; a program that embeds Weir may have a smaller one.
package enum NestingLimit {
  private static let levelsMax = 1000

  /// - Throws: `.depth` when a value would be nested too deeply.
  package static func check(_ levels: Int) throws {
    guard levels <= levelsMax else { throw KernelError(.depth, "a value cannot be nested deeper than \(levelsMax) levels") }
  }
}

extension Cell {
  /// How many tuples and dictionaries lie inside each other in this value; 0 for everything else.
  package var nesting: Int {
    switch heapKind {
    case .vector: (unsafeObject(as: Vector.self) as? AnyVector)?.nesting ?? 0
    case .dictionary: unsafeObject(as: DictionaryObject.self).nesting
    default: 0
    }
  }
}
