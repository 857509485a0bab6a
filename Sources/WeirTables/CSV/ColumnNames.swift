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
    return names.map { name in
      var candidate = name
      var number = 1
      while !seen.insert(candidate).inserted {
        candidate = "\(name)_\(number)"
        number += 1
      }
      return candidate
    }
  }
}
