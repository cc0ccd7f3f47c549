#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "fifo.hpp"
#include "nr/numerology.hpp"
#include "packet.hpp"
#include "ran/parameters.hpp"

namespace plantproof::ran {

/// What one side has to send to the other: PDCP's packets, cut by RLC, multiplexed by MAC, flow by flow in the order of
/// their priority levels. A configured resource carries its flows; without one, what is held back does not count.
class TransmitQueue {
 public:
  TransmitQueue(std::span<const QosFlow> flows, Packets& packets);

  void push(PacketIndex packet);
  /// Bytes to be sent once more, from `ready` on.
  void give_back(const Segment& segment, nr::Tc ready);

  /// What arrives of a flow after this time waits for a configured resource.
  void hold(std::size_t flow, nr::Tc after) { lines_[line_[flow]].held_after = after; }

  /// When the first of it can be sent without a configured resource; nothing when there is none.
  [[nodiscard]] std::optional<nr::Tc> ready() const;
  /// When the first of a flow can be sent at all.
  [[nodiscard]] std::optional<nr::Tc> ready(std::size_t flow) const;
  /// The bytes, headers included, that all that arrived by `time` needs; counting stops at `enough`.
  [[nodiscard]] std::int64_t backlog(nr::Tc time, std::int64_t enough) const;
  /// The most urgent of what arrived by `time`.
  struct Head {
    std::size_t flow;
    nr::Tc deadline;
  };
  [[nodiscard]] std::optional<Head> head(nr::Tc time, const ConfiguredResource* resource = nullptr) const;

  /// Fills a transport block of so many bytes with what arrived by `time`.
  void fill(std::int64_t bytes, nr::Tc time, std::vector<Segment>& segments,
            const ConfiguredResource* resource = nullptr);
  /// Takes out what has passed its deadline before any of it was sent, if its flow says so, and returns it.
  std::vector<PacketIndex> discard_late(nr::Tc time);

 private:
  struct Returned {
    Segment segment;
    nr::Tc ready;
  };
  struct Line {
    std::size_t flow;
    Fifo<Returned> returned;  // goes first, and becomes ready in its order
    Fifo<PacketIndex> fresh;
    std::int64_t fresh_bytes = 0;  // headers included
    nr::Tc held_after = nr::Tc::max();
  };
  // Fresh packets that arrived by then may go.
  static nr::Tc until(const Line& line, nr::Tc time, const ConfiguredResource* resource);
  [[nodiscard]] std::int64_t header_bytes(const Line& line, bool is_first) const;
  [[nodiscard]] std::int64_t bytes_of(const Line& line, const PacketState& packet) const;

  std::span<const QosFlow> flows_;
  Packets& packets_;
  std::vector<Line> lines_;        // by priority level
  std::vector<std::size_t> line_;  // of a flow
};

}  // namespace plantproof::ran
