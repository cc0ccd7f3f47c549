#include "cloud_robot/link.hpp"

#include <cmath>
#include <cstdint>
#include <utility>

namespace plantproof::plants::assembly {

RobotFlows::RobotFlows(const scenarios::CloudRobot& parameters, const std::string& robot)
    : images(one_way(robot + "-images", robot + "-camera", kServer)),
      receipts(one_way(robot + "-receipts", kServer, robot + "-camera")),
      looks(one_way(robot + "-looks", robot, kServer)),
      commands(one_way(robot + "-commands", kServer, robot)),
      states(one_way(robot + "-states", robot, kServer)) {
  const double left_ms = parameters.computer.lead_ms.value - parameters.computer.deciding_ms.value;
  if (left_ms > 0) commands.deadline = core::of_milliseconds(left_ms);
}

std::int64_t image_bytes(const scenarios::CloudRobot::Camera& camera) {
  const auto step = std::int64_t{1} << camera.coarseness.value;
  const std::int64_t pixels = (camera.width_px.value / step) * (camera.height_px.value / step);
  return static_cast<std::int64_t>(std::ceil(static_cast<double>(pixels) * camera.bits_per_pixel.value / 8));
}

EdgeLink::EdgeLink(Plant& plant, const scenarios::CloudRobot& parameters, const std::string& robot, Mind& mind,
                   const std::function<Look&(std::int64_t)>& look, const std::function<void(Look&)>& told)
    : plant_(plant), parameters_(parameters) {
  const RobotFlows flows(parameters, robot);
  const auto datagrams = network::Delivery::Datagrams;
  const auto looked_at = [look](const network::Arrival& arrival) -> Look& {
    return look(static_cast<std::int64_t>(arrival.content));
  };
  const core::Nanoseconds encoding = core::of_milliseconds(parameters.camera.encoding_ms.value);
  images_ = plant.messaging->open(flows.images, datagrams,
                                  [this, &mind, robot, looked_at, encoding](const network::Arrival& arrival) {
                                    plant_.messaging->send(receipts_, parameters_.messages.receipt_bytes.value);
                                    mind.see(robot, looked_at(arrival), arrival.sent - encoding);
                                  });
  receipts_ =
      plant.messaging->open(flows.receipts, datagrams, [this](const network::Arrival&) { under_way_since_.reset(); });
  looks_ = plant.messaging->open(flows.looks, datagrams, [&mind, robot, looked_at](const network::Arrival& arrival) {
    mind.expect(robot, looked_at(arrival));
  });
  commands_ = plant.messaging->open(flows.commands, datagrams,
                                    [told, looked_at](const network::Arrival& arrival) { told(looked_at(arrival)); });
  states_ = plant.messaging->open(flows.states, datagrams, [&mind, robot](const network::Arrival& arrival) {
    mind.learn_state(robot, arrival.sent);
  });
}

void EdgeLink::report() {
  plant_.messaging->send(states_, parameters_.messages.state_bytes.value);
}

void EdgeLink::announce(Look& look) {
  plant_.messaging->send(looks_, parameters_.messages.look_bytes.value, static_cast<std::uint64_t>(look.number));
}

void EdgeLink::send_image(Look& look) {
  const core::Instant now = plant_.simulation.now();
  const core::Nanoseconds patience = core::of_milliseconds(parameters_.camera.patience_ms.value);
  if (under_way_since_ && now - *under_way_since_ < patience) return;
  under_way_since_ = now;
  plant_.messaging->send(images_, image_bytes(parameters_.camera), static_cast<std::uint64_t>(look.number));
}

void EdgeLink::command(const Look& look) {
  plant_.messaging->send(commands_, parameters_.messages.command_bytes.value, static_cast<std::uint64_t>(look.number));
}

LocalLink::LocalLink(Plant& plant, const scenarios::CloudRobot& parameters, std::string robot, Mind& mind)
    : plant_(plant), parameters_(parameters), robot_(std::move(robot)), mind_(mind) {}

void LocalLink::report() {
  mind_.learn_state(robot_, plant_.simulation.now());
}

void LocalLink::announce(Look& look) {
  mind_.expect(robot_, look);
}

void LocalLink::send_image(Look& look) {
  mind_.see(robot_, look, plant_.simulation.now() - core::of_milliseconds(parameters_.camera.encoding_ms.value));
}

}  // namespace plantproof::plants::assembly
