#pragma once

#include <utility>
#include <vector>

namespace plantproof::ran {

/// Empty vectors whose memory is used again, where many are filled and emptied in turn.
template <class Value>
class SpareVectors {
 public:
  std::vector<Value> take() {
    if (vectors_.empty()) return {};
    std::vector<Value> vector = std::move(vectors_.back());
    vectors_.pop_back();
    return vector;
  }
  void give_back(std::vector<Value> vector) {
    vector.clear();
    vectors_.push_back(std::move(vector));
  }

 private:
  std::vector<std::vector<Value>> vectors_;
};

}  // namespace plantproof::ran
