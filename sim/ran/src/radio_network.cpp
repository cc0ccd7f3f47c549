#include "ran/radio_network.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "channel/link_budget.hpp"
#include "core/random.hpp"
#include "implementation.hpp"

namespace plantproof::ran {

namespace {

constexpr double kFairnessWindowS = 0.1;

}  // namespace

channel::Place Motion::at(core::Nanoseconds time) const {
  if (is_at_rest()) return place;
  const double seconds = core::in_seconds(time - since);
  return {place.x_m + x_mps * seconds, place.y_m + y_mps * seconds, place.z_m + z_mps * seconds};
}

RadioNetwork::Implementation::Implementation(const CarrierParameters& carrier, std::vector<QosFlow> flows,
                                             const Propagation& propagation, Listener& listener, std::uint64_t seed)
    : carrier_(carrier),
      flows_(std::move(flows)),
      propagation_(propagation),
      listener_(listener),
      seed_(seed),
      timing_(carrier),
      downlink_(carrier.pattern, nr::Direction::Downlink, carrier.downlink),
      uplink_(carrier.pattern, nr::Direction::Uplink, carrier.uplink),
      group_blocks_(resource_block_group(carrier.blocks)) {
  assert(!flows_.empty());
  assert(carrier.blocks >= 1 && carrier.harq_processes >= 1);
  assert(carrier.greatest_transmissions >= 1 && carrier.greatest_transmissions <= channel::kMostTransmissions);
}

CellId RadioNetwork::Implementation::add_cell(const CellParameters& parameters) {
  cells_.push_back({parameters,
                    parameters.transmit_power.milliwatt() / carrier_.blocks,
                    channel::thermal_noise(block_width(carrier_), parameters.noise_figure).milliwatt(),
                    ResourceGrid(0, core::mixed(~seed_, 2 * cells_.size())),
                    ResourceGrid(carrier_.uplink_control_blocks, core::mixed(~seed_, 2 * cells_.size() + 1)),
                    {ConfiguredPlan(carrier_.pattern, downlink_, 0, carrier_.blocks),
                     ConfiguredPlan(carrier_.pattern, uplink_, carrier_.uplink_control_blocks, carrier_.blocks)},
                    UplinkInterference(carrier_.blocks, group_blocks_)});
  return static_cast<CellId>(cells_.size() - 1);
}

DeviceId RadioNetwork::Implementation::add_device(const DeviceParameters& parameters, const Motion& motion) {
  assert(!cells_.empty());
  const Side side{TransmitQueue(flows_, packets_)};
  devices_.push_back({parameters,
                      motion,
                      CellId{0},
                      channel::thermal_noise(block_width(carrier_), parameters.noise_figure).milliwatt(),
                      {side, side}});
  const auto id = static_cast<DeviceId>(devices_.size() - 1);
  measure_later(id, std::chrono::ceil<nr::Tc>(motion.since));
  return id;
}

void RadioNetwork::Implementation::move(DeviceId id, const Motion& motion) {
  device(id).motion = motion;
  if (device(id).connection.stage != Connection::Stage::Connecting) {
    measure_later(id, std::chrono::ceil<nr::Tc>(motion.since));
  }
}

std::optional<CellId> RadioNetwork::Implementation::serving_cell(DeviceId id) const {
  return is_connected(id) ? std::optional(devices_[static_cast<std::size_t>(id)].cell) : std::nullopt;
}

std::size_t RadioNetwork::Implementation::pending(nr::Direction direction, DeviceId id) const {
  return devices_[static_cast<std::size_t>(id)].sides[index(direction)].pending;
}

void RadioNetwork::Implementation::post(nr::Tc time, EventKind kind, std::uint32_t number, std::int64_t symbol) {
  events_.push({time, kind, number, symbol, posted_++});
}

std::optional<core::Nanoseconds> RadioNetwork::Implementation::next() const {
  if (events_.empty()) return std::nullopt;
  return std::chrono::ceil<core::Nanoseconds>(events_.top().time);
}

void RadioNetwork::Implementation::advance(core::Nanoseconds now) {
  const nr::Tc until = std::chrono::floor<nr::Tc>(now);
  while (!events_.empty() && events_.top().time <= until) {
    const Event event = events_.top();
    events_.pop();
    now_ = event.time;
    handle(event);
  }
}

void RadioNetwork::Implementation::handle(const Event& event) {
  const auto id = static_cast<CellId>(event.number);
  switch (event.kind) {
    case EventKind::Reception: {
      const auto direction = event.symbol == 0 ? nr::Direction::Downlink : nr::Direction::Uplink;
      std::vector<Flight> flights = flights_.take(event.number);
      land(flights, direction, event.time);
      spare_flights_.give_back(std::move(flights));
      break;
    }
    case EventKind::Connected:
      if (static_cast<std::int64_t>(devices_[event.number].connection.number) == event.symbol) {
        connected(static_cast<DeviceId>(event.number), event.time);
      }
      break;
    case EventKind::Measurement:
      measure(static_cast<DeviceId>(event.number), event.time);
      break;
    case EventKind::UplinkControl:
      if (cell(id).next_uplink && cell(id).next_uplink_control == event.symbol) uplink_control(id, event.symbol);
      break;
    case EventKind::UplinkStart:
      uplink_start(id, event.symbol);
      break;
    case EventKind::ConfiguredStart:
      configured_start(static_cast<DeviceId>(event.number), event.symbol);
      break;
    case EventKind::Downlink:
      if (cell(id).next_downlink && cell(id).next_downlink->first_symbol == event.symbol) downlink(id, event.symbol);
      break;
    case EventKind::Returned: {
      const auto direction = event.symbol == 0 ? nr::Direction::Downlink : nr::Direction::Uplink;
      ask_for_rest(direction, static_cast<DeviceId>(event.number), event.time);
      break;
    }
  }
}

void RadioNetwork::Implementation::send(nr::Direction direction, DeviceId id, const Packet& packet,
                                        core::Nanoseconds now) {
  assert(packet.bytes > 0 && packet.flow < flows_.size());
  const nr::Tc arrival = std::chrono::ceil<nr::Tc>(now);
  now_ = std::max(now_, arrival);
  const nr::Tc deadline = arrival + std::chrono::ceil<nr::Tc>(flows_[packet.flow].delay_budget);
  Side& of = side(direction, id);
  of.queue.push(packets_.add({packet, direction, id, arrival, deadline, packet.bytes, packet.bytes}));
  ++of.pending;
  ask(direction, id, packet.flow, arrival + timing_.preparation());
}

void RadioNetwork::Implementation::wait(nr::Direction direction, DeviceId id) {
  if (!is_connected(id)) return;
  Side& of = side(direction, id);
  const CellId at = device(id).cell;
  const auto time = ready(direction, id);
  if (!time) return;
  if (!of.is_waiting) {
    of.is_waiting = true;
    cell(at).waiting[index(direction)].push_back(id);
  }
  if (direction == nr::Direction::Downlink) {
    plan_downlink(at, *time);
  } else {
    plan_uplink(at, *time);
  }
}

std::optional<nr::Tc> RadioNetwork::Implementation::ready(nr::Direction direction, DeviceId id) {
  const Side& of = side(direction, id);
  std::optional<nr::Tc> first;
  const auto consider = [&first](nr::Tc time) { first = first ? std::min(*first, time) : time; };
  std::optional<nr::Tc> idle;
  if (static_cast<int>(of.processes.size()) < carrier_.harq_processes) idle = nr::Tc{0};
  for (const HarqProcess& process : of.processes) {
    if (process.stage == HarqProcess::Stage::Failed) consider(process.ready);
    if (process.stage == HarqProcess::Stage::Idle) idle = idle ? std::min(*idle, process.ready) : process.ready;
  }
  if (!idle) return first;
  if (direction == nr::Direction::Downlink) {
    if (const auto data = of.queue.ready()) consider(std::max(*data + timing_.preparation(), *idle));
  } else if (device(id).uplink.wanted_bytes > 0) {
    consider(std::max(device(id).uplink.known, *idle));
  }
  return first;
}

void RadioNetwork::Implementation::gather(nr::Direction direction, CellState& at_cell, nr::Tc time) {
  candidates_.clear();
  others_ready_.reset();
  auto& waiting = at_cell.waiting[index(direction)];
  std::erase_if(waiting, [&](DeviceId id) {
    if (!is_connected(id) || &cell(device(id).cell) != &at_cell) return true;  // it has left
    const auto since = ready(direction, id);
    side(direction, id).is_waiting = since.has_value();
    if (!since) return true;
    if (*since <= time) {
      candidates_.push_back({id, false, false, std::numeric_limits<int>::max(), 0, 0});
    } else {
      others_ready_ = others_ready_ ? std::min(*others_ready_, *since) : since;
    }
    return false;
  });
  order(direction, time);
}

void RadioNetwork::Implementation::order(nr::Direction direction, nr::Tc time) {
  for (Candidate& candidate : candidates_) {
    Side& of = side(direction, candidate.device);
    candidate.is_retransmission = failed_process(of, time) != nullptr;
    candidate.rank = static_cast<double>(of.served.count());
    if (carrier_.scheduling == Scheduling::ProportionalFair) {
      report_channel(direction, candidate.device, time);
      const double age_s = std::chrono::duration<double>(time - of.served).count();
      const double average = of.average_bps * std::exp(-age_s / kFairnessWindowS);
      const double power = direction == nr::Direction::Downlink ? 1 : uplink_power_mw(candidate.device, 1, time);
      candidate.rank = -std::log2(1 + of.snr.linear() * power) / (average + 1);
    }
    if (carrier_.scheduling == Scheduling::Deadline) {
      if (const auto head = of.queue.head(time - timing_.preparation())) {
        const QosFlow& flow = flows_[head->flow];
        candidate.is_critical = flow.is_delay_critical;
        candidate.group = flow.is_delay_critical ? 0 : flow.priority_level;
        if (flow.is_delay_critical) candidate.rank = static_cast<double>(head->deadline.count());
      }
    }
  }
  std::sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
    if (a.is_retransmission != b.is_retransmission) return a.is_retransmission;
    if (a.group != b.group) return a.group < b.group;
    if (a.rank != b.rank) return a.rank < b.rank;
    return a.device < b.device;
  });
}

