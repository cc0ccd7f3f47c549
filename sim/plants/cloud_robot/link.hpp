#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "cloud_robot/look.hpp"
#include "cloud_robot/mind.hpp"
#include "plants/plant.hpp"
#include "scenarios/cloud_robot.hpp"

namespace plantproof::plants::assembly {

constexpr const char* kServer = "edge-server";

/// The flows between a robot, its camera and the edge.
struct RobotFlows {
  RobotFlows(const scenarios::CloudRobot& parameters, const std::string& robot);
  data::Flow images;
  data::Flow receipts;  ///< of images
  data::Flow looks;
  data::Flow commands;
  data::Flow states;
};

/// From a robot to the computer that thinks for it. A plan comes back by the computer's own way.
class Link {
 public:
  Link() = default;
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  virtual ~Link() = default;

  /// The robot's state, sampled now.
  virtual void report() = 0;
  /// The robot looks. Looks stay where they are.
  virtual void announce(Look& look) = 0;
  /// An image of it that is compressed now.
  virtual void send_image(Look& look) = 0;
};

/// Over the network to the edge. An image is left out when it is due while another is under way: one whose receipt has
/// not come, unless it was sent so long ago that it is given up.
class EdgeLink : public Link {
 public:
  /// `look` gives a look of the robot by its number, `told` is called when a plan has come. All outlives the link.
  EdgeLink(Plant& plant, const scenarios::CloudRobot& parameters, const std::string& robot, Mind& mind,
           const std::function<Look&(std::int64_t)>& look, const std::function<void(Look&)>& told);

  void report() override;
  void announce(Look& look) override;
  void send_image(Look& look) override;
  /// The edge sends the plan of a look.
  void command(const Look& look);

 private:
  Plant& plant_;
  const scenarios::CloudRobot& parameters_;
  network::FlowId images_;
  network::FlowId receipts_;
  network::FlowId looks_;
  network::FlowId commands_;
  network::FlowId states_;
  std::optional<core::Instant> under_way_since_;  ///< an image
};

/// To a computer beside the robot.
class LocalLink : public Link {
 public:
  /// All outlives the link.
  LocalLink(Plant& plant, const scenarios::CloudRobot& parameters, std::string robot, Mind& mind);

  void report() override;
  void announce(Look& look) override;
  void send_image(Look& look) override;

 private:
  Plant& plant_;
  const scenarios::CloudRobot& parameters_;
  std::string robot_;
  Mind& mind_;
};

/// The bytes of an image.
[[nodiscard]] std::int64_t image_bytes(const scenarios::CloudRobot::Camera& camera);

}  // namespace plantproof::plants::assembly
