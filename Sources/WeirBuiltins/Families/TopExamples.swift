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

  private static let answers: [String: String] = [
    "cumsumTopN": "[1,3,5,7]",
    "msumTopN": "[1,3,5,7]",
    "tmsumTopN": "[1,3,5,7]",
    "cumavgTopN": "[1,1.5,2.5,3.5]",
    "mavgTopN": "[1,1.5,2.5,3.5]",
    "tmavgTopN": "[1,1.5,2.5,3.5]",
    "cumvarTopN": "[,0.5,0.5,4.5]",
    "mvarTopN": "[,0.5,0.5,4.5]",
    "tmvarTopN": "[,0.5,0.5,4.5]",
    "cumvarpTopN": "[0,0.25,0.25,2.25]",
    "mvarpTopN": "[0,0.25,0.25,2.25]",
    "tmvarpTopN": "[0,0.25,0.25,2.25]",
    "cumstdTopN": "[,0.707107,0.707107,2.12132]",
    "mstdTopN": "[,0.707107,0.707107,2.12132]",
    "tmstdTopN": "[,0.707107,0.707107,2.12132]",
    "cumstdpTopN": "[0,0.5,0.5,1.5]",
    "mstdpTopN": "[0,0.5,0.5,1.5]",
    "tmstdpTopN": "[0,0.5,0.5,1.5]",
    "cumskewTopN": "[,0,0,0]",
    "mskewTopN": "[,0,0,0]",
    "tmskewTopN": "[,0,0,0]",
    "cumkurtosisTopN": "[,,,]",
    "mkurtosisTopN": "[,,,]",
    "tmkurtosisTopN": "[,,,]",
    "cumcorrTopN": "[,-1,1,1]",
    "mcorrTopN": "[,-1,1,1]",
    "tmcorrTopN": "[,-1,1,1]",
    "cumcovarTopN": "[,-0.5,1.5,3]",
    "mcovarTopN": "[,-0.5,1.5,3]",
    "tmcovarTopN": "[,-0.5,1.5,3]",
    "cumcovarpTopN": "[0,-0.25,0.75,1.5]",
    "mcovarpTopN": "[0,-0.25,0.75,1.5]",
    "tmcovarpTopN": "[0,-0.25,0.75,1.5]",
    "cumbetaTopN": "[,-1,0.333333,1.5]",
    "mbetaTopN": "[,-1,0.333333,1.5]",
    "tmbetaTopN": "[,-1,0.333333,1.5]",
    "cumwsumTopN": "[2,4,14,17]",
    "mwsumTopN": "[2,4,14,17]",
    "tmwsumTopN": "[2,4,14,17]",
  ]
}
