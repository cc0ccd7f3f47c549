#include "material_tracking/outbox.hpp"

#include <algorithm>
#include <utility>

namespace plantproof::plants::material {
namespace {

constexpr double kHourS = 3600;

}  // namespace

data::Flow Outbox::bookings_flow(const std::string& device) {
  return one_way(device + "-bookings", device, kStockServer);
}

data::Flow Outbox::acknowledgements_flow(const std::string& device) {
  return one_way(device + "-acknowledgements", kStockServer, device);
}

Outbox::Outbox(const scenarios::MaterialTracking::Gateway& gateway, const std::string& device, Ledger& ledger,
               Plant& plant)
    : gateway_(gateway),
      ledger_(ledger),
      plant_(plant),
      restarts_(plant.draws("restarts of " + device)),
      number_at_server_(ledger.join()),
      next_flush_(plant.simulation.now()),
      timer_(plant.simulation) {
  const auto datagrams = network::Delivery::Datagrams;
  bookings_ = plant.messaging->open(bookings_flow(device), datagrams,
                                    [this](const network::Arrival& arrival) { arrive(arrival.content); });
  acknowledgements_ = plant.messaging->open(acknowledgements_flow(device), datagrams,
                                            [this](const network::Arrival& arrival) { acknowledged(arrival.content); });
  await_restart();
}

void Outbox::take(Booking booking) {
  if (state_ == State::Restarting) {
    ++lost_;
    return;
  }
  if (waiting_.size() == static_cast<std::size_t>(gateway_.buffer_bookings.value)) {
    waiting_.pop_front();
    ++lost_;
  }
  waiting_.push_back({++last_number_, std::move(booking)});
  if (state_ == State::Idle) flush();
}

void Outbox::flush() {
  const core::Instant now = plant_.simulation.now();
  state_ = State::Idle;
  if (waiting_.empty()) return;
  if (now < next_flush_) {
    state_ = State::Pausing;
    return timer_.start(next_flush_ - now, [this] { flush(); });
  }
  state_ = State::Unacknowledged;
  next_flush_ = now + core::of_milliseconds(gateway_.flush_ms.value);
  patience_ = core::of_milliseconds(gateway_.retry_ms.value);
  send();
}

void Outbox::send() {
  const std::size_t count = std::min(waiting_.size(), static_cast<std::size_t>(gateway_.batch_bookings.value));
  messages_.emplace_back(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
  const std::int64_t bytes =
      gateway_.header_bytes.value + gateway_.booking_bytes.value * static_cast<std::int64_t>(count);
  plant_.messaging->send(bookings_, bytes, messages_.size() - 1);
  timer_.start(patience_, [this] { send(); });
  patience_ = std::min(2 * patience_, core::of_milliseconds(gateway_.longest_retry_ms.value));
}

void Outbox::arrive(std::uint64_t message) {
  ledger_.receive(number_at_server_, messages_[message], [this, message] {
    plant_.messaging->send(acknowledgements_, gateway_.acknowledgement_bytes.value, message);
  });
}

void Outbox::acknowledged(std::uint64_t message) {
  if (state_ == State::Restarting) return;
  const std::int64_t last = messages_[message].back().number;
  if (waiting_.empty() || waiting_.front().number > last) return;
  while (!waiting_.empty() && waiting_.front().number <= last) waiting_.pop_front();
  timer_.stop();
  flush();
}

void Outbox::await_restart() {
  if (gateway_.restarts_every_h.value <= 0) return;
  const double after_s = kHourS * gateway_.restarts_every_h.value * restarts_.exponential();
  plant_.simulation.after(core::of_seconds(after_s), [this] { restart(); });
}

void Outbox::restart() {
  if (!gateway_.is_persistent.value) {
    lost_ += static_cast<std::int64_t>(waiting_.size());
    waiting_.clear();
  }
  state_ = State::Restarting;
  timer_.start(core::of_seconds(gateway_.restart_s.value), [this] {
    flush();
    await_restart();
  });
}

}  // namespace plantproof::plants::material
