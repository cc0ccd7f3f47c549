#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include <ns3/event-id.h>
#include <ns3/mac48-address.h>
#include <ns3/nstime.h>
#include <ns3/object.h>
#include <ns3/ptr.h>

#include "core/random.hpp"
#include "core/slots.hpp"
#include "core/time.hpp"
#include "ethernet_port.hpp"
#include "network/nr.hpp"
#include "port.hpp"
#include "ran/hall_propagation.hpp"
#include "ran/radio_network.hpp"

namespace plantproof::network {

class NrCore;

/// A device's modem: what it is given goes up.
class NrUserPort : public Port {
 public:
  NrUserPort(NrCore& core, ran::DeviceId device) : core_(&core), device_(device) {}
  bool IsLinkUp() const override { return core_ != nullptr; }

 protected:
  void transmit(const Frame& frame) override;
  void DoDispose() override;

 private:
  NrCore* core_;
  ran::DeviceId device_;
};

/// The radio network in ns-3's event queue, and the core between the devices' modems and the UPF's Ethernet port.
class NrCore : public ns3::Object {
 public:
  using Attachments = std::function<void(std::size_t user, bool is_attached)>;
  NrCore(const Nr& nr, Attachments attachments);

  ran::DeviceId add_user(const Nr::User& user, ns3::Mac48Address address);
  /// The port of a user, in the order in which they were added.
  void connect(const ns3::Ptr<NrUserPort>& port) { users_.push_back(port); }
  /// The UPF's side: what comes out of it goes down to whom it is addressed, and what comes up and is not for another
  /// device goes into it. Not over a bridge of ns-3's, which would learn where every device is.
  void connect(const ns3::Ptr<EthernetPort>& ethernet);
  /// After all users.
  void add_background(const Nr& nr);
  void move(ran::DeviceId device, const ran::Motion& motion);

  /// Of the first carrier.
  [[nodiscard]] std::optional<ran::Heard> heard(ran::DeviceId device) const;

  void up(ran::DeviceId device, const Frame& frame);

 protected:
  void DoDispose() override;

 private:
  /// A carrier. The core hears what becomes of a packet on each of them.
  class Leg : private ran::Listener {
   public:
    Leg(const Nr& nr, std::size_t carrier, NrCore& core);

    ran::HallPropagation propagation;
    ran::RadioNetwork radio;

   private:
    void delivered(nr::Direction direction, ran::DeviceId device, const ran::Packet& packet,
                   core::Nanoseconds time) override;
    void lost(nr::Direction direction, ran::DeviceId device, const ran::Packet& packet,
              core::Nanoseconds time) override;
    void attached(ran::DeviceId device, ran::CellId cell, core::Nanoseconds time) override;
    void detached(ran::DeviceId device, core::Nanoseconds time) override;

    NrCore& core_;
  };
  /// A frame on the radio, and on how many carriers it still is.
  struct Carried {
    Frame frame;
    std::size_t copies = 1;
    bool has_come = false;
  };
  /// A copy of it is on its carrier no longer: the frame, unless another copy has come before.
  std::optional<Frame> settled(std::uint64_t id, bool has_come);
  void delivered(nr::Direction direction, ran::DeviceId device, std::size_t flow, const Frame& frame);
  void attached(ran::DeviceId device, bool is_attached);

  void send(nr::Direction direction, ran::DeviceId device, std::size_t flow, const Frame& frame);
  void leave(const Frame& frame);
  bool enter(ns3::Ptr<ns3::NetDevice> port, ns3::Ptr<const ns3::Packet> packet, std::uint16_t protocol,
             const ns3::Address& source, const ns3::Address& destination, ns3::NetDevice::PacketType type);
  void offer_background(nr::Direction direction);
  void offer_background_later(nr::Direction direction);
  static bool is_to_many(const Frame& frame);
  [[nodiscard]] std::optional<ran::DeviceId> user_of(const Frame& frame) const;
  void to_users(const Frame& frame, std::optional<ran::DeviceId> sender, core::Nanoseconds before);
  ns3::Time cross(nr::Direction direction, ran::DeviceId device, std::size_t flow, core::Nanoseconds before);
  [[nodiscard]] std::size_t flow_of(const Frame& frame) const;
  void wake();
  void wake_in_time();

  std::vector<std::unique_ptr<Leg>> legs_;  ///< at least one; the first carries everything
  std::vector<std::size_t> legs_of_flow_;   ///< how many of them carry a flow's packets
  std::map<int, std::size_t> flow_of_dscp_;
  core::Nanoseconds core_delay_;
  core::Nanoseconds core_jitter_;
  core::Nanoseconds edge_delay_;
  std::uint64_t seed_;
  /// Packets of one device, flow and direction in the core.
  struct Way {
    core::Draws draws;
    core::Nanoseconds last{0};  ///< nothing comes out before
  };
  std::size_t flows_;
  std::vector<Way> ways_;
  struct Background {
    int devices = 0;
    std::array<double, 2> packets_per_second{};  // down, up
    core::Draws draws;
  };
  Background background_;
  Attachments attachments_;
  ns3::Ptr<EthernetPort> ethernet_;
  std::vector<ns3::Ptr<NrUserPort>> users_;
  std::unordered_map<std::uint64_t, ran::DeviceId> device_of_;  // by key()
  std::vector<std::size_t> legs_of_user_;                       // that serve it now
  core::Slots<Carried> frames_;                                 // by packet id
  ns3::EventId wake_up_;
};

}  // namespace plantproof::network
