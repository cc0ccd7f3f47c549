#include "network/wifi.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <ns3/block-ack-manager.h>
#include <ns3/boolean.h>
#include <ns3/config.h>
#include <ns3/double.h>
#include <ns3/ht-frame-exchange-manager.h>
#include <ns3/net-device-container.h>
#include <ns3/packet.h>
#include <ns3/propagation-delay-model.h>
#include <ns3/qos-txop.h>
#include <ns3/ssid.h>
#include <ns3/string.h>
#include <ns3/traffic-control-helper.h>
#include <ns3/uinteger.h>
#include <ns3/wifi-net-device.h>
#include <ns3/yans-wifi-channel.h>
#include <ns3/yans-wifi-helper.h>

#include "clock.hpp"
#include "lan.hpp"
#include "propagation.hpp"
#include "roaming.hpp"

namespace plantproof::network {
namespace {

using ns3::WifiPhy;

// After an acknowledgement: more than its way through the air takes, less than its sender waits before the next frame.
const ns3::Time kMargin = ns3::MicroSeconds(5);

constexpr std::uint16_t kJoined = 0x88b7;  // the OUI-extended EtherType: no stack of ours listens to it

bool is_at_5_ghz(std::uint8_t channel) {
  return channel > 14;
}

WifiPhy::ChannelTuple channel_tuple(const Wifi& wifi, std::uint8_t number) {
  return {number, wifi.width_mhz, is_at_5_ghz(number) ? ns3::WIFI_PHY_BAND_5GHZ : ns3::WIFI_PHY_BAND_2_4GHZ, 0};
}

std::string channel_settings(const Wifi& wifi, std::uint8_t number) {
  return fmt::format("{{{}, {}, {}, 0}}", number, wifi.width_mhz, is_at_5_ghz(number) ? "BAND_5GHZ" : "BAND_2_4GHZ");
}

std::vector<WifiPhy::ChannelTuple> channels_of(const Wifi& wifi) {
  std::vector<WifiPhy::ChannelTuple> channels;
  for (const AccessPoint& point : wifi.access_points) {
    const WifiPhy::ChannelTuple channel = channel_tuple(wifi, point.channel);
    if (std::find(channels.begin(), channels.end(), channel) == channels.end()) channels.push_back(channel);
  }
  return channels;
}

ns3::Ptr<ns3::YansWifiChannel> air(const Wifi& wifi, std::int64_t& stream) {
  const auto channel = ns3::CreateObject<ns3::YansWifiChannel>();
  const auto propagation = ns3::CreateObject<Propagation>();
  propagation->set(wifi.path_loss);
  if (wifi.nakagami_m) {
    const auto fading = ns3::CreateObject<ns3::NakagamiPropagationLossModel>();
    for (const char* m : {"m0", "m1", "m2"}) fading->SetAttribute(m, ns3::DoubleValue(*wifi.nakagami_m));
    propagation->SetNext(fading);
  }
  channel->SetPropagationLossModel(propagation);
  channel->SetPropagationDelayModel(ns3::CreateObject<ns3::ConstantSpeedPropagationDelayModel>());
  stream += channel->AssignStreams(stream);
  return channel;
}

struct Point {
  ns3::Ptr<ns3::WifiMac> mac;
  ns3::Ptr<EthernetPort> cable;
};

/// One end no longer takes it that the other awaits its frames in order (block acknowledgement), and will ask again.
/// ns-3 keeps such agreements over an association's end, and a station that came back would wait for frames that are
/// gone.
void forget_agreement(const ns3::Ptr<ns3::WifiMac>& mac, ns3::Mac48Address other) {
  const auto agreed = mac->GetQosTxop(kBestEffort)->GetBaManager();
  // One that is being asked for has frames blocked, and ends by itself.
  if (agreed->ExistsAgreementInState(other, kBestEffort, ns3::OriginatorBlockAckAgreement::PENDING)) return;
  agreed->DestroyAgreement(other, kBestEffort);
}

/// One end no longer waits for frames of the other that are missing, and hands up those it has held back.
void release_frames(const ns3::Ptr<ns3::WifiMac>& mac, ns3::Mac48Address sender) {
  ns3::DynamicCast<ns3::HtFrameExchangeManager>(mac->GetFrameExchangeManager())
      ->DestroyBlockAckAgreement(sender, kBestEffort);
}

/// Sees to it that a sender takes its agreement as made only when the receiver has: it has when its answer is
/// acknowledged. Where that acknowledgement is lost, ns-3's receiver would get frames it has no agreement for, and
/// stop; where the answer is lost, it would hold back frames of a sender that does not know it.
class AgreementCheck : public ns3::Object {
 public:
  void watch(const ns3::Ptr<ns3::WifiMac>& mac) {
    macs_[mac->GetAddress()] = mac;
    mac->GetQosTxop(kBestEffort)
        ->GetBaManager()
        ->TraceConnectWithoutContext(
            "AgreementState", ns3::Callback<void, ns3::Time, ns3::Mac48Address, std::uint8_t, State>(
                                  [this, sender = mac->GetAddress()](const ns3::Time&, ns3::Mac48Address receiver,
                                                                     std::uint8_t, State state) {
                                    if (state == State::NO_REPLY) release_frames(macs_.at(receiver), sender);
                                    if (state != State::ESTABLISHED) return;
                                    ns3::Simulator::Schedule(macs_.at(sender)->GetWifiPhy()->GetSifs() + kMargin,
                                                             &AgreementCheck::acknowledging, this, sender, receiver);
                                  }));
  }

