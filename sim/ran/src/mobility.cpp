// Which cell serves a device: registration, measurements, handover, radio link failure.

#include <algorithm>
#include <cmath>

#include "implementation.hpp"

namespace plantproof::ran {

void RadioNetwork::Implementation::measure_later(DeviceId id, nr::Tc time) {
  Connection& connection = device(id).connection;
  if (connection.is_measuring) return;
  connection.is_measuring = true;
  post(std::max(time, now_), EventKind::Measurement, static_cast<std::uint32_t>(id), 0);
}

void RadioNetwork::Implementation::measure(DeviceId id, nr::Tc time) {
  DeviceState& of = device(id);
  Connection& connection = of.connection;
  connection.is_measuring = false;
  const bool is_first = connection.filtered_dbm.empty();
  connection.filtered_dbm.resize(cells_.size());
  const double weight = is_first ? 1 : std::exp2(-carrier_.mobility.filter_coefficient / 4);
  const auto now = std::chrono::floor<core::Nanoseconds>(time);
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const core::Dbm rsrp = core::Dbm::of_milliwatt(element_mw(static_cast<CellId>(i), id, now));
    connection.filtered_dbm[i] += weight * (rsrp.dbm() - connection.filtered_dbm[i]);
  }
  if (connection.stage == Connection::Stage::Searching) {
    choose_cell(id, time);
  } else if (connection.stage == Connection::Stage::Connected) {
    of.sides[0].interference *= kInterferenceMemory;  // what was heard is forgotten when nothing is heard any more
    const core::Dbm rsrp(connection.filtered_dbm[static_cast<std::size_t>(of.cell)]);
    const double noise_mw = of.noise_mw * (1 + of.sides[0].interference) / nr::kSubcarriersPerBlock;
    watch_link(id, rsrp - core::Dbm::of_milliwatt(noise_mw), time);
    if (is_connected(id)) consider_handover(id, time);
  }
  // A device at rest that has its cell, and no reason to leave it, measures the same for ever.
  const bool is_settled = of.motion.is_at_rest() && connection.stage == Connection::Stage::Connected &&
                          !connection.better && !connection.lost_since;
  const bool is_hopeless = of.motion.is_at_rest() && connection.stage == Connection::Stage::Searching;
  if (!is_settled && !is_hopeless)
    measure_later(id, time + std::chrono::ceil<nr::Tc>(carrier_.mobility.measurement_period));
}

void RadioNetwork::Implementation::choose_cell(DeviceId id, nr::Tc time) {
  DeviceState& of = device(id);
  const auto& measured = of.connection.filtered_dbm;
  const auto best = std::max_element(measured.begin(), measured.end());
  const core::Dbm noise = core::Dbm::of_milliwatt(of.noise_mw / nr::kSubcarriersPerBlock);
  if (core::Dbm(*best) - noise < carrier_.mobility.in_sync) return;
  connect(id, static_cast<CellId>(best - measured.begin()),
          of.connection.is_failed ? carrier_.mobility.reestablishment : carrier_.mobility.registration, time);
}

void RadioNetwork::Implementation::consider_handover(DeviceId id, nr::Tc time) {
  DeviceState& of = device(id);
  Connection& connection = of.connection;
  const auto& measured = connection.filtered_dbm;
  const auto best = std::max_element(measured.begin(), measured.end());
  const auto best_cell = static_cast<CellId>(best - measured.begin());
  const double own = measured[static_cast<std::size_t>(of.cell)];
  if (best_cell == of.cell || *best <= own + carrier_.mobility.a3_offset.db()) {
    connection.better.reset();
    return;
  }
  if (connection.better != best_cell) {
    connection.better = best_cell;
    connection.better_since = time;
  }
  if (time - connection.better_since < std::chrono::ceil<nr::Tc>(carrier_.mobility.time_to_trigger)) return;
  disconnect(id, time);
  connect(id, best_cell, carrier_.mobility.interruption, time);
}

void RadioNetwork::Implementation::watch_link(DeviceId id, core::Decibel snr, nr::Tc time) {
  Connection& connection = device(id).connection;
  if (snr >= carrier_.mobility.out_of_sync) {
    connection.lost_since.reset();
    return;
  }
  if (!connection.lost_since) connection.lost_since = time;
  if (time - *connection.lost_since < std::chrono::ceil<nr::Tc>(carrier_.mobility.failure_timer)) return;
  disconnect(id, time);
  connection.is_failed = true;
  choose_cell(id, time);
}

void RadioNetwork::Implementation::connect(DeviceId id, CellId to, core::Nanoseconds after, nr::Tc time) {
  DeviceState& of = device(id);
  of.cell = to;
  of.connection.stage = Connection::Stage::Connecting;
  of.connection.better.reset();
  of.connection.lost_since.reset();
  ++of.connection.number;
  post(time + std::chrono::ceil<nr::Tc>(after), EventKind::Connected, static_cast<std::uint32_t>(id),
       static_cast<std::int64_t>(of.connection.number));
}

void RadioNetwork::Implementation::connected(DeviceId id, nr::Tc time) {
  DeviceState& of = device(id);
  of.connection.stage = Connection::Stage::Connected;
  configure(id, time);
  for (Side& side : of.sides) {
    side.reported.reset();
    side.outer_loop = {};
    side.interference = 0;
    side.is_waiting = false;
  }
  if (!of.motion.is_at_rest()) measure_later(id, time);
  listener_.attached(id, of.cell, std::chrono::ceil<core::Nanoseconds>(time));
  discard_late(nr::Direction::Downlink, id, time);
  discard_late(nr::Direction::Uplink, id, time);
  ask_for_rest(nr::Direction::Downlink, id, time);
  ask_for_rest(nr::Direction::Uplink, id, time);
}

// What is on the air still arrives; what failed, or was only granted, does not go on in another cell.
void RadioNetwork::Implementation::disconnect(DeviceId id, nr::Tc time) {
  DeviceState& of = device(id);
  of.connection.stage = Connection::Stage::Searching;
  ++of.connection.number;
  of.uplink = {};
  release_configured(id);
  listener_.detached(id, std::chrono::ceil<core::Nanoseconds>(time));
  for (const auto direction : {nr::Direction::Downlink, nr::Direction::Uplink}) {
    for (std::size_t i = 0; i < side(direction, id).processes.size(); ++i) {
      HarqProcess& process = side(direction, id).processes[i];
      process.buffer_status = 0;  // of no use to another cell
      if (process.stage == HarqProcess::Stage::OnAir) continue;
      process.stage = HarqProcess::Stage::Idle;
      give_up(direction, id, process, time);
    }
  }
}

}  // namespace plantproof::ran
