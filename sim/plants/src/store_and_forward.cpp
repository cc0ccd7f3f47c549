#include "plants/store_and_forward.hpp"

#include <algorithm>
#include <utility>

namespace plantproof::plants {

std::vector<data::Flow> StoreAndForward::flows(const std::string& gateway, const std::string& content,
                                               const std::string& server) {
  return {one_way(gateway + "-" + content, gateway, server), one_way(gateway + "-acknowledgements", server, gateway)};
}

StoreAndForward::StoreAndForward(const Rules& rules, const std::string& gateway, const std::string& content,
                                 const std::string& server, Plant& plant, Receive receive)
    : rules_(rules),
      plant_(plant),
      receive_(std::move(receive)),
      next_flush_(plant.simulation.now()),
      timer_(plant.simulation) {
  const std::vector<data::Flow> both = flows(gateway, content, server);
  const auto datagrams = network::Delivery::Datagrams;
  content_ = plant.messaging->open(both[0], datagrams, [this](const network::Arrival& arrival) {
    receive_(messages_[arrival.content].items, [this, message = arrival.content] {
      plant_.messaging->send(acknowledgements_, rules_.acknowledgement_bytes, message);
    });
  });
  acknowledgements_ = plant.messaging->open(
      both[1], datagrams, [this](const network::Arrival& arrival) { acknowledged(messages_[arrival.content]); });
}

void StoreAndForward::take(std::uint64_t item, std::int64_t bytes) {
  if (state_ == State::Down) {
    ++lost_;
    return;
  }
  if (static_cast<std::int64_t>(waiting_.size()) == rules_.buffer_items) {
    waiting_.pop_front();  // it may arrive all the same
    ++lost_;
  }
  waiting_.push_back({item, bytes});
  ++taken_;
  if (state_ == State::Idle) flush();
}

void StoreAndForward::flush() {
  const core::Instant now = plant_.simulation.now();
  state_ = State::Idle;
  if (waiting_.empty()) return;
  if (now < next_flush_) {
    state_ = State::Pausing;
    return timer_.start(next_flush_ - now, [this] { flush(); });
  }
  state_ = State::Unacknowledged;
  next_flush_ = now + rules_.flush;
  patience_ = rules_.retry;
  send();
}

void StoreAndForward::send() {
  const std::int64_t count = std::min(static_cast<std::int64_t>(waiting_.size()), rules_.batch_items);
  Message& message = messages_.emplace_back();
  message.last = taken_ - static_cast<std::int64_t>(waiting_.size()) + count;
  std::int64_t bytes = rules_.header_bytes;
  for (auto each = waiting_.begin(); each != waiting_.begin() + count; ++each) {
    message.items.push_back(each->item);
    bytes += each->bytes;
  }
  plant_.messaging->send(content_, bytes, messages_.size() - 1);
  timer_.start(patience_, [this] { send(); });
  patience_ = std::min(2 * patience_, rules_.longest_retry);
}

void StoreAndForward::acknowledged(const Message& message) {
  const std::int64_t done = message.last - (taken_ - static_cast<std::int64_t>(waiting_.size()));
  if (state_ == State::Down || done <= 0) return;
  waiting_.erase(waiting_.begin(), waiting_.begin() + done);
  timer_.stop();
  flush();
}

void StoreAndForward::go_down(bool keeps_buffer) {
  state_ = State::Down;
  timer_.stop();
  if (keeps_buffer) return;
  lost_ += static_cast<std::int64_t>(waiting_.size());
  waiting_.clear();
}

void StoreAndForward::come_up() {
  flush();
}

}  // namespace plantproof::plants