 private:
  using State = ns3::OriginatorBlockAckAgreement::State;

  void acknowledging(ns3::Mac48Address sender, ns3::Mac48Address receiver) {
    ns3::Simulator::Schedule(macs_.at(sender)->GetWifiPhy()->GetDelayUntilIdle() + kMargin,
                             &AgreementCheck::acknowledged, this, sender, receiver);
  }

  void acknowledged(ns3::Mac48Address sender, ns3::Mac48Address receiver) {
    // A station that searches forgets its access point, and yet agrees with one that has not noticed: without the
    // bitmap that both would need, and ns-3 stops when it is to be sent.
    if (!macs_.at(receiver)->GetWifiRemoteStationManager()->GetHtSupported(sender))
      release_frames(macs_.at(receiver), sender);
    const auto frames = ns3::DynamicCast<ns3::HtFrameExchangeManager>(macs_.at(receiver)->GetFrameExchangeManager());
    if (!frames->GetBaAgreementEstablished(sender, kBestEffort)) forget_agreement(macs_.at(sender), receiver);
  }

  std::map<ns3::Mac48Address, ns3::Ptr<ns3::WifiMac>> macs_;
};

/// A station has joined an access point: both begin anew, and that one tells the switch. The others forget the station
/// and what they still have for it: ns-3's would go on sending until the frames' lifetime is over, and all others would
/// wait.
void welcome(const ns3::Ptr<ns3::WifiMac>& station, ns3::Mac48Address joined, const std::vector<Point>& points) {
  const ns3::Mac48Address address = station->GetAddress();
  for (const Point& point : points) {
    if (point.mac->GetAddress() == joined) {
      forget_agreement(station, joined);
      forget_agreement(point.mac, address);
      release_frames(station, joined);
      release_frames(point.mac, address);
      point.cable->SendFrom(ns3::Create<ns3::Packet>(), address, point.cable->GetBroadcast(), kJoined);
    } else if (const auto stations = point.mac->GetWifiRemoteStationManager(); stations->IsAssociated(address)) {
      stations->RecordDisassociated(address);
      forget_agreement(point.mac, address);
      drop_frames(point.mac, address);
    }
  }
}

class Builder {
 public:
  Builder(const Wifi& wifi, Network::Parts& parts) : wifi_(wifi), parts_(parts), lan_(wifi.backbone) {
    helper_.SetStandard(wifi.standard == WifiStandard::N ? ns3::WIFI_STANDARD_80211n : ns3::WIFI_STANDARD_80211ac);
    helper_.SetRemoteStationManager("ns3::MinstrelHtWifiManager");
    phy_.SetChannel(air(wifi, stream_));
    phy_.Set("RxNoiseFigure", ns3::DoubleValue(wifi.noise_figure.db()));
    phy_.SetPreambleDetectionModel("ns3::ThresholdPreambleDetectionModel", "MinimumRssi",
                                   ns3::DoubleValue(wifi.sensitivity.dbm()));
    parts.kept.push_back(agreements_);
    for (const char* count : {"Antennas", "MaxSupportedTxSpatialStreams", "MaxSupportedRxSpatialStreams"}) {
      phy_.Set(count, ns3::UintegerValue(wifi.antennas));
    }
  }

  void add(const AccessPoint& point) {
    const auto node = make_station(point.position);
    const auto cable = lan_.plug(node);
    ns3::WifiMacHelper mac;
    mac.SetType("ns3::ApWifiMac", "Ssid", ns3::SsidValue(ssid_), "EnableBeaconJitter", ns3::BooleanValue(true));
    const auto device = install(mac, node, point.channel, wifi_.access_point_power);
    bridge(node, device, cable);
    points_->push_back({device->GetMac(), cable});
  }

