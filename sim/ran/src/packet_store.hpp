#pragma once

#include <cstdint>
#include <vector>

#include "nr/mapping_type.hpp"
#include "nr/numerology.hpp"
#include "ran/radio_network.hpp"

namespace plantproof::ran {

using PacketIndex = std::uint32_t;

/// A part of a packet that one transport block carries, or that waits to be sent again.
struct Segment {
  PacketIndex packet;
  std::int64_t bytes;
  int retransmissions;  ///< of RLC
};

/// A packet from send() until all of it is accounted for.
struct PacketState {
  Packet packet;
  nr::Direction direction;
  DeviceId device;
  nr::Tc arrival;
  nr::Tc deadline;
  std::int64_t unsent;      ///< bytes that no transport block has carried
  std::int64_t unreceived;  ///< bytes that have not come
  int segments = 0;         ///< in HARQ processes, or waiting to be sent again
  bool is_lost = false;

  [[nodiscard]] bool is_settled() const { return unreceived == 0 || (is_lost && unsent == 0 && segments == 0); }
};

/// The packets of a network, at indices that stay theirs until they are settled.
class PacketStore {
 public:
  PacketIndex add(const PacketState& state);
  PacketState& operator[](PacketIndex index) { return states_[index]; }
  const PacketState& operator[](PacketIndex index) const { return states_[index]; }
  void remove(PacketIndex index) { unused_.push_back(index); }

 private:
  std::vector<PacketState> states_;
  std::vector<PacketIndex> unused_;
};

}  // namespace plantproof::ran
