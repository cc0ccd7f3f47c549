#pragma once

#include <memory>

#include "plants/plant.hpp"
#include "scenarios/material_tracking.hpp"

namespace plantproof::plants {

/// Bins move between the places of a warehouse and its lines, through gates and on forklifts, and somebody tells the
/// stock server: tags and the gateways that read them, or people with scanners. People count what is there and compare.
///
/// With tags or handhelds every gate and every forklift is a machine of the network; with handhelds that are read out
/// on their cradles there is no network.
///
/// Evidence: stock_changes, and a walk test where the network is 5G. Trips and counts begin until shortly before the
/// end of the run: then everything is still booked that ever will be.
class MaterialTracking : public Process {
 public:
  /// Throws core::InputFailure for a route whose place or gate there is not.
  explicit MaterialTracking(scenarios::MaterialTracking parameters);
  ~MaterialTracking() override;

  [[nodiscard]] Population population() const override;
  void start(Plant& plant) override;
  void finish() override;

 private:
  class Warehouse;
  scenarios::MaterialTracking parameters_;
  std::unique_ptr<Warehouse> warehouse_;
};

}  // namespace plantproof::plants
