#pragma once

#include <algorithm>
#include <vector>

#include "data/evidence.hpp"
#include "metrics/surroundings.hpp"

namespace plantproof::metrics {

template <class Row>
const std::vector<Row>& rows_or_none(const data::Run& run) {
  static const std::vector<Row> kNone;
  const std::vector<Row>* rows = run.tables.rows<Row>();
  return rows != nullptr ? *rows : kNone;
}

inline Tracks tracks_of(const data::Run& run) {
  Tracks tracks;
  for (const auto& sample : rows_or_none<data::RadioSample>(run)) tracks[sample.device].push_back(&sample);
  for (auto& [device, track] : tracks) std::ranges::stable_sort(track, {}, &data::RadioSample::time);
  return tracks;
}

/// Whether the message was lost, or came later than its flow allows.
inline bool is_missed(const data::Message& message, const data::Flow& flow) {
  return !message.received || (flow.deadline && *message.received - message.sent > *flow.deadline);
}

}  // namespace plantproof::metrics
