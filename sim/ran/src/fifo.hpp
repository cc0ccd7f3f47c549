#pragma once

#include <cstddef>
#include <vector>

namespace plantproof::ran {

/// First in, first out, in one piece of memory: a queue that is empty most of the time stays where it is, and one that
/// has never held anything has none.
template <class Value>
class Fifo {
 public:
  [[nodiscard]] bool empty() const { return first_ == values_.size(); }
  Value& front() { return values_[first_]; }
  const Value& front() const { return values_[first_]; }
  auto begin() { return values_.begin() + static_cast<std::ptrdiff_t>(first_); }
  auto begin() const { return values_.begin() + static_cast<std::ptrdiff_t>(first_); }
  auto end() { return values_.end(); }
  auto end() const { return values_.end(); }

  void push_back(const Value& value) { values_.push_back(value); }
  void pop_front() {
    ++first_;
    if (2 * first_ < values_.size()) return;
    values_.erase(values_.begin(), begin());  // no more than have gone since the last time
    first_ = 0;
  }
  auto erase(typename std::vector<Value>::iterator from, typename std::vector<Value>::iterator to) {
    return values_.erase(from, to);
  }

 private:
  std::vector<Value> values_;
  std::size_t first_ = 0;
};

}  // namespace plantproof::ran
