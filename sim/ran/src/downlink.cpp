// The downlink: a cell decides at each opportunity who gets how much of it.

#include <algorithm>

#include "implementation.hpp"

namespace plantproof::ran {

void RadioNetwork::Implementation::plan_downlink(CellId id, nr::Tc ready) {
  CellState& at_cell = cell(id);
  const auto at = downlink_.from(std::max({ready, now_, start(at_cell.served_until + 1)}));
  if (!at || (at_cell.next_downlink && at_cell.next_downlink->first_symbol <= at->first_symbol)) return;
  at_cell.next_downlink = at;
  post(start(at->first_symbol), EventKind::Downlink, static_cast<std::uint32_t>(id), at->first_symbol);
}

void RadioNetwork::Implementation::downlink(CellId id, std::int64_t symbol) {
  constexpr auto kDirection = nr::Direction::Downlink;
  CellState& at_cell = cell(id);
  const Opportunity at = *at_cell.next_downlink;
  at_cell.next_downlink.reset();
  at_cell.served_until = symbol;
  const nr::Tc time = start(symbol);
  gather(kDirection, at_cell, time);
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    const Room room = room_for(candidates_[i], at_cell.downlink.free(at, carrier_.blocks), candidates_.size() - i);
    if (!serve_downlink(id, candidates_[i].device, at, room)) break;
  }
  std::optional<nr::Tc> next;
  for (const DeviceId waiting : at_cell.waiting[index(kDirection)]) {
    if (const auto since = ready(kDirection, waiting)) next = next ? std::min(*next, *since) : since;
  }
  if (next) plan_downlink(id, *next);
}

// Whether there may be room for another device.
bool RadioNetwork::Implementation::serve_downlink(CellId id, DeviceId device_id, const Opportunity& at,
                                                  const Room& room) {
  constexpr auto kDirection = nr::Direction::Downlink;
  CellState& at_cell = cell(id);
  Side& of = side(kDirection, device_id);
  const nr::Tc time = start(at.first_symbol);
  discard_late(kDirection, device_id, time);
  if (at.first_symbol < of.busy_until) return true;
  for (std::size_t i = 0; i < of.processes.size(); ++i) {
    HarqProcess& process = of.processes[i];
    if (process.stage != HarqProcess::Stage::Failed || process.ready > time) continue;
    const int blocks = std::min(blocks_for_retransmission(process.format, at.symbols), carrier_.blocks);
    if (blocks > room.free) return true;
    if (!spend_control_message(kDirection, at_cell, at.first_symbol)) return false;
    process.format.blocks = blocks;
    process.format.symbols = at.symbols;
    launch(kDirection, {id, device_id, static_cast<int>(i),
                        at_cell.downlink.take(at, carrier_.blocks, blocks, blocks * room.candidates), at, false});
    return true;  // one transport block a device and opportunity
  }
  if (room.free == 0) return false;
  const nr::Tc arrived = time - timing_.preparation();
  const auto head = of.queue.head(arrived);
  if (!head) return true;
  int number = 0;
  HarqProcess* process = idle_process(of, time, number);
  if (process == nullptr) return true;
  report_channel(kDirection, device_id, time);
  process->target_error = flows_[head->flow].target_error;
  const std::int64_t most = allocation(room.free, at.symbols).resource_elements();
  process->format = format(kDirection, device_id, at, room, of.queue.backlog(arrived, 4 * most), process->target_error);
  if (!is_worth_sending(process->format)) return true;
  if (!spend_control_message(kDirection, at_cell, at.first_symbol)) return false;
  of.queue.fill(process->format.bits / 8, arrived, process->segments);
  launch(kDirection,
         {id, device_id, number,
          at_cell.downlink.take(at, carrier_.blocks, process->format.blocks, process->format.blocks * room.candidates),
          at, false});
  return true;
}

}  // namespace plantproof::ran
