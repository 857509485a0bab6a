import WeirHost
import WeirRuntime
import WeirTables

// Tables from and to text files.
extension StandardCatalog {
  static let textFiles: [Builtin] = [
    Builtin(
      "loadText(filename, [delimiter], [schema], [skipRows=0], [arrayDelimiter], [containHeader], [arrayMarker])",
      aliases: ["ploadText"],
      summary: "Reads a text file of records, such as CSV, into a table; types come from `schema` or from a sample of the cells.",
      example: Example("saveTextFile(\"code,price\\n000001,9.5\\n\", \"/tmp/weirExample.csv\")\nloadText(\"/tmp/weirExample.csv\")", gives: "code   price\n------ -----\n000001 9.5")
    ) { call in
      try naming(call.name) {
        .table(try TextArguments.table(call, .loadText))
      }
    },
    Builtin(
      "extractTextSchema(filename, [delimiter], [skipRows=0])",
      summary: "The names and types that `loadText` finds in a text file, as a table of two columns.",
      example: Example("saveTextFile(\"a,b\\n1,2.5\\n\", \"/tmp/weirExample.csv\")\nexec type from extractTextSchema(\"/tmp/weirExample.csv\")", gives: "[\"INT\",\"DOUBLE\"]")
    ) { call in
      try naming(call.name) {
        let columns = try TextArguments.loader(call, .extractTextSchema).sniffedColumns()
        let names = try StringVector(columns.map(\.name))
        return .table(try Table(names: ["name", "type"], columns: [names, try StringVector(columns.map(\.type.name))]))
      }
    },
    Builtin(
      "saveText(obj, filename, [delimiter], [append=false], [header=true], [bom])",
      summary: "Writes a table, matrix or vector to a text file, one record per row.",
      example: Example("saveText(table(1..2 as a), \"/tmp/weirExample.csv\")\nsum(loadText(\"/tmp/weirExample.csv\").a)", gives: "3")
    ) { call in
      try naming(call.name) {
        let (names, columns) = try TextArguments.columns(ofObject: call)
        var writer = TextWriter(try TextFormat(delimiter: call.string(2, default: ",")))
        let bom = try call.string(5, default: "")
        guard bom.isEmpty || bom.lowercased() == "utf-8" else { throw call.invalid(5, "must be \"UTF-8\" or left out") }
        try writer.write(
          names: try call.bool(4, default: true) ? names : nil, columns, to: try call.string(1), on: call.session.host.disk,
          isAppending: try call.bool(3, default: false), byteOrderMark: !bom.isEmpty)
        return .missing
      }
    },
  ]
}

/// The arguments of the functions that read and write text files.
enum TextArguments {
  /// Which argument of a function is which.
  struct Places {
    var path = 0
    var delimiter = 1
    var schema: Int?
    var skipRows: Int
    var arrayDelimiter: Int?
    var header: Int?
    var arrayMarker: Int?

    static let loadText = Places(schema: 2, skipRows: 3, arrayDelimiter: 4, header: 5, arrayMarker: 6)
    static let extractTextSchema = Places(skipRows: 2)
    static let loadTextEx = Places(path: 3, delimiter: 4, schema: 5, skipRows: 6, arrayDelimiter: 10, header: 11, arrayMarker: 12)
  }

  /// The records of a file.
  static func table(_ call: borrowing Call, _ places: Places) throws -> Table {
    let loader = try loader(call, places)
    let schema = try places.schema.flatMap { call.has($0) && !call[$0].isVoid ? try call.table($0) : nil }
    let loaded = try loader.load(try schema.map { try columns($0, loader) } ?? loader.sniffedColumns())
    // Reading takes several times the memory of what is read.
    if let rows = loaded.columns.first?.count, rows >= 1 << 20 { BufferPool.giveBackIdle() }
    return try Table(names: loaded.names, columns: loaded.columns)
  }

  static func loader(_ call: borrowing Call, _ places: Places) throws -> TextLoader {
    let path = try call.string(places.path)
    let delimiter = try call.string(places.delimiter, default: ",")
    var format = try TextFormat(delimiter: delimiter.isEmpty ? "," : delimiter)
    format.skippedLines = try call.int(places.skipRows, default: 0)
    guard (0...1024).contains(format.skippedLines) else { throw call.invalid(places.skipRows, "must be 0 to 1024, got \(format.skippedLines)") }
    try readArrayFormat(call, places, &format)
    let host = call.session.host
    return try TextLoader(try host.disk.map(path), path: path, format, threads: host.threads)
  }

