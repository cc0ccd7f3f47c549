#pragma once

#include <string>
#include <utility>
#include <vector>

#include "config/check.hpp"
#include "core/input_error.hpp"
#include "scenarios/scenario.hpp"

namespace plantproof::config {

/// A sound network, each of its parameters on a line of its own.
inline constexpr const char* kSound =
    "scenario: own\n"                                      // 1
    "title: {zh: 自拟, en: own}\n"                         // 2
    "situation: {zh: 场景, en: situation}\n"               // 3
    "criteria: cq-2020-5g\n"                               // 4
    "hall:\n"                                              // 5
    "  length_m: 60\n"                                     // 6
    "  width_m: 30\n"                                      // 7
    "  height_m: 8\n"                                      // 8
    "  clutter: {density_ratio: 0.2, height_m: 2}\n"       // 9
    "pilot:\n"                                             // 10
    "  network:\n"                                         // 11
    "    kind: nr\n"                                       // 12
    "    carrier:\n"                                       // 13
    "      frequency_ghz: 3.5\n"                           // 14
    "      bandwidth_mhz: 100\n"                           // 15
    "      subcarrier_spacing_khz: 30\n"                   // 16
    "      duplex: tdd\n"                                  // 17
    "      pattern: DDDSU\n"                               // 18
    "      special_slot: '10:2:2'\n"                       // 19
    "    gnbs:\n"                                          // 20
    "      - {x_m: 10, y_m: 15, z_m: 7}\n"                 // 21
    "      - {x_m: 50, y_m: 15, z_m: 7}\n"                 // 22
    "    scheduler: deadline\n"                            // 23
    "    transmission:\n"                                  // 24
    "      control_symbols: 1\n"                           // 25
    "      downlink: {mapping_type: A, symbols: 13}\n"     // 26
    "      uplink: {mapping_type: A, symbols: 14}\n"       // 27
    "    ue_processing_capability: 1\n"                    // 28
    "    configured_grants:\n"                             // 29
    "      - {period_ms: 10, offset_ms: 1, bytes: 100}\n"  // 30
    "    semi_persistent:\n"                               // 31
    "      - {period_ms: 5, bytes: 100}\n"                 // 32
    "    qos_flows:\n"                                     // 33
    "      - {five_qi: 82, slice: control}\n"              // 34
    "    slices:\n"                                        // 35
    "      - {name: control, share_ratio: 0.5}\n"          // 36
    "      - {name: office, share_ratio: 0.5}\n"           // 37
    "    background: {devices: 1, downlink_mbps: 5}\n";    // 38

using Changes = std::vector<std::pair<std::string, std::string>>;

/// The text with the first occurrence of each first replaced by its second.
inline std::string changed(std::string text, const Changes& changes) {
  for (const auto& [old, fresh] : changes) {
    const std::size_t at = text.find(old);
    text = at == std::string::npos ? "no “" + old + "” in the text" : text.replace(at, old.size(), fresh);
  }
  return text;
}

/// The objections to a scenario file; empty when there are none.
inline std::string objections(const std::string& text, core::Language language = core::Language::En) {
  core::InputErrors errors;
  check_networks(scenarios::parse_scenario("own.yaml", text), errors);
  return errors.message(language);
}

}  // namespace plantproof::config
