#include "agv_transport/vehicle.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace plantproof::plants::agv {
namespace {

constexpr double kNothing = 1e-6;  // metres

}  // namespace

Vehicle::Vehicle(std::string name, const scenarios::AgvTransport& plant, const Roads& roads, Plant& in, std::size_t bay,
                 double charge_ratio)
    : name_(std::move(name)),
      plant_(plant),
      roads_(roads),
      in_(in),
      bay_(bay),
      settled_(in.simulation.now()),
      stretch_ends_(in.simulation),
      battery_(plant.battery.capacity_kwh.value, charge_ratio),
      hearing_(plant.driver.is_there.value ? Hearing::Others : Hearing::Nothing),
      restarts_(in.simulation),
      patience_(in.simulation) {
  lay_route();
}

void Vehicle::start(Line& line) {
  line_ = &line;
  note_time_out();
  tell_periodically();
}

void Vehicle::hear(const Order& order) {
  listen();
  const bool is_new = order.number > order_.number;
  if (!is_new && (order.number < order_.number || order.update <= order_.update)) return;
  settle();
  if (is_new) {
    driven_m_ += place_m_;
    place_m_ = 0;
    passed_ = 0;
    has_asked_ = false;
    done_at_.reset();
    doing_ = Doing::Driving;
  }
  order_ = order;
  lay_route();
  drive();
}

void Vehicle::hear_heartbeat() {
  listen();
}

void Vehicle::lead(std::function<void()> can_go) {
  can_go_ = std::move(can_go);
  line_->let_speak(true);
  tell();
  drive();
}

void Vehicle::set_aside(bool is_aside) {
  is_aside_ = is_aside;
  note_time_out();
  drive();
}

Point Vehicle::place() const {
  return point_at(place_now());
}

core::Nanoseconds Vehicle::time_out() const {
  return out_since_ ? time_out_ + (in_.simulation.now() - *out_since_) : time_out_;
}

double Vehicle::energy_kwh() {
  settle();
  return battery_.taken_kwh();
}

/// Where the sections of the route begin, and where it bends.
void Vehicle::lay_route() {
  begin_m_.assign(1, 0);
  bends_.clear();
  const auto direction = [&](std::size_t index) {
    const Section& section = roads_.sections()[index];
    const Point& a = roads_.node(section.from);
    const Point& b = roads_.node(section.to);
    return Point{(b.x_m - a.x_m) / section.length_m, (b.y_m - a.y_m) / section.length_m};
  };
  for (std::size_t i = 0; i < order_.route.size(); ++i) {
    if (i > 0) {
      const Point before = direction(order_.route[i - 1]);
      const Point after = direction(order_.route[i]);
      constexpr double kStraight = 0.99;  // 8 degrees
      if (before.x_m * after.x_m + before.y_m * after.y_m < kStraight)
        bends_.push_back({begin_m_.back(), plant_.vehicle.corner_mps.value});
    }
    begin_m_.push_back(begin_m_.back() + roads_.sections()[order_.route[i]].length_m);
  }
}

/// Brings place, speed and battery to now.
void Vehicle::settle() {
  const core::Instant now = in_.simulation.now();
  const core::Nanoseconds passed = now - settled_;
  const scenarios::VehicleBattery& power = plant_.battery;
  if (doing_ == Doing::Charging) {
    battery_.charge(power.charging_kw.value, passed);
  } else {
    battery_.take(stretch_ ? power.driving_kw.value : power.standing_kw.value, passed);
  }
  settled_ = now;
  if (!stretch_) return;
  const double elapsed_s = core::in_seconds(now - stretch_began_);
  place_m_ = stretch_->place_after(elapsed_s);
  speed_mps_ = stretch_->speed_after(elapsed_s);
}

