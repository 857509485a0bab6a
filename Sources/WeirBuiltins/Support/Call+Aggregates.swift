import WeirRuntime
import WeirTables

extension Call {
  /// An aggregate of the first argument: a vector, the values of an array vector, or a scalar as a vector of one.
  func aggregate(_ aggregate: Aggregate) throws -> Cell {
    let column = try aggregateColumn(0)
    do {
      return try aggregate.whole([column], session.host.threads)
    } catch let error as KernelError where error.kind == .type {
      throw expected(0, "numbers")
    }
  }

  /// The values that an aggregate runs over.
  func aggregateColumn(_ index: Int) throws -> Vector {
    let column = try PairAxis.column(self, index)
    if let lists = column as? ArrayVector { return lists.values }
    return column
  }

  /// An aggregate of the first two arguments, whatever their form.
  func pairAggregate(_ aggregate: Aggregate) throws -> Cell {
    let threads = session.host.threads
    let name = name
    return try PairAxis.apply(self) { x, y in
      do {
        return try aggregate.whole([x, y], threads)
      } catch let error as KernelError {
        throw KernelError(error.kind, "\(name): \(error.text)")
      }
    }
  }

  /// A word out of a fixed list, such as an interpolation.
  func choice<Choice: RawRepresentable>(_ index: Int, default fallback: Choice) throws -> Choice where Choice.RawValue == String {
    guard has(index), !self[index].isVoid else { return fallback }
    let word = try string(index)
    guard let choice = Choice(rawValue: word.lowercased()) else { throw invalid(index, "does not know \"\(word)\"") }
    return choice
  }
}
