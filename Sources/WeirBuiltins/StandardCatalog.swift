import WeirRuntime

/// Every built-in function of the language, family by family; a family is a file of declarations. To add a function, add an entry to its family's file
/// and nothing else.
package enum StandardCatalog {
  package static let declarations: [Builtin] = [
    operators, mathematics, statistics, rowFunctions,
    conversion, forms, construction, dictionaries,
    dataManipulation, listRows, nullHandling, nullPairs, cumulativeWindows, movingWindows, timeWindows, topNWindows,
    strings, encoding, json, temporal, files,
    tables, databases, sqlFunctions, groupLists, higherOrder, metaprogramming, random,
    regression, optimization, conicOptimization, interpolation, finance, copies, jobs, scheduledJobs, nodes, users, sharing, system, definitions, classes, modules,
  ].flatMap { $0 }

  package static let functions = FunctionCatalog(declarations)
}
