#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace plantproof::core {

/// Values at indices that stay theirs until they are taken out; an index is used again, the last one given back first.
template <class Value>
class Slots {
 public:
  std::size_t add(Value value) {
    if (unused_.empty()) {
      values_.push_back(std::move(value));
      return values_.size() - 1;
    }
    const std::size_t index = unused_.back();
    unused_.pop_back();
    values_[index] = std::move(value);
    return index;
  }
  /// The value is the caller's now, and its index anybody's.
  Value take(std::size_t index) {
    unused_.push_back(index);
    return std::exchange(values_[index], Value{});
  }

  Value& operator[](std::size_t index) { return values_[index]; }
  const Value& operator[](std::size_t index) const { return values_[index]; }

 private:
  std::vector<Value> values_;
  std::vector<std::size_t> unused_;
};

}  // namespace plantproof::core
