// Work on many values on all cores, without shared state: each slice is worked on by one core and has its own result.

import Dispatch
import Glibc
import Synchronization

/// Values being worked on by other cores.
public final class ParallelWork<Value: Sendable, Result: Sendable>: Sendable {
  private let slices: [ArraySlice<Value>]
  private let work: @Sendable (ArraySlice<Value>) throws -> [Result]
  private let next = Atomic(0)
  private let results: Mutex<[[Result]]>
  private let failure = Mutex<(any Error)?>(nil)
  private let workers = DispatchGroup()

  /// Begins to work.
  ///
  /// - `sliceSize`: values that one core takes at a time: enough to make the hand-over cheap.
  /// - `work`: gives one result for each value of a slice, in order.
  public init(
    _ values: [Value], sliceSize: Int,
    _ work: @escaping @Sendable (ArraySlice<Value>) throws -> [Result]
  ) {
    slices = stride(from: 0, to: values.count, by: sliceSize).map {
      values[$0..<min($0 + sliceSize, values.count)]
    }
    self.work = work
    results = Mutex(Array(repeating: [], count: slices.count))
    for _ in 0..<min(slices.count, Self.coreCount) {
      DispatchQueue.global().async(group: workers) { [self] in run() }
    }
  }

  /// Waits for the results, in the order of the values.
  ///
  /// Throws the first error that `work` threw.
  public func finish() throws -> [Result] {
    workers.wait()
    if let error = failure.withLock({ $0 }) { throw error }
    return results.withLock { slices in
      var all: [Result] = []
      all.reserveCapacity(slices.reduce(0) { $0 + $1.count })
      for slice in slices { all += slice }
      return all
    }
  }

  private func run() {
    while true {
      let place = next.add(1, ordering: .relaxed).oldValue
      guard place < slices.count, failure.withLock({ $0 == nil }) else { return }
      do {
        let found = try work(slices[place])
        results.withLock { $0[place] = found }
      } catch {
        failure.withLock { $0 = error }
      }
    }
  }

  private static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
