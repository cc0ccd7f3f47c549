#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/text.hpp"

namespace plantproof::metrics {

/// What no clause fixes and the parties agree on before the measurement. A pack carries the values, a campaign may
/// override them, and every verdict lists them.
struct Parameters {
  double coverage_min_ss_rsrp_dbm = 0;
  double coverage_min_ss_sinr_db = 0;
  double coverage_cell_m = 0;
  double sustained_window_s = 0;
  double freshness_limit_s = 0;
  double resolution_deadline_s = 0;
  double burst_length = 1;
  std::optional<double> ideal_cycle_time_s;
};

/// A parameter: how files name it (with its unit), what it means, the range it must lie in.
struct ParameterInfo {
  std::string name;
  core::Text meaning;
  double least = 0;  ///< inclusive
  double most = 0;   ///< inclusive
  bool may_be_absent = false;
  void (*assign)(Parameters& parameters, double value) = nullptr;
  std::optional<double> (*value)(const Parameters& parameters) = nullptr;
};

/// All of them, in the order they are listed to a reader.
const std::vector<ParameterInfo>& parameter_infos();
/// Their names, in the same order.
const std::vector<std::string>& parameter_names();
/// The parameter of that name, or null.
const ParameterInfo* find_parameter(std::string_view name);

}  // namespace plantproof::metrics