  private static func readArrayFormat(_ call: borrowing Call, _ places: Places, _ format: inout TextFormat) throws {
    if let place = places.arrayDelimiter, call.has(place), !call[place].isVoid {
      let text = Array(try call.string(place).utf8)
      guard text.count == 1 else { throw call.invalid(place, "must be one character") }
      format.arrayDelimiter = text[0]
    }
    if let place = places.header, call.has(place), !call[place].isVoid { format.hasHeader = try call.bool(place, default: true) }
    guard let place = places.arrayMarker, call.has(place), !call[place].isVoid else { return }
    let markers = try arrayMarkers(call, place)
    guard markers.count == 2, !markers.contains(where: { $0 <= 32 || $0 &- 48 <= 9 || ($0 | 32) &- 97 < 26 || $0 == format.delimiter[0] }),
      (markers[0] == 34) == (markers[1] == 34)
    else { throw call.invalid(place, "must be two characters that are no blanks, letters, digits or delimiters") }
    format.arrayMarkers = (markers[0], markers[1])
  }

  private static func arrayMarkers(_ call: borrowing Call, _ place: Int) throws -> [UInt8] {
    guard let pair = call[place].pair else { return Array(try call.string(place).utf8) }
    return Array((0..<2).map { pair.elements.text(at: $0) }.joined().utf8)
  }

  /// The columns that a schema table describes: `name`, `type`, and maybe `format` and `col`.
  private static func columns(_ schema: Table, _ loader: TextLoader) throws -> [TextColumn] {
    let rows = schema.snapshot
    guard let nameIndex = rows.columnIndex("name"), let typeIndex = rows.columnIndex("type") else {
      throw KernelError.value("the schema must have the columns `name` and `type`")
    }
    let places = rows.columnIndex("col").map { rows.columns[$0] }
    guard places != nil || rows.rowCount == loader.cellCount else {
      throw KernelError.value("the schema has \(rows.rowCount) columns, the file has \(loader.cellCount)")
    }
    let patterns = rows.columnIndex("format").map { rows.columns[$0] }
    var columns: [TextColumn] = []
    for row in 0..<rows.rowCount {
      try Interruption.check(atRow: row)
      let place = try places.map { Int(try $0.cell(at: row).asInt64()) } ?? row
      let last = columns.last?.index ?? -1
      guard place > last, place < loader.cellCount else { throw KernelError.value("`col` of the schema must ascend and stay below \(loader.cellCount)") }
      let typeName = rows.columns[typeIndex].text(at: row)
      var column = try column(named: rows.columns[nameIndex].text(at: row), typeName: typeName, index: place)
      if let pattern = patterns?.text(at: row), !pattern.isEmpty { column.pattern = try temporalPattern(pattern, column) }
      columns.append(column)
    }
    return columns
  }

  private static func column(named name: String, typeName: String, index: Int) throws -> TextColumn {
    var base = typeName.uppercased()
    let isArray = base.hasSuffix("[]")
    if isArray { base.removeLast(2) }
    var scale = 0
    if let open = base.firstIndex(of: "("), base.hasSuffix(")") {
      scale = Int(base[base.index(after: open)...].dropLast()) ?? -1
      base = String(base[..<open])
    }
    let unreadable: Set<ElementType> = [.blob, .complex, .point, .duration, .void, .any]
    guard let type = ElementType(named: base), type.category != .other, !unreadable.contains(type),
      type.isDecimal ? (0...DecimalScale.max(type)).contains(scale) : scale == 0
    else { throw KernelError.type("column `\(name)` of the schema has the type '\(typeName)', which no text can be read as") }
    var column = TextColumn(name: name, type: type, index: index)
    column.scale = scale
    column.isArray = isArray
    return column
  }

  private static func temporalPattern(_ text: String, _ column: TextColumn) throws -> TemporalPattern {
    let pattern = try TemporalPattern(text)
    guard column.type.isTemporal else { throw KernelError.type("column `\(column.name)` has a format and is no temporal column") }
    _ = try TemporalConversion.convert(0, from: pattern.type, to: column.type)
    return pattern
  }

  static func columns(ofObject call: borrowing Call) throws -> (names: [String]?, columns: [Vector]) {
    if let table = call[0].table { return (table.snapshot.names, table.snapshot.columns) }
    if let matrix = call[0].matrix { return (nil, (0..<matrix.columns).map { matrix.column($0) }) }
    guard let vector = call[0].vector else { throw call.expected(0, "a table, matrix or vector") }
    return (nil, [vector])
  }
}
