#include "point_to_point.hpp"

#include <ns3/internet-stack-helper.h>
#include <ns3/ipv4-address-helper.h>
#include <ns3/node-container.h>
#include <ns3/point-to-point-helper.h>
#include <ns3/string.h>

namespace plantproof::yardstick {

Parties point_to_point(int devices) {
  ns3::PointToPointHelper link;
  link.SetDeviceAttribute("DataRate", ns3::StringValue("1Gbps"));
  link.SetChannelAttribute("Delay", ns3::StringValue("1ms"));
  ns3::InternetStackHelper stack;
  stack.SetIpv6StackInstall(false);
  ns3::Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.252");
  Parties parties;
  for (int i = 0; i < devices; ++i) {
    ns3::NodeContainer nodes(2);
    stack.Install(nodes);
    const ns3::Ipv4InterfaceContainer ends = addresses.Assign(link.Install(nodes));
    addresses.NewNetwork();
    parties.pairs.push_back({nodes.Get(0), ends.GetAddress(0), nodes.Get(1), ends.GetAddress(1)});
  }
  return parties;
}

}  // namespace plantproof::yardstick