/// Plans what comes next from where it is, as fast as it knows that it may.
void Vehicle::drive() {
  settle();
  stretch_.reset();
  stretch_ends_.stop();
  if (doing_ != Doing::Driving) return;
  reach();
  if (doing_ != Doing::Driving) return;
  std::vector<SpeedLimit> limits = bends_;
  limits.push_back({std::max(stop_m(), place_m_), 0});
  const Dynamics dynamics{plant_.vehicle.acceleration_mps2.value, plant_.vehicle.deceleration_mps2.value};
  stretch_ = next_stretch(dynamics, place_m_, speed_mps_, top_mps(), limits, next_mark_m());
  if (!stretch_) {
    speed_mps_ = 0;
    if (in_.network != nullptr) in_.network->move(name_, {});
    if (can_go_ && !std::exchange(is_waiting_, true))
      patience_.start(core::of_seconds(plant_.rescue.call_after_s.value), [this] { let_person_go(); });
    return;
  }
  stop_waiting();
  stretch_began_ = in_.simulation.now();
  if (in_.network != nullptr && stretch_->duration_s > 1e-6) {
    // The network's device moves evenly to where the vehicle will be.
    const network::Position from = in_.network->position(name_);
    const Point to = point_at(stretch_->place_m);
    in_.network->move(name_,
                      {(to.x_m - from.x_m) / stretch_->duration_s, (to.y_m - from.y_m) / stretch_->duration_s, 0});
  }
  stretch_ends_.start(core::of_seconds(stretch_->duration_s), [this] {
    const Stretch done = *stretch_;
    settle();
    place_m_ = done.place_m;
    speed_mps_ = done.speed_mps;
    stretch_.reset();
    drive();
  });
}

/// Sees what it has reached, and says so.
void Vehicle::reach() {
  if (order_.number == 0 || done_at_) return;
  const double tail_m = plant_.vehicle.length_m.value / 2 + plant_.vehicle.clearance_m.value;
  const std::size_t before = passed_;
  while (passed_ + 1 < order_.base && begin_m_[passed_ + 1] + tail_m <= place_m_ + kNothing) ++passed_;
  const bool asks = wants_more() && (!has_asked_ || asked_with_base_ != order_.base);
  if (asks) {
    has_asked_ = true;
    asked_with_base_ = order_.base;
  }
  if (passed_ != before || asks) tell();
  if (order_.base == order_.route.size() && place_m_ >= begin_m_.back() - kNothing && speed_mps_ < kNothing) work();
}

void Vehicle::work() {
  settle();
  stop_waiting();
  doing_ = order_.action == Action::Charge ? Doing::Charging : Doing::Working;
  core::Nanoseconds takes{0};
  if (order_.action == Action::Load) takes = core::of_seconds(plant_.vehicle.load_s.value);
  if (order_.action == Action::Unload) takes = core::of_seconds(plant_.vehicle.unload_s.value);
  if (order_.action == Action::Charge)
    takes = battery_.time_to(plant_.battery.charge_to_ratio.value, plant_.battery.charging_kw.value);
  if (!order_.route.empty()) bay_ = roads_.sections()[order_.route.back()].to;
  if (in_.network != nullptr) in_.network->move(name_, {});
  in_.simulation.after(takes, [this, number = order_.number] {
    if (order_.number != number) return;
    settle();
    doing_ = Doing::Driving;
    done_at_ = in_.simulation.now();
    tell();
  });
}

void Vehicle::tell() {
  if (line_ == nullptr) return;
  settle();
  State state;
  state.number = ++states_;
  state.order = order_.number;
  state.update = order_.update;
  state.passed = passed_;
  state.wants_more = wants_more();
  state.done_at = done_at_;
  state.is_cut_off = is_cut_off();
  state.charge_ratio = battery_.charge_ratio();
  line_->send(state);
}

void Vehicle::tell_periodically() {
  tell();
  in_.simulation.after(core::of_milliseconds(plant_.messages.state_period_ms.value), [this] { tell_periodically(); });
}

/// Something has come from the fleet control.
void Vehicle::listen() {
  last_heard_ = in_.simulation.now();
  if (plant_.driver.is_there.value) return;
  if (hearing_ == Hearing::Little) {
    hearing_ = Hearing::Others;
    drive();
  } else if (hearing_ == Hearing::Nothing && !is_restarting_) {
    restart();
  }
  if (!is_watching_) watch();
}

