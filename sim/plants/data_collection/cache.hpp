#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/time.hpp"

namespace plantproof::plants::collection {

/// What was last used stays, what has not been used for longest goes (LRU), and what is older than its time to live is
/// as if it were not there.
template <class Value>
class Cache {
 public:
  /// No entries: it keeps nothing.
  Cache(std::size_t entries, core::Nanoseconds time_to_live) : entries_(entries), time_to_live_(time_to_live) {}

  /// Null when it is not there. Instants never go back.
  const Value* find(const std::string& key, core::Instant now) {
    const auto found = of_key_.find(key);
    if (found == of_key_.end()) return nullptr;
    if (now - found->second->since >= time_to_live_) {
      order_.erase(found->second);
      of_key_.erase(found);
      return nullptr;
    }
    order_.splice(order_.begin(), order_, found->second);
    return &found->second->value;
  }

  /// The value is that of now; it replaces another one of the key.
  void put(const std::string& key, Value value, core::Instant now) {
    if (entries_ == 0) return;
    if (const auto found = of_key_.find(key); found != of_key_.end()) {
      order_.erase(found->second);
      of_key_.erase(found);
    } else if (of_key_.size() == entries_) {
      of_key_.erase(order_.back().key);
      order_.pop_back();
    }
    order_.push_front({key, std::move(value), now});
    of_key_[key] = order_.begin();
  }

  [[nodiscard]] std::size_t size() const { return of_key_.size(); }

 private:
  struct Entry {
    std::string key;
    Value value;
    core::Instant since;
  };

  std::size_t entries_;
  core::Nanoseconds time_to_live_;
  std::list<Entry> order_;  ///< the last used first
  std::unordered_map<std::string, typename std::list<Entry>::iterator> of_key_;
};

}  // namespace plantproof::plants::collection
