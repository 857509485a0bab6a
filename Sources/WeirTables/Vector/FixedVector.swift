import WeirHost

/// Elements of a fixed width in one buffer. The element type lies in `storage`, not in a generic parameter: a kernel switches on it once and
/// then works on plain pointers, and no generic crosses a module border.
package final class FixedVector: Vector, @unchecked Sendable {
  @exclusivity(unchecked) package private(set) var buffer: Buffer

  /// `count` elements that the caller writes before anyone reads.
  package init(_ type: ElementType, count: Int, capacity: Int = 0, scale: Int = 0) throws {
    let width = type.storage.width
    let (bytes, overflow) = max(count, capacity).multipliedReportingOverflow(by: width)
    guard !overflow else { throw KernelError.memory("out of memory: \(max(count, capacity)) elements of \(type.name)") }
    buffer = try Buffer(byteCapacity: bytes)
    buffer.used = count
    super.init(type: type, storage: type.storage, scale: scale, count: count, raw: buffer.base)
  }

  /// A header over memory that is there already.
  package init(_ type: ElementType, buffer: Buffer, raw: UnsafeMutableRawPointer, count: Int, scale: Int = 0) {
    self.buffer = buffer
    super.init(type: type, storage: type.storage, scale: scale, count: count, raw: raw)
  }

  /// The same bits under another type of equal storage, sharing memory.
  package func reinterpreted(as type: ElementType, scale: Int = 0) -> FixedVector {
    precondition(type.storage == storage, "\(type) is not stored as \(storage)")
    return FixedVector(type, buffer: buffer, raw: raw, count: count, scale: scale)
  }

  package override func sharingHeader() -> FixedVector { FixedVector(type, buffer: buffer, raw: raw, count: count, scale: scale) }

  package override func slice(_ start: Int, _ count: Int) -> FixedVector {
    precondition(start >= 0 && count >= 0 && start + count <= self.count, "a slice outside of the vector")
    return FixedVector(type, buffer: buffer, raw: raw + start * storage.width, count: count, scale: scale)
  }

  package override func emptyLike(capacity: Int) throws -> FixedVector {
    try FixedVector(type, count: 0, capacity: capacity, scale: scale)
  }

  /// Capacity in elements behind this header's start.
  private var capacity: Int { (buffer.byteCapacity - (raw - buffer.base)) / storage.width }

  /// Whether nobody else reads the buffer, so that elements below `count` may be overwritten.
  package var isBufferUnique: Bool { isKnownUniquelyReferenced(&buffer) }

  /// Takes a copy of the elements unless this header is the only one over its buffer.
  package func makeUnique() throws {
    guard !isKnownUniquelyReferenced(&buffer) else { return }
    try move(capacity: count)
  }

  private func move(capacity: Int) throws {
    let (bytes, overflow) = capacity.multipliedReportingOverflow(by: storage.width)
    guard !overflow else { throw KernelError.memory("out of memory: \(capacity) elements of \(type.name)") }
    let fresh = try Buffer(byteCapacity: bytes)
    fresh.base.copyMemory(from: raw, byteCount: count * storage.width)
    fresh.used = count
    buffer = fresh
    raw = fresh.base
  }

  package override func removeAll() throws {
    count = 0
    try move(capacity: 0)
  }

  override func become(_ other: Vector) {
    guard let other = other as? FixedVector else { preconditionFailure("elements of another kind") }
    buffer = other.buffer
    raw = other.raw
    count = other.count
  }

  /// Whether this header ends where the buffer's filled part ends, so that it may append in place even while others share the buffer.
  private var endsAtHighWater: Bool { raw - buffer.base == (buffer.used - count) * storage.width }

  package override func reserve(_ extra: Int) throws {
    guard extra > 0 else { return }
    let (needed, overflow) = count.addingReportingOverflow(extra)
    guard !overflow else { throw KernelError.memory("out of memory: \(extra) more elements") }
    guard needed > capacity || !endsAtHighWater else { return }
    try move(capacity: needed <= capacity ? needed : max(needed, GrowthPolicy.next(count)))
  }

  /// Makes `extra` more elements part of the vector and answers where the caller writes them.
  package func extend(_ extra: Int) throws -> UnsafeMutableRawPointer {
    try reserve(extra)
    let start = (raw - buffer.base) / storage.width
    if isKnownUniquelyReferenced(&buffer) {
      buffer.used = start + count + extra
    } else if !buffer.claim(start + count..<start + count + extra) {
      // Another header has appended since: its elements lie where these would go.
      try move(capacity: max(count + extra, GrowthPolicy.next(count)))
      buffer.used = count + extra
    }
    let end = raw + count * storage.width
    count += extra
    return end
  }

  package override func cell(at index: Int) -> Cell {
    switch storage {
    case .int8: Cell(tag: UInt64(type.rawValue), bits: UInt64(bitPattern: Int64(pointer(Int8.self)[index])))
    case .int16: Cell(tag: UInt64(type.rawValue), bits: UInt64(bitPattern: Int64(pointer(Int16.self)[index])))
    case .int32: Cell(tag: scalarTag, bits: UInt64(bitPattern: Int64(pointer(Int32.self)[index])))
    case .int64: Cell(tag: scalarTag, bits: UInt64(bitPattern: pointer(Int64.self)[index]))
    case .float: .float(pointer(Float.self)[index])
    case .double: .double(pointer(Double.self)[index])
    default: .wide(pointer(Wide.self)[index], type, scale: scale)
    }
  }

  package override func isNull(at index: Int) -> Bool {
    switch storage {
    case .int8: return type == .void || pointer(Int8.self)[index].isNull
    case .int16: return pointer(Int16.self)[index].isNull
    case .int32: return pointer(Int32.self)[index].isNull
    case .int64: return pointer(Int64.self)[index].isNull
    case .float:
      let value = pointer(Float.self)[index]
      return value.isNull || value.isNaN
    case .double:
      let value = pointer(Double.self)[index]
      return value.isNull || value.isNaN
    default: return pointer(Wide.self)[index] == type.nullWide
    }
  }

  package override func gather(_ indices: UnsafeBufferPointer<Int>, _ threads: any Threads) throws -> FixedVector {
    let result = try FixedVector(type, count: indices.count, scale: scale)
    switch storage {
    case .int8: try gatherElements(indices, into: result, null: Int8.null, threads)
    case .int16: try gatherElements(indices, into: result, null: Int16.null, threads)
    case .int32: try gatherElements(indices, into: result, null: Int32.null, threads)
    case .int64: try gatherElements(indices, into: result, null: Int64.null, threads)
    case .float: try gatherElements(indices, into: result, null: Float.null, threads)
    case .double: try gatherElements(indices, into: result, null: Double.null, threads)
    default: try gatherElements(indices, into: result, null: type.nullWide, threads)
    }
    return result
  }

  package override func append(_ value: borrowing Cell) throws {
    if try append(scalar: value.raw) { return }
    let converted = try value.convertedForStorage(type, scale: scale)
    store(converted, at: try extend(1))
  }

  /// Adds a scalar in place.
  /// - Returns: false when nothing was added, because the scalar is of another type.
  @inline(__always)
  final func append(scalar: RawCell) throws -> Bool {
    guard scalar.tag == scalarTag else { return false }
    if (count &+ 1) &* storage.width <= buffer.byteCapacity, raw == buffer.base, buffer.used == count, isKnownUniquelyReferenced(&buffer) {
      count &+= 1
      buffer.used = count
    } else {
      _ = try extend(1)
    }
    write(scalar, at: count &- 1)
    return true
  }

  package override func append(contentsOf other: Vector) throws {
    let source = try other.converted(to: type, scale: scale)
    let bytes = source.count * storage.width
    let from = source.raw
    // `source` may be this very vector: extending moves its elements, so their address is read again behind it.
    let target = try extend(source.count)
    target.copyMemory(from: source === self ? raw : from, byteCount: bytes)
  }

  package override func set(_ index: Int, _ value: borrowing Cell) throws {
    try checkIndex(index)
    if try store(value.raw, at: index) { return }
    let converted = try value.convertedForStorage(type, scale: scale)
    try makeUnique()
    store(converted, at: raw + index * storage.width)
  }

  /// Writes a scalar of this vector's own type.
  private func store(_ value: borrowing Cell, at address: UnsafeMutableRawPointer) {
    switch storage {
    case .int8: address.storeBytes(of: Int8(truncatingIfNeeded: value.rawInteger), as: Int8.self)
    case .int16: address.storeBytes(of: Int16(truncatingIfNeeded: value.rawInteger), as: Int16.self)
    case .int32: address.storeBytes(of: Int32(truncatingIfNeeded: value.rawInteger), as: Int32.self)
    case .int64: address.storeBytes(of: value.rawInteger, as: Int64.self)
    case .float: address.storeBytes(of: value.rawDouble.isNull ? .null : Float(value.rawDouble), as: Float.self)
    case .double: address.storeBytes(of: value.rawDouble, as: Double.self)
    default: address.storeBytes(of: value.wideValue ?? type.nullWide, as: Wide.self)
    }
  }

  /// Writes a scalar of this vector's own type into every element.
  func fill(_ value: borrowing Cell) {
    guard count > 0 else { return }
    switch storage {
    case .int8: pointer(Int8.self).update(repeating: Int8(truncatingIfNeeded: value.rawInteger), count: count)
    case .int16: pointer(Int16.self).update(repeating: Int16(truncatingIfNeeded: value.rawInteger), count: count)
    case .int32: pointer(Int32.self).update(repeating: Int32(truncatingIfNeeded: value.rawInteger), count: count)
    case .int64: pointer(Int64.self).update(repeating: value.rawInteger, count: count)
    case .float: pointer(Float.self).update(repeating: value.rawDouble.isNull ? .null : Float(value.rawDouble), count: count)
    case .double: pointer(Double.self).update(repeating: value.rawDouble, count: count)
    default: pointer(Wide.self).update(repeating: value.wideValue ?? type.nullWide, count: count)
    }
  }
}
