#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <queue>
#include <span>
#include <vector>

#include "nr/transport_block.hpp"
#include "ran/radio_network.hpp"
#include "spare_vectors.hpp"
#include "state.hpp"
#include "timing.hpp"

namespace plantproof::ran {

class RadioNetwork::Implementation {
 public:
  Implementation(const CarrierParameters& carrier, std::vector<QosFlow> flows, const Propagation& propagation,
                 Listener& listener, std::uint64_t seed);

  CellId add_cell(const CellParameters& parameters);
  DeviceId add_device(const DeviceParameters& parameters, const Motion& motion);
  [[nodiscard]] std::optional<CellId> serving_cell(DeviceId device) const;
  [[nodiscard]] std::optional<Heard> heard(DeviceId device, core::Nanoseconds now) const;
  void move(DeviceId device, const Motion& motion);
  void send(nr::Direction direction, DeviceId device, const Packet& packet, core::Nanoseconds now);
  [[nodiscard]] std::optional<core::Nanoseconds> next() const;
  void advance(core::Nanoseconds now);
  [[nodiscard]] std::size_t pending(nr::Direction direction, DeviceId device) const;

 private:
  // In the order in which they are done at the same time.
  enum class EventKind : std::uint8_t {
    Reception,
    Connected,
    Measurement,
    UplinkControl,
    UplinkStart,
    ConfiguredStart,
    Downlink,
    Returned
  };
  struct Event {
    nr::Tc time;
    EventKind kind;
    // Reception: of the flights; Connected, Measurement, ConfiguredStart, Returned: of the device; else of the cell.
    std::uint32_t number;
    // Reception, Returned: of the direction; Connected: of the connection; Measurement: 0.
    std::int64_t symbol;
    std::uint64_t order;

    friend bool operator>(const Event& a, const Event& b) {
      if (a.time != b.time) return a.time > b.time;
      if (a.kind != b.kind) return a.kind > b.kind;
      return a.order > b.order;
    }
  };

  [[nodiscard]] nr::Tc start(std::int64_t symbol) const { return nr::symbol_start(carrier_.pattern.spacing(), symbol); }
  [[nodiscard]] nr::Tc end(const Opportunity& at) const { return start(at.first_symbol + at.symbols); }
  CellState& cell(CellId id) { return cells_[static_cast<std::size_t>(id)]; }
  DeviceState& device(DeviceId id) { return devices_[static_cast<std::size_t>(id)]; }
  Side& side(nr::Direction direction, DeviceId id) { return device(id).sides[index(direction)]; }
  static std::size_t index(nr::Direction direction) { return direction == nr::Direction::Downlink ? 0 : 1; }
  [[nodiscard]] nr::ModulationCoding coding(int mcs) const {
    return nr::mcs_table(carrier_.mcs_table)[static_cast<std::size_t>(mcs)];
  }

  void post(nr::Tc time, EventKind kind, std::uint32_t number, std::int64_t symbol);
  void handle(const Event& event);

  // Candidates, and who of them goes first.
  struct Candidate {
    DeviceId device;
    bool is_retransmission;
    bool is_critical;
    int group;    // the least goes first
    double rank;  // then the least of this
    std::size_t slice = 0;
  };
  void wait(nr::Direction direction, DeviceId device);
  std::optional<nr::Tc> ready(nr::Direction direction, DeviceId id);
  void gather(nr::Direction direction, CellState& at_cell, nr::Tc time);
  void order(nr::Direction direction, nr::Tc time);
  // Blocks that are free, those of them that a candidate may have, and how many of these it should do with.
  struct Room {
    int limit;  ///< dynamic transmissions are below this block
    int all;
    int free;
    int share;
    int candidates;  ///< that are still to be served, this one included
    std::size_t slice;
  };
  Room room_for(std::size_t candidate, const ResourceGrid& grid, const Opportunity& at, int limit);
  int take(ResourceGrid& grid, const Opportunity& at, const Room& room, int blocks);
  // When the first of those who were gathered, or had to wait, can be served.
  std::optional<nr::Tc> next_ready(nr::Direction direction);
  bool spend_control_message(nr::Direction direction, CellState& at_cell, std::int64_t symbol);
  void discard_late(nr::Direction direction, DeviceId id, nr::Tc time);
  void count_served(Side& side, nr::Tc time, std::int64_t bits) const;

  // slices.cpp
  // What a slice may have of an opportunity; the last is that of flows without a slice.
  struct SliceRoom {
    int blocks;
    int candidates;  ///< that are still to be served
  };
  void share_among_slices(nr::Direction direction, const Opportunity& at, nr::Tc time, int blocks);
  std::optional<std::size_t> first_flow(nr::Direction direction, DeviceId id, nr::Tc time);
  int blocks_wanted(nr::Direction direction, DeviceId id, std::size_t flow, const Opportunity& at, nr::Tc time,
                    int blocks);

  // downlink.cpp
  void plan_downlink(CellId id, nr::Tc ready);
  void downlink(CellId id, std::int64_t symbol);
  bool serve_downlink(CellId id, DeviceId device, const Opportunity& at, const Room& room);

