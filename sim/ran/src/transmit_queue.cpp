#include "transmit_queue.hpp"

#include <algorithm>
#include <numeric>

namespace plantproof::ran {

namespace {

constexpr std::int64_t kMacSubheader = 3;  // with a length of 16 bits (TS 38.321 6.1.2)
constexpr std::int64_t kPacketHeaders =
    4;  // SDAP 1 (TS 37.324 6.2.2), PDCP with 18 bits of sequence number 3 (TS 38.323 6.2.2)
constexpr std::int64_t kUnacknowledged = 1;  // RLC: of a whole packet or its first segment (TS 38.322 6.2.2.3)
constexpr std::int64_t kAcknowledged = 3;    // with 18 bits of sequence number (TS 38.322 6.2.2.4)
constexpr std::int64_t kSegmentOffset = 2;   // of every segment but the first

}  // namespace

TransmitQueue::TransmitQueue(std::span<const QosFlow> flows, Packets& packets)
    : flows_(flows), packets_(packets), line_(flows.size()) {
  std::vector<std::size_t> order(flows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&flows](std::size_t a, std::size_t b) {
    return flows[a].priority_level < flows[b].priority_level;
  });
  for (const std::size_t flow : order) {
    line_[flow] = lines_.size();
    lines_.push_back({flow, {}, {}});
  }
}

void TransmitQueue::push(PacketIndex packet) {
  Line& line = lines_[line_[packets_[packet].packet.flow]];
  line.fresh.push_back(packet);
  line.fresh_bytes += bytes_of(line, packets_[packet]);
}

void TransmitQueue::give_back(const Segment& segment, nr::Tc ready) {
  lines_[line_[packets_[segment.packet].packet.flow]].returned.push_back({segment, ready});
}

std::int64_t TransmitQueue::header_bytes(const Line& line, bool is_first) const {
  const bool is_acknowledged = flows_[line.flow].rlc == RlcMode::Acknowledged;
  return kMacSubheader + (is_acknowledged ? kAcknowledged : kUnacknowledged) +
         (is_first ? kPacketHeaders : kSegmentOffset);
}

std::int64_t TransmitQueue::bytes_of(const Line& line, const PacketState& packet) const {
  return packet.unsent + header_bytes(line, packet.unsent == packet.packet.bytes);
}

nr::Tc TransmitQueue::until(const Line& line, nr::Tc time, const ConfiguredResource* resource) {
  return resource == nullptr ? std::min(time, line.held_after) : time;
}

std::optional<nr::Tc> TransmitQueue::ready() const {
  std::optional<nr::Tc> first;
  const auto consider = [&first](nr::Tc time) { first = first ? std::min(*first, time) : time; };
  for (const Line& line : lines_) {
    if (!line.returned.empty()) consider(line.returned.front().ready);
    if (line.fresh.empty()) continue;
    const nr::Tc arrival = packets_[line.fresh.front()].arrival;
    if (arrival <= line.held_after) consider(arrival);
  }
  return first;
}

std::optional<nr::Tc> TransmitQueue::ready(std::size_t flow) const {
  const Line& line = lines_[line_[flow]];
  std::optional<nr::Tc> first;
  if (!line.returned.empty()) first = line.returned.front().ready;
  if (line.fresh.empty()) return first;
  const nr::Tc arrival = packets_[line.fresh.front()].arrival;
  return first ? std::min(*first, arrival) : arrival;
}

std::int64_t TransmitQueue::backlog(nr::Tc time, std::int64_t enough) const {
  std::int64_t bytes = 0;
  for (const Line& line : lines_) {
    for (const Returned& returned : line.returned) {
      if (bytes >= enough || returned.ready > time) break;
      bytes += returned.segment.bytes + header_bytes(line, false);
    }
    // Less the few that have only just come.
    bytes += line.fresh_bytes;
    for (auto next = line.fresh.end(); next != line.fresh.begin(); --next) {
      const PacketState& packet = packets_[*(next - 1)];
      if (packet.arrival <= until(line, time, nullptr)) break;
      bytes -= bytes_of(line, packet);
    }
  }
  return std::min(bytes, enough);
}

std::optional<TransmitQueue::Head> TransmitQueue::head(nr::Tc time, const ConfiguredResource* resource) const {
  for (const Line& line : lines_) {
    if (resource != nullptr && !resource->serves(line.flow)) continue;
    if (!line.returned.empty() && line.returned.front().ready <= time) {
      return Head{line.flow, packets_[line.returned.front().segment.packet].deadline};
    }
    if (!line.fresh.empty() && packets_[line.fresh.front()].arrival <= until(line, time, resource)) {
      return Head{line.flow, packets_[line.fresh.front()].deadline};
    }
  }
  return std::nullopt;
}

void TransmitQueue::fill(std::int64_t bytes, nr::Tc time, std::vector<Segment>& segments,
                         const ConfiguredResource* resource) {
  for (Line& line : lines_) {
    if (resource != nullptr && !resource->serves(line.flow)) continue;
    while (!line.returned.empty() && line.returned.front().ready <= time) {
      Returned& part = line.returned.front();
      const std::int64_t room = bytes - header_bytes(line, false);
      if (room <= 0) return;
      const std::int64_t sent = std::min(room, part.segment.bytes);
      segments.push_back({part.segment.packet, sent, part.segment.retransmissions});
      bytes -= sent + header_bytes(line, false);
      part.segment.bytes -= sent;
      if (part.segment.bytes > 0) {
        ++packets_[part.segment.packet].segments;  // it waits in two parts now
        return;
      }
      line.returned.pop_front();
    }
    while (!line.fresh.empty()) {
      PacketState& packet = packets_[line.fresh.front()];
      if (packet.arrival > until(line, time, resource)) break;
      const std::int64_t header = header_bytes(line, packet.unsent == packet.packet.bytes);
      if (bytes <= header) return;
      const std::int64_t sent = std::min(bytes - header, packet.unsent);
      segments.push_back({line.fresh.front(), sent, 0});
      bytes -= sent + header;
      line.fresh_bytes -= bytes_of(line, packet);
      packet.unsent -= sent;
      if (packet.unsent > 0) line.fresh_bytes += bytes_of(line, packet);
      ++packet.segments;
      if (packet.unsent > 0) return;
      line.fresh.pop_front();
    }
  }
}

std::vector<PacketIndex> TransmitQueue::discard_late(nr::Tc time) {
  std::vector<PacketIndex> late;
  for (Line& line : lines_) {
    if (!flows_[line.flow].is_discarded_late || line.fresh.empty()) continue;
    // Deadlines are in order; what has begun to be sent goes on.
    const PacketState& front = packets_[line.fresh.front()];
    const bool has_begun = front.unsent < front.packet.bytes;
    const auto first = line.fresh.begin() + (has_begun ? 1 : 0);
    const auto last =
        std::find_if(first, line.fresh.end(), [&](PacketIndex index) { return packets_[index].deadline >= time; });
    for (auto packet = first; packet != last; ++packet) line.fresh_bytes -= bytes_of(line, packets_[*packet]);
    late.insert(late.end(), first, last);
    line.fresh.erase(first, last);
  }
  return late;
}

}  // namespace plantproof::ran
