#pragma once

#include "core/input_error.hpp"
#include "scenarios/scenario.hpp"

namespace plantproof::config {

/// Adds every objection to a network in its hall.
void check_network(const scenarios::Hall& hall, const scenarios::Network& network, core::InputErrors& errors);
/// Adds every objection to the hall and the networks of a scenario. Nothing to object to what it does not have.
void check_networks(const scenarios::Scenario& scenario, core::InputErrors& errors);

}  // namespace plantproof::config
