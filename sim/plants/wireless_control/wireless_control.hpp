#pragma once

#include <memory>

#include "plants/plant.hpp"
#include "scenarios/wireless_control.hpp"

namespace plantproof::plants {

namespace control {
class Section;
}

/// A section of a web line whose loops are closed over the network: sensors, controllers at the edge, drives.
class WirelessControl : public Process {
 public:
  explicit WirelessControl(const scenarios::WirelessControl& parameters);
  ~WirelessControl() override;

  [[nodiscard]] Population population() const override;
  void start(Plant& plant) override;
  void finish() override;

 private:
  scenarios::WirelessControl parameters_;
  Plant* plant_ = nullptr;
  core::Instant began_;
  std::unique_ptr<control::Section> section_;
};

}  // namespace plantproof::plants
