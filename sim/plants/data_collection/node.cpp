#include "data_collection/node.hpp"

#include <algorithm>

namespace plantproof::plants::collection {

Node::Node(const scenarios::DataCollection::Node& node, core::Draws others, core::Draws ways, core::Instant since)
    : node_(node),
      others_(others),
      ways_(ways),
      service_(core::of_milliseconds(node.service_ms.value)),
      free_from_(since),
      next_of_others_(since) {
  draw_next_of_others();
}

void Node::draw_next_of_others() {
  const double rate = node_.others_per_s.value;
  if (rate > 0) next_of_others_ += core::of_seconds(others_.exponential() / rate);
}

std::optional<core::Nanoseconds> Node::way() {
  if (ways_.uniform() < node_.loss_ratio.value) return std::nullopt;
  return core::of_milliseconds(node_.away_ms.value + node_.jitter_ms.value * ways_.exponential());
}

core::Instant Node::served(core::Instant now) {
  while (node_.others_per_s.value > 0 && next_of_others_ <= now) {
    free_from_ = std::max(free_from_, next_of_others_) + service_;
    draw_next_of_others();
  }
  return free_from_ = std::max(free_from_, now) + service_;
}

}  // namespace plantproof::plants::collection