/// Looks whether it is time to be careful, or to stop.
void Vehicle::watch() {
  const core::Nanoseconds caution = core::of_milliseconds(plant_.watchdog.caution_after_ms.value);
  const core::Nanoseconds stop = std::max(caution, core::of_milliseconds(plant_.watchdog.stop_after_ms.value));
  const core::Nanoseconds silence = in_.simulation.now() - last_heard_;
  is_watching_ = silence < stop;
  if (silence >= stop) {
    is_restarting_ = false;
    restarts_.stop();
    hearing_ = Hearing::Nothing;
    note_time_out();
    drive();
    return;
  }
  if (silence >= caution && hearing_ == Hearing::Others) {
    hearing_ = Hearing::Little;
    drive();
  }
  in_.simulation.at(last_heard_ + (silence < caution ? caution : stop), [this] { watch(); });
}

void Vehicle::restart() {
  is_restarting_ = true;
  restarts_.start(core::of_seconds(plant_.watchdog.restart_s.value), [this] {
    is_restarting_ = false;
    hearing_ = Hearing::Others;
    note_time_out();
    let_person_go();
    tell();
    drive();
  });
}

void Vehicle::stop_waiting() {
  is_waiting_ = false;
  patience_.stop();
}

void Vehicle::let_person_go() {
  stop_waiting();
  if (!can_go_) return;
  line_->let_speak(false);
  std::exchange(can_go_, nullptr)();
}

void Vehicle::note_time_out() {
  const core::Instant now = in_.simulation.now();
  if (is_out() && !out_since_) out_since_ = now;
  if (is_out() || !out_since_) return;
  time_out_ += now - *out_since_;
  out_since_.reset();
}

bool Vehicle::wants_more() const {
  return order_.number > 0 && !done_at_ && order_.base < order_.route.size() && place_now() >= ask_m() - kNothing;
}

double Vehicle::top_mps() const {
  if (is_aside_) return 0;
  if (can_go_) return plant_.rescue.walking_mps.value;
  if (is_cut_off()) return 0;
  const double speed = plant_.vehicle.speed_mps.value;
  return hearing_ == Hearing::Little ? std::min(speed, plant_.watchdog.cautious_mps.value) : speed;
}

/// As far as it may drive: to the end of its route, or clear of the crossing behind its base.
double Vehicle::stop_m() const {
  if (order_.base == order_.route.size()) return begin_m_.back();
  return begin_m_[order_.base] - plant_.vehicle.length_m.value / 2 - plant_.vehicle.clearance_m.value;
}

double Vehicle::ask_m() const {
  const double speed = plant_.vehicle.speed_mps.value;
  return stop_m() - speed * speed / (2 * plant_.vehicle.deceleration_mps2.value) -
         speed * plant_.messages.ask_ahead_s.value;
}

/// The next place where something is to be said, or the direction changes.
double Vehicle::next_mark_m() const {
  const double tail_m = plant_.vehicle.length_m.value / 2 + plant_.vehicle.clearance_m.value;
  double mark = begin_m_.back() + 1;
  const auto consider = [&](double place) {
    if (place > place_m_ + kNothing) mark = std::min(mark, place);
  };
  for (const double begin : begin_m_) consider(begin);
  if (passed_ + 1 < begin_m_.size()) consider(begin_m_[passed_ + 1] + tail_m);
  if (order_.base < order_.route.size()) consider(ask_m());
  return mark;
}

double Vehicle::place_now() const {
  return stretch_ ? stretch_->place_after(core::in_seconds(in_.simulation.now() - stretch_began_)) : place_m_;
}

Point Vehicle::point_at(double place_m) const {
  if (order_.route.empty()) return roads_.node(bay_);
  const auto next = std::upper_bound(begin_m_.begin() + 1, begin_m_.end() - 1, place_m);
  const auto index = static_cast<std::size_t>(next - begin_m_.begin()) - 1;
  const Section& section = roads_.sections()[order_.route[index]];
  const Point& a = roads_.node(section.from);
  const Point& b = roads_.node(section.to);
  const double share = std::clamp((place_m - begin_m_[index]) / section.length_m, 0.0, 1.0);
  return {a.x_m + (b.x_m - a.x_m) * share, a.y_m + (b.y_m - a.y_m) * share};
}

}  // namespace plantproof::plants::agv
