#include "nr_core.hpp"

#include <utility>

#include <ns3/ipv4-header.h>
#include <ns3/ipv4-l3-protocol.h>
#include <ns3/node.h>
#include <ns3/simulator.h>

#include "clock.hpp"

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

void NrUserPort::connect(NrCore& core, ran::DeviceId device) {
  core_ = &core;
  device_ = device;
}

void NrUserPort::transmit(const Frame& frame) {
  core_->up(device_, frame);
}

void NrUserPort::DoDispose() {
  core_ = nullptr;
  Port::DoDispose();
}

void NrGatewayPort::transmit(const Frame& frame) {
  core_->down(frame);
}

void NrGatewayPort::DoDispose() {
  core_ = nullptr;
  Port::DoDispose();
}

NrCore::NrCore(const Nr& nr, Attachments attachments)
    : propagation_(propagation_of(nr)),
      radio_(nr.carrier, nr.flows, propagation_, *this, nr.seed),
      flow_of_dscp_(nr.flow_of_dscp),
      core_delay_(nr.core_delay),
      attachments_(std::move(attachments)) {
  for (const Nr::Gnb& gnb : nr.gnbs) radio_.add_cell(gnb.radio);
}

ran::DeviceId NrCore::add_user(const Nr::User& user, const ns3::Ptr<NrUserPort>& port) {
  const ran::DeviceId device = radio_.add_device(user.radio, {place_of(user.device.position), 0, 0, 0, now()});
  users_.push_back(port);
  device_of_[ns3::Mac48Address::ConvertFrom(port->GetAddress())] = device;
  port->connect(*this, device);
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
  const auto send_to = [this, &frame](ran::DeviceId device) {
    ns3::Simulator::Schedule(to_ns3(core_delay_), &NrCore::radio_down, this, device, frame);
  };
  if (frame.destination.IsGroup() || frame.destination.IsBroadcast()) {
    for (std::size_t i = 0; i < users_.size(); ++i) send_to(static_cast<ran::DeviceId>(i));
  } else if (const auto found = device_of_.find(frame.destination); found != device_of_.end()) {
    send_to(found->second);
  }
}

void NrCore::radio_down(ran::DeviceId device, const Frame& frame) {
  send(nr::Direction::Downlink, device, frame);
}

void NrCore::send(nr::Direction direction, ran::DeviceId device, const Frame& frame) {
  std::uint64_t id = frames_.size();
  if (unused_frames_.empty()) {
    frames_.push_back(frame);
  } else {
    id = unused_frames_.back();
    unused_frames_.pop_back();
    frames_[id] = frame;
  }
  const std::int64_t bytes = frame.packet->GetSize() + Port::kHeaderBytes;
  radio_.send(direction, device, {id, bytes, flow_of(frame)}, now());
  wake_in_time();
}

std::size_t NrCore::flow_of(const Frame& frame) const {
  if (flow_of_dscp_.empty() || frame.protocol != ns3::Ipv4L3Protocol::PROT_NUMBER) return 0;
  ns3::Ipv4Header header;
  frame.packet->PeekHeader(header);
  const auto found = flow_of_dscp_.find(header.GetDscp());
  return found == flow_of_dscp_.end() ? 0 : found->second;
}

Frame NrCore::take(std::uint64_t id) {
  unused_frames_.push_back(id);
  return std::exchange(frames_[id], {});
}

void NrCore::delivered(nr::Direction direction, ran::DeviceId device, const ran::Packet& packet, core::Nanoseconds) {
  const Frame frame = take(packet.id);
  if (direction == nr::Direction::Downlink) {
    const ns3::Ptr<NrUserPort>& port = users_[static_cast<std::size_t>(device)];
    ns3::Simulator::ScheduleWithContext(port->GetNode()->GetId(), ns3::Time(0), &NrUserPort::receive, port, frame);
  } else {
    ns3::Simulator::Schedule(to_ns3(core_delay_), &NrCore::switch_at_upf, this, device, frame);
  }
}

void NrCore::lost(nr::Direction, ran::DeviceId, const ran::Packet& packet, core::Nanoseconds) {
  take(packet.id);
}

void NrCore::switch_at_upf(ran::DeviceId from, const Frame& frame) {
  const bool is_group = frame.destination.IsGroup() || frame.destination.IsBroadcast();
  const auto send_to = [this, &frame](ran::DeviceId device) {
    ns3::Simulator::Schedule(to_ns3(core_delay_), &NrCore::radio_down, this, device, frame);
  };
  if (is_group) {
    for (std::size_t i = 0; i < users_.size(); ++i) {
      if (static_cast<ran::DeviceId>(i) != from) send_to(static_cast<ran::DeviceId>(i));
    }
  } else if (const auto found = device_of_.find(frame.destination); found != device_of_.end()) {
    send_to(found->second);
    return;
  }
  gateway_->receive(frame);
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
  frames_.clear();
  Object::DoDispose();
}

}  // namespace plantproof::network
