#include "capture/window.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <random>

#include <gtest/gtest.h>

namespace plantproof::data::capture {
namespace {

// The same, as plainly as it can be said.
class PlainWindow {
 public:
  void add(std::uint64_t key, std::int64_t time, int record) { entries_.push_back({key, time, record, true}); }
  [[nodiscard]] std::vector<int> waiting(std::uint64_t key) const {
    std::vector<int> records;
    for (const Entry& entry : entries_) {
      if (entry.key == key && entry.waits) records.push_back(entry.record);
    }
    return records;
  }
  [[nodiscard]] bool holds(std::uint64_t key) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.key == key; });
  }
  void take(std::uint64_t key) {
    for (Entry& entry : entries_) {
      if (entry.key != key || !entry.waits) continue;
      entry.waits = false;
      return;
    }
  }
  std::vector<int> expire(std::int64_t before) {
    std::vector<int> records;
    while (!entries_.empty() && entries_.front().time < before) {
      if (entries_.front().waits) records.push_back(entries_.front().record);
      entries_.pop_front();
    }
    return records;
  }

 private:
  struct Entry {
    std::uint64_t key = 0;
    std::int64_t time = 0;
    int record = 0;
    bool waits = false;
  };
  std::deque<Entry> entries_;
};

TEST(CaptureWindow, HoldsWhatAPlainQueueHoldsWhateverIsDoneToIt) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    std::mt19937_64 random(seed);
    Window<int> window;
    PlainWindow plain;
    // Few keys, and few places of them, so that they collide; enough at a time for the window to grow.
    const std::uint64_t keys = 1 + random() % 400;
    const std::int64_t span = 1 + static_cast<std::int64_t>(random() % 3000);
    for (int step = 0; step < 6000; ++step) {
      const std::uint64_t name = random() % keys;
      const Key key{name % 7, name};
      if (random() % 3 != 0) {
        window.add(key, step, step);
        plain.add(name, step, step);
      } else if (!plain.waiting(name).empty()) {
        window.take(key);
        plain.take(name);
      }
      if (step % 16 == 0) {
        std::vector<int> expired;
        window.expire(step - span, [&](int record) { expired.push_back(record); });
        ASSERT_EQ(expired, plain.expire(step - span)) << "seed " << seed;
      }
      if (step % 8 != 0) continue;
      const auto found = window.find(key);
      const std::vector<int> waiting = plain.waiting(name);
      ASSERT_EQ(found.has_more, waiting.size() > 1) << "seed " << seed;
      ASSERT_EQ(found.is_held, plain.holds(name)) << "seed " << seed;
      ASSERT_EQ(found.first != nullptr, !waiting.empty()) << "seed " << seed;
      if (found.first != nullptr) {
        ASSERT_EQ(*found.first, waiting.front()) << "seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace plantproof::data::capture
