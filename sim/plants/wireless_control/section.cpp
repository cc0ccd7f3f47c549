#include "wireless_control/section.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "plants/variates.hpp"

namespace plantproof::plants::control {
namespace {

double next_order_m(const scenarios::WirelessControl::Orders& orders, core::Draws& draws) {
  return lognormal(draws, orders.length_m.value, orders.spread_ratio.value);
}

/// Running time from a flaw to the next.
double to_flaw_s(const scenarios::WirelessControl::Web& web, core::Draws& draws) {
  if (web.flaw_spacing_m.value == 0) return std::numeric_limits<double>::infinity();
  return web.flaw_spacing_m.value / web.speed_mps.value * draws.exponential();
}

}  // namespace

Section::Section(const scenarios::WirelessControl& parameters, Plant& plant)
    : parameters_(parameters),
      plant_(plant),
      web_(parameters, plant.simulation, plant.draws("unwinder")),
      unit_timer_(plant.simulation),
      flaw_timer_(plant.simulation),
      orders_(plant.draws("orders")),
      flaws_(plant.draws("flaws")),
      restarts_(plant.draws("restarts")),
      rethreads_(plant.draws("rethreads")),
      repairs_(plant.draws("repairs")),
      flaw_at_s_(to_flaw_s(parameters.web, flaws_)),
      to_make_m_(next_order_m(parameters.orders, orders_) * orders_.uniform()) {
  const scenarios::WirelessControl::Disturbances& disturbances = parameters.disturbances;
  for (const scenarios::WirelessControl::Roller& roller : parameters.rollers) {
    const double tension_n = roller.tension_n.value;
    add_loop({loops_.size(), roller.name.value, model_of(parameters, roller),
              parameters.web.tension_tolerance_ratio.value * tension_n, tension_n,
              disturbances.cell_noise_ratio.value * tension_n,
              disturbances.slip_ratio.value * parameters.web.speed_mps.value});
  }
  for (const scenarios::WirelessControl::Guide& guide : parameters.guides) {
    add_loop({loops_.size(), guide.name.value, model_of(parameters, guide), parameters.web.edge_tolerance_mm.value,
              std::numeric_limits<double>::infinity(), disturbances.edge_noise_mm.value,
              disturbances.drift_mmps.value});
  }
}

void Section::add_loop(LoopPart part) {
  const std::string name = part.name;
  loops_.push_back(std::make_unique<Loop>(
      std::move(part), parameters_, web_, plant_,
      Loop::Section{[this] { was_out_ = true; }, [this] { web_is_lost(); }, [this] { nothing_comes(); }}));
  cables_.emplace_back(parameters_.cables, plant_.draws(name + "/cable"));
  cable_timers_.emplace_back(plant_.simulation);
}

void Section::start() {
  plant_.tables.emplace<data::ProducedUnit>();
  if (parameters_.control.is_recorded.value) plant_.tables.emplace<data::ControlCycle>();
  run();
}

void Section::run() {
  is_running_ = true;
  began_ = plant_.simulation.now();
  since_start_m_ = 0;
  was_out_ = false;
  web_.start();
  for (const auto& loop : loops_) loop->run();
  unit_timer_.start(core::of_seconds(parameters_.orders.unit_m.value / parameters_.web.speed_mps.value),
                    [this] { unit_passes(); });
  at_running(flaw_at_s_, flaw_timer_, [this] {
    flaw_at_s_ += to_flaw_s(parameters_.web, flaws_);
    web_is_lost();
  });
  for (std::size_t i = 0; i < loops_.size(); ++i)
    at_running(cables_[i].breaks_at_s(), cable_timers_[i], [this, i] { loops_[i]->cut(); });
}

void Section::halt() {
  ran_before_s_ = running_s();
  is_running_ = false;
  for (const auto& loop : loops_) loop->stop();
  for (Timer& timer : cable_timers_) timer.stop();
  unit_timer_.stop();
  flaw_timer_.stop();
}

void Section::stop_for(double mean_s, core::Draws& draws) {
  halt();
  record_unit(false);
  plant_.simulation.after(core::of_seconds(lognormal(draws, mean_s, parameters_.stops.spread_ratio.value)),
                          [this] { run(); });
}

void Section::nothing_comes() {
  bool has_repaired = false;
  for (std::size_t i = 0; i < loops_.size(); ++i) {
    if (!loops_[i]->is_cut()) continue;
    loops_[i]->mend();
    cables_[i].replace(running_s());
    has_repaired = true;
  }
  if (has_repaired) {
    stop_for(parameters_.cables.repair_s.value, repairs_);
  } else {
    stop_for(parameters_.stops.restart_s.value, restarts_);
  }
}

void Section::web_is_lost() {
  stop_for(parameters_.stops.rethread_s.value, rethreads_);
}

void Section::unit_passes() {
  const double unit_m = parameters_.orders.unit_m.value;
  since_start_m_ += unit_m;
  const bool is_good = !was_out_ && since_start_m_ > parameters_.stops.start_waste_m.value;
  was_out_ = false;
  record_unit(is_good);
  if (is_good) to_make_m_ -= unit_m;
  if (to_make_m_ <= 0) {
    change_over();
  } else {
    unit_timer_.start(core::of_seconds(unit_m / parameters_.web.speed_mps.value), [this] { unit_passes(); });
  }
}

void Section::record_unit(bool is_good) {
  plant_.tables.emplace<data::ProducedUnit>().push_back(
      {plant_.simulation.now(), "winder", std::to_string(++units_), is_good});
}

void Section::change_over() {
  halt();
  to_make_m_ = next_order_m(parameters_.orders, orders_);
  const scenarios::WirelessControl::ChangeOver& change = parameters_.change_over;
  const double by_hand_s = change.tooling_s.value +
                           static_cast<double>(change.connectors.value) * change.connector_s.value +
                           change.test_s.value;
  plant_.simulation.after(core::of_seconds(by_hand_s), [this] { run(); });
}

double Section::running_s() const {
  return ran_before_s_ + (is_running_ ? core::in_seconds(plant_.simulation.now() - began_) : 0);
}

void Section::at_running(double running_s, Timer& timer, std::function<void()> what) {
  if (std::isinf(running_s)) return;
  timer.start(core::of_seconds(std::max(0.0, running_s - ran_before_s_)), std::move(what));
}

}  // namespace plantproof::plants::control
