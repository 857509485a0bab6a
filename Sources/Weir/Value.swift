import WeirRuntime
import WeirTables

/// A value of the language, outside of a session.
public struct Value: CustomStringConvertible {
  private final class Box {
    let cell: Cell
    init(_ cell: consuming Cell) { self.cell = cell }
  }

  private let box: Box

  package init(_ cell: consuming Cell) { box = Box(cell) }

  package var cell: Cell { box.cell.copy() }

  /// As the console shows it.
  public var description: String { ConsoleDisplay.text(box.cell) }

  /// As machine-readable output shows it: one line of JSON that says everything about the value.
  public var json: String { JSONDisplay.value(box.cell) }
}
