#pragma once

#include <string>
#include <vector>

#include "input/yaml.hpp"
#include "scenarios/hall.hpp"
#include "scenarios/network.hpp"
#include "scenarios/parameter.hpp"

namespace plantproof::scenarios {

Hall read_hall(const input::YamlNode& map);
void tell_hall(const Hall& hall, std::vector<ParameterRow>& rows);

/// The network of a phase; none of any kind after an error in its `kind`.
Network read_network(const input::YamlNode& map);
void tell_network(const Network& network, const core::Text& title, const std::string& path,
                  std::vector<ParameterRow>& rows);

/// One network of each kind, every list with an item of defaults: what the pages describe.
std::vector<Network> specimen_networks();

}  // namespace plantproof::scenarios
