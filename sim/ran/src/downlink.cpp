// The downlink: a cell decides at each opportunity who gets how much of it.

#include <algorithm>

#include "implementation.hpp"

namespace plantproof::ran {

namespace {
constexpr auto kDirection = nr::Direction::Downlink;
}  // namespace

void RadioNetwork::Implementation::plan_downlink(CellId id, nr::Tc ready) {
  CellState& at_cell = cell(id);
  const auto at = downlink_.from(std::max({ready, now_, start(at_cell.served_until + 1)}));
  if (!at || (at_cell.next_downlink && at_cell.next_downlink->first_symbol <= at->first_symbol)) return;
  at_cell.next_downlink = at;
  post(start(at->first_symbol), EventKind::Downlink, static_cast<std::uint32_t>(id), at->first_symbol);
}

void RadioNetwork::Implementation::downlink(CellId id, std::int64_t symbol) {
  CellState& at_cell = cell(id);
  const Opportunity at = *at_cell.next_downlink;
  at_cell.next_downlink.reset();
  at_cell.served_until = symbol;
  const nr::Tc time = start(symbol);
  gather(kDirection, at_cell, time);
  const int limit = at_cell.configured[index(kDirection)].dynamic_blocks(at);
  share_among_slices(kDirection, at, time, limit);
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    const Room room = room_for(i, at_cell.downlink, at, limit);
    if (!serve_downlink(id, candidates_[i].device, at, room)) break;
  }
  if (const auto next = next_ready(kDirection)) plan_downlink(id, *next);
}

// Whether there may be room for another device.
bool RadioNetwork::Implementation::serve_downlink(CellId id, DeviceId device_id, const Opportunity& at,
                                                  const Room& room) {
  CellState& at_cell = cell(id);
  Side& of = side(kDirection, device_id);
  const nr::Tc time = start(at.first_symbol);
  discard_late(kDirection, device_id, time);
  if (at.first_symbol < of.busy_until) return true;
  const auto send = [&](HarqProcess& process) {
    const int blocks = process.format.blocks;
    const int first = take(at_cell.downlink, at, room, blocks);
    launch(kDirection, {id, device_id, of.number_of(process), first, at, false});
  };
  if (HarqProcess* failed = failed_process(of, time)) {
    const int blocks = std::min(blocks_for_retransmission(failed->format, at.symbols), room.limit);
    if (blocks < 1 || blocks > room.all) return true;
    if (!spend_control_message(kDirection, at_cell, at.first_symbol)) return false;
    failed->format.blocks = blocks;
    failed->format.symbols = at.symbols;
    send(*failed);
    return true;  // one transport block a device and opportunity
  }
  if (room.free == 0) return room.all > 0;
  const nr::Tc arrived = time - timing_.preparation();
  const auto head = of.queue.head(arrived);
  if (!head) return true;
  HarqProcess* process = idle_process(of, time);
  if (process == nullptr) return true;
  report_channel(kDirection, device_id, time);
  process->target_error = flows_[head->flow].target_error;
  const std::int64_t most = allocation(room.free, at.symbols).resource_elements();
  process->format = format(kDirection, device_id, at, room, of.queue.backlog(arrived, 4 * most), process->target_error);
  if (!is_worth_sending(process->format)) return true;
  if (!spend_control_message(kDirection, at_cell, at.first_symbol)) return false;
  of.queue.fill(process->format.bits / 8, arrived, process->segments);
  send(*process);
  return true;
}

}  // namespace plantproof::ran