  void add_station(const Device& station) {
    const auto node = make_host(station.position, stream_);
    ns3::WifiMacHelper mac;
    // Without this, ns-3 asks again for an association that a search has overtaken, and stops.
    mac.SetType("ns3::StaWifiMac", "Ssid", ns3::SsidValue(ssid_), "AssocRequestTimeout", ns3::TimeValue(ns3::Hours(24)),
                "ActiveProbing", ns3::BooleanValue(wifi_.roaming.probes), "MaxMissedBeacons",
                ns3::UintegerValue(wifi_.roaming.missed_beacons + 2));
    const auto device = install(mac, node, wifi_.access_points.front().channel, wifi_.station_power);
    roam(station.name, ns3::DynamicCast<ns3::StaWifiMac>(device->GetMac()));
    parts_.add(station.name, lan_.address(node, device));
    ns3::TrafficControlHelper waiting;  // what the radio's queue has no room for waits before it
    waiting.SetRootQueueDisc("ns3::FifoQueueDisc", "MaxSize", ns3::StringValue("1000000p"));
    waiting.Install(device);
  }

  void add_wired(const Device& device) { parts_.add(device.name, lan_.add(device, stream_)); }

 private:
  ns3::Ptr<ns3::WifiNetDevice> install(const ns3::WifiMacHelper& mac, const ns3::Ptr<ns3::Node>& node,
                                       std::uint8_t channel, core::Dbm power) {
    for (const char* end : {"TxPowerStart", "TxPowerEnd"}) phy_.Set(end, ns3::DoubleValue(power.dbm()));
    phy_.Set("ChannelSettings", ns3::StringValue(channel_settings(wifi_, channel)));
    const ns3::NetDeviceContainer devices = helper_.Install(phy_, mac, node);
    stream_ += helper_.AssignStreams(devices, stream_);
    const auto device = ns3::DynamicCast<ns3::WifiNetDevice>(devices.Get(0));
    agreements_->watch(device->GetMac());
    return device;
  }

  void roam(const std::string& name, const ns3::Ptr<ns3::StaWifiMac>& mac) {
    const auto association = ns3::CreateObject<RoamingAssociation>(channels_of(wifi_), wifi_);
    mac->SetAssocManager(association);
    mac->TraceConnectWithoutContext("ReceivedBeaconInfo", ns3::Callback<void, ns3::StaWifiMac::ApInfo>(
                                                              [association](const ns3::StaWifiMac::ApInfo& info) {
                                                                association->beacon_heard(info);
                                                              }));
    ns3::StaWifiMac* const station = ns3::PeekPointer(mac);  // it holds the callback
    mac->TraceConnectWithoutContext("Assoc",
                                    ns3::Callback<void, ns3::Mac48Address>(
                                        [parts = &parts_, name, points = points_, station](ns3::Mac48Address point) {
                                          parts->note(name, data::AttachmentEvent::Attached);
                                          welcome(station, point, *points);
                                        }));
    mac->TraceConnectWithoutContext("DeAssoc",
                                    ns3::Callback<void, ns3::Mac48Address>([parts = &parts_, name](ns3::Mac48Address) {
                                      parts->note(name, data::AttachmentEvent::Detached);
                                    }));
  }

  const Wifi& wifi_;
  Network::Parts& parts_;
  std::int64_t stream_ = 0;
  Lan lan_;
  ns3::Ptr<AgreementCheck> agreements_ = ns3::CreateObject<AgreementCheck>();
  std::shared_ptr<std::vector<Point>> points_ = std::make_shared<std::vector<Point>>();
  ns3::Ssid ssid_ = ns3::Ssid("plant");
  ns3::WifiHelper helper_;
  ns3::YansWifiPhyHelper phy_;
};

}  // namespace

Network build_wifi(const Wifi& wifi, Simulation&) {
  assert(!wifi.access_points.empty() && wifi.path_loss);
  ns3::Config::SetDefault("ns3::WifiMacQueue::MaxDelay", ns3::TimeValue(to_ns3(wifi.queue_lifetime)));
  // With ns-3's 1 ms, agreements for block acknowledgement that a busy channel delays leave a hole in the receiver's
  // window, behind which 63 frames wait for the 64th.
  ns3::Config::SetDefault("ns3::QosTxop::AddBaResponseTimeout", ns3::TimeValue(ns3::MilliSeconds(100)));
  auto parts = std::make_unique<Network::Parts>();
  Builder builder(wifi, *parts);
  for (const AccessPoint& point : wifi.access_points) builder.add(point);
  for (const Device& device : wifi.wired) builder.add_wired(device);
  for (const Device& station : wifi.stations) builder.add_station(station);
  return Network(std::move(parts));
}

}  // namespace plantproof::network
