#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include <ns3/event-id.h>
#include <ns3/mac48-address.h>
#include <ns3/sta-wifi-mac.h>
#include <ns3/wifi-assoc-manager.h>
#include <ns3/wifi-phy.h>

#include "core/decibel.hpp"
#include "network/wifi.hpp"

namespace plantproof::network {

constexpr std::uint8_t kBestEffort = 0;  ///< the traffic identifier of all data

/// Drops the frames that wait to be sent to a receiver; one that is being sent must stay.
void drop_frames(const ns3::Ptr<ns3::WifiMac>& mac, ns3::Mac48Address receiver);

/// A station's search for an access point over several channels, and its decision to leave one that has become weak;
/// ns-3's own searches one channel, and leaves only when beacons are missed.
class RoamingAssociation : public ns3::WifiAssocManager {
 public:
  RoamingAssociation(std::vector<ns3::WifiPhy::ChannelTuple> channels, const Wifi& wifi);

  /// The station's MAC has heard a beacon.
  void beacon_heard(const ns3::StaWifiMac::ApInfo& info);

  void NotifyApInfo(const ns3::StaWifiMac::ApInfo&& info) override;
  void NotifyChannelSwitched(std::uint8_t link) override;
  bool Compare(const ns3::StaWifiMac::ApInfo& a, const ns3::StaWifiMac::ApInfo& b) const override;

 protected:
  void DoDispose() override;

 private:
  void DoStartScanning() override;
  bool CanBeInserted(const ns3::StaWifiMac::ApInfo& info) const override;
  bool CanBeReturned(const ns3::StaWifiMac::ApInfo& info) const override;

  void tune(std::size_t channel);
  void retune();
  void tuned();
  void listened();
  void leave();

  std::vector<ns3::WifiPhy::ChannelTuple> channels_;
  Roaming roaming_;
  core::Dbm noise_;
  core::Instant next_search_;
  std::map<ns3::Mac48Address, std::size_t> heard_on_;  ///< in this search: the channel of each access point
  std::size_t channel_ = 0;
  bool is_tuning_ = false;
  bool is_listening_ = false;
  bool has_chosen_ = false;
  ns3::EventId next_step_;
  ns3::EventId watchdog_;  ///< over the beacons of the access point it has joined
};

}  // namespace plantproof::network
