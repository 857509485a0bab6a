import WeirTables

/// Arguments of calls to come, in memory that their caller reuses from call to call.
package struct ArgumentSlab: ~Copyable {
  package let cells: UnsafeMutablePointer<Cell>
  package let count: Int

  /// `count` arguments that are left out so far.
  package init(count: Int) {
    self.count = count
    cells = .allocate(capacity: max(count, 1))
    for index in 0..<count { (cells + index).initialize(to: .missing) }
  }

  deinit {
    cells.deinitialize(count: count)
    cells.deallocate()
  }

  package subscript(index: Int) -> Cell {
    unsafeAddress { UnsafePointer(cells + index) }
    nonmutating unsafeMutableAddress { cells + index }
  }
}
