#pragma once

#include <cstdint>

#include "data/tables.hpp"

namespace plantproof::plants::inspection {

/// The images of an item vote. They are `images` at first; when those do not agree, `retakes` more are asked for.
class Jury {
 public:
  enum class Next { Wait, AskAgain, Decide };

  Jury(std::int64_t images, std::int64_t retakes) : expected_(images), retakes_(retakes) {}

  /// One more image says this. What is to be done now: ask for the retakes, once; decide when all have voted.
  Next hear(data::Judgement judgement) {
    ++(judgement == data::Judgement::Good ? good_ : bad_);
    if (votes() < expected_) return Next::Wait;
    const bool is_unanimous = good_ == 0 || bad_ == 0;
    if (is_unanimous || retakes_ == 0) return Next::Decide;
    expected_ += retakes_;
    retakes_ = 0;
    return Next::AskAgain;
  }
  [[nodiscard]] std::int64_t votes() const { return good_ + bad_; }
  /// What most say; who is in doubt rejects. At least one has voted.
  [[nodiscard]] data::Judgement majority() const { return good_ > bad_ ? data::Judgement::Good : data::Judgement::Bad; }

 private:
  std::int64_t expected_;
  std::int64_t retakes_;
  std::int64_t good_ = 0;
  std::int64_t bad_ = 0;
};

}  // namespace plantproof::plants::inspection
