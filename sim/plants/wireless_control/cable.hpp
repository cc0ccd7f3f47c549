#pragma once

#include "core/random.hpp"
#include "scenarios/wireless_control.hpp"

namespace plantproof::plants::control {

/// A cable in a moving chain: it wears as long as the section runs, and breaks after a life that Weibull's distribution
/// gives. The first one is met somewhere in its life, as in a plant that has been there for long.
class Cable {
 public:
  Cable(const scenarios::WirelessControl::Cables& parameters, core::Draws draws);

  /// Running time from the beginning of the run to its break; infinite where there are no cables.
  [[nodiscard]] double breaks_at_s() const { return breaks_at_s_; }
  /// It is new, at this running time.
  void replace(double running_s);

 private:
  const scenarios::WirelessControl::Cables& parameters_;
  core::Draws draws_;
  double breaks_at_s_;
};

}  // namespace plantproof::plants::control
