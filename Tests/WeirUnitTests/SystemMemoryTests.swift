import Testing
import WeirTables

@Suite struct SystemMemoryTests {
  @Test func addsSwapToWhatIsAvailable() {
    let meminfo = "MemTotal:       16000 kB\nMemFree:          100 kB\nMemAvailable:    2000 kB\nSwapFree:         500 kB\n"
    #expect(SystemMemory.freeBytes(meminfo: meminfo) == 2500 << 10)
    #expect(SystemMemory.freeBytes(meminfo: "MemAvailable:    2000 kB") == 2000 << 10)
    #expect(SystemMemory.freeBytes(meminfo: "MemTotal:       16000 kB\n") == nil)
  }

  @Test func takesPagesOfFilesForFree() {
    #expect(SystemMemory.freeBytes(limit: "1000\n", used: "900\n", stat: "anon 700\ninactive_file 150\nactive_file 30\n") == 280)
    #expect(SystemMemory.freeBytes(limit: "1000\n", used: "1100\n", stat: "") == 0)
    #expect(SystemMemory.freeBytes(limit: "max\n", used: "900\n", stat: "") == nil)
  }

  @Test func refusesMoreThanThereIs() {
    #expect(SystemMemory.holds(0))
    #expect(!SystemMemory.holds(1 << 60))
  }
}
