#include "wireless_control/loop.hpp"

#include <bit>
#include <cmath>
#include <utility>

#include "plants/variates.hpp"

namespace plantproof::plants::control {
namespace {

/// What a message says: the cycle of its sample, and a value as a drive or a sensor has it, a float of 32 bits.
std::uint64_t content_of(std::int64_t cycle, double value) {
  return static_cast<std::uint64_t>(cycle) << 32U | std::bit_cast<std::uint32_t>(static_cast<float>(value));
}
std::int64_t cycle_in(std::uint64_t content) {
  return static_cast<std::int64_t>(content >> 32U);
}
double value_in(std::uint64_t content) {
  return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(content)));
}

core::Nanoseconds period_of(const scenarios::WirelessControl::Control& control, core::Draws draws) {
  const double off_ppm = (2 * draws.uniform() - 1) * control.clock_deviation_ppm.value;
  return core::of_milliseconds(control.period_ms.value * (1 + off_ppm * 1e-6));
}

}  // namespace

LoopFlows::LoopFlows(const std::string& loop)
    : samples(one_way(loop + "-samples", loop + "-sensor", kController)),
      commands(one_way(loop + "-commands", kController, loop + "-drive")) {}

Loop::Loop(LoopPart part, const scenarios::WirelessControl& parameters, Web& web, Plant& plant, Section section)
    : part_(std::move(part)),
      parameters_(parameters),
      web_(web),
      plant_(plant),
      section_(std::move(section)),
      disturbances_(plant.draws(part_.name + "/disturbances")),
      noise_(plant.draws(part_.name + "/noise")),
      disturbance_(part_.disturbance * normal(disturbances_)),
      period_(period_of(parameters.control, plant.draws(part_.name + "/clock"))),
      controller_(simc(part_.model, parameters), part_.model.greatest_speed, core::in_seconds(period_)),
      clock_(plant.simulation),
      watchdog_(plant.simulation) {
  if (plant.messaging == nullptr) return;
  const LoopFlows flows(part_.name);
  samples_ = plant.messaging->open(flows.samples, network::Delivery::Datagrams,
                                   [this](const network::Arrival& arrival) { compute(arrival.content); });
  commands_ = plant.messaging->open(flows.commands, network::Delivery::Datagrams,
                                    [this](const network::Arrival& arrival) { obey(arrival.content); });
}

void Loop::run() {
  is_running_ = true;
  controller_.reset(next_cycle_);
  obeyed_ = next_cycle_ - 1;
  // A clock has its own phase wherever it is started.
  const core::Nanoseconds since = plant_.simulation.now().time_since_epoch() % period_;
  const auto phase =
      std::chrono::duration_cast<core::Nanoseconds>(period_ * plant_.draws(part_.name + "/clock phase").uniform());
  const core::Nanoseconds to_first = (period_ + phase - since) % period_;
  clock_.start(to_first, [this] { sample(); });
  watchdog_.start(to_first + core::of_milliseconds(parameters_.drive.survival_ms.value), section_.nothing_comes);
}

void Loop::stop() {
  is_running_ = false;
  began_.reset();
  clock_.stop();
  watchdog_.stop();
}

void Loop::sample() {
  const double deviation = web_.deviation(part_.number);
  if (began_) end_cycle(deviation);
  if (std::abs(deviation) > part_.tolerance) section_.out_of_tolerance();
  if (std::abs(deviation) >= part_.lost_at) {
    section_.web_is_lost();
    return;
  }
  const double kept = std::exp(-core::in_seconds(period_) / parameters_.disturbances.correlation_s.value);
  disturbance_ = kept * disturbance_ + std::sqrt(1 - kept * kept) * part_.disturbance * normal(disturbances_);
  web_.disturb(part_.number, disturbance_);

  const double measured = deviation + part_.noise * normal(noise_);
  began_ = plant_.simulation.now();
  obeyed_in_.reset();
  const std::int64_t cycle = next_cycle_++;
  clock_.start(period_, [this] { sample(); });
  if (!is_cut_) send(samples_, &Loop::compute, content_of(cycle, measured));
}

void Loop::end_cycle(double deviation) {
  if (!parameters_.control.is_recorded.value) return;
  const bool is_on_time = obeyed_in_ && *obeyed_in_ <= core::of_milliseconds(parameters_.control.deadline_ms.value);
  const bool is_correct = obeyed_in_ && std::abs(deviation) <= part_.tolerance;
  plant_.tables.emplace<data::ControlCycle>().push_back({part_.name, next_cycle_ - 1, *began_, is_on_time, is_correct});
}

void Loop::compute(std::uint64_t content) {
  const std::int64_t cycle = cycle_in(content);
  if (!is_running_ || !controller_.awaits(cycle)) return;
  const double command = controller_.command(cycle, value_in(content));
  plant_.simulation.after(core::of_milliseconds(parameters_.control.compute_ms.value),
                          [this, cycle, command] { send(commands_, &Loop::obey, content_of(cycle, command)); });
}

void Loop::obey(std::uint64_t content) {
  const std::int64_t cycle = cycle_in(content);
  if (!is_running_ || cycle <= obeyed_) return;
  obeyed_ = cycle;
  web_.command(part_.number, value_in(content));
  watchdog_.start(core::of_milliseconds(parameters_.drive.survival_ms.value), section_.nothing_comes);
  if (began_ && cycle == next_cycle_ - 1) obeyed_in_ = plant_.simulation.now() - *began_;
}

// Without a network a loop is hard-wired: what is sent is there at once.
void Loop::send(network::FlowId flow, void (Loop::*gets)(std::uint64_t), std::uint64_t content) {
  if (plant_.messaging == nullptr) {
    (this->*gets)(content);
  } else {
    plant_.messaging->send(flow, parameters_.control.message_bytes.value, content);
  }
}

}  // namespace plantproof::plants::control
