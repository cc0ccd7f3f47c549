#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/embedded_file.hpp"
#include "input/yaml.hpp"
#include "scenarios/hall.hpp"
#include "scenarios/network.hpp"
#include "scenarios/parameter.hpp"
#include "scenarios/process.hpp"
#include "scenarios/scenario_source.hpp"

namespace plantproof::scenarios {

/// The files of the scenarios that are compiled in, in the order of the notice.
std::span<const core::EmbeddedFile> embedded_scenarios();

/// Adds an error for every key that stands after `set`.
void check_set_is_last(const ScenarioSource::Document& document, core::InputErrors& errors);

Hall read_hall(const input::YamlNode& map);
void tell_hall(const Hall& hall, std::vector<ParameterRow>& rows);

/// The network of a phase; none of any kind after an error in its `kind`.
Network read_network(const input::YamlNode& map);
void tell_network(const Network& network, const core::Text& title, const std::string& path,
                  std::vector<ParameterRow>& rows);

/// The process of a scenario by its id; nothing where there is none.
std::optional<Process> process_of(std::string_view scenario);
/// `where` is where the map would be that does not exist.
void read_process(const input::YamlNode& map, const core::Position& where, Process& process);
/// What a phase says of its own.
void override_process(const input::YamlNode& map, Process& process);
void tell_process(const Process& process, const core::Text& title, const std::string& path,
                  std::vector<ParameterRow>& rows);

/// One network of each kind, or the process of a scenario, every list with an item of defaults: what the pages
/// describe.
std::vector<Network> specimen_networks();
std::optional<Process> specimen_process(std::string_view scenario);

}  // namespace plantproof::scenarios
