/// Names of columns, as a file spells them and as the language can hold them.
enum ColumnNames {
  /// Letters of any script, digits and underscores stay, the rest becomes an underscore; a name that does not begin with a letter gets a `c` in front.
  static func legal(_ raw: String) -> String {
    var name = ""
    for scalar in raw.unicodeScalars {
      let stays = scalar.properties.isAlphabetic || scalar == "_" || scalar.value &- 48 <= 9
      name.unicodeScalars.append(stays ? scalar : "_")
    }
    guard let first = name.unicodeScalars.first, first.properties.isAlphabetic else { return "c" + name }
    return name
  }

  /// Of names that occur twice, the later ones get a number.
  static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    // Where the numbers of a name go on, so that thousands of equal names take no square of time.
    var nextNumbers: [String: Int] = [:]
    return names.map { name in
      var candidate = name
      while !seen.insert(candidate).inserted {
        let number = nextNumbers[name, default: 1]
        candidate = "\(name)_\(number)"
        nextNumbers[name] = number + 1
      }
      return candidate
    }
  }
}
