#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
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
#include "network/nr.hpp"
#include "port.hpp"
#include "ran/hall_propagation.hpp"
#include "ran/radio_network.hpp"

namespace plantproof::network {

class NrCore;

/// A port of the network, on either side of it.
class NrPort : public Port {
 public:
  bool IsLinkUp() const override { return core_ != nullptr; }

 protected:
  explicit NrPort(NrCore& core) : core_(&core) {}
  [[nodiscard]] NrCore& core() const { return *core_; }
  void DoDispose() override;

 private:
  NrCore* core_;
};

/// A device's modem: what it is given goes up.
class NrUserPort : public NrPort {
 public:
  NrUserPort(NrCore& core, ran::DeviceId device) : NrPort(core), device_(device) {}

 protected:
  void transmit(const Frame& frame) override;

 private:
  ran::DeviceId device_;
};

/// The UPF's side: what it is given goes down to whom it is addressed, and what comes up and is not for another device
/// comes out of it.
class NrGatewayPort : public NrPort {
 public:
  explicit NrGatewayPort(NrCore& core) : NrPort(core) {}

 protected:
  void transmit(const Frame& frame) override;
};

/// The radio network in ns-3's event queue, and the core between its ports.
class NrCore : public ns3::Object, private ran::Listener {
 public:
  using Attachments = std::function<void(std::size_t user, bool is_attached)>;
  NrCore(const Nr& nr, Attachments attachments);

  ran::DeviceId add_user(const Nr::User& user, ns3::Mac48Address address);
  /// The port of a user, in the order in which they were added.
  void connect(const ns3::Ptr<NrUserPort>& port) { users_.push_back(port); }
  void connect(const ns3::Ptr<NrGatewayPort>& gateway) { gateway_ = gateway; }
  /// After all users.
  void add_background(const Nr& nr);
  void move(ran::DeviceId device, const ran::Motion& motion);

  void up(ran::DeviceId device, const Frame& frame);
  void down(const Frame& frame);

 protected:
  void DoDispose() override;

 private:
  void delivered(nr::Direction direction, ran::DeviceId device, const ran::Packet& packet,
                 core::Nanoseconds time) override;
  void lost(nr::Direction direction, ran::DeviceId device, const ran::Packet& packet, core::Nanoseconds time) override;
  void attached(ran::DeviceId device, ran::CellId cell, core::Nanoseconds time) override;
  void detached(ran::DeviceId device, core::Nanoseconds time) override;

  void send(nr::Direction direction, ran::DeviceId device, std::size_t flow, const Frame& frame);
  void leave(const Frame& frame);
  void offer_background(nr::Direction direction);
  void offer_background_later(nr::Direction direction);
  static bool is_to_many(const Frame& frame);
  [[nodiscard]] std::optional<ran::DeviceId> user_of(const Frame& frame) const;
  void to_users(const Frame& frame, std::optional<ran::DeviceId> sender, core::Nanoseconds before);
  ns3::Time cross(nr::Direction direction, ran::DeviceId device, std::size_t flow, core::Nanoseconds before);
  [[nodiscard]] std::size_t flow_of(const Frame& frame) const;
  void wake();
  void wake_in_time();

  ran::HallPropagation propagation_;
  ran::RadioNetwork radio_;
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
  ns3::Ptr<NrGatewayPort> gateway_;
  std::vector<ns3::Ptr<NrUserPort>> users_;
  std::unordered_map<std::uint64_t, ran::DeviceId> device_of_;  // by key()
  core::Slots<Frame> frames_;                                   // on the radio, by packet id
  ns3::EventId wake_up_;
};

}  // namespace plantproof::network