// Equals share an opportunity's blocks: in time alone, one of them would have the short slots for ever.
RadioNetwork::Implementation::Room RadioNetwork::Implementation::room_for(std::size_t candidate,
                                                                          const ResourceGrid& grid,
                                                                          const Opportunity& at, int limit) {
  const std::size_t slice = candidates_[candidate].slice;
  const int all = grid.free(at, limit);
  const auto candidates = static_cast<int>(candidates_.size() - candidate);
  int free = all;
  int left = candidates;
  if (!slices_.empty()) {
    free = std::clamp(slices_[slice].blocks, 0, all);
    left = slices_[slice].candidates--;
  }
  Room room{limit, all, free, free, candidates, slice};
  if (candidates_[candidate].is_critical || carrier_.scheduling == Scheduling::ProportionalFair) return room;
  const int share = (free + left - 1) / left;
  room.share = std::min(free, std::max(share, group_blocks_));
  return room;
}

int RadioNetwork::Implementation::take(ResourceGrid& grid, const Opportunity& at, const Room& room, int blocks) {
  if (!slices_.empty()) slices_[room.slice].blocks -= blocks;
  return grid.take(at, room.limit, blocks, blocks * room.candidates);
}

std::optional<nr::Tc> RadioNetwork::Implementation::next_ready(nr::Direction direction) {
  std::optional<nr::Tc> next = others_ready_;
  for (const Candidate& candidate : candidates_) {
    if (const auto since = ready(direction, candidate.device)) next = next ? std::min(*next, *since) : since;
  }
  return next;
}

