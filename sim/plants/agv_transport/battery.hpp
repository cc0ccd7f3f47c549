#pragma once

#include "core/time.hpp"

namespace plantproof::plants::agv {

/// What a vehicle carries of energy, and has taken from it. It does not go below empty.
class Battery {
 public:
  Battery(double capacity_kwh, double charge_ratio)
      : capacity_kwh_(capacity_kwh), charge_kwh_(capacity_kwh * charge_ratio) {}

  void take(double power_kw, core::Nanoseconds duration);
  void charge(double power_kw, core::Nanoseconds duration);

  [[nodiscard]] double charge_ratio() const { return charge_kwh_ / capacity_kwh_; }
  [[nodiscard]] double taken_kwh() const { return taken_kwh_; }
  /// How long a charge to this ratio takes; zero when it has that already.
  [[nodiscard]] core::Nanoseconds time_to(double charge_ratio, double power_kw) const;

 private:
  double capacity_kwh_;
  double charge_kwh_;
  double taken_kwh_ = 0;
};

}  // namespace plantproof::plants::agv
