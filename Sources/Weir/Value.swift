import WeirRuntime
import WeirTables

/// A value of the language, outside of a session.
///
/// Numbers that lie in columns are read in place (`column(of:)`), and a column that Swift fills is the column that scripts compute on
/// (`init(count:type:fill:)`). A value belongs to the thread of the session that it came from or is going to.
public struct Value: CustomStringConvertible {
  /// The shape of a value.
  public enum Form: String, Sendable { case scalar, vector, pair, matrix, set, dictionary, table, other }

  private final class Box {
    let cell: Cell
    init(_ cell: consuming Cell) { self.cell = cell }
  }

  private let box: Box

  package init(_ cell: consuming Cell) { box = Box(cell) }

  package var cell: Cell { box.cell.copy() }

  /// NULL.
  public static var null: Value { Value(.void) }

  public var form: Form {
    switch box.cell.heapKind {
    case nil, .string, .wide: .scalar
    case .vector: .vector
    case .pair: .pair
    case .matrix: .matrix
    case .set: .set
    case .dictionary: .dictionary
    case .table: .table
    case .function, .code, .instance, .resource: .other
    }
  }

  /// The language's name for the type of the elements, such as `INT`, `SYMBOL` or `TIMESTAMP`; `ANY` for tuples and tables.
  public var type: String { box.cell.elementType.name }

  /// How many elements a vector, set or dictionary has, rows a table or matrix; 1 for a scalar, 2 for a pair.
  public var count: Int {
    switch box.cell.heapKind {
    case .vector: box.cell.vector?.count ?? 0
    case .pair: 2
    case .matrix: box.cell.matrix?.rows ?? 0
    case .set: box.cell.set?.elements.count ?? 0
    case .dictionary: box.cell.dictionary?.count ?? 0
    case .table: box.cell.table?.snapshot.rowCount ?? 0
    default: 1
    }
  }

  /// As the console shows it: long values are cut.
  public var description: String { ConsoleDisplay.text(box.cell) }

  /// As machine-readable output shows it: one line of JSON that says everything about the value.
  public var json: String { JSONDisplay.value(box.cell) }
}
