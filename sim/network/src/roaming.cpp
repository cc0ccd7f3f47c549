#include "roaming.hpp"

#include <list>
#include <utility>

#include <ns3/qos-utils.h>
#include <ns3/wifi-mac-queue.h>

#include "clock.hpp"

namespace plantproof::network {
namespace {

// A radio is deaf this long when it changes its channel. ns-3 needs it too: an acknowledgement that is due while it
// switches would stop the program, one that is due while it is off is not sent.
const ns3::Time kRetuning = ns3::MilliSeconds(1);

const ns3::Time kBeaconInterval = ns3::MicroSeconds(102'400);

// A beacon is sent over 20 MHz, whatever the width of the channel, and ns-3 adds up what all antennas hear of it.
core::Dbm noise(const Wifi& wifi) {
  return core::Dbm(-174) + core::Decibel::of_ratio(20e6) + wifi.noise_figure - core::Decibel::of_ratio(wifi.antennas);
}

}  // namespace

void drop_frames(const ns3::Ptr<ns3::WifiMac>& mac, ns3::Mac48Address receiver) {
  const auto queue = mac->GetTxopQueue(ns3::AC_BE);
  std::list<ns3::Ptr<const ns3::WifiMpdu>> frames;
  ns3::Ptr<const ns3::WifiMpdu> frame;
  while ((frame = queue->PeekByTidAndAddress(kBestEffort, receiver, frame)) != nullptr) {
    if (!frame->IsInFlight()) frames.push_back(frame);
  }
  queue->DequeueIfQueued(frames);
}

RoamingAssociation::RoamingAssociation(std::vector<ns3::WifiPhy::ChannelTuple> channels, const Wifi& wifi)
    : channels_(std::move(channels)), roaming_(wifi.roaming), noise_(noise(wifi)) {}

void RoamingAssociation::beacon_heard(const ns3::StaWifiMac::ApInfo& info) {
  if (!m_mac->IsAssociated() || info.m_bssid != m_mac->GetBssid(0)) return;
  watchdog_.Cancel();
  watchdog_ = ns3::Simulator::Schedule(kBeaconInterval * roaming_.missed_beacons, &RoamingAssociation::leave, this);
  const core::Dbm level = noise_ + core::Decibel::of_ratio(info.m_snr);
  if (!roaming_.leave_below || level.dbm() >= roaming_.leave_below->dbm() || instant_now() < next_search_) return;
  next_search_ = instant_now() + roaming_.patience;
  watchdog_.Cancel();
  watchdog_ = ns3::Simulator::ScheduleNow(&RoamingAssociation::leave, this);
}

/// Frames that wait are given up. One that is in the air, or waits to be acknowledged, is waited for: ns-3 cannot empty
/// a queue that holds it, and would stop.
void RoamingAssociation::leave() {
  if (!m_mac->IsAssociated()) return;
  drop_frames(m_mac, m_mac->GetBssid(0));
  bool is_empty = true;
  for (const ns3::AcIndex category : {ns3::AC_BE, ns3::AC_BK, ns3::AC_VI, ns3::AC_VO}) {
    const auto queue = m_mac->GetTxopQueue(category);
    queue->WipeAllExpiredMpdus();
    is_empty = is_empty && queue->IsEmpty();
  }
  if (is_empty) {
    m_mac->NotifyChannelSwitching(0);  // the one way in which ns-3 lets a station go by itself
  } else {
    watchdog_ = ns3::Simulator::Schedule(kRetuning, &RoamingAssociation::leave, this);
  }
}

bool RoamingAssociation::Compare(const ns3::StaWifiMac::ApInfo& a, const ns3::StaWifiMac::ApInfo& b) const {
  return a.m_snr > b.m_snr;
}

bool RoamingAssociation::CanBeInserted(const ns3::StaWifiMac::ApInfo&) const {
  return is_listening_;
}

bool RoamingAssociation::CanBeReturned(const ns3::StaWifiMac::ApInfo& info) const {
  return heard_on_.contains(info.m_bssid);
}

void RoamingAssociation::NotifyApInfo(const ns3::StaWifiMac::ApInfo&& info) {
  if (is_listening_) heard_on_[info.m_bssid] = channel_;
  WifiAssocManager::NotifyApInfo(ns3::StaWifiMac::ApInfo(info));
}

void RoamingAssociation::DoStartScanning() {
  next_step_.Cancel();
  heard_on_.clear();
  is_tuning_ = false;
  is_listening_ = false;
  has_chosen_ = false;
  next_step_ = ns3::Simulator::Schedule(kRetuning, &RoamingAssociation::tune, this, std::size_t(0));
}

void RoamingAssociation::tune(std::size_t channel) {
  channel_ = channel;
  const auto phy = m_mac->GetWifiPhy(0);
  if (phy->IsStateTx()) {  // as in leave()
    next_step_ = ns3::Simulator::Schedule(kRetuning, &RoamingAssociation::tune, this, channel);
    return;
  }
  is_tuning_ = phy->GetOperatingChannel().GetNumber() != std::get<0>(channels_[channel]);
  if (is_tuning_) {
    phy->SetOffMode();
    next_step_ = ns3::Simulator::Schedule(kRetuning, &RoamingAssociation::retune, this);
  } else {
    tuned();
  }
}

void RoamingAssociation::retune() {
  const auto phy = m_mac->GetWifiPhy(0);
  phy->ResumeFromOff();
  phy->SetOperatingChannel(channels_[channel_]);
}

void RoamingAssociation::NotifyChannelSwitched(std::uint8_t) {
  if (std::exchange(is_tuning_, false)) tuned();
}

void RoamingAssociation::tuned() {
  if (has_chosen_) {
    ScanningTimeout();
    return;
  }
  is_listening_ = true;
  const ns3::Time delay = GetScanParams().probeDelay;
  if (roaming_.probes) ns3::Simulator::Schedule(delay, &ns3::StaWifiMac::SendProbeRequest, m_mac);
  next_step_ = ns3::Simulator::Schedule(delay + to_ns3(roaming_.dwell), &RoamingAssociation::listened, this);
}

void RoamingAssociation::listened() {
  is_listening_ = false;
  if (channel_ + 1 < channels_.size()) {
    tune(channel_ + 1);
    return;
  }
  for (const ns3::StaWifiMac::ApInfo& info : GetSortedList()) {
    const auto heard = heard_on_.find(info.m_bssid);
    if (heard == heard_on_.end()) continue;
    has_chosen_ = true;
    tune(heard->second);
    return;
  }
  ScanningTimeout();
}

void RoamingAssociation::DoDispose() {
  next_step_.Cancel();
  watchdog_.Cancel();
  WifiAssocManager::DoDispose();
}

}  // namespace plantproof::network
