#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "data/tables.hpp"

namespace plantproof::deployment {

/// A box on the floor that radio waves do not pass, in metre, each side above 0.
struct Body {
  double length_m;
  double width_m;
  double height_m;
};

/// Something on the floor that sends or receives: a row of the evidence table `devices`.
struct Machine {
  std::string name;
  std::string stage;  ///< of production; empty: none
  double x_m = 0;     ///< at the start; how high its antenna is, the network says
  double y_m = 0;
  bool is_wired = false;       ///< has a cable whatever the network is
  std::optional<Body> body{};  ///< stands in the way of others' links as it moves; 5G only
  bool is_tracked = false;     ///< what its modem reports is evidence, the table `radio`, every second
};

/// A walk test: somebody carries a scanner, and a device of the network, over the whole floor, line by line.
struct Survey {
  std::string device;                                    ///< its name in the tables
  double spacing_m = 5;                                  ///< of the lines, at most; above 0
  double speed_mps = 1;                                  ///< above 0
  core::Nanoseconds interval = std::chrono::seconds(1);  ///< from one sample to the next; above 0
};

/// Who is in a network, before there is one. Names are unique.
struct Population {
  std::vector<Machine> machines;
  std::vector<std::string> servers;   ///< on the wired side, at the edge: no devices of the plant's floor
  std::vector<data::Flow> flows;      ///< every flow of messages that will be opened, between those
  std::vector<data::Flow> transfers;  ///< of files, or of what another table tells: they share the network, but their
                                      ///< messages are no evidence
  std::vector<Survey> surveys = {};   ///< their devices are not among the machines
};

}  // namespace plantproof::deployment
