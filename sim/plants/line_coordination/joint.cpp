#include "line_coordination/joint.hpp"

#include <utility>

namespace plantproof::plants::line {
namespace {

constexpr std::uint64_t kKinds = 8;  // more than there are: the content of a message is unit and kind

}  // namespace

Joint::Joint(const scenarios::UnitTransfer& transfer, const Flows& flows, Controllers controllers, Plant& plant,
             Ends ends)
    : transfer_(transfer),
      controllers_(controllers),
      plant_(plant),
      ends_(std::move(ends)),
      giver_waits_(plant.simulation),
      taker_waits_(plant.simulation),
      giver_status_(plant.simulation),
      taker_status_(plant.simulation),
      giver_watchdog_(plant.simulation),
      taker_watchdog_(plant.simulation),
      motion_(plant.simulation) {
  if (plant.messaging == nullptr) return;
  const auto signal_of = [](const network::Arrival& arrival) {
    return Signal{static_cast<Kind>(arrival.content % kKinds), arrival.content / kKinds};
  };
  forward_ = plant.messaging->open(flows.forward, network::Delivery::Datagrams,
                                   [this, signal_of](const network::Arrival& arrival) {
                                     hand_to(controllers_.taker, &Joint::taker_gets, signal_of(arrival));
                                   });
  backward_ = plant.messaging->open(flows.backward, network::Delivery::Datagrams,
                                    [this, signal_of](const network::Arrival& arrival) {
                                      hand_to(controllers_.giver, &Joint::giver_gets, signal_of(arrival));
                                    });
}

void Joint::hand_to(const Controller& controller, void (Joint::*gets)(Signal), Signal signal) {
  plant_.simulation.after(controller.to_scan(), [this, gets, signal] { (this->*gets)(signal); });
}

// Without a network the ends are hard-wired: a signal is there at the next scan.

void Joint::send_to_taker(Kind kind) {
  if (plant_.messaging == nullptr) {
    hand_to(controllers_.taker, &Joint::taker_gets, {kind, given_});
  } else {
    plant_.messaging->send(forward_, transfer_.message_bytes.value, given_ * kKinds + static_cast<std::uint64_t>(kind));
  }
}

void Joint::send_to_giver(Kind kind) {
  if (plant_.messaging == nullptr) {
    hand_to(controllers_.giver, &Joint::giver_gets, {kind, asked_});
  } else {
    plant_.messaging->send(backward_, transfer_.message_bytes.value,
                           asked_ * kKinds + static_cast<std::uint64_t>(kind));
  }
}

// The giver

void Joint::offer() {
  ++given_;
  giver_waits_.start(controllers_.giver.to_scan(), [this] { ask(1); });
}

void Joint::ask(std::int64_t attempt) {
  const Controller& controller = controllers_.giver;
  if (attempt > transfer_.attempts.value) {
    giver_ = Giver::Idle;
    giver_waits_.start(controller.to_scan_in(core::of_seconds(transfer_.reset_s.value)), [this] { ask(1); });
    return;
  }
  giver_ = Giver::Asking;
  send_to_taker(Kind::Request);
  giver_waits_.start(controller.to_scan_in(core::of_milliseconds(transfer_.answer_timeout_ms.value)),
                     [this, attempt] { ask(attempt + 1); });
}

void Joint::giver_gets(Signal signal) {
  if (signal.unit != given_) return;
  switch (signal.kind) {
    case Kind::Accept:
      if (giver_ == Giver::Asking || giver_ == Giver::Refused) move();
      break;
    case Kind::Refuse:
      if (giver_ != Giver::Asking) break;
      giver_waits_.stop();
      giver_ = Giver::Refused;
      break;
    case Kind::Ready:
      if (giver_ == Giver::Refused) ask(1);
      break;
    case Kind::Status:
      if (giver_ == Giver::Moving) watch(giver_watchdog_);
      break;
    case Kind::Request:
      break;
  }
}

void Joint::move() {
  giver_waits_.stop();
  giver_ = Giver::Moving;
  keep_saying(giver_status_, controllers_.giver, &Joint::send_to_taker);
  watch(giver_watchdog_);
  motion_.start(core::of_seconds(transfer_.duration_s.value), [this] { arrive(); });
}

// The taker

void Joint::taker_gets(Signal signal) {
  if (signal.unit <= taken_) return;
  asked_ = signal.unit;
  if (signal.kind == Kind::Request) answer_request();
  if (signal.kind != Kind::Status) return;
  if (taker_ == Taker::Calling) keep_saying(taker_status_, controllers_.taker, &Joint::send_to_giver);
  if (taker_ == Taker::Reserved || taker_ == Taker::Calling) {
    taker_ = Taker::Moving;
    taker_waits_.stop();
  }
  if (taker_ == Taker::Moving) watch(taker_watchdog_);
}

void Joint::answer_request() {
  if (taker_ == Taker::Moving) return;
  taker_waits_.stop();
  const bool is_reserved = taker_ == Taker::Reserved || taker_ == Taker::Stopped;
  if (!is_reserved && !ends_.has_room()) {
    taker_ = Taker::HasRefused;
    send_to_giver(Kind::Refuse);
    return;
  }
  taker_ = Taker::Reserved;
  send_to_giver(Kind::Accept);
  keep_saying(taker_status_, controllers_.taker, &Joint::send_to_giver);
  // A giver that has heard moves, and is heard. This one may have heard an older refusal instead.
  taker_waits_.start(controllers_.taker.to_scan_in(core::of_milliseconds(transfer_.status_timeout_ms.value)), [this] {
    taker_status_.stop();
    call(1);
  });
}

void Joint::has_room_again() {
  if (taker_ == Taker::HasRefused) taker_waits_.start(controllers_.taker.to_scan(), [this] { call(1); });
}

void Joint::call(std::int64_t attempt) {
  taker_ = Taker::Calling;
  const Controller& controller = controllers_.taker;
  if (attempt > transfer_.attempts.value) {
    taker_waits_.start(controller.to_scan_in(core::of_seconds(transfer_.reset_s.value)), [this] { call(1); });
    return;
  }
  send_to_giver(Kind::Ready);
  taker_waits_.start(controller.to_scan_in(core::of_milliseconds(transfer_.answer_timeout_ms.value)),
                     [this, attempt] { call(attempt + 1); });
}

// Both, while the unit moves

void Joint::keep_saying(Timer& timer, const Controller& controller, void (Joint::*send)(Kind)) {
  timer.start(controller.to_scan_in(core::of_milliseconds(transfer_.status_period_ms.value)),
              [this, &timer, &controller, send] {
                (this->*send)(Kind::Status);
                keep_saying(timer, controller, send);
              });
}

void Joint::watch(Timer& watchdog) {
  watchdog.start(core::of_milliseconds(transfer_.status_timeout_ms.value), [this] { stop(); });
}

void Joint::stop() {
  end_of_move();
  giver_ = Giver::Idle;
  taker_ = Taker::Stopped;
  giver_waits_.start(controllers_.giver.to_scan_in(core::of_seconds(transfer_.restart_s.value)), [this] { ask(1); });
}

void Joint::end_of_move() {
  for (Timer* timer : {&giver_status_, &taker_status_, &giver_watchdog_, &taker_watchdog_, &taker_waits_, &motion_})
    timer->stop();
}

void Joint::arrive() {
  end_of_move();
  giver_ = Giver::Idle;
  taker_ = Taker::Idle;
  taken_ = given_;
  ends_.come();
  ends_.leave();
}

}  // namespace plantproof::plants::line
