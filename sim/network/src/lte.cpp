#include "network/lte.hpp"

#include <array>
#include <cassert>
#include <memory>
#include <utility>

#include <ns3/config.h>
#include <ns3/double.h>
#include <ns3/enum.h>
#include <ns3/ipv4-static-routing-helper.h>
#include <ns3/lte-enb-net-device.h>
#include <ns3/lte-enb-phy.h>
#include <ns3/lte-enb-rrc.h>
#include <ns3/lte-helper.h>
#include <ns3/lte-ue-net-device.h>
#include <ns3/lte-ue-phy.h>
#include <ns3/lte-ue-rrc.h>
#include <ns3/net-device-container.h>
#include <ns3/node-container.h>
#include <ns3/point-to-point-epc-helper.h>
#include <ns3/spectrum-channel.h>
#include <ns3/string.h>
#include <ns3/type-id.h>
#include <ns3/uinteger.h>

#include "clock.hpp"
#include "lan.hpp"
#include "propagation.hpp"

namespace plantproof::network {
namespace {

const ns3::Ipv4Mask kTerminalMask("255.0.0.0");
const ns3::Ipv4Address kTerminals("7.0.0.0");
constexpr std::uint32_t kUplinkOffset = 18000;

/// How often each terminal of a cell sends a sounding signal. A cell has room for as many as there are milliseconds,
/// those included whose access failed and is being tried again; ns-3 stops when there is none.
std::uint32_t sounding_period_ms(std::size_t terminals) {
  for (const std::uint32_t period : {40U, 80U, 160U}) {
    if (2 * terminals <= period) return period;
  }
  return 320;
}

ns3::Ptr<ns3::LteHelper> make_helper(const Lte& lte, const ns3::Ptr<ns3::PointToPointEpcHelper>& core) {
  const auto helper = ns3::CreateObject<ns3::LteHelper>();
  helper->SetEpcHelper(core);
  helper->SetSchedulerType("ns3::PfFfMacScheduler");
  helper->SetHandoverAlgorithmType("ns3::A3RsrpHandoverAlgorithm");
  helper->SetHandoverAlgorithmAttribute("Hysteresis", ns3::DoubleValue(lte.handover_hysteresis.db()));
  helper->SetHandoverAlgorithmAttribute("TimeToTrigger", ns3::TimeValue(to_ns3(lte.handover_time_to_trigger)));
  helper->SetPathlossModelType(Propagation::GetTypeId());
  helper->SetEnbDeviceAttribute("DlBandwidth", ns3::UintegerValue(lte.resource_blocks));
  helper->SetEnbDeviceAttribute("UlBandwidth", ns3::UintegerValue(lte.resource_blocks));
  helper->SetEnbDeviceAttribute("DlEarfcn", ns3::UintegerValue(lte.downlink_earfcn));
  helper->SetEnbDeviceAttribute("UlEarfcn", ns3::UintegerValue(lte.downlink_earfcn + kUplinkOffset));
  helper->SetUeDeviceAttribute("DlEarfcn", ns3::UintegerValue(lte.downlink_earfcn));
  helper->Initialize();
  for (const auto& channel : {helper->GetDownlinkSpectrumChannel(), helper->GetUplinkSpectrumChannel()}) {
    ns3::DynamicCast<Propagation>(channel->GetPropagationLossModel())->set(lte.path_loss);
  }
  return helper;
}

/// Notes in `attachments` when the terminal has a connection and when it has not.
void watch(Network::Parts& parts, const std::string& terminal, const ns3::Ptr<ns3::LteUeRrc>& control) {
  using data::AttachmentEvent;
  const auto note = [parts = &parts, terminal](AttachmentEvent event) { parts->note(terminal, event); };
  using Connection = ns3::Callback<void, std::uint64_t, std::uint16_t, std::uint16_t>;
  using Handover = ns3::Callback<void, std::uint64_t, std::uint16_t, std::uint16_t, std::uint16_t>;
  for (const char* trace : {"ConnectionEstablished", "HandoverEndOk"}) {
    control->TraceConnectWithoutContext(
        trace, Connection([note](std::uint64_t, std::uint16_t, std::uint16_t) { note(AttachmentEvent::Attached); }));
  }
  for (const char* trace : {"RadioLinkFailure", "HandoverEndError"}) {
    control->TraceConnectWithoutContext(
        trace, Connection([note](std::uint64_t, std::uint16_t, std::uint16_t) { note(AttachmentEvent::Detached); }));
  }
  control->TraceConnectWithoutContext("HandoverStart",
                                      Handover([note](std::uint64_t, std::uint16_t, std::uint16_t, std::uint16_t) {
                                        note(AttachmentEvent::Detached);
                                      }));
}

}  // namespace

Network build_lte(const Lte& lte, Simulation&) {
  assert(!lte.base_stations.empty() && lte.path_loss && lte.terminals.size() <= Lte::kMaxTerminals);
  constexpr std::uint32_t kBuffer = 100'000'000;  // a host's own queue has no end
  ns3::Config::SetDefault("ns3::LteRlcUm::MaxTxBufferSize", ns3::UintegerValue(kBuffer));
  ns3::Config::SetDefault("ns3::LteEnbRrc::SrsPeriodicity",
                          ns3::UintegerValue(sounding_period_ms(lte.terminals.size())));

  auto parts = std::make_unique<Network::Parts>();
  std::int64_t stream = 0;
  const auto core = ns3::CreateObject<ns3::PointToPointEpcHelper>();
  core->SetAttribute("S1uLinkDelay", ns3::TimeValue(to_ns3(lte.core_delay)));
  const auto helper = make_helper(lte, core);
  parts->kept = {helper, core};

  Lan lan(lte.ethernet);
  const ns3::Ptr<ns3::Node> gateway = core->GetPgwNode();
  const ns3::Ipv4Address gateway_address = lan.address(gateway, lan.plug(gateway)).address;
  const ns3::Ipv4StaticRoutingHelper routing;
  for (const Device& device : lte.wired) {
    const Host host = lan.add(device, stream);
    routing.GetStaticRouting(host.node->GetObject<ns3::Ipv4>())
        ->AddNetworkRouteTo(kTerminals, kTerminalMask, gateway_address, 1);
    parts->add(device.name, host);
  }

  ns3::NodeContainer base_stations;
  for (const BaseStation& station : lte.base_stations) base_stations.Add(make_station(station.position));
  const ns3::NetDeviceContainer cells = helper->InstallEnbDevice(base_stations);
  for (std::uint32_t i = 0; i < cells.GetN(); ++i) {
    const auto radio = ns3::DynamicCast<ns3::LteEnbNetDevice>(cells.Get(i))->GetPhy();
    radio->SetTxPower(lte.base_station_power.dbm());
    radio->SetNoiseFigure(lte.base_station_noise_figure.db());
  }
  if (base_stations.GetN() > 1) helper->AddX2Interface(base_stations);

  ns3::NodeContainer nodes;
  for (const Device& terminal : lte.terminals) nodes.Add(make_host(terminal.position, stream));
  const ns3::NetDeviceContainer terminals = helper->InstallUeDevice(nodes);
  core->AssignUeIpv4Address(terminals);
  stream += helper->AssignStreams(cells, stream);
  stream += helper->AssignStreams(terminals, stream);
  for (std::uint32_t i = 0; i < terminals.GetN(); ++i) {
    const auto device = ns3::DynamicCast<ns3::LteUeNetDevice>(terminals.Get(i));
    device->GetPhy()->SetTxPower(lte.terminal_power.dbm());
    device->GetPhy()->SetNoiseFigure(lte.terminal_noise_figure.db());
    const auto ip = nodes.Get(i)->GetObject<ns3::Ipv4>();
    routing.GetStaticRouting(ip)->SetDefaultRoute(core->GetUeDefaultGatewayAddress(), 1);
    const auto interface = std::uint32_t(ip->GetInterfaceForDevice(device));
    const std::string& name = lte.terminals[i].name;
    parts->add(name, {nodes.Get(i), ip->GetAddress(interface, 0).GetLocal()});
    watch(*parts, name, device->GetRrc());
  }
  helper->Attach(terminals);
  return Network(std::move(parts));
}

}  // namespace plantproof::network
