import WeirRuntime

/// The examples of the functions `...TopN`, which all look alike.
enum TopExamples {
  static func example(_ name: String) -> Example? {
    guard let answer = answers[name] else { return nil }
    let isPair = ["corr", "covar", "covarp", "beta", "wsum"].contains { name.hasSuffix("\($0)TopN") }
    let times = name.hasPrefix("tm") ? "1 2 3 4, " : ""
    let window = name.hasPrefix("cum") ? "" : "3, "
    return Example("\(name)(\(times)1 2 3 5, \(isPair ? "2 1 4 3, " : "")4 1 3 2, \(window)2)", gives: answer)
  }

  private static let answers: [String: String] = [:]
}
