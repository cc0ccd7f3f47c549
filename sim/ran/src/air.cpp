// What the receiver hears: gains, noise, and what the other cells send at the same time.

#include <algorithm>
#include <cassert>
#include <cmath>

#include "channel/mutual_information.hpp"
#include "implementation.hpp"

namespace plantproof::ran {

double RadioNetwork::Implementation::mean_gain(CellId id, DeviceId device_id, core::Nanoseconds time) const {
  return propagation_.mean_gain(id, device_id, devices_[static_cast<std::size_t>(device_id)].motion.at(time), time);
}

// Received in a resource element of the SSB.
double RadioNetwork::Implementation::element_mw(CellId id, DeviceId device_id, core::Nanoseconds time) const {
  return cells_[static_cast<std::size_t>(id)].block_power_mw / nr::kSubcarriersPerBlock *
         mean_gain(id, device_id, time);
}

std::optional<Heard> RadioNetwork::Implementation::heard(DeviceId id, core::Nanoseconds now) const {
  const auto serving = serving_cell(id);
  if (!serving) return std::nullopt;
  double unwanted_mw = devices_[static_cast<std::size_t>(id)].noise_mw / nr::kSubcarriersPerBlock;
  for (std::size_t other = 0; other < cells_.size(); ++other) {
    if (static_cast<CellId>(other) != *serving) unwanted_mw += element_mw(static_cast<CellId>(other), id, now);
  }
  const double wanted_mw = element_mw(*serving, id, now);
  return Heard{*serving, core::Dbm::of_milliwatt(wanted_mw), core::Decibel::of_ratio(wanted_mw / unwanted_mw)};
}

int RadioNetwork::Implementation::branches(nr::Direction direction, DeviceId id, CellId cell) const {
  return direction == nr::Direction::Downlink ? devices_[static_cast<std::size_t>(id)].parameters.antennas
                                              : cells_[static_cast<std::size_t>(cell)].parameters.antennas;
}

// The share of the combined power of all branches that a layer keeps: the sender's power is divided by the layers, and
// a receiver that separates them (zero forcing) has one branch less to combine for every other layer.
double RadioNetwork::Implementation::layer_share(int layers, int branches) {
  return layers > branches ? 0 : static_cast<double>(branches - layers + 1) / (branches * layers);
}

void RadioNetwork::Implementation::report_channel(nr::Direction direction, DeviceId id, nr::Tc time) {
  Side& of = side(direction, id);
  const DeviceState& of_device = device(id);
  const core::Nanoseconds period = carrier_.channel_report_period;
  // Devices report one after the other, not all at once.
  const core::Nanoseconds offset = static_cast<std::int64_t>(id) * core::Nanoseconds{500'000} % period;
  const auto latest = std::chrono::floor<core::Nanoseconds>(time) - carrier_.channel_report_delay - offset;
  // Before the first report the channel is that of the beginning.
  const core::Nanoseconds instant = latest.count() < 0 ? core::Nanoseconds{0} : latest / period * period + offset;
  if (of.reported == instant) return;
  of.reported = instant;
  const double gain = mean_gain(of_device.cell, id, instant);
  const double power_mw = direction == nr::Direction::Downlink ? cell(of_device.cell).block_power_mw : 1;
  const double noise_mw = direction == nr::Direction::Downlink ? of_device.noise_mw : cell(of_device.cell).noise_mw;
  gains_.resize(static_cast<std::size_t>((carrier_.blocks + group_blocks_ - 1) / group_blocks_));
  propagation_.fading_gains(of_device.cell, id, direction, of_device.motion.at(instant), instant, 0, gains_);
  // The SNR that would carry as much as all groups together, by capacity, at the power that is used.
  const double used_mw = direction == nr::Direction::Downlink ? power_mw : uplink_power_mw(id, 1, time);
  double capacity = 0;
  for (const double fading : gains_) capacity += std::log2(1 + used_mw * gain * fading / noise_mw);
  const double snr = std::exp2(capacity / static_cast<double>(gains_.size())) - 1;
  of.snr = core::Decibel::of_ratio(snr * power_mw / used_mw);
}

core::Decibel RadioNetwork::Implementation::sinr(nr::Direction direction, const Flight& flight) {
  const bool is_downlink = direction == nr::Direction::Downlink;
  Side& of = side(direction, flight.device);
  const DeviceState& of_device = device(flight.device);
  const HarqProcess& process = of.processes[static_cast<std::size_t>(flight.process)];
  const CellState& own = cell(flight.cell);
  const auto time = std::chrono::floor<core::Nanoseconds>(start(flight.at.first_symbol));
  const double gain = mean_gain(flight.cell, flight.device, time);
  const double power_mw = is_downlink ? own.block_power_mw : process.format.power_mw;
  const double noise_mw = is_downlink ? of_device.noise_mw : own.noise_mw;
  const double share = layer_share(process.format.layers, branches(direction, flight.device, flight.cell));

  const int first = flight.first_block / group_blocks_;
  const int last = (flight.first_block + process.format.blocks - 1) / group_blocks_;
  gains_.resize(static_cast<std::size_t>(last) + 1 - static_cast<std::size_t>(first));
  sinrs_.resize(gains_.size());
  propagation_.fading_gains(flight.cell, flight.device, direction, of_device.motion.at(time), time,
                            static_cast<std::size_t>(first), gains_);
  double interference = 0;
  for (std::size_t i = 0; i < gains_.size(); ++i) {
    const int group = first + static_cast<int>(i);
    double interference_mw = 0;
    if (is_downlink) {
      for (std::size_t other = 0; cells_.size() > 1 && other < cells_.size(); ++other) {
        const auto id = static_cast<CellId>(other);
        if (id == flight.cell) continue;
        const int first_block = group * group_blocks_;
        const int blocks = std::min(group_blocks_, carrier_.blocks - first_block);
        const double used = cells_[other].downlink.share(flight.at, first_block, blocks);
        if (used > 0) interference_mw += used * cells_[other].block_power_mw * mean_gain(id, flight.device, time);
      }
    } else {
      interference_mw = own.interference.mean(flight.at, static_cast<std::size_t>(group));
    }
    interference += interference_mw / noise_mw;
    sinrs_[i] = core::Decibel::of_ratio(power_mw * gain * gains_[i] * share / (noise_mw + interference_mw));
  }
  of.interference = kInterferenceMemory * of.interference +
                    (1 - kInterferenceMemory) * interference / static_cast<double>(gains_.size());
  return channel::effective_sinr(coding(process.format.mcs).modulation_order, sinrs_);
}

}  // namespace plantproof::ran
