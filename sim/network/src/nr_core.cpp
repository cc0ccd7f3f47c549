#include "nr_core.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <ns3/ipv4-header.h>
#include <ns3/ipv4-l3-protocol.h>
#include <ns3/node.h>
#include <ns3/simulator.h>

#include "clock.hpp"
#include "train.hpp"

namespace plantproof::network {

namespace {

// Apart from what the radio draws.
constexpr std::uint64_t kCoreStream = 0x636f7265;
constexpr std::uint64_t kBackgroundStream = 0x6261636b;
constexpr std::int64_t kBackgroundBytes = 1500;

// The users', and that of 5QI 9 for others.
std::vector<ran::QosFlow> flows_of(const Nr& nr) {
  std::vector<ran::QosFlow> flows = nr.flows;
  if (nr.background.devices > 0) flows.emplace_back().is_discarded_late = true;
  return flows;
}

std::uint64_t key(const ns3::Mac48Address& address) {
  std::array<std::uint8_t, 6> bytes{};
  address.CopyTo(bytes.data());
  std::uint64_t number = 0;
  for (const std::uint8_t byte : bytes) number = number << 8U | byte;
  return number;
}

channel::Place place_of(const Position& position) {
  return {position.x_m, position.y_m, position.z_m};
}

const ran::CarrierParameters& carrier_of(const Nr& nr, std::size_t number) {
  return number == 0 ? nr.carrier : nr.duplication_carriers[number - 1];
}

/// The hall has the cells of all carriers up to this one: those of a gNB share their clutter, and fade each on its own.
ran::HallPropagation propagation_of(const Nr& nr, std::size_t number) {
  std::vector<channel::Cell> cells;
  std::vector<int> cell_antennas;
  std::vector<ran::HallPropagation::DeviceEnd> devices;
  for (std::size_t i = 0; i <= number; ++i) {
    const ran::CarrierParameters& carrier = carrier_of(nr, i);
    for (const Nr::Gnb& gnb : nr.gnbs)
      cells.push_back({place_of(gnb.position), gnb.antenna, carrier.frequency, ran::group_width(carrier)});
  }
  for (const Nr::Gnb& gnb : nr.gnbs) cell_antennas.push_back(gnb.radio.antennas);
  for (const Nr::User& user : nr.users) devices.push_back({user.radio.antennas, user.antenna, user.vehicle});
  devices.resize(devices.size() + static_cast<std::size_t>(nr.background.devices),
                 {nr.background.radio.antennas, nr.background.antenna, {}});
  return {channel::Hall(nr.hall, std::move(cells)), std::move(cell_antennas), std::move(devices),
          number * nr.gnbs.size()};
}

}  // namespace

void NrUserPort::transmit(const Frame& frame) {
  core_->up(device_, frame);
}

void NrUserPort::DoDispose() {
  core_ = nullptr;
  Port::DoDispose();
}

NrCore::Leg::Leg(const Nr& nr, std::size_t carrier, NrCore& core)
    : propagation(propagation_of(nr, carrier)),
      radio(carrier_of(nr, carrier), flows_of(nr), propagation, *this,
            carrier == 0 ? nr.seed : core::mixed(nr.seed, carrier)),
      core_(core) {
  for (const Nr::Gnb& gnb : nr.gnbs) radio.add_cell(gnb.radio);
}

void NrCore::Leg::delivered(nr::Direction direction, ran::DeviceId device, const ran::Packet& packet,
                            core::Nanoseconds) {
  if (packet.flow == core_.flows_) return;  // of the background
  if (const auto frame = core_.settled(packet.id, true)) core_.delivered(direction, device, packet.flow, *frame);
}

void NrCore::Leg::lost(nr::Direction, ran::DeviceId, const ran::Packet& packet, core::Nanoseconds) {
  if (packet.flow != core_.flows_) core_.settled(packet.id, false);
}

void NrCore::Leg::attached(ran::DeviceId device, ran::CellId, core::Nanoseconds) {
  core_.attached(device, true);
}

void NrCore::Leg::detached(ran::DeviceId device, core::Nanoseconds) {
  core_.attached(device, false);
}

NrCore::NrCore(const Nr& nr, Attachments attachments)
    : legs_of_flow_(nr.flows.size(), 1),
      flow_of_dscp_(nr.flow_of_dscp),
      core_delay_(nr.core_delay),
      core_jitter_(nr.core_jitter),
      edge_delay_(nr.edge_delay),
      seed_(core::mixed(nr.seed, kCoreStream)),
      flows_(nr.flows.size()),
      background_{
          nr.background.devices,
          {nr.background.downlink_bps / (8 * kBackgroundBytes), nr.background.uplink_bps / (8 * kBackgroundBytes)},
          core::Draws(core::mixed(nr.seed, kBackgroundStream))},
      attachments_(std::move(attachments)) {
  for (std::size_t carrier = 0; carrier <= nr.duplication_carriers.size(); ++carrier)
    legs_.push_back(std::make_unique<Leg>(nr, carrier, *this));
  for (const std::size_t flow : nr.duplicated_flows) legs_of_flow_[flow] = legs_.size();
}

ran::DeviceId NrCore::add_user(const Nr::User& user, ns3::Mac48Address address) {
  const ran::Motion motion{place_of(user.device.position), 0, 0, 0, now()};
  const ran::DeviceId device = legs_.front()->radio.add_device(user.radio, motion);
  for (std::size_t further = 1; further < legs_.size(); ++further)
    legs_[further]->radio.add_device(user.duplication_radios[further - 1], motion);
  for (const auto& leg : legs_) leg->propagation.move(device, motion);
  legs_of_user_.push_back(0);
  device_of_[key(address)] = device;
  for (std::size_t i = 0; i < 2 * flows_; ++i) ways_.push_back({core::Draws(core::mixed(seed_, ways_.size()))});
  wake_in_time();
  return device;
}

void NrCore::add_background(const Nr& nr) {
  for (int i = 0; i < background_.devices; ++i) {
    const channel::Place place{background_.draws.uniform() * nr.hall.size.length_m,
                               background_.draws.uniform() * nr.hall.size.width_m, nr.background.height_m};
    legs_.front()->radio.add_device(nr.background.radio, {place, 0, 0, 0, now()});
  }
  if (background_.devices == 0) return;
  wake_in_time();
  for (const auto direction : {nr::Direction::Downlink, nr::Direction::Uplink}) offer_background_later(direction);
}

// All devices' processes together are one, whose packets are each of any of them.
void NrCore::offer_background_later(nr::Direction direction) {
  const double rate = background_.packets_per_second[direction == nr::Direction::Downlink ? 0 : 1];
  if (rate <= 0) return;
  ns3::Simulator::Schedule(ns3::Time(std::llround(1e9 * background_.draws.exponential() / rate)),
                           &NrCore::offer_background, this, direction);
}

void NrCore::offer_background(nr::Direction direction) {
  const auto any = static_cast<std::size_t>(background_.draws.uniform() * background_.devices);
  legs_.front()->radio.send(direction, static_cast<ran::DeviceId>(users_.size() + any), {0, kBackgroundBytes, flows_},
                            now());
  wake_in_time();
  offer_background_later(direction);
}

void NrCore::move(ran::DeviceId device, const ran::Motion& motion) {
  for (const auto& leg : legs_) {
    leg->propagation.move(device, motion);
    leg->radio.move(device, motion);
  }
  wake_in_time();
}

std::optional<ran::Heard> NrCore::heard(ran::DeviceId device) const {
  return legs_.front()->radio.heard(device, now());
}

void NrCore::up(ran::DeviceId device, const Frame& frame) {
  send(nr::Direction::Uplink, device, flow_of(frame), frame);
}

bool NrCore::is_to_many(const Frame& frame) {
  return frame.destination.IsGroup() || frame.destination.IsBroadcast();
}

std::optional<ran::DeviceId> NrCore::user_of(const Frame& frame) const {
  const auto found = device_of_.find(key(frame.destination));
  return found == device_of_.end() ? std::nullopt : std::optional(found->second);
}

// To those it is addressed to, but for its sender; it is at the UPF after `before`.
void NrCore::to_users(const Frame& frame, std::optional<ran::DeviceId> sender, core::Nanoseconds before) {
  const std::size_t flow = flow_of(frame);
  const auto send_to = [&](ran::DeviceId device) {
    ns3::Simulator::Schedule(cross(nr::Direction::Downlink, device, flow, before), &NrCore::send, this,
                             nr::Direction::Downlink, device, flow, frame);
  };
  if (const auto user = user_of(frame)) return send_to(*user);
  if (!is_to_many(frame)) return;
  for (std::size_t i = 0; i < users_.size(); ++i) {
    if (static_cast<ran::DeviceId>(i) != sender) send_to(static_cast<ran::DeviceId>(i));
  }
}

// From now on, how long it takes to the other side of the core.
ns3::Time NrCore::cross(nr::Direction direction, ran::DeviceId device, std::size_t flow, core::Nanoseconds before) {
  const std::size_t side = 2 * static_cast<std::size_t>(device) + (direction == nr::Direction::Uplink ? 1 : 0);
  Way& way = ways_[side * flows_ + flow];
  core::Nanoseconds delay = before + core_delay_;
  if (core_jitter_.count() > 0) {
    delay += core::Nanoseconds(std::llround(way.draws.exponential() * static_cast<double>(core_jitter_.count())));
  }
  way.last = std::max(way.last, now() + delay);
  return to_ns3(way.last - now());
}

void NrCore::send(nr::Direction direction, ran::DeviceId device, std::size_t flow, const Frame& frame) {
  const Train train = train_of(frame.packet->GetSize());
  const std::int64_t bytes = train.bytes() + train.frames * Port::kHeaderBytes;
  const ran::Packet packet{frames_.add({frame, legs_of_flow_[flow]}), bytes, flow};
  for (std::size_t leg = 0; leg < legs_of_flow_[flow]; ++leg) legs_[leg]->radio.send(direction, device, packet, now());
  wake_in_time();
}

std::size_t NrCore::flow_of(const Frame& frame) const {
  if (flow_of_dscp_.empty() || frame.protocol != ns3::Ipv4L3Protocol::PROT_NUMBER) return 0;
  ns3::Ipv4Header header;
  frame.packet->PeekHeader(header);
  const auto found = flow_of_dscp_.find(header.GetDscp());
  return found == flow_of_dscp_.end() ? 0 : found->second;
}

std::optional<Frame> NrCore::settled(std::uint64_t id, bool has_come) {
  Carried& carried = frames_[id];
  const bool is_first = has_come && !carried.has_come;
  carried.has_come = carried.has_come || has_come;
  std::optional<Frame> frame = is_first ? std::optional(carried.frame) : std::nullopt;
  if (--carried.copies == 0) frames_.take(id);
  return frame;
}

void NrCore::delivered(nr::Direction direction, ran::DeviceId device, std::size_t flow, const Frame& frame) {
  if (direction == nr::Direction::Downlink) {
    const ns3::Ptr<NrUserPort>& port = users_[static_cast<std::size_t>(device)];
    ns3::Simulator::ScheduleWithContext(port->GetNode()->GetId(), ns3::Time(0), &NrUserPort::receive, port, frame);
    return;
  }
  const ns3::Time at_upf = cross(direction, device, flow, {});
  const bool is_to_user = user_of(frame).has_value();
  if (is_to_user || is_to_many(frame)) {
    ns3::Simulator::Schedule(at_upf, &NrCore::to_users, this, frame, device, core::Nanoseconds{0});
  }
  if (!is_to_user) {
    ns3::Simulator::Schedule(at_upf + to_ns3(edge_delay_), &NrCore::leave, this, frame);
  }
}

void NrCore::connect(const ns3::Ptr<EthernetPort>& ethernet) {
  ethernet_ = ethernet;
  ethernet_->SetPromiscReceiveCallback(ns3::MakeCallback(&NrCore::enter, this));
}

void NrCore::leave(const Frame& frame) {
  ethernet_->SendFrom(frame.packet->Copy(), frame.source, frame.destination, frame.protocol);
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): ns-3 wants this signature
bool NrCore::enter(ns3::Ptr<ns3::NetDevice> /*port*/, ns3::Ptr<const ns3::Packet> packet, std::uint16_t protocol,
                   const ns3::Address& source, const ns3::Address& destination, ns3::NetDevice::PacketType /*type*/) {
  const Frame frame{packet->Copy(), ns3::Mac48Address::ConvertFrom(source), ns3::Mac48Address::ConvertFrom(destination),
                    protocol};
  to_users(frame, {}, edge_delay_);
  return true;
}

void NrCore::attached(ran::DeviceId device, bool is_attached) {
  const auto user = static_cast<std::size_t>(device);
  if (user >= users_.size()) return;
  std::size_t& legs = legs_of_user_[user];
  const bool was_attached = legs > 0;
  legs = is_attached ? legs + 1 : legs - 1;
  if (was_attached != (legs > 0)) attachments_(user, is_attached);
}

void NrCore::wake() {
  for (const auto& leg : legs_) leg->radio.advance(now());
  wake_in_time();
}

void NrCore::wake_in_time() {
  std::optional<core::Nanoseconds> next;
  for (const auto& leg : legs_) {
    if (const auto of_leg = leg->radio.next()) next = next ? std::min(*next, *of_leg) : of_leg;
  }
  if (!next) return;
  call_by(*next, wake_up_, &NrCore::wake, this);
}

void NrCore::DoDispose() {
  wake_up_.Cancel();
  ethernet_ = nullptr;
  users_.clear();
  frames_ = {};
  Object::DoDispose();
}

}  // namespace plantproof::network
