#include "scenarios/process.hpp"

#include <optional>
#include <string_view>

#include "field.hpp"
#include "parts.hpp"

namespace plantproof::scenarios {

std::optional<Process> process_of(std::string_view scenario) {
  if (scenario == "agv-transport") return AgvTransport();
  if (scenario == "ar-vr") return ArVr();
  if (scenario == "cloud-robot") return CloudRobot();
  if (scenario == "data-collection") return DataCollection();
  if (scenario == "digital-workshop") return DigitalWorkshop();
  if (scenario == "line-coordination") return LineCoordination();
  if (scenario == "material-tracking") return MaterialTracking();
  if (scenario == "visual-inspection") return VisualInspection();
  if (scenario == "wireless-control") return WirelessControl();
  return std::nullopt;
}

std::optional<Process> specimen_process(std::string_view scenario) {
  std::optional<Process> process = process_of(scenario);
  if (process) std::visit([](auto& of_kind) { furnish_part(of_kind); }, *process);
  return process;
}

void read_process(const input::YamlNode& map, const core::Position& where, Process& process) {
  std::visit([&](auto& of_kind) { read_part({map, where}, of_kind); }, process);
}

void override_process(const input::YamlNode& map, Process& process) {
  std::visit([&](auto& of_kind) { read_part({map, map.position(), false}, of_kind); }, process);
}

void tell_process(const Process& process, const core::Text& title, const std::string& path,
                  std::vector<ParameterRow>& rows) {
  std::visit([&](const auto& of_kind) { tell_part(of_kind, title, path, rows); }, process);
}

}  // namespace plantproof::scenarios
