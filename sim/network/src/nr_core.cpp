#include "nr_core.hpp"

#include <utility>

#include <ns3/ipv4-header.h>
#include <ns3/ipv4-l3-protocol.h>
#include <ns3/node.h>
#include <ns3/simulator.h>

#include "clock.hpp"
#include "train.hpp"

namespace plantproof::network {

namespace {

core::Nanoseconds now() {
  return instant_now().time_since_epoch();
}

channel::Place place_of(const Position& position) {
  return {position.x_m, position.y_m, position.z_m};
}

ran::HallPropagation propagation_of(const Nr& nr) {
  std::vector<channel::Cell> cells;
  std::vector<int> cell_antennas;
  std::vector<ran::HallPropagation::DeviceEnd> devices;
  for (const Nr::Gnb& gnb : nr.gnbs) {
    cells.push_back({place_of(gnb.position), gnb.antenna, nr.carrier.frequency, ran::group_width(nr.carrier)});
    cell_antennas.push_back(gnb.radio.antennas);
  }
  for (const Nr::User& user : nr.users) devices.push_back({user.radio.antennas, user.antenna});
  return {channel::Hall(nr.hall, std::move(cells)), std::move(cell_antennas), std::move(devices)};
}

}  // namespace

void NrPort::DoDispose() {
  core_ = nullptr;
  Port::DoDispose();
}

void NrUserPort::transmit(const Frame& frame) {
  core().up(device_, frame);
}

void NrGatewayPort::transmit(const Frame& frame) {
  core().down(frame);
}

NrCore::NrCore(const Nr& nr, Attachments attachments)
    : propagation_(propagation_of(nr)),
      radio_(nr.carrier, nr.flows, propagation_, *this, nr.seed),
      flow_of_dscp_(nr.flow_of_dscp),
      core_delay_(nr.core_delay),
      attachments_(std::move(attachments)) {
  for (const Nr::Gnb& gnb : nr.gnbs) radio_.add_cell(gnb.radio);
}

ran::DeviceId NrCore::add_user(const Nr::User& user, ns3::Mac48Address address) {
  const ran::DeviceId device = radio_.add_device(user.radio, {place_of(user.device.position), 0, 0, 0, now()});
  device_of_[address] = device;
  wake_in_time();
  return device;
}

void NrCore::move(ran::DeviceId device, const ran::Motion& motion) {
  radio_.move(device, motion);
  wake_in_time();
}

void NrCore::up(ran::DeviceId device, const Frame& frame) {
  send(nr::Direction::Uplink, device, frame);
}

void NrCore::down(const Frame& frame) {
  down_to_users(frame, {});
}

// To those it is addressed to, but for its sender. Whether that is one of them and nobody else.
bool NrCore::down_to_users(const Frame& frame, std::optional<ran::DeviceId> sender) {
  const auto send_to = [this, &frame](ran::DeviceId device) {
    ns3::Simulator::Schedule(to_ns3(core_delay_), &NrCore::radio_down, this, device, frame);
  };
  if (frame.destination.IsGroup() || frame.destination.IsBroadcast()) {
    for (std::size_t i = 0; i < users_.size(); ++i) {
      if (static_cast<ran::DeviceId>(i) != sender) send_to(static_cast<ran::DeviceId>(i));
    }
    return false;
  }
  const auto found = device_of_.find(frame.destination);
  if (found == device_of_.end()) return false;
  send_to(found->second);
  return true;
}

void NrCore::radio_down(ran::DeviceId device, const Frame& frame) {
  send(nr::Direction::Downlink, device, frame);
}

void NrCore::send(nr::Direction direction, ran::DeviceId device, const Frame& frame) {
  const Train train = train_of(frame.packet->GetSize());
  const std::int64_t bytes = train.bytes() + train.frames * Port::kHeaderBytes;
  radio_.send(direction, device, {frames_.add(frame), bytes, flow_of(frame)}, now());
  wake_in_time();
}

std::size_t NrCore::flow_of(const Frame& frame) const {
  if (flow_of_dscp_.empty() || frame.protocol != ns3::Ipv4L3Protocol::PROT_NUMBER) return 0;
  ns3::Ipv4Header header;
  frame.packet->PeekHeader(header);
  const auto found = flow_of_dscp_.find(header.GetDscp());
  return found == flow_of_dscp_.end() ? 0 : found->second;
}

void NrCore::delivered(nr::Direction direction, ran::DeviceId device, const ran::Packet& packet, core::Nanoseconds) {
  const Frame frame = frames_.take(packet.id);
  if (direction == nr::Direction::Downlink) {
    const ns3::Ptr<NrUserPort>& port = users_[static_cast<std::size_t>(device)];
    ns3::Simulator::ScheduleWithContext(port->GetNode()->GetId(), ns3::Time(0), &NrUserPort::receive, port, frame);
  } else {
    ns3::Simulator::Schedule(to_ns3(core_delay_), &NrCore::switch_at_upf, this, device, frame);
  }
}

void NrCore::lost(nr::Direction, ran::DeviceId, const ran::Packet& packet, core::Nanoseconds) {
  frames_.take(packet.id);
}

void NrCore::switch_at_upf(ran::DeviceId from, const Frame& frame) {
  if (!down_to_users(frame, from)) gateway_->receive(frame);
}

void NrCore::attached(ran::DeviceId device, ran::CellId, core::Nanoseconds) {
  attachments_(static_cast<std::size_t>(device), true);
}

void NrCore::detached(ran::DeviceId device, core::Nanoseconds) {
  attachments_(static_cast<std::size_t>(device), false);
}

void NrCore::wake() {
  radio_.advance(now());
  wake_in_time();
}

void NrCore::wake_in_time() {
  const auto next = radio_.next();
  if (!next) return;
  const ns3::Time time = to_ns3(*next);
  if (wake_up_.IsRunning() && wake_up_.GetTs() <= static_cast<std::uint64_t>(time.GetTimeStep())) return;
  wake_up_.Cancel();
  wake_up_ = ns3::Simulator::Schedule(time - ns3::Simulator::Now(), &NrCore::wake, this);
}

void NrCore::DoDispose() {
  wake_up_.Cancel();
  gateway_ = nullptr;
  users_.clear();
  frames_ = {};
  Object::DoDispose();
}

}  // namespace plantproof::network
