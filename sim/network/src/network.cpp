#include "network/network.hpp"

#include <cassert>
#include <cmath>
#include <utility>

#include <ns3/constant-velocity-mobility-model.h>
#include <ns3/internet-stack-helper.h>
#include <ns3/node-container.h>
#include <ns3/object.h>

#include "clock.hpp"
#include "parts.hpp"

namespace plantproof::network {
namespace {

const Host& host(const Network::Parts& parts, std::string_view device) {
  const auto found = parts.hosts.find(device);
  assert(found != parts.hosts.end());
  return found->second;
}

}  // namespace

Network::Network(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Network::~Network() = default;
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;

std::vector<std::string> Network::devices() const {
  std::vector<std::string> names;
  for (const auto& [name, host] : parts_->hosts) names.push_back(name);
  return names;
}

void Network::move(std::string_view device, const Velocity& velocity) {
  host(*parts_, device)
      .node->GetObject<ns3::ConstantVelocityMobilityModel>()
      ->SetVelocity({velocity.x_mps, velocity.y_mps, velocity.z_mps});
}

void Network::mark(std::string_view flow, int dscp) {
  assert(dscp >= 0 && dscp < 64);
  parts_->dscps[std::string(flow)] = dscp;
}

Position Network::position(std::string_view device) const {
  const ns3::Vector at = host(*parts_, device).node->GetObject<ns3::MobilityModel>()->GetPosition();
  return {at.x, at.y, at.z};
}

data::RadioSample Network::report(std::string_view device) const {
  const auto centimetres = [](double metres) { return std::round(metres * 100) / 100; };
  // Of a copy: to ask a model where it is moves it on, and rounds.
  const auto model = host(*parts_, device).node->GetObject<ns3::ConstantVelocityMobilityModel>();
  const ns3::Vector at = ns3::CopyObject(model)->GetPosition();
  data::RadioSample sample{instant_now(), std::string(device), centimetres(at.x), centimetres(at.y), {}, {}, {}};
  if (parts_->hear) parts_->hear(sample);
  return sample;
}

const std::vector<data::Attachment>& Network::attachments() const {
  return parts_->attachments;
}

ns3::Ptr<ns3::Node> make_station(const Position& position) {
  const auto node = ns3::CreateObject<ns3::Node>();
  const auto mobility = ns3::CreateObject<ns3::ConstantVelocityMobilityModel>();
  mobility->SetPosition({position.x_m, position.y_m, position.z_m});
  node->AggregateObject(mobility);
  return node;
}

ns3::Ptr<ns3::Node> make_host(const Position& position, std::int64_t& stream) {
  const auto node = make_station(position);
  ns3::InternetStackHelper stack;
  stack.SetIpv6StackInstall(false);
  stack.Install(node);
  stream += stack.AssignStreams(ns3::NodeContainer(node), stream);
  return node;
}

void Network::Parts::add(const std::string& device, const Host& host) {
  [[maybe_unused]] const bool is_new = hosts.emplace(device, host).second;
  assert(is_new);
}

void Network::Parts::note(const std::string& device, data::AttachmentEvent event) {
  const bool has_changed =
      event == data::AttachmentEvent::Attached ? attached.insert(device).second : attached.erase(device) > 0;
  if (has_changed) attachments.push_back({instant_now(), device, event});
}

}  // namespace plantproof::network
