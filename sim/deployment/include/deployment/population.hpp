#pragma once

#include <string>
#include <vector>

#include "data/tables.hpp"

namespace plantproof::deployment {

/// Something on the floor that sends or receives: a row of the evidence table `devices`.
struct Machine {
  std::string name;
  std::string stage;  ///< of production; empty: none
  double x_m = 0;     ///< at the start; how high its antenna is, the network says
  double y_m = 0;
  bool is_wired = false;  ///< has a cable whatever the network is
};

/// Who is in a network, before there is one. Names are unique.
struct Population {
  std::vector<Machine> machines;
  std::vector<std::string> servers;   ///< on the wired side, at the edge: no devices of the plant's floor
  std::vector<data::Flow> flows;      ///< every flow of messages that will be opened, between those
  std::vector<data::Flow> transfers;  ///< of files, or of what another table tells: they share the network, but their
                                      ///< messages are no evidence
};

}  // namespace plantproof::deployment
