#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "data/evidence.hpp"
#include "data/pass.hpp"

namespace plantproof::metrics {

template <class Row>
const std::vector<Row>& rows_or_none(const data::Run& run) {
  static const std::vector<Row> kNone;
  const std::vector<Row>* rows = run.tables.rows<Row>();
  return rows != nullptr ? *rows : kNone;
}

/// Views into the run.
using Tracks = std::map<std::string_view, std::vector<const data::RadioSample*>>;

/// Radio samples of each device, by time.
inline Tracks tracks_of(const data::Run& run) {
  Tracks tracks;
  for (const auto& sample : rows_or_none<data::RadioSample>(run)) tracks[sample.device].push_back(&sample);
  for (auto& [device, track] : tracks) std::ranges::stable_sort(track, {}, &data::RadioSample::time);
  return tracks;
}

/// The messages of a run that were lost, or came later than their flow allows. Views into the run.
struct MissedMessages {
  struct Missed {
    const data::Flow* flow = nullptr;
    core::Instant sent;
    bool is_lost = false;
  };
  std::vector<Missed> missed;          ///< in the order of the table
  std::optional<core::Instant> first;  ///< sent, of all messages
  std::optional<core::Instant> last;
  std::map<std::string_view, const data::Flow*> flows;

  void add(const data::Message& message) {
    first = std::min(first.value_or(message.sent), message.sent);
    last = std::max(last.value_or(message.sent), message.sent);
    const auto flow = flows.find(message.flow);
    if (flow == flows.end()) return;
    const bool is_lost = !message.received;
    const bool is_late =
        !is_lost && flow->second->deadline && *message.received - message.sent > *flow->second->deadline;
    if (is_lost || is_late) missed.push_back({flow->second, message.sent, is_lost});
  }
  void merge(MissedMessages&& next) {
    if (!next.first) return;
    first = std::min(first.value_or(*next.first), *next.first);
    last = std::max(last.value_or(*next.last), *next.last);
    missed.insert(missed.end(), next.missed.begin(), next.missed.end());
  }
};

inline MissedMessages missed_messages(const data::Run& run) {
  MissedMessages nothing;
  for (const data::Flow& flow : rows_or_none<data::Flow>(run)) nothing.flows[flow.flow] = &flow;
  return data::pass<data::Message>(run.tables, nothing);
}

}  // namespace plantproof::metrics
