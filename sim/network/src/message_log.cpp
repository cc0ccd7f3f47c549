#include "network/message_log.hpp"

#include <cassert>
#include <utility>

namespace plantproof::network {

MessageLog::MessageLog(core::Nanoseconds lifetime) : lifetime_(lifetime) {
  assert(lifetime > core::Nanoseconds::zero());
}

FlowId MessageLog::open(data::Flow flow) {
  flows_.push_back({std::move(flow), {}});
  return FlowId(flows_.size() - 1);
}

std::int64_t MessageLog::sent(FlowId flow, core::Instant when, std::int64_t bytes) {
  auto& messages = flows_.at(std::size_t(flow)).messages;
  assert(messages.empty() || messages.back().sent <= when);
  messages.push_back({when, std::nullopt, bytes});
  return std::int64_t(messages.size()) - 1;
}

bool MessageLog::received(FlowId flow, std::int64_t sequence, core::Instant when) {
  Message& message = flows_.at(std::size_t(flow)).messages.at(std::size_t(sequence));
  if (message.received || when - message.sent >= lifetime_) return false;
  message.received = when;
  return true;
}

const data::Flow& MessageLog::flow(FlowId flow) const {
  return flows_.at(std::size_t(flow)).flow;
}

const std::vector<MessageLog::Message>& MessageLog::messages(FlowId flow) const {
  return flows_.at(std::size_t(flow)).messages;
}

const MessageLog::Message& MessageLog::message(FlowId flow, std::int64_t sequence) const {
  return messages(flow).at(std::size_t(sequence));
}

Fates MessageLog::fates(FlowId flow, core::Instant now) const {
  Fates fates;
  for (const Message& message : messages(flow)) {
    ++fates.sent;
    ++(message.received ? fates.delivered : now - message.sent < lifetime_ ? fates.under_way : fates.lost);
  }
  return fates;
}

Fates MessageLog::fates(core::Instant now) const {
  Fates all;
  for (std::size_t i = 0; i < flows_.size(); ++i) {
    const Fates of_flow = fates(FlowId(i), now);
    all.sent += of_flow.sent;
    all.delivered += of_flow.delivered;
    all.lost += of_flow.lost;
    all.under_way += of_flow.under_way;
  }
  return all;
}

std::vector<data::Flow> MessageLog::flow_rows() const {
  std::vector<data::Flow> rows;
  for (const FlowLog& log : flows_) rows.push_back(log.flow);
  return rows;
}

std::vector<data::Message> MessageLog::message_rows(core::Instant now) const {
  std::vector<data::Message> rows;
  for (const FlowLog& log : flows_) {
    std::int64_t sequence = 0;
    for (const Message& message : log.messages) {
      if (message.received || now - message.sent >= lifetime_) {
        rows.push_back({log.flow.flow, sequence, message.sent, message.received, message.bytes});
      }
      ++sequence;
    }
  }
  return rows;
}

}  // namespace plantproof::network
