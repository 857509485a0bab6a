extension Cell {
  /// This value as one of `type`, in the form it has: every element converted, labels and keys kept.
  /// - Throws: `.type` when an element cannot be converted.
  package func cast(to type: ElementType, scale: Int = 0) throws -> Cell {
    switch heapKind {
    case nil, .string, .wide: return try castScalar(to: type, scale: scale)
    case .vector: return .vector(try unsafeObject(as: Vector.self).castMembers(to: type, scale: scale))
    case .pair: return .pair(PairObject(try unsafeObject(as: PairObject.self).elements.cast(to: type, scale: scale)))
    case .matrix:
      let matrix = unsafeObject(as: MatrixObject.self)
      return .matrix(try matrix.withValues(try matrix.values.cast(to: type, scale: scale)))
    case .set: return .set(try SetObject(try unsafeObject(as: SetObject.self).elements.cast(to: type, scale: scale)))
    case .dictionary:
      let dictionary = unsafeObject(as: DictionaryObject.self)
      let values = try dictionary.values.castMembers(to: type, scale: scale)
      return .dictionary(try DictionaryObject(keys: try dictionary.keys, values: values, isOrdered: dictionary.isOrdered))
    case .table:
      let snapshot = unsafeObject(as: Table.self).snapshot
      let columns = try snapshot.columns.map { try $0.castMembers(to: type, scale: scale) }
      return .table(try Table(names: snapshot.names, columns: columns))
    default: throw KernelError.type("a \(elementType.name) cannot be converted to \(type.name)")
    }
  }
}

extension Vector {
  /// As `cast`; the members of a tuple and the rows of an array vector are converted where they are.
  package final func castMembers(to type: ElementType, scale: Int = 0) throws -> Vector {
    if let rows = self as? ArrayVector { return ArrayVector(offsets: rows.offsets, values: try rows.values.cast(to: type, scale: scale)) }
    guard let tuple = self as? AnyVector, type != .any else { return try cast(to: type, scale: scale) }
    let result = AnyVector(capacity: tuple.count)
    for index in 0..<tuple.count { result.push(try tuple.withCell(index) { try $0.cast(to: type, scale: scale) }) }
    result.isColumnar = tuple.isColumnar
    return result
  }
}
