import WeirHost

/// Why a script could not be read.
package enum ScriptReadError: Error, Equatable, CustomStringConvertible {
  case refused(HostError)
  /// Such as an image or a file in another encoding.
  case notText(name: String)

  package var description: String {
    switch self {
    case .refused(let error): "\(error)"
    case .notText(let name): "cannot read '\(name)': it is not UTF-8 text"
    }
  }
}

/// Reads scripts, wherever they come from.
struct ScriptReader {
  let disk: any Disk
  let input: StandardInput

  func read(_ source: ScriptSource) throws(ScriptReadError) -> SourceUnit {
    var bytes = try bytes(of: source)[...]
    // Editors on Windows put a byte order mark in front.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText(name: source.name) }
    return SourceUnit(text: text, name: source.name)
  }

  private func bytes(of source: ScriptSource) throws(ScriptReadError) -> [UInt8] {
    do throws(HostError) {
      switch source {
      case .text(let text): return Array(text.utf8)
      case .file(let path): return try disk.contents(of: path)
      case .standardInput: return try input.all()
      }
    } catch {
      throw .refused(error)
    }
  }
}
