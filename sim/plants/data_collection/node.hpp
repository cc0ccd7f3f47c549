#pragma once

#include <optional>

#include "core/random.hpp"
#include "core/time.hpp"
#include "scenarios/data_collection.hpp"

namespace plantproof::plants::collection {

/// A node of the resolution system and the way there: it serves one question after the other, ours among those of
/// others.
class Node {
 public:
  /// Others ask from `since` on.
  Node(const scenarios::DataCollection::Node& node, core::Draws others, core::Draws ways, core::Instant since);

  /// How long a message is on its way there, or back; nothing when it is lost.
  [[nodiscard]] std::optional<core::Nanoseconds> way();
  /// A question comes, now, which never goes back: when it is answered.
  core::Instant served(core::Instant now);

 private:
  void draw_next_of_others();

  const scenarios::DataCollection::Node& node_;
  core::Draws others_;
  core::Draws ways_;
  core::Nanoseconds service_;
  core::Instant free_from_;
  core::Instant next_of_others_;
};

}  // namespace plantproof::plants::collection
