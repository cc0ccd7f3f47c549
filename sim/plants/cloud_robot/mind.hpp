#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "cloud_robot/look.hpp"
#include "cloud_robot/workplace.hpp"
#include "plants/gpus.hpp"
#include "plants/plant.hpp"
#include "scenarios/cloud_robot.hpp"

namespace plantproof::plants::assembly {

/// A robot that somebody thinks for. Everything outlives the mind.
struct Body {
  std::string name;
  std::string neighbour;
  Workplace& place;
};

/// A computer that thinks for robots: it judges their images, keeps a twin of their hands and zones, and decides, a
/// little before a robot sets off, with what has come by then. It knows of the world what it is told: an image when it
/// has been judged, a state when it has come.
class Mind {
 public:
  /// Both outlive the mind. `tell` gets a look whose plan has just been made.
  Mind(Plant& plant, const scenarios::CloudRobot& parameters, std::function<void(const Body&, const Look&)> tell);

  void know(const Body& body);
  /// A robot's state of that instant has come.
  void learn_state(const std::string& robot, core::Instant sampled);
  /// A robot looks. The look is the robot's, and stays.
  void expect(const std::string& robot, Look& look);
  /// An image of a look has come.
  void see(const std::string& robot, const Look& look, core::Instant exposed);

 private:
  /// What it knows of a robot.
  struct Known {
    Body body;
    std::optional<core::Instant> state;  ///< when the newest was sampled
    std::optional<Pose> pose;            ///< of the newest image that has been judged
  };

  [[nodiscard]] Pose pose_of(const Known& robot, const Look& look, core::Instant exposed) const;
  [[nodiscard]] Plan plan(const Known& robot, const Look& look) const;
  void decide(const Known& robot, Look& look);

  Plant& plant_;
  const scenarios::CloudRobot& parameters_;
  std::function<void(const Body&, const Look&)> tell_;
  Gpus gpus_;
  std::map<std::string, Known> robots_;
};

}  // namespace plantproof::plants::assembly
