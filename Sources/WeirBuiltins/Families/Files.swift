import WeirHost
import WeirRuntime
import WeirTables

// Files and directories.
extension StandardCatalog {
  static let files: [Builtin] = textFiles + directories + textLines + fileHandles

  private static let directories: [Builtin] = [
    Builtin("exists(path)", summary: "Whether there is a file or directory under a path.", example: Example("exists(\"/no/such/file\")", gives: "false")) { call in
      let disk = call.session.host.disk
      guard let paths = call[0].vector else { return .bool(try naming(call.name) { try disk.exists(try call.string(0)) }) }
      let result = try FixedVector(.bool, count: paths.count)
      try naming(call.name) {
        for row in 0..<paths.count { result.pointer(Int8.self)[row] = try disk.exists(paths.text(at: row)) ? 1 : 0 }
      }
      return .vector(result)
    },
    Builtin(
      "mkdir(directory)", summary: "Makes a directory, and the ones above it that are missing.",
      example: Example("mkdir(\"/tmp/weirExample/mkdir\")\nexists(\"/tmp/weirExample/mkdir\")", gives: "true")
    ) { call in
      let path = try call.string(0)
      try naming(call.name) { try call.session.host.disk.makeDirectories(path) }
      return .missing
    },
    Builtin(
      "rm(filename)", summary: "Removes files.",
      example: Example("saveTextFile(\"a\", \"/tmp/weirExample.rm\")\nrm(\"/tmp/weirExample.rm\")\nexists(\"/tmp/weirExample.rm\")", gives: "false")
    ) { call in
      for path in try call.strings(0) { try naming(call.name) { try call.session.host.disk.remove(path) } }
      return .missing
    },
    Builtin(
      "rmdir(directory, [recursive=false], [keepRootDir=false])",
      summary: "Removes an empty directory, or with `recursive` all that is in it; `keepRootDir` keeps the directory itself.",
      example: Example("mkdir(\"/tmp/weirExample/rmdir\")\nrmdir(\"/tmp/weirExample/rmdir\")\nexists(\"/tmp/weirExample/rmdir\")", gives: "false")
    ) { call in
      let disk = call.session.host.disk
      let path = try call.string(0)
      guard try call.bool(1, default: false) else {
        try naming(call.name) { try disk.removeDirectory(path) }
        return .missing
      }
      let keepsRoot = try call.bool(2, default: false)
      try naming(call.name) {
        for name in try disk.list(path) { try disk.removeTree(FilePath.join(path, name)) }
        if !keepsRoot { try disk.removeDirectory(path) }
      }
      return .missing
    },
    Builtin(
      "files(directory, [pattern])", summary: "What is in a directory, as a table; `pattern` chooses names as `ilike` does.",
      example: Example("saveTextFile(\"abc\", \"/tmp/weirExample.txt\")\nexec fileSize from files(\"/tmp\", \"weirExample.txt\")", gives: "[3]")
    ) { call in
      .table(try naming(call.name) { try FileListing.table(try call.string(0), call.has(1) ? try call.string(1) : "%", call.session.host.disk) })
    },
    Builtin(
      "scriptDirectory()", summary: "The directory of the script that was started; the current one where there is none.",
      example: Example("scriptDirectory()", gives: ".")
    ) { call in .string(FilePath.parent(of: call.session.sources.first?.name ?? "")) },
  ]

  private static let textLines: [Builtin] = [
    Builtin(
      "saveTextFile(content, filename, [append=false])", summary: "Writes a text to a file, or behind what is in it.",
      example: Example("saveTextFile(\"a\", \"/tmp/weirExample.txt\")", gives: "true")
    ) { call in
      var text = try call.string(0)
      let path = try call.string(1)
      let appends = try call.bool(2, default: false)
      try naming(call.name) {
        let file = try call.session.host.disk.open(path, appends ? .readWrite : .truncate)
        let end = try file.size()
        try text.withUTF8 { try file.write(UnsafeRawBufferPointer($0), at: end) }
      }
      return .bool(true)
    },
  ]
}

/// What is in a directory.
private enum FileListing {
  static func table(_ directory: String, _ pattern: String, _ disk: any Disk) throws -> Table {
    let like = LikePattern(pattern, ignoresCase: true)
    let names = try disk.list(directory).filter { name in
      var name = name
      return name.withUTF8 { like.matches($0) }
    }
    let isDirectory = try FixedVector(.bool, count: names.count)
    let sizes = try FixedVector(.long, count: names.count)
    let modified = try FixedVector(.timestamp, count: names.count)
    for (row, name) in names.enumerated() {
      let status = try disk.status(of: FilePath.join(directory, name))
      isDirectory.pointer(Int8.self)[row] = status?.kind == .directory ? 1 : 0
      sizes.pointer(Int64.self)[row] = Int64(status?.size ?? 0)
      modified.pointer(Int64.self)[row] = (status?.modified ?? 0) / 1_000_000
    }
    let columns: [Vector] = [try StringVector(names), isDirectory, sizes, modified, modified]
    return try Table(names: ["filename", "isDir", "fileSize", "lastAccessed", "lastModified"], columns: columns)
  }
}
