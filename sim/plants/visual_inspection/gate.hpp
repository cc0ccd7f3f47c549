#pragma once

#include <cstdint>
#include <map>

#include "visual_inspection/item.hpp"
#include "visual_inspection/note.hpp"

namespace plantproof::plants::inspection {

/// The gate at the end of a line: lets an item pass or rejects it, by what it knows when the item is there.
class Gate {
 public:
  /// All references outlive the gate.
  Gate(Plant& plant, scenarios::VisualInspection::Unjudged unjudged, const Items& items);

  /// A result has come.
  void learn(const Note& result);
  /// The item is there, now.
  void meet(std::int64_t item);

 private:
  struct Result {
    core::Instant came;
    data::Judgement judgement;
  };
  Plant& plant_;
  scenarios::VisualInspection::Unjudged unjudged_;
  const Items& items_;
  std::map<std::int64_t, Result> results_;
};

}  // namespace plantproof::plants::inspection