bool RadioNetwork::Implementation::spend_control_message(nr::Direction direction, CellState& at_cell,
                                                         std::int64_t symbol) {
  const std::int64_t slot = nr::slot_of_symbol(symbol);
  std::int64_t& last_slot = at_cell.control_slot[index(direction)];
  int& messages = at_cell.control_messages[index(direction)];
  if (last_slot != slot) {
    last_slot = slot;
    messages = 0;
  }
  if (carrier_.control_messages_per_slot && messages >= *carrier_.control_messages_per_slot) return false;
  ++messages;
  return true;
}

void RadioNetwork::Implementation::discard_late(nr::Direction direction, DeviceId id, nr::Tc time) {
  for (const PacketIndex late : side(direction, id).queue.discard_late(time)) {
    packets_[late].unsent = 0;
    settle(late, true, time);
  }
}

void RadioNetwork::Implementation::count_served(Side& of, nr::Tc time, std::int64_t bits) const {
  const double age_s = std::chrono::duration<double>(time - of.served).count();
  of.average_bps = of.average_bps * std::exp(-age_s / kFairnessWindowS) + static_cast<double>(bits) / kFairnessWindowS;
  of.served = time;
}

RadioNetwork::RadioNetwork(const CarrierParameters& carrier, std::vector<QosFlow> flows, const Propagation& propagation,
                           Listener& listener, std::uint64_t seed)
    : implementation_(std::make_unique<Implementation>(carrier, std::move(flows), propagation, listener, seed)) {}
RadioNetwork::~RadioNetwork() = default;

CellId RadioNetwork::add_cell(const CellParameters& parameters) {
  return implementation_->add_cell(parameters);
}
DeviceId RadioNetwork::add_device(const DeviceParameters& parameters, const Motion& motion) {
  return implementation_->add_device(parameters, motion);
}
void RadioNetwork::move(DeviceId device, const Motion& motion) {
  implementation_->move(device, motion);
}
void RadioNetwork::send(nr::Direction direction, DeviceId device, const Packet& packet, core::Nanoseconds now) {
  implementation_->send(direction, device, packet, now);
}
std::optional<core::Nanoseconds> RadioNetwork::next() const {
  return implementation_->next();
}
void RadioNetwork::advance(core::Nanoseconds now) {
  implementation_->advance(now);
}
std::optional<CellId> RadioNetwork::serving_cell(DeviceId device) const {
  return implementation_->serving_cell(device);
}
std::optional<Heard> RadioNetwork::heard(DeviceId device, core::Nanoseconds now) const {
  return implementation_->heard(device, now);
}
std::size_t RadioNetwork::pending(nr::Direction direction, DeviceId device) const {
  return implementation_->pending(direction, device);
}

}  // namespace plantproof::ran
