// Who may have how many blocks of an opportunity, by slices.

#include <algorithm>
#include <cmath>

#include "implementation.hpp"

namespace plantproof::ran {

// Each slice is left what it wants, up to its share; what nobody is sure of goes to whoever comes first.
void RadioNetwork::Implementation::share_among_slices(nr::Direction direction, const Opportunity& at, nr::Tc time,
                                                      int blocks) {
  const std::vector<double>& shares = carrier_.slice_shares;
  if (shares.empty()) return;
  slices_.assign(shares.size() + 1, {0, 0});
  for (Candidate& candidate : candidates_) {
    const auto flow = first_flow(direction, candidate.device, time);
    // A transport block is for one slice, whatever else finds room in it.
    if (flow) candidate.slice = flows_[*flow].slice.value_or(shares.size());
    SliceRoom& slice = slices_[candidate.slice];
    slice.blocks += blocks_wanted(direction, candidate.device, flow.value_or(0), at, time, blocks);
    ++slice.candidates;
  }
  slices_.back().blocks = 0;
  int sure = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    slices_[i].blocks = std::min(slices_[i].blocks, static_cast<int>(std::lround(shares[i] * blocks)));
    sure += slices_[i].blocks;
  }
  for (SliceRoom& slice : slices_) slice.blocks += blocks - sure;
}

std::optional<std::size_t> RadioNetwork::Implementation::first_flow(nr::Direction direction, DeviceId id, nr::Tc time) {
  Side& of = side(direction, id);
  if (const HarqProcess* failed = failed_process(of, time)) {
    return packets_[failed->segments.front().packet].packet.flow;
  }
  const auto head = of.queue.head(direction == nr::Direction::Downlink ? time - timing_.preparation() : time);
  return head ? std::optional(head->flow) : std::nullopt;
}

int RadioNetwork::Implementation::blocks_wanted(nr::Direction direction, DeviceId id, std::size_t flow,
                                                const Opportunity& at, nr::Tc time, int blocks) {
  Side& of = side(direction, id);
  if (at.first_symbol < of.busy_until || blocks <= 0) return 0;
  if (const HarqProcess* failed = failed_process(of, time))
    return blocks_for_retransmission(failed->format, at.symbols);
  report_channel(direction, id, time);
  const std::int64_t most = 4 * allocation(blocks, at.symbols).resource_elements();
  const std::int64_t bytes = direction == nr::Direction::Downlink ? of.queue.backlog(time - timing_.preparation(), most)
                                                                  : device(id).uplink.wanted_bytes;
  return format(direction, id, at, {blocks, blocks, blocks, blocks, 1, 0}, bytes, flows_[flow].target_error).blocks;
}

}  // namespace plantproof::ran
