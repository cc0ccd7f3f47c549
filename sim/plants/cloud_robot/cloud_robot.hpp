#pragma once

#include <memory>

#include "plants/plant.hpp"
#include "scenarios/cloud_robot.hpp"

namespace plantproof::plants {

/// Cells of two robots each, which pick parts from a moving carrier and fit them into a fixture. A computer at the
/// edge, or one beside each robot, tells them from images where the parts are, from a twin where the neighbour's hand
/// will be, and what to do.
///
/// Evidence: decisions (three rows for every look of a robot: what simulation, perception and decision made of it),
/// production (a part that is fitted or spoilt), shifts, and a walk test where the network is 5G. The robots' states
/// are many and share the network, but are no evidence.
class CloudRobot : public Process {
 public:
  explicit CloudRobot(scenarios::CloudRobot parameters);
  ~CloudRobot() override;

  [[nodiscard]] Population population() const override;
  void start(Plant& plant) override;
  void finish() override;

 private:
  class Floor;
  scenarios::CloudRobot parameters_;
  std::unique_ptr<Floor> floor_;
};

}  // namespace plantproof::plants
