import WeirHost

/// A column of values of one type: the base of a family that is closed inside this module.
///
/// A vector is a header with an identity (arguments and `&x` alias it) over buffers that headers share: assignment makes a new
/// header over the same buffers, and the first write through either takes a copy of what it touches.
package class Vector: HeapObject, @unchecked Sendable {
  // Unchecked: a header is written by the session that owns it; a table hands out fresh headers to its readers.
  package final let type: ElementType
  package final let storage: Storage
  /// Digits behind the point of DECIMAL elements; 0 for every other type.
  package final let scale: Int
  /// The tag of a cell that holds one of the elements in place.
  let scalarTag: UInt64
  @exclusivity(unchecked) package final internal(set) var count: Int
  /// Elements of a fixed-width vector, codes of a symbol vector, references of a string vector; nil for tuples and array vectors.
  @exclusivity(unchecked) package final internal(set) var raw: UnsafeMutableRawPointer

  init(type: ElementType, storage: Storage, scale: Int, count: Int, raw: UnsafeMutableRawPointer) {
    self.type = type
    self.storage = storage
    self.scale = scale
    scalarTag = UInt64(type.rawValue) | UInt64(scale) << 8
    self.count = count
    self.raw = raw
  }

  /// The elements, for kernels that have switched on `storage`.
  /// - Precondition: `Element` is what `storage` says.
  @inline(__always)
  package final func pointer<Element: BitwiseCopyable>(_ element: Element.Type = Element.self) -> UnsafeMutablePointer<Element> {
    raw.assumingMemoryBound(to: Element.self)
  }

  package func copiedForAssignment() -> Cell { .vector(sharingHeader()) }

  // What every kind of vector does in its own way; see the extensions of the subclasses.

  /// A new header over the same elements.
  package func sharingHeader() -> Vector { subclassMustOverride() }
  /// - Precondition: `index` is in `0..<count`.
  package func cell(at index: Int) -> Cell { subclassMustOverride() }
  package func isNull(at index: Int) -> Bool { subclassMustOverride() }
  /// The rows named by `indices`, many of them by several threads; an index outside `0..<count` gives null.
  package func gather(_ indices: UnsafeBufferPointer<Int>, _ threads: any Threads) throws -> Vector { subclassMustOverride() }
  /// `count` elements from `start`, sharing memory.
  package func slice(_ start: Int, _ count: Int) -> Vector { subclassMustOverride() }
  /// Room for `extra` more elements, so that appending them does not move.
  package func reserve(_ extra: Int) throws { subclassMustOverride() }
  /// Adds one value, converted to this vector's type.
  /// - Throws: `.type` when it cannot be converted.
  package func append(_ value: borrowing Cell) throws { subclassMustOverride() }
  /// Adds all elements of `other`, converted to this vector's type; the same vector may be appended to itself.
  package func append(contentsOf other: Vector) throws { subclassMustOverride() }
  /// Replaces one element, converted to this vector's type.
  /// - Throws: `.type` when it cannot be converted, `.range` when `index` is not an element.
  package func set(_ index: Int, _ value: borrowing Cell) throws { subclassMustOverride() }
  /// Forgets all elements; other headers over the same memory keep theirs.
  package func removeAll() throws { subclassMustOverride() }
  /// Takes over the elements of `other` at once, so that a change that fails half way, or is interrupted, has changed nothing: make the new elements first, then become them.
  /// - Precondition: `other` is of the same class, type and scale, and nobody else changes it.
  func become(_ other: Vector) { subclassMustOverride() }
  /// An empty vector of the same type, with room for `capacity` elements.
  package func emptyLike(capacity: Int) throws -> Vector { subclassMustOverride() }

  private func subclassMustOverride(_ function: StaticString = #function) -> Never {
    preconditionFailure("\(function) is not overridden")
  }

  final func checkIndex(_ index: Int) throws {
    guard index >= 0, index < count else {
      throw KernelError.range("index \(index) is out of range: the vector has \(count) elements")
    }
  }
}

extension Vector {
  /// A vector of `count` elements of `type` whose contents the caller writes; strings, symbols and cells start as null.
  package static func make(_ type: ElementType, count: Int, scale: Int = 0) throws -> Vector {
    guard count >= 0 else { throw KernelError.range("a vector cannot have \(count) elements") }
    switch type.storage {
    case .symbol: return try SymbolVector(count: count)
    case .string: return try StringVector(type, count: count)
    case .any: return try AnyVector(count: count)
    default: return try FixedVector(type, count: count, scale: scale)
    }
  }

  /// An empty vector of `type` with room for `capacity` elements.
  package static func empty(_ type: ElementType, capacity: Int = 0, scale: Int = 0) throws -> Vector {
    let vector = try make(type, count: 0, scale: scale)
    try vector.reserve(capacity)
    return vector
  }

  /// `count` times `value`, of the value's type (a tuple when it is not a scalar).
  package static func repeating(_ value: borrowing Cell, count: Int) throws -> Vector {
    let type = value.isScalar ? value.elementType : .any
    guard count >= 0 else { throw KernelError.range("a vector cannot have \(count) elements") }
    if type.storage.isFixedWidth {
      let vector = try FixedVector(type, count: count, scale: value.scale)
      vector.fill(value)
      return vector
    }
    let vector = try empty(type, capacity: count)
    var index = 0
    while index < count {
      try vector.append(value)
      index += 1
    }
    return vector
  }

  package static func nulls(_ type: ElementType, count: Int, scale: Int = 0) throws -> Vector {
    try repeating(.null(type, scale: scale), count: count)
  }

  /// The rows named by `indices`; an index outside `0..<count` gives null.
  package final func gather(_ indices: [Int], _ threads: any Threads = SerialThreads()) throws -> Vector {
    try indices.withUnsafeBufferPointer { try self.gather($0, threads) }
  }

  package final var isEmpty: Bool { count == 0 }

  /// Whether there is a null among the elements.
  package final var hasNull: Bool {
    var index = 0
    while index < count {
      if isNull(at: index) { return true }
      index += 1
    }
    return false
  }
}
