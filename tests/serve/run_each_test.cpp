#include "run_each.hpp"

#include <set>
#include <stdexcept>

#include <gmock/gmock.h>

namespace plantproof::app {
namespace {

TEST(RunEach, CallsEveryNumberOnceWhateverTheThreads) {
  for (const std::size_t threads : {0U, 1U, 2U, 7U, 100U}) {
    for (const std::size_t count : {0U, 1U, 5U, 1000U}) {
      std::vector<std::atomic<int>> calls(count);
      run_each(count, threads, [&](std::size_t i) { ++calls[i]; });
      for (const auto& each : calls) EXPECT_EQ(each, 1) << threads << " threads, " << count;
    }
  }
}

TEST(RunEach, RunsOnAsManyThreadsAsItMay) {
  std::mutex mutex;
  std::set<std::thread::id> seen;
  std::atomic<int> waiting = 3;
  run_each(3, 3, [&](std::size_t) {
    {
      const std::lock_guard lock(mutex);
      seen.insert(std::this_thread::get_id());
    }
    for (--waiting; waiting > 0;) std::this_thread::yield();  // until all three are here at once
  });
  EXPECT_EQ(seen.size(), 3U);
  EXPECT_TRUE(seen.contains(std::this_thread::get_id()));
}

TEST(RunEach, ThrowsTheFirstExceptionWhenAllHaveEnded) {
  for (const std::size_t threads : {1U, 4U}) {
    std::atomic<int> begun = 0;
    EXPECT_THROW(run_each(1000, threads,
                          [&](std::size_t i) {
                            ++begun;
                            if (i == 10) throw std::runtime_error("ten");
                          }),
                 std::runtime_error);
    EXPECT_GE(begun, 11) << threads;
    EXPECT_LE(begun, threads == 1 ? 11 : 1000) << threads;
  }
}

}  // namespace
}  // namespace plantproof::app
