/// The element types of the language. Raw values are the numbers that scripts see when they use a type name as a value (`int(INT)` is 4).
///
/// - Source: DolphinDB documentation, data types.
@frozen
public enum ElementType: UInt8, Sendable, CaseIterable {
  case void = 0
  case bool = 1
  case char = 2
  case short = 3
  case int = 4
  case long = 5
  case date = 6
  case month = 7
  case time = 8
  case minute = 9
  case second = 10
  case datetime = 11
  case timestamp = 12
  case nanotime = 13
  case nanotimestamp = 14
  case float = 15
  case double = 16
  case symbol = 17
  case string = 18
  case uuid = 19
  case functionDefinition = 20
  case handle = 21
  case code = 22
  case dataSource = 23
  case resource = 24
  case any = 25
  case dateHour = 28
  case ipAddress = 30
  case int128 = 31
  case blob = 32
  case complex = 34
  case point = 35
  case duration = 36
  case decimal32 = 37
  case decimal64 = 38
  case decimal128 = 39
  case object = 40
}

/// How the elements of a vector lie in memory.
@frozen
public enum Storage: UInt8, Sendable {
  case int8, int16, int32, int64, float, double
  /// Two 64-bit words: UUID, IPADDR, INT128, COMPLEX, POINT, DECIMAL128.
  case wide
  /// `Int32` codes into a dictionary.
  case symbol
  /// References into an arena of UTF-8 bytes.
  case string
  /// One `Cell` each.
  case any
  /// One list each: offsets into a vector of values.
  case array
}

extension Storage {
  /// Elements are integers, or count as such: BOOLs, moments, decimals of one scale.
  package var isInteger: Bool { self == .int8 || self == .int16 || self == .int32 || self == .int64 }
}

/// What arithmetic and comparison care about.
package enum TypeCategory: UInt8, Sendable {
  case void, logical, integral, floating, decimal, temporal, literal, wide, duration, other
}

/// What moments of a type are counted on: types of one line differ in how fine they are, and converting between them keeps the order.
package enum TemporalLine: Sendable {
  case calendar
  /// From midnight.
  case clock
}

extension ElementType {
  /// The dialect's name, as `typestr` and JSON output show it.
  package var name: String {
    switch self {
    case .void: "VOID"
    case .bool: "BOOL"
    case .char: "CHAR"
    case .short: "SHORT"
    case .int: "INT"
    case .long: "LONG"
    case .date: "DATE"
    case .month: "MONTH"
    case .time: "TIME"
    case .minute: "MINUTE"
    case .second: "SECOND"
    case .datetime: "DATETIME"
    case .timestamp: "TIMESTAMP"
    case .nanotime: "NANOTIME"
    case .nanotimestamp: "NANOTIMESTAMP"
    case .float: "FLOAT"
    case .double: "DOUBLE"
    case .symbol: "SYMBOL"
    case .string: "STRING"
    case .uuid: "UUID"
    case .functionDefinition: "FUNCTIONDEF"
    case .handle: "HANDLE"
    case .code: "CODE"
    case .dataSource: "DATASOURCE"
    case .resource: "RESOURCE"
    case .any: "ANY"
    case .dateHour: "DATEHOUR"
    case .ipAddress: "IPADDR"
    case .int128: "INT128"
    case .blob: "BLOB"
    case .complex: "COMPLEX"
    case .point: "POINT"
    case .duration: "DURATION"
    case .decimal32: "DECIMAL32"
    case .decimal64: "DECIMAL64"
    case .decimal128: "DECIMAL128"
    case .object: "OBJECT"
    }
  }

  private static let byName: [String: ElementType] = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  /// The type that `name` spells in capitals, as in `"INT"`.
  package init?(named name: String) {
    guard let type = ElementType.byName[name] else { return nil }
    self = type
  }

  @inlinable package var storage: Storage {
    switch self {
    case .void, .bool, .char: .int8
    case .short: .int16
    case .int, .date, .month, .time, .minute, .second, .datetime, .dateHour, .decimal32: .int32
    case .long, .timestamp, .nanotime, .nanotimestamp, .decimal64, .duration: .int64
    case .float: .float
    case .double: .double
    case .uuid, .ipAddress, .int128, .complex, .point, .decimal128: .wide
    case .symbol: .symbol
    case .string, .blob: .string
    case .any, .functionDefinition, .handle, .code, .dataSource, .resource, .object: .any
    }
  }

  package var category: TypeCategory {
    switch self {
    case .void: .void
    case .bool: .logical
    case .char, .short, .int, .long: .integral
    case .float, .double: .floating
    case .decimal32, .decimal64, .decimal128: .decimal
    case .date, .month, .time, .minute, .second, .datetime, .timestamp, .nanotime, .nanotimestamp, .dateHour: .temporal
    case .symbol, .string, .blob: .literal
    case .uuid, .ipAddress, .int128, .complex, .point: .wide
    case .duration: .duration
    case .functionDefinition, .handle, .code, .dataSource, .resource, .any, .object: .other
    }
  }

  /// BOOL, the integers and the floats: what arithmetic promotes among.
  package var isNumeric: Bool {
    switch category {
    case .logical, .integral, .floating: true
    default: false
    }
  }

  package var isTemporal: Bool { category == .temporal }

  /// Nil for what is no moment.
  package var temporalLine: TemporalLine? {
    switch self {
    case .date, .month, .dateHour, .datetime, .timestamp, .nanotimestamp: .calendar
    case .time, .minute, .second, .nanotime: .clock
    default: nil
    }
  }

  package var isLiteral: Bool { category == .literal }
  @inlinable package var isFloating: Bool { self == .float || self == .double }
  package var isDecimal: Bool { category == .decimal }
  /// BOOL and the integers.
  package var isIntegerLike: Bool { category == .integral || category == .logical }
}

extension Storage {
  /// Bytes per element of a fixed-width storage (for a symbol its code, for a string its reference).
  package var width: Int {
    switch self {
    case .int8: 1
    case .int16: 2
    case .int32, .float, .symbol: 4
    case .int64, .double, .string: 8
    case .wide, .any: 16
    case .array: 0
    }
  }

  @inlinable package var isFixedWidth: Bool { rawValue <= Storage.wide.rawValue }
}

/// The shape of a value. Raw values are what the function `form` answers.
package enum Form: Int, Sendable {
  case scalar = 0
  case vector = 1
  case pair = 2
  case matrix = 3
  case set = 4
  case dictionary = 5
  case table = 6
  case systemObject = 9
}