  // uplink.cpp
  void request_grant(DeviceId id, nr::Tc ready);
  [[nodiscard]] std::optional<std::int64_t> request_symbol(const DeviceState& of, DeviceId id, std::int64_t from) const;
  // What is to be sent at the opportunity; begins with nothing.
  UplinkOccasion& occasion(CellId id, const Opportunity& at);
  void plan_uplink(CellId id, nr::Tc known);
  void uplink_control(CellId id, std::int64_t symbol);
  bool serve_uplink(CellId id, DeviceId device, const Opportunity& at, std::int64_t control_symbol, const Room& room);
  void uplink_start(CellId id, std::int64_t symbol);
  void start_granted(CellId id, const Grant& grant, const Opportunity& at);
  void learn_buffer_status(DeviceId id, std::int64_t bytes, nr::Tc known);

  // configured.cpp
  void configure(DeviceId id, nr::Tc time);
  void release_configured(DeviceId id);
  // The flows of a resource wait for it with what arrives after this time.
  void hold(nr::Direction direction, DeviceId id, const ConfiguredResource& resource, nr::Tc after);
  bool plan_configured(nr::Direction direction, DeviceId id, std::size_t flow, nr::Tc ready);
  void configured_start(DeviceId id, std::int64_t symbol);
  void start_configured(nr::Direction direction, DeviceId id, ConfiguredUse& use);
  void ask(nr::Direction direction, DeviceId id, std::size_t flow, nr::Tc ready);
  void ask_for_rest(nr::Direction direction, DeviceId id, nr::Tc time);

  // transport_blocks.cpp
  HarqProcess* idle_process(Side& side, nr::Tc time) const;
  // The first that is to be sent again at `time`; none: null.
  static HarqProcess* failed_process(Side& side, nr::Tc time);
  int blocks_for_retransmission(const BlockFormat& format, int symbols) const;
  double uplink_power_mw(DeviceId id, int blocks, nr::Tc time);
  int most_layers(nr::Direction direction, DeviceId id);
  static bool is_worth_sending(const BlockFormat& format);
  BlockFormat format(nr::Direction direction, DeviceId id, const Opportunity& at, const Room& room, std::int64_t bytes,
                     double target);
  BlockFormat configured_format(nr::Direction direction, DeviceId id, const Opportunity& at, const ConfiguredUse& use,
                                double target);
  [[nodiscard]] nr::Allocation allocation(int blocks, int symbols) const;
  const LinkAdaptation& adaptation(double target);
  void launch(nr::Direction direction, const Flight& flight);
  void land(const std::vector<Flight>& flights, nr::Direction direction, nr::Tc time);
  void succeed(nr::Direction direction, const Flight& flight, nr::Tc time);
  void fail(nr::Direction direction, const Flight& flight, nr::Tc time);
  void give_up(nr::Direction direction, DeviceId id, HarqProcess& process, nr::Tc time);
  void settle(PacketIndex index, bool is_lost, nr::Tc time);
  [[nodiscard]] Transmission description(nr::Direction direction, const Flight& flight) const;

  // mobility.cpp
  void measure(DeviceId id, nr::Tc time);
  void measure_later(DeviceId id, nr::Tc time);
  void choose_cell(DeviceId id, nr::Tc time);
  void consider_handover(DeviceId id, nr::Tc time);
  void watch_link(DeviceId id, core::Decibel snr, nr::Tc time);
  void connect(DeviceId id, CellId to, core::Nanoseconds after, nr::Tc time);
  void connected(DeviceId id, nr::Tc time);
  void disconnect(DeviceId id, nr::Tc time);
  [[nodiscard]] bool is_connected(DeviceId id) const {
    return devices_[static_cast<std::size_t>(id)].connection.stage == Connection::Stage::Connected;
  }

  [[nodiscard]] bool is_served_by(DeviceId id, CellId cell) const {
    return is_connected(id) && devices_[static_cast<std::size_t>(id)].cell == cell;
  }

  // air.cpp
  [[nodiscard]] double mean_gain(CellId cell, DeviceId id, core::Nanoseconds time) const;
  [[nodiscard]] double element_mw(CellId cell, DeviceId id, core::Nanoseconds time) const;
  void report_channel(nr::Direction direction, DeviceId id, nr::Tc time);
  core::Decibel sinr(nr::Direction direction, const Flight& flight);
  static double layer_share(int layers, int branches);
  [[nodiscard]] int branches(nr::Direction direction, DeviceId id, CellId cell) const;

  CarrierParameters carrier_;
  std::vector<QosFlow> flows_;
  const Propagation& propagation_;
  Listener& listener_;
  std::uint64_t seed_;

  Timing timing_;
  Opportunities downlink_;
  Opportunities uplink_;
  int group_blocks_;
  std::map<double, LinkAdaptation> adaptations_;  // by target
  Packets packets_;
  std::vector<CellState> cells_;
  std::vector<DeviceState> devices_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::uint64_t posted_ = 0;
  nr::Tc now_{0};
  core::Slots<std::vector<Flight>> flights_;
  SpareVectors<Flight> spare_flights_;
  SpareVectors<Grant> spare_grants_;
  struct Landing {
    nr::Tc time;
    nr::Direction direction;
    std::uint32_t number;
  };
  std::optional<Landing> last_landing_;
  std::vector<Candidate> candidates_;
  std::vector<SliceRoom> slices_;       // empty: there are none
  std::optional<nr::Tc> others_ready_;  // of those who wait, but are no candidates
  std::vector<double> gains_;
  std::vector<core::Decibel> sinrs_;
};

}  // namespace plantproof::ran
