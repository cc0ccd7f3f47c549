#include "factory.hpp"

#include <memory>
#include <string>

#include "network/nr.hpp"
#include "parts.hpp"

namespace plantproof::yardstick {

Parties factory(int devices, network::Simulation& simulation) {
  core::InputErrors errors;
  network::Nr nr;
  nr.carrier.pattern = *nr::SlotPattern::tdd({"DDDSU", {}, "10:2:2", {}}, nr::SubcarrierSpacing::Khz30, errors);
  nr.carrier.blocks = 273;
  nr.carrier.frequency = core::Hertz::from_ghz(3.5);
  nr.carrier.downlink = {nr::MappingType::A, 13, 1, true};
  nr.carrier.uplink = {nr::MappingType::A, 14, 0, true};
  nr.carrier.uplink_control_blocks = 4;
  nr.carrier.mcs_table = nr::McsTable::Qam256;
  nr.carrier.downlink_layers = nr.carrier.uplink_layers = 2;
  nr.flows[0].rlc = ran::RlcMode::Acknowledged;
  nr.hall = {channel::Environment::InfSh, {120, 60, 10}, {0.2, 10, 2}, core::Hertz(5), 1};
  nr.gnbs.push_back({{60, 30, 8}, {}, {}});
  constexpr int kRows = 20;
  for (int i = 0; i < devices; ++i) {
    const double x_m = 2 + 116.0 * (i / kRows + 0.5) / ((devices + kRows - 1) / kRows);
    const double y_m = 2 + 56.0 * (i % kRows) / (kRows - 1);
    nr.users.push_back({{"device" + std::to_string(i), {x_m, y_m, 1.5}}, {}, {}});
  }
  nr.hosts = {{"server", {}}};

  auto built = std::make_shared<network::Network>(network::build_nr(nr, simulation));
  Parties parties;
  const network::Host& server = built->parts().hosts.at("server");
  for (const network::Nr::User& user : nr.users) {
    const network::Host& host = built->parts().hosts.at(user.device.name);
    parties.pairs.push_back({host.node, host.address, server.node, server.address});
  }
  parties.network = std::move(built);
  return parties;
}

}  // namespace plantproof::yardstick
