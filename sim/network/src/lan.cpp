#include "lan.hpp"

#include <ns3/bridge-net-device.h>
#include <ns3/ipv4-interface.h>
#include <ns3/ipv4-l3-protocol.h>

namespace plantproof::network {

Lan::Lan(const Ethernet& ethernet)
    : ethernet_(ethernet),
      switch_(ns3::CreateObject<ns3::Node>()),
      hardware_addresses_(ns3::CreateObject<ns3::ArpCache>()) {
  bridge_ = ns3::CreateObject<ns3::BridgeNetDevice>();
  switch_->AddDevice(bridge_);
}

ns3::Ptr<EthernetPort> Lan::plug(const ns3::Ptr<ns3::Node>& node) {
  const auto near = ns3::CreateObject<EthernetPort>();
  const auto far = ns3::CreateObject<EthernetPort>();
  near->SetAddress(ns3::Mac48Address::Allocate());
  far->SetAddress(ns3::Mac48Address::Allocate());
  node->AddDevice(near);
  switch_->AddDevice(far);
  EthernetPort::connect(*near, *far, ethernet_);
  ns3::DynamicCast<ns3::BridgeNetDevice>(bridge_)->AddBridgePort(far);
  return near;
}

Host Lan::address(const ns3::Ptr<ns3::Node>& node, const ns3::Ptr<ns3::NetDevice>& device) {
  const ns3::Ipv4Address address(next_address_++);
  set_address(node, device, address, ns3::Ipv4Mask("255.240.0.0"));
  ns3::ArpCache::Entry* entry = hardware_addresses_->Add(address);
  entry->SetMacAddress(device->GetAddress());
  entry->MarkPermanent();
  const auto ip = node->GetObject<ns3::Ipv4L3Protocol>();
  ip->GetInterface(std::uint32_t(ip->GetInterfaceForDevice(device)))->SetArpCache(hardware_addresses_);
  return {node, address};
}

Host Lan::add(const Device& device, std::int64_t& stream) {
  const auto node = make_host(device.position, stream);
  return address(node, plug(node));
}

void set_address(const ns3::Ptr<ns3::Node>& node, const ns3::Ptr<ns3::NetDevice>& device, ns3::Ipv4Address address,
                 ns3::Ipv4Mask mask) {
  const auto ip = node->GetObject<ns3::Ipv4>();
  const std::uint32_t interface = ip->AddInterface(device);
  ip->AddAddress(interface, ns3::Ipv4InterfaceAddress(address, mask));
  ip->SetUp(interface);
}

void bridge(const ns3::Ptr<ns3::Node>& node, const ns3::Ptr<ns3::NetDevice>& a, const ns3::Ptr<ns3::NetDevice>& b) {
  const auto bridge = ns3::CreateObject<ns3::BridgeNetDevice>();
  node->AddDevice(bridge);
  bridge->AddBridgePort(a);
  bridge->AddBridgePort(b);
}

}  // namespace plantproof::network
