// The uplink: devices ask, the cell grants, and what was granted or configured is sent.

#include <algorithm>
#include <cassert>

#include "implementation.hpp"

namespace plantproof::ran {

namespace {
constexpr auto kDirection = nr::Direction::Uplink;
const ConfiguredResource kEverything;  // a grant carries also what could wait (TS 38.321 5.4.3.1.2)
}  // namespace

// The first symbol, `from` or later, in which the device may ask: once in a period, the periods of devices one slot
// apart.
std::optional<std::int64_t> RadioNetwork::Implementation::request_symbol(const DeviceState& of, DeviceId id,
                                                                         std::int64_t from) const {
  const nr::SlotPattern& pattern = carrier_.pattern;
  if (!of.parameters.scheduling_request_period) return pattern.next(kDirection, start(from), 1);
  const std::int64_t period = *of.parameters.scheduling_request_period;
  const std::int64_t offset = static_cast<std::int64_t>(id) % period;
  std::int64_t number = std::max<std::int64_t>(0, (nr::slot_of_symbol(from) - offset) / period - 1);
  while (true) {
    const auto symbol = pattern.next(kDirection, start(nr::first_symbol_of_slot(offset + number * period)), 1);
    if (!symbol || *symbol >= from) return symbol;
    ++number;
  }
}

void RadioNetwork::Implementation::request_grant(DeviceId id, nr::Tc ready) {
  DeviceState& of = device(id);
  // Not where the gNB knows, or will know from what is on the air.
  if (of.uplink.wanted_bytes > 0 || of.uplink.granted > 0) return;
  const auto& processes = of.sides[index(kDirection)].processes;
  if (std::any_of(processes.begin(), processes.end(), [](const HarqProcess& process) {
        return process.stage != HarqProcess::Stage::Idle && process.buffer_status > 0;
      })) {
    return;
  }
  const auto symbol = request_symbol(of, id, nr::first_symbol_from(carrier_.pattern.spacing(), ready));
  if (!symbol) return;
  learn_buffer_status(id, carrier_.first_grant_bytes, start(*symbol + 1) + timing_.request_handling());
}

void RadioNetwork::Implementation::learn_buffer_status(DeviceId id, std::int64_t bytes, nr::Tc known) {
  if (bytes == 0) return;  // a request may have been made since
  UplinkRequest& request = device(id).uplink;
  request.known = request.wanted_bytes > 0 ? std::min(request.known, known) : known;
  request.wanted_bytes = std::max<std::int64_t>(0, bytes - request.granted_bytes);
  if (request.wanted_bytes > 0) wait(kDirection, id);
}

UplinkOccasion& RadioNetwork::Implementation::occasion(CellId id, const Opportunity& at) {
  const auto [found, is_new] = cell(id).occasions.try_emplace(at.first_symbol, UplinkOccasion{at.symbols, {}});
  if (is_new) {
    found->second.grants = spare_grants_.take();
    post(start(at.first_symbol), EventKind::UplinkStart, static_cast<std::uint32_t>(id), at.first_symbol);
  }
  return found->second;
}

// The next occasion that a grant can still be for, given at the last moment that serves it: so all that is known by
// then takes part, and nothing waits for it.
void RadioNetwork::Implementation::plan_uplink(CellId id, nr::Tc known) {
  CellState& at_cell = cell(id);
  const nr::SlotPattern& pattern = carrier_.pattern;
  const auto control = pattern.next(nr::Direction::Downlink, std::max(known, now_), 1);
  if (!control) return;
  auto at = uplink_.from(start(*control + 1) + timing_.granting());
  if (at && at->first_symbol <= at_cell.granted_until) at = uplink_.from(at_cell.granted_until + 1);
  if (!at || (at_cell.next_uplink && at_cell.next_uplink->first_symbol <= at->first_symbol)) return;
  std::int64_t symbol = *control;
  const nr::Tc latest_end = start(at->first_symbol) - timing_.granting();
  for (std::int64_t later = symbol + 1; start(later + 1) <= latest_end; ++later) {
    if (pattern.carries(nr::Direction::Downlink, later)) symbol = later;
  }
  at_cell.next_uplink = at;
  at_cell.next_uplink_control = symbol;
  post(start(symbol), EventKind::UplinkControl, static_cast<std::uint32_t>(id), symbol);
}

void RadioNetwork::Implementation::uplink_control(CellId id, std::int64_t symbol) {
  CellState& at_cell = cell(id);
  const Opportunity at = *at_cell.next_uplink;
  at_cell.next_uplink.reset();
  at_cell.granted_until = at.first_symbol;
  const nr::Tc time = start(symbol);
  gather(kDirection, at_cell, time);
  const int limit = at_cell.configured[index(kDirection)].dynamic_blocks(at);
  share_among_slices(kDirection, at, time, limit - carrier_.uplink_control_blocks);
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    const Room room = room_for(i, at_cell.uplink, at, limit);
    if (!serve_uplink(id, candidates_[i].device, at, symbol, room)) break;
  }
  if (const auto next = next_ready(kDirection)) plan_uplink(id, *next);
}

