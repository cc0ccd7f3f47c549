#pragma once

#include "config/nr_configuration.hpp"

namespace plantproof::config {

/// The rows of the 5QI table for the network's rules, and every objection to rules and slices.
QosRows qos_rows(const scenarios::NrNetwork& network, core::InputErrors& errors);

}  // namespace plantproof::config
