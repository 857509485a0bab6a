import Synchronization
import WeirHost
import WeirTables

/// What the sessions of one process have in common: shared objects, databases and tables that are kept on disk, and the jobs that run beside them.
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
  package let settings: SiteSettings
  private let catalog = Mutex<DatabaseCatalog?>(nil)

  package init(alias: String = "local8848", addresses: Set<String> = ["localhost:8848", "127.0.0.1:8848"], settings: SiteSettings = SiteSettings()) {
    let own = settings.configuration.localSite
    self.alias = own?.alias ?? alias
    self.settings = settings
    names = addresses.union([self.alias]).union(own.map { [$0.address] } ?? [])
  }

  /// The databases on disk. None is looked for, and nothing is made, before a script names one.
  package func databases(on disk: any Disk) -> DatabaseCatalog {
    catalog.withLock { catalog in
      let opened = catalog ?? settings.databases(on: disk)
      catalog = opened
      return opened
    }
  }
}

extension SessionContext {
  package var databases: DatabaseCatalog { site.databases(on: host.disk) }
}