bool RadioNetwork::Implementation::serve_uplink(CellId id, DeviceId device_id, const Opportunity& at,
                                                std::int64_t control_symbol, const Room& room) {
  CellState& at_cell = cell(id);
  Side& of = side(kDirection, device_id);
  UplinkRequest& request = device(device_id).uplink;
  const nr::Tc time = start(control_symbol);
  if (at.first_symbol < of.busy_until) return true;
  const auto grant = [&](HarqProcess& process) {
    process.stage = HarqProcess::Stage::Granted;
    of.busy_until = at.first_symbol + at.symbols;
    const int blocks = process.format.blocks;
    const int first = take(at_cell.uplink, at, room, blocks);
    occasion(id, at).grants.push_back({device_id, device(device_id).connection.number, of.number_of(process), first});
  };
  if (HarqProcess* failed = failed_process(of, time)) {
    const int most = room.limit - carrier_.uplink_control_blocks;
    const int blocks = std::min(blocks_for_retransmission(failed->format, at.symbols), most);
    if (blocks < 1 || blocks > room.all) return true;
    if (!spend_control_message(kDirection, at_cell, control_symbol)) return false;
    failed->format.blocks = blocks;
    failed->format.symbols = at.symbols;
    failed->format.power_mw = uplink_power_mw(device_id, blocks, time);
    grant(*failed);
    return true;
  }
  if (room.free == 0) return room.all > 0;
  if (request.wanted_bytes <= 0 || request.known > time) return true;
  HarqProcess* process = idle_process(of, time);
  if (process == nullptr) return true;
  report_channel(kDirection, device_id, time);
  // The gNB does not know what waits, only how much: it is taken to know whose flow is first.
  const auto head = of.queue.head(time);
  process->target_error = flows_[head ? head->flow : 0].target_error;
  process->format = format(kDirection, device_id, at, room, request.wanted_bytes, process->target_error);
  if (!is_worth_sending(process->format)) return true;
  if (!spend_control_message(kDirection, at_cell, control_symbol)) return false;
  const std::int64_t bytes = process->format.bits / 8;
  request.wanted_bytes = std::max<std::int64_t>(0, request.wanted_bytes - bytes);
  request.granted_bytes += bytes;
  ++request.granted;
  grant(*process);
  return true;
}

void RadioNetwork::Implementation::uplink_start(CellId id, std::int64_t symbol) {
  const auto found = cell(id).occasions.find(symbol);
  assert(found != cell(id).occasions.end());
  UplinkOccasion due = std::move(found->second);
  cell(id).occasions.erase(found);
  const Opportunity at{symbol, due.symbols};
  for (const Grant& grant : due.grants) {
    const bool is_valid = is_connected(grant.device) && device(grant.device).connection.number == grant.connection;
    if (is_valid) start_granted(id, grant, at);
  }
  spare_grants_.give_back(std::move(due.grants));
}

void RadioNetwork::Implementation::start_granted(CellId id, const Grant& grant, const Opportunity& at) {
  Side& of = side(kDirection, grant.device);
  HarqProcess& process = of.processes[static_cast<std::size_t>(grant.process)];
  const nr::Tc prepared = start(at.first_symbol) - timing_.preparation();
  if (process.attempts == 0) {
    UplinkRequest& request = device(grant.device).uplink;
    request.granted_bytes -= process.format.bits / 8;
    --request.granted;
    discard_late(kDirection, grant.device, prepared);
    of.queue.fill(process.format.bits / 8, prepared, process.segments, &kEverything);
    process.buffer_status = of.queue.backlog(prepared, kMostReportedBytes);
    // What came too late for this transport block and its buffer status.
    ask_for_rest(kDirection, grant.device, start(at.first_symbol));
    if (process.segments.empty()) {  // all was sent before: the grant is skipped (TS 38.321 5.4.3.1.3)
      process.stage = HarqProcess::Stage::Idle;
      wait(kDirection, grant.device);
      return;
    }
  }
  launch(kDirection, {id, grant.device, grant.process, grant.first_block, at, false});
}

}  // namespace plantproof::ran
