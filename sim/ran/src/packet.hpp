#pragma once

#include <cstddef>
#include <cstdint>

#include "core/slots.hpp"
#include "nr/mapping_type.hpp"
#include "nr/numerology.hpp"
#include "ran/radio_network.hpp"

namespace plantproof::ran {

using PacketIndex = std::size_t;

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

/// The packets of a network, until they are settled.
using Packets = core::Slots<PacketState>;

}  // namespace plantproof::ran
