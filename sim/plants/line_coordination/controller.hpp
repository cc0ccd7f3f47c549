#pragma once

#include <string>

#include "plants/plant.hpp"
#include "scenarios/line_coordination.hpp"

namespace plantproof::plants::line {

/// The controller of a station: what happens to it between two scans it notices at the next.
class Controller {
 public:
  Controller(const scenarios::LineController& parameters, const std::string& station, const Plant& plant);

  /// From now to the next scan; 0 in a scan.
  [[nodiscard]] core::Nanoseconds to_scan() const { return to_scan_after(core::Nanoseconds(0)); }
  /// From now to the scan nearest to a period from now, and in the future.
  [[nodiscard]] core::Nanoseconds to_scan_in(core::Nanoseconds period) const;

 private:
  [[nodiscard]] core::Nanoseconds to_scan_after(core::Nanoseconds delay) const;

  network::Simulation& simulation_;
  core::Nanoseconds period_{};
  core::Nanoseconds phase_{};
};

}  // namespace plantproof::plants::line
