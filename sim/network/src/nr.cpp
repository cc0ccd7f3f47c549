#include "network/nr.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <ns3/constant-velocity-mobility-model.h>
#include <ns3/simulator.h>

#include "clock.hpp"
#include "lan.hpp"
#include "nr_core.hpp"
#include "parts.hpp"

namespace plantproof::network {

namespace {

// About what a transport block brings at once: the cable behind the UPF has a train whole when the radio has.
constexpr std::int64_t kTrain = 16;

void follow(NrCore* core, ran::DeviceId device, ns3::Ptr<const ns3::MobilityModel> mobility) {
  const ns3::Vector at = mobility->GetPosition();
  const ns3::Vector velocity = mobility->GetVelocity();
  core->move(device, {{at.x, at.y, at.z}, velocity.x, velocity.y, velocity.z, now()});
}

/// The lower end of the step that a level is reported as.
double reported(double level, double step, double least, double most) {
  return std::clamp(std::floor(level / step) * step, least, most);
}

}  // namespace

Network build_nr(const Nr& nr, Simulation&) {
  assert(!nr.gnbs.empty() && !nr.flows.empty());
  auto parts = std::make_unique<Network::Parts>();
  parts->longest_train = kTrain;
  Lan lan(nr.ethernet);
  std::int64_t stream = 0;
  std::vector<std::string> names;
  std::map<std::string, ran::DeviceId> devices;
  for (const Nr::User& user : nr.users) names.push_back(user.device.name);
  const auto core = ns3::Create<NrCore>(nr, [parts = parts.get(), names](std::size_t user, bool is_attached) {
    parts->note(names[user], is_attached ? data::AttachmentEvent::Attached : data::AttachmentEvent::Detached);
  });
  parts->kept.push_back(core);

  for (const Nr::User& user : nr.users) {
    const auto node = make_host(user.device.position, stream);
    const ns3::Mac48Address address = ns3::Mac48Address::Allocate();
    const ran::DeviceId device = core->add_user(user, address);
    const auto port = ns3::CreateObject<NrUserPort>(*core, device);
    port->SetAddress(address);
    node->AddDevice(port);
    core->connect(port);
    node->GetObject<ns3::MobilityModel>()->TraceConnectWithoutContext(
        "CourseChange", ns3::MakeBoundCallback(&follow, ns3::PeekPointer(core), device));
    parts->add(user.device.name, lan.address(node, port));
    devices.emplace(user.device.name, device);
  }
  std::vector<std::string> cells;
  for (const Nr::Gnb& gnb : nr.gnbs) cells.push_back(gnb.name);
  parts->hear = [core = ns3::PeekPointer(core), devices, cells](data::RadioSample& sample) {
    const auto device = devices.find(sample.device);
    if (device == devices.end()) return;
    const auto heard = core->heard(device->second);
    if (!heard) return;
    sample.cell = cells[static_cast<std::size_t>(heard->cell)];
    sample.ss_rsrp = core::Dbm(reported(heard->ss_rsrp.dbm(), 1, -156, -31));
    sample.ss_sinr = core::Decibel(reported(heard->ss_sinr.db(), 0.5, -23, 40));
  };

  core->add_background(nr);
  const auto upf = make_station({});
  core->connect(lan.plug(upf));

  for (const Device& host : nr.hosts) parts->add(host.name, lan.add(host, stream));
  return Network(std::move(parts));
}

}  // namespace plantproof::network
