// What belongs to a device without being asked for: the occasions of its configured resources, in both directions.

#include <algorithm>
#include <cassert>
#include <optional>
#include <span>

#include "implementation.hpp"

namespace plantproof::ran {

namespace {

std::optional<int> row_of(std::span<const nr::ModulationCoding> table, const std::optional<nr::ModulationCoding>& row) {
  if (!row) return std::nullopt;
  const auto found = std::find_if(table.begin(), table.end(), [&row](const nr::ModulationCoding& coding) {
    return coding.modulation_order == row->modulation_order && coding.rate.value() == row->rate.value();
  });
  assert(found != table.end());
  return static_cast<int>(found - table.begin());
}

}  // namespace

void RadioNetwork::Implementation::configure(DeviceId id, nr::Tc time) {
  DeviceState& of = device(id);
  CellState& at_cell = cell(of.cell);
  for (const auto direction : {nr::Direction::Downlink, nr::Direction::Uplink}) {
    const bool is_downlink = direction == nr::Direction::Downlink;
    // What was given away by now, or is on the air, may be in its blocks.
    const std::int64_t taken = is_downlink ? at_cell.served_until : at_cell.granted_until;
    const std::int64_t now = nr::first_symbol_from(carrier_.pattern.spacing(), time);
    for (const ConfiguredResource& resource :
         is_downlink ? of.parameters.semi_persistent : of.parameters.configured_grants) {
      const auto occasions = at_cell.configured[index(direction)].add(resource);
      if (!occasions) continue;
      side(direction, id)
          .configured.push_back({*occasions, row_of(nr::mcs_table(carrier_.mcs_table), resource.coding),
                                 std::max(taken, now) + nr::kSymbolsPerSlot});
      hold(direction, id, resource, time);
    }
  }
}

void RadioNetwork::Implementation::release_configured(DeviceId id) {
  for (const auto direction : {nr::Direction::Downlink, nr::Direction::Uplink}) {
    Side& of = side(direction, id);
    for (const ConfiguredUse& use : of.configured) {
      cell(device(id).cell).configured[index(direction)].remove(use.occasions);
      hold(direction, id, use.occasions.resource, nr::Tc::max());
    }
    of.configured.clear();
  }
}

void RadioNetwork::Implementation::hold(nr::Direction direction, DeviceId id, const ConfiguredResource& resource,
                                        nr::Tc after) {
  for (std::size_t flow = 0; flow < flows_.size(); ++flow) {
    if (resource.serves(flow)) side(direction, id).queue.hold(flow, after);
  }
}

// The first occasion that the flow has from `ready` on; whether it has any.
bool RadioNetwork::Implementation::plan_configured(nr::Direction direction, DeviceId id, std::size_t flow,
                                                   nr::Tc ready) {
  const auto spacing = carrier_.pattern.spacing();
  const std::int64_t symbol = nr::first_symbol_from(spacing, ready);
  ConfiguredUse* first_use = nullptr;
  Opportunity first{};
  for (ConfiguredUse& use : side(direction, id).configured) {
    if (!use.occasions.resource.serves(flow)) continue;
    auto at = use.due;
    if (!at || at->first_symbol < symbol) {
      const std::int64_t after = at ? at->first_symbol + at->symbols : use.from;
      at = use.occasions.from(std::max(after, symbol), direction == nr::Direction::Downlink ? downlink_ : uplink_,
                              spacing);
    }
    if (!at || (first_use != nullptr && first.first_symbol <= at->first_symbol)) continue;
    first_use = &use;
    first = *at;
  }
  if (first_use == nullptr) return false;
  if (!first_use->due) {
    first_use->due = first;
    post(start(first.first_symbol), EventKind::ConfiguredStart, static_cast<std::uint32_t>(id), first.first_symbol);
  }
  return true;
}

void RadioNetwork::Implementation::configured_start(DeviceId id, std::int64_t symbol) {
  for (const auto direction : {nr::Direction::Downlink, nr::Direction::Uplink}) {
    for (ConfiguredUse& use : side(direction, id).configured) {
      if (use.due && use.due->first_symbol == symbol) start_configured(direction, id, use);
    }
  }
}

void RadioNetwork::Implementation::start_configured(nr::Direction direction, DeviceId id, ConfiguredUse& use) {
  const bool is_downlink = direction == nr::Direction::Downlink;
  const ConfiguredResource& resource = use.occasions.resource;
  const Opportunity at = *use.due;
  Side& of = side(direction, id);
  const nr::Tc time = start(at.first_symbol);
  const nr::Tc prepared = time - timing_.preparation();
  use.due.reset();
  use.from = at.first_symbol + at.symbols;
  discard_late(direction, id, prepared);
  hold(direction, id, resource, prepared);
  const auto head = of.queue.head(prepared, &resource);
  // What was granted for the same time goes before (TS 38.321 5.4.1).
  const bool is_busy = at.first_symbol < of.busy_until;
  HarqProcess* process = head && !is_busy ? idle_process(of, time) : nullptr;
  if (process != nullptr) {
    report_channel(direction, id, time);
    process->target_error = flows_[head->flow].target_error;
    process->format = configured_format(direction, id, at, use, process->target_error);
    of.queue.fill(process->format.bits / 8, prepared, process->segments, &resource);
    if (!is_downlink) process->buffer_status = of.queue.backlog(prepared, kMostReportedBytes);
    if (process->segments.empty()) {  // the channel is so bad that the resource holds no more than headers
      process->buffer_status = 0;
      if (!is_downlink) return request_grant(id, time + timing_.preparation());
    } else {
      launch(direction, {device(id).cell, id, of.number_of(*process), use.occasions.first_block, at, true});
    }
  }
  ask_for_rest(direction, id, time);
}

// Data of a flow can be sent from `ready` on.
void RadioNetwork::Implementation::ask(nr::Direction direction, DeviceId id, std::size_t flow, nr::Tc ready) {
  if (!is_connected(id)) return;
  const bool has_configured = plan_configured(direction, id, flow, ready);
  if (direction == nr::Direction::Downlink) {
    wait(direction, id);
  } else if (!has_configured) {
    request_grant(id, ready);
  }
}

// What waits now, and has nothing else under way that would tell of it.
void RadioNetwork::Implementation::ask_for_rest(nr::Direction direction, DeviceId id, nr::Tc time) {
  for (std::size_t flow = 0; flow < flows_.size(); ++flow) {
    const auto rest = side(direction, id).queue.ready(flow);
    if (rest && *rest <= time) ask(direction, id, flow, time + timing_.preparation());
  }
}

}  // namespace plantproof::ran
