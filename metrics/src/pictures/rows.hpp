#pragma once

#include <vector>

#include "data/evidence.hpp"

namespace plantproof::metrics {

template <class Row>
const std::vector<Row>& rows_or_none(const data::Run& run) {
  static const std::vector<Row> kNone;
  const std::vector<Row>* rows = run.tables.rows<Row>();
  return rows != nullptr ? *rows : kNone;
}

/// Whether the message was lost, or came later than its flow allows.
inline bool is_missed(const data::Message& message, const data::Flow& flow) {
  return !message.received || (flow.deadline && *message.received - message.sent > *flow.deadline);
}

}  // namespace plantproof::metrics
