#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/decibel.hpp"
#include "core/time.hpp"
#include "nr/mapping_type.hpp"
#include "ran/parameters.hpp"
#include "ran/propagation.hpp"

namespace plantproof::ran {

/// A packet or message, from PDCP's upper edge on one side to that on the other. Of any size: RLC cuts it up.
struct Packet {
  std::uint64_t id = 0;    ///< the caller's, returned as it is
  std::int64_t bytes = 0;  ///< above 0
  std::size_t flow = 0;    ///< index of its QosFlow
};

/// A transport block on the air.
struct Transmission {
  CellId cell;
  DeviceId device;
  nr::Direction direction;
  std::int64_t first_symbol;
  int symbols;
  int first_block;
  int blocks;
  int layers;
  int mcs;
  std::int64_t bits;   ///< transport block size
  int process;         ///< HARQ process
  int attempt;         ///< 1 for the first transmission
  bool is_configured;  ///< a configured resource, without a control message
};

/// Who hears what becomes of packets. It may send from within these calls.
class Listener {
 public:
  Listener() = default;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  virtual ~Listener() = default;

  /// A whole packet has come to the device (downlink) or to its cell (uplink).
  virtual void delivered(nr::Direction direction, DeviceId device, const Packet& packet, core::Nanoseconds time) = 0;
  /// It never will.
  virtual void lost(nr::Direction direction, DeviceId device, const Packet& packet, core::Nanoseconds time) = 0;
  /// A device can send and receive from now on, in this cell: after registration, handover or re-establishment.
  virtual void attached(DeviceId /*device*/, CellId /*cell*/, core::Nanoseconds /*time*/) {}
  /// It cannot any more: a handover's interruption, or a radio link failure.
  virtual void detached(DeviceId /*device*/, core::Nanoseconds /*time*/) {}
  /// Every transmission at its start, for those who want to look closely.
  virtual void transmitted(const Transmission& /*transmission*/) {}
  /// What became of it, at the time the receiver knows.
  virtual void decoded(const Transmission& /*transmission*/, core::Decibel /*sinr*/, bool /*is_correct*/) {}
};

/// What a device hears of the cell that serves it.
struct Heard {
  CellId cell{};
  core::Dbm ss_rsrp;
  core::Decibel ss_sinr;
};

/// The radio access network of one carrier: cells, devices, and every transport block between them, symbol-accurate. It
/// has no clock of its own: an event queue (that of a simulator, or a loop in a test) asks when something happens next
/// and calls it then. Between these moments nothing is computed, so idle slots cost nothing.
///
/// Same parameters, seed and calls, same results. Times are nanoseconds since the start of frame 0 and never go back.
class RadioNetwork {
 public:
  /// `propagation` and `listener` must outlive the network. At least one QoS flow; parameters outside their ranges are
  /// a caller's bug (assertion).
  RadioNetwork(const CarrierParameters& carrier, std::vector<QosFlow> flows, const Propagation& propagation,
               Listener& listener, std::uint64_t seed);
  ~RadioNetwork();
  RadioNetwork(const RadioNetwork&) = delete;
  RadioNetwork& operator=(const RadioNetwork&) = delete;

  /// Before all devices (assertion).
  CellId add_cell(const CellParameters& parameters);
  /// A device that is switched on at `motion.since`. It chooses the cell that it hears best; nothing is sent before it
  /// is registered. Where its configured resource does not fit beside those already there, the device asks for grants.
  DeviceId add_device(const DeviceParameters& parameters, const Motion& motion);
  /// From `motion.since` on, which is now.
  void move(DeviceId device, const Motion& motion);

  /// A packet comes to the upper edge of the device (uplink) or of its cell (downlink) at `now`.
  void send(nr::Direction direction, DeviceId device, const Packet& packet, core::Nanoseconds now);

  /// When advance() must be called next; nothing as long as nobody sends.
  [[nodiscard]] std::optional<core::Nanoseconds> next() const;
  /// Does all that is to be done by `now`. Must be called at next(), before anything later is told.
  void advance(core::Nanoseconds now);

  /// The cell that serves the device; nothing while none does.
  [[nodiscard]] std::optional<CellId> serving_cell(DeviceId device) const;
  /// Its SS-RSRP (3GPP TS 38.215, 5.1.1) and SS-SINR (5.1.5) at a receive branch, at `now`: powers of a resource
  /// element of the SSB without the fading that a measurement averages out, over thermal noise and all other cells,
  /// since the SSBs of one carrier coincide. Nothing while no cell serves it. To ask changes nothing.
  [[nodiscard]] std::optional<Heard> heard(DeviceId device, core::Nanoseconds now) const;
  /// Packets of the device that are neither delivered nor lost.
  [[nodiscard]] std::size_t pending(nr::Direction direction, DeviceId device) const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace plantproof::ran
