// Transport blocks: how large, on the air, decoded, acknowledged, sent again, given up.

#include <algorithm>
#include <cassert>
#include <cmath>
#include <span>
#include <utility>

#include "channel/block_error.hpp"
#include "core/random.hpp"
#include "implementation.hpp"

namespace plantproof::ran {

namespace {

// Headers and a little more: a smaller transport block would carry nothing.
constexpr std::int64_t kLeastBytes = 16;
constexpr std::int64_t kHeaderBytes = 11;

int blocks_needed(std::int64_t bits, const nr::Allocation& block, const nr::ModulationCoding& coding, int layers,
                  int most) {
  const double bits_per_block = block.resource_elements() * coding.spectral_efficiency() * layers;
  const double blocks = std::ceil(static_cast<double>(bits) / bits_per_block);
  return std::max(1, blocks >= most ? most : static_cast<int>(blocks));
}

}  // namespace

HarqProcess* RadioNetwork::Implementation::idle_process(Side& of, nr::Tc time) const {
  auto found = std::find_if(of.processes.begin(), of.processes.end(), [time](const HarqProcess& process) {
    return process.stage == HarqProcess::Stage::Idle && process.ready <= time;
  });
  if (found == of.processes.end()) {
    if (static_cast<int>(of.processes.size()) == carrier_.harq_processes) return nullptr;
    of.processes.emplace_back();
    found = of.processes.end() - 1;
  }
  found->attempts = 0;
  found->segments.clear();
  found->buffer_status = 0;
  return &*found;
}

HarqProcess* RadioNetwork::Implementation::failed_process(Side& of, nr::Tc time) {
  const auto found = std::find_if(of.processes.begin(), of.processes.end(), [time](const HarqProcess& process) {
    return process.stage == HarqProcess::Stage::Failed && process.ready <= time;
  });
  return found == of.processes.end() ? nullptr : &*found;
}

nr::Allocation RadioNetwork::Implementation::allocation(int blocks, int symbols) const {
  // In a mini-slot reference signals take every second subcarrier of one symbol, and data the others.
  return {blocks, symbols, symbols < 4 ? std::min(carrier_.dmrs_elements, 6) : carrier_.dmrs_elements, 0};
}

// As many coded bits as the first time.
int RadioNetwork::Implementation::blocks_for_retransmission(const BlockFormat& format, int symbols) const {
  if (symbols == format.symbols) return format.blocks;
  const int before = allocation(format.blocks, format.symbols).resource_elements();
  const int block = allocation(1, symbols).resource_elements();
  return (before + block - 1) / block;
}

const LinkAdaptation& RadioNetwork::Implementation::adaptation(double target) {
  return adaptations_.try_emplace(target, carrier_.mcs_table, target, carrier_.receiver).first->second;
}

// Of each block, when so many share what the device has: all path loss is compensated (TS 38.213 7.1.1, alpha = 1), up
// to the device's power.
double RadioNetwork::Implementation::uplink_power_mw(DeviceId id, int blocks, nr::Tc time) {
  const DeviceState& of = device(id);
  const double gain = mean_gain(of.cell, id, std::chrono::floor<core::Nanoseconds>(time));
  const double wanted_mw =
      of.parameters.received_power_target.milliwatt() * nr::slots_per_subframe(carrier_.pattern.spacing()) / gain;
  return std::min(wanted_mw, of.parameters.transmit_power.milliwatt() / blocks);
}

int RadioNetwork::Implementation::most_layers(nr::Direction direction, DeviceId id) {
  const bool is_downlink = direction == nr::Direction::Downlink;
  return std::min({is_downlink ? carrier_.downlink_layers : carrier_.uplink_layers, device(id).parameters.antennas,
                   cell(device(id).cell).parameters.antennas});
}

BlockFormat RadioNetwork::Implementation::format(nr::Direction direction, DeviceId id, const Opportunity& at,
                                                 const Room& room, std::int64_t bytes, double target) {
  const bool is_downlink = direction == nr::Direction::Downlink;
  const Side& of = side(direction, id);
  const nr::Tc time = start(at.first_symbol);
  const core::Decibel without_power = of.expected_sinr();
  const int antennas = branches(direction, id, device(id).cell);
  const int layer_limit = most_layers(direction, id);
  const nr::Allocation block = allocation(1, at.symbols);
  const LinkAdaptation& table = adaptation(target);
  int most = room.share;
  if (!is_downlink) {  // so many that the most robust row still holds
    const core::Decibel with_all =
        without_power + core::Decibel::of_ratio(device(id).parameters.transmit_power.milliwatt());
    const double blocks = (with_all - table.least_sinr()).linear();
    most = std::max(1, blocks >= most ? most : static_cast<int>(blocks));
  }

  BlockFormat best;
  best.symbols = at.symbols;
  // Uplink power is shared by the blocks: more of them, less for each, until both agree.
  for (int round = 0; round < 4; ++round) {
    best.power_mw = is_downlink ? 0 : uplink_power_mw(id, best.blocks, time);
    const core::Decibel sinr = is_downlink ? without_power : without_power + core::Decibel::of_ratio(best.power_mw);
    best.layers = 1;
    best.mcs = table.mcs(sinr, bytes).value_or(0);
    double best_rate = coding(best.mcs).spectral_efficiency();
    for (int layers = 2; layers <= layer_limit; ++layers) {
      const auto mcs = table.mcs(sinr + core::Decibel::of_ratio(layer_share(layers, antennas)), bytes);
      if (!mcs || layers * coding(*mcs).spectral_efficiency() <= best_rate) continue;
      best_rate = layers * coding(*mcs).spectral_efficiency();
      best.mcs = *mcs;
      best.layers = layers;
    }
    const int blocks = blocks_needed(8 * bytes, block, coding(best.mcs), best.layers, most);
    if (blocks == best.blocks) break;
    best.blocks = blocks;
  }
  const auto fit = [&](std::int64_t wanted_bytes, int limit) {
    best.bits = nr::transport_block_bits(allocation(best.blocks, at.symbols), coding(best.mcs), best.layers);
    while (best.bits < 8 * wanted_bytes && best.blocks < limit) {
      ++best.blocks;
      best.bits = nr::transport_block_bits(allocation(best.blocks, at.symbols), coding(best.mcs), best.layers);
    }
  };
  fit(bytes, most);
  fit(std::min(bytes, kLeastBytes), room.free);
  if (!is_downlink) best.power_mw = uplink_power_mw(id, best.blocks, time);
  return best;
}

bool RadioNetwork::Implementation::is_worth_sending(const BlockFormat& format) {
  return format.bits >= 8 * kHeaderBytes;
}

BlockFormat RadioNetwork::Implementation::configured_format(nr::Direction direction, DeviceId id, const Opportunity& at,
                                                            const ConfiguredUse& use, double target) {
  BlockFormat format;
  format.blocks = use.occasions.resource.blocks;
  format.symbols = at.symbols;
  format.is_adapted = !use.mcs;
  core::Decibel sinr = side(direction, id).expected_sinr();
  if (direction == nr::Direction::Uplink) {
    format.power_mw = uplink_power_mw(id, format.blocks, start(at.first_symbol));
    sinr = sinr + core::Decibel::of_ratio(format.power_mw);
  }
  constexpr std::int64_t kTypicalBytes = 100;
  format.mcs = use.mcs ? *use.mcs : adaptation(target).mcs(sinr, kTypicalBytes).value_or(0);
  format.bits = nr::transport_block_bits(allocation(format.blocks, at.symbols), coding(format.mcs), 1);
  return format;
}

Transmission RadioNetwork::Implementation::description(nr::Direction direction, const Flight& flight) const {
  const HarqProcess& process = devices_[static_cast<std::size_t>(flight.device)]
                                   .sides[index(direction)]
                                   .processes[static_cast<std::size_t>(flight.process)];
  return {flight.cell,
          flight.device,
          direction,
          flight.at.first_symbol,
          flight.at.symbols,
          flight.first_block,
          process.format.blocks,
          process.format.layers,
          process.format.mcs,
          process.format.bits,
          flight.process,
          process.attempts,
          flight.is_configured};
}

void RadioNetwork::Implementation::launch(nr::Direction direction, const Flight& flight) {
  Side& of = side(direction, flight.device);
  HarqProcess& process = of.processes[static_cast<std::size_t>(flight.process)];
  process.stage = HarqProcess::Stage::OnAir;
  of.busy_until = std::max(of.busy_until, flight.at.first_symbol + flight.at.symbols);
  ++process.attempts;
  count_served(of, start(flight.at.first_symbol), process.attempts == 1 ? process.format.bits : 0);
  if (direction == nr::Direction::Uplink && cells_.size() > 1) {
    const auto time = std::chrono::floor<core::Nanoseconds>(start(flight.at.first_symbol));
    for (std::size_t other = 0; other < cells_.size(); ++other) {
      const auto id = static_cast<CellId>(other);
      if (id == flight.cell) continue;
      cells_[other].interference.add(flight.at, flight.first_block, process.format.blocks,
                                     process.format.power_mw * mean_gain(id, flight.device, time));
    }
  }
  const nr::Transmission on_air{flight.at.first_symbol, flight.at.symbols};
  const nr::Tc received = end(flight.at) + timing_.reception(direction, on_air, process.format.blocks);
  // What is decoded at the same time is one event.
  const bool joins = last_landing_ && last_landing_->time == received && last_landing_->direction == direction;
  if (!joins) {
    const auto number = static_cast<std::uint32_t>(flights_.add(spare_flights_.take()));
    last_landing_ = Landing{received, direction, number};
    post(received, EventKind::Reception, number, static_cast<std::int64_t>(index(direction)));
  }
  flights_[last_landing_->number].push_back(flight);
  listener_.transmitted(description(direction, flight));
}

void RadioNetwork::Implementation::land(const std::vector<Flight>& flights, nr::Direction direction, nr::Tc time) {
  for (const Flight& flight : flights) {
    Side& of = side(direction, flight.device);
    HarqProcess& process = of.processes[static_cast<std::size_t>(flight.process)];
    const core::Decibel sinr_now = sinr(direction, flight);
    process.sinrs[static_cast<std::size_t>(process.attempts - 1)] = sinr_now;
    const nr::ModulationCoding used = coding(process.format.mcs);
    const nr::Segmentation parts = nr::segment(process.format.bits, nr::base_graph(process.format.bits, used.rate));
    const channel::CodeBlock block{used.modulation_order, used.rate.value(), static_cast<int>(parts.payload_bits)};
    const std::span sinrs(process.sinrs.data(), static_cast<std::size_t>(process.attempts));
    const double error = channel::transport_block_error(
        channel::code_block_error(block, sinrs, carrier_.combining, carrier_.receiver), parts.code_blocks);
    const std::uint64_t stream = core::mixed(seed_, 2 * static_cast<std::uint64_t>(flight.device) + index(direction));
    const bool is_correct = core::Draws(core::mixed(stream, of.blocks_sent++)).uniform() >= error;
    const auto highest = static_cast<int>(nr::mcs_table(carrier_.mcs_table).size()) - 1;
    // At the highest there is nothing to win.
    const bool has_learnt = process.format.is_adapted && (!is_correct || process.format.mcs < highest);
    if (process.attempts == 1 && has_learnt)
      of.outer_loop.learn(is_correct, process.target_error, carrier_.outer_loop_step);
    listener_.decoded(description(direction, flight), sinr_now, is_correct);
    const nr::Transmission on_air{flight.at.first_symbol, flight.at.symbols};
    const nr::Tc decided = end(flight.at) + timing_.decision(direction, on_air, process.format.blocks);
    process.ready = decided;
    if (direction == nr::Direction::Downlink) {
      const auto acknowledgement = carrier_.pattern.next(nr::Direction::Uplink, decided, 1);
      assert(acknowledgement);
      process.ready = start(*acknowledgement + 1) + timing_.granting();
    }
    if (is_correct) {
      succeed(direction, flight, time);
    } else {
      fail(direction, flight, time);
    }
  }
}

void RadioNetwork::Implementation::succeed(nr::Direction direction, const Flight& flight, nr::Tc time) {
  HarqProcess& process = side(direction, flight.device).processes[static_cast<std::size_t>(flight.process)];
  process.stage = HarqProcess::Stage::Idle;
  if (direction == nr::Direction::Uplink && is_served_by(flight.device, flight.cell)) {
    learn_buffer_status(flight.device, process.buffer_status, end(flight.at) + timing_.request_handling());
  }
  const std::vector<Segment> received = std::exchange(process.segments, {});
  wait(direction, flight.device);
  for (const Segment& segment : received) {
    PacketState& packet = packets_[segment.packet];
    --packet.segments;
    if (!packet.is_lost) packet.unreceived -= segment.bytes;
    if (packet.is_settled()) settle(segment.packet, packet.is_lost, time);
  }
}

void RadioNetwork::Implementation::fail(nr::Direction direction, const Flight& flight, nr::Tc time) {
  HarqProcess& process = side(direction, flight.device).processes[static_cast<std::size_t>(flight.process)];
  if (process.attempts < carrier_.greatest_transmissions && is_served_by(flight.device, flight.cell)) {
    process.stage = HarqProcess::Stage::Failed;
  } else {
    process.stage = HarqProcess::Stage::Idle;
    give_up(direction, flight.device, process, time);
  }
  wait(direction, flight.device);
}

// RLC sends it again after its own status report, or never.
void RadioNetwork::Implementation::give_up(nr::Direction direction, DeviceId id, HarqProcess& process, nr::Tc time) {
  const std::vector<Segment> segments = std::exchange(process.segments, {});
  if (direction == nr::Direction::Uplink) ask_for_rest(direction, id, time);
  for (const Segment& segment : segments) {
    PacketState& packet = packets_[segment.packet];
    const QosFlow& flow = flows_[packet.packet.flow];
    const bool is_again = flow.rlc == RlcMode::Acknowledged && segment.retransmissions < flow.rlc_retransmissions;
    if (is_again && !packet.is_lost) {
      const nr::Tc ready = time + std::chrono::ceil<nr::Tc>(flow.rlc_status_delay);
      side(direction, id).queue.give_back({segment.packet, segment.bytes, segment.retransmissions + 1}, ready);
      post(ready, EventKind::Returned, static_cast<std::uint32_t>(id), static_cast<std::int64_t>(index(direction)));
      continue;
    }
    --packet.segments;
    settle(segment.packet, true, time);
  }
}

// Tells of a packet that has come, or that never will, once; forgets it when nothing of it is under way any more.
void RadioNetwork::Implementation::settle(PacketIndex index_of, bool is_lost, nr::Tc time) {
  PacketState& packet = packets_[index_of];
  const bool is_news = !packet.is_lost;
  packet.is_lost = is_lost;
  const PacketState copy = packet;
  if (packet.is_settled()) packets_.take(index_of);
  if (!is_news) return;
  --side(copy.direction, copy.device).pending;
  const auto now = std::chrono::ceil<core::Nanoseconds>(time);
  if (is_lost) {
    listener_.lost(copy.direction, copy.device, copy.packet, now);
  } else {
    listener_.delivered(copy.direction, copy.device, copy.packet, now);
  }
}

}  // namespace plantproof::ran
