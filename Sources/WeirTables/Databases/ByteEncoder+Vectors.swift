// Vectors inside of a manifest.
extension ByteEncoder {
  mutating func add(_ names: [String]) {
    add(UInt32(names.count))
    for name in names { add(name) }
  }

  /// A vector, or a tuple of vectors and scalars.
  mutating func add(_ vector: Vector) throws {
    guard let tuple = vector as? AnyVector else {
      add(UInt8(0))
      return try addColumn(vector)
    }
    add(UInt8(1))
    add(UInt32(tuple.count))
    for index in 0..<tuple.count {
      let member = tuple.cell(at: index)
      add(UInt8(member.vector == nil ? 1 : 0))
      try addColumn(try member.vector ?? Vector.repeating(member, count: 1))
    }
  }

  private mutating func addColumn(_ vector: Vector) throws {
    let encoded = try EncodedColumn(vector)
    encoded.layout.encode(into: &self)
    for index in encoded.layout.lengths.indices { encoded.withSection(index) { add($0) } }
  }
}

extension ByteDecoder {
  mutating func names() throws -> [String] {
    let count = try number(UInt32.self)
    var names: [String] = []
    for _ in 0..<count { names.append(try text()) }
    return names
  }

  mutating func vector() throws -> Vector {
    guard try number(UInt8.self) == 1 else { return try column() }
    let count = Int(try number(UInt32.self))
    let tuple = AnyVector(capacity: 0)
    for _ in 0..<count {
      let isScalar = try number(UInt8.self) == 1
      let member = try column()
      if isScalar, member.count == 1 { tuple.push(member.cell(at: 0)) } else { tuple.push(.vector(member)) }
    }
    return tuple
  }

  private mutating func column() throws -> Vector {
    let layout = try ColumnLayout(&self)
    var sections = ColumnSections(runs: [], places: [], file: nil)
    for length in layout.lengths {
      sections.places.append(next)
      sections.runs.append(try run(length))
    }
    return try layout.decode(sections)
  }
}
