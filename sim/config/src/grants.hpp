#pragma once

#include <optional>

#include "config/nr_configuration.hpp"

namespace plantproof::config {

/// What a periodic grant is laid into.
struct Resources {
  const nr::SlotPattern& pattern;
  nr::Direction direction;
  const DataTransmission& transmission;
  int blocks;  ///< that data may have
  nr::McsTable mcs_table;
  int dmrs_elements;
};

std::optional<PeriodicResource> periodic_resource(const scenarios::PeriodicGrant& grant, const Resources& resources,
                                                  core::InputErrors& errors);

}  // namespace plantproof::config
