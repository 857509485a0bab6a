import WeirTables

/// What the sessions of one process have in common: shared objects, tables that are kept on disk, and the jobs that run beside them.
package final class Site: Sendable {
  package let shared = SharedObjects()
  package let jobs = JobBoard()
  package let schedules = ScheduledJobs()
  /// The tables on disk that are open.
  package let storedTables = StoredTables()
  /// The addresses, `host:port`, and aliases by which scripts reach this process.
  package let names: Set<String>
  /// How this site is called in tables of jobs.
  package let alias: String

  package init(alias: String = "local8848", addresses: Set<String> = ["localhost:8848", "127.0.0.1:8848"]) {
    self.alias = alias
    names = addresses.union([alias])
  }
}
