#include "ethernet_port.hpp"

#include <algorithm>
#include <cassert>

#include <ns3/node.h>

#include "clock.hpp"

namespace plantproof::network {
namespace {

constexpr std::int64_t kLeastPayload = 46;
constexpr std::int64_t kAroundPayload = 8 + 14 + 4;
constexpr std::int64_t kGap = 12;

core::Nanoseconds time_of(std::int64_t bytes, std::int64_t rate_bps) {
  return core::Nanoseconds((bytes * 8 * 1'000'000'000 + rate_bps - 1) / rate_bps);
}

}  // namespace

core::Nanoseconds serialisation_time(std::int64_t frame_payload_bytes, std::int64_t rate_bps) {
  return time_of(std::max(frame_payload_bytes, kLeastPayload) + kAroundPayload, rate_bps);
}

void EthernetPort::connect(EthernetPort& of_host, EthernetPort& of_switch, const Ethernet& ethernet) {
  assert(of_host.peer_ == nullptr && of_switch.peer_ == nullptr);
  of_host.peer_ = &of_switch;
  of_switch.peer_ = &of_host;
  of_switch.is_switch_ = true;
  of_host.ethernet_ = of_switch.ethernet_ = ethernet;
}

core::Nanoseconds EthernetPort::busy(std::int64_t bytes) const {
  return serialisation_time(bytes, ethernet_.rate_bps) + time_of(kGap, ethernet_.rate_bps);
}

core::Nanoseconds EthernetPort::arrival(const Passing& passing, std::int64_t frame) const {
  if (!is_switch_ || frame == 0) return passing.first;
  return passing.first + (frame - 1) * busy(kFrameBytes) + busy(passing.train.bytes_of(frame));
}

void EthernetPort::transmit(const Frame& frame) {
  const core::Nanoseconds delay = is_switch_ ? ethernet_.switch_delay : core::Nanoseconds::zero();
  arriving_.push_back(passing_.add({frame, train_of(frame.packet->GetSize()), now() + delay}));
  wake();
}

// What comes to the queue and what leaves it, in the order of time: room is made first.
void EthernetPort::advance(core::Nanoseconds until) {
  const auto next_arrival = [this](std::size_t train) { return arrival(passing_[train], passing_[train].queued); };
  for (;;) {
    const auto comes = std::min_element(arriving_.begin(), arriving_.end(), [&](std::size_t a, std::size_t b) {
      return next_arrival(a) < next_arrival(b);
    });
    const core::Nanoseconds leaves = std::max(free_, last_arrival_);
    if (!queue_.empty() && leaves <= until && (comes == arriving_.end() || leaves <= next_arrival(*comes))) {
      send_next(leaves);
    } else if (comes != arriving_.end() && next_arrival(*comes) <= until) {
      queue_next(static_cast<std::size_t>(comes - arriving_.begin()));
    } else {
      return;
    }
  }
}

void EthernetPort::queue_next(std::size_t arriving) {
  const std::size_t train = arriving_[arriving];
  Passing& passing = passing_[train];
  const std::int64_t frame = passing.queued++;
  last_arrival_ = arrival(passing, frame);
  if (passing.queued == passing.train.frames)
    arriving_.erase(arriving_.begin() + static_cast<std::ptrdiff_t>(arriving));
  const std::int64_t bytes = passing.train.bytes_of(frame);
  if (is_switch_ && queued_bytes_ + bytes > ethernet_.switch_queue_bytes) {
    passing.is_whole = false;
    forget_if_done(train);
    return;
  }
  queued_bytes_ += bytes;
  ++passing.waiting;
  const bool goes_on =
      !queue_.empty() && queue_.back().train == train && queue_.back().first + queue_.back().frames == frame;
  if (goes_on) {
    ++queue_.back().frames;
  } else {
    queue_.push_back({train, frame, 1});
  }
}

void EthernetPort::send_next(core::Nanoseconds start) {
  Run& run = queue_.front();
  const std::size_t train = run.train;
  const std::int64_t frame = run.first++;
  if (--run.frames == 0) queue_.pop_front();
  Passing& passing = passing_[train];
  --passing.waiting;
  const std::int64_t bytes = passing.train.bytes_of(frame);
  queued_bytes_ -= bytes;
  free_ = start + busy(bytes);
  if (frame == telling(passing.train) && passing.is_whole) {
    const core::Nanoseconds there = start + serialisation_time(bytes, ethernet_.rate_bps) + ethernet_.cable_delay;
    ns3::Simulator::ScheduleWithContext(peer_->GetNode()->GetId(), to_ns3(there - now()), &EthernetPort::receive, peer_,
                                        passing.frame);
  }
  forget_if_done(train);
}

void EthernetPort::forget_if_done(std::size_t train) {
  const Passing& passing = passing_[train];
  if (passing.waiting == 0 && passing.queued == passing.train.frames) passing_.take(train);
}

// When the other end must be told of a train, or the frame for that comes to the queue.
std::optional<core::Nanoseconds> EthernetPort::next() const {
  std::optional<core::Nanoseconds> first;
  core::Nanoseconds start = std::max(free_, last_arrival_);
  for (const Run& run : queue_) {
    const Passing& passing = passing_[run.train];
    const std::int64_t frame = telling(passing.train);
    if (frame >= run.first && frame < run.first + run.frames) {
      first = start + (frame - run.first) * busy(kFrameBytes);
      break;
    }
    start += (run.frames - 1) * busy(kFrameBytes) + busy(passing.train.bytes_of(run.first + run.frames - 1));
  }
  for (const std::size_t train : arriving_) {
    const core::Nanoseconds comes = arrival(passing_[train], telling(passing_[train].train));
    if (!first || comes < *first) first = comes;
  }
  return first;
}

void EthernetPort::wake() {
  advance(now());
  wake_in_time();
}

void EthernetPort::wake_in_time() {
  const auto time = next();
  if (!time) return;
  call_by(*time, wake_up_, &EthernetPort::wake, this);
}

void EthernetPort::DoDispose() {
  wake_up_.Cancel();
  peer_ = nullptr;
  passing_ = {};
  arriving_.clear();
  queue_.clear();
  Port::DoDispose();
}

}  // namespace plantproof::network
