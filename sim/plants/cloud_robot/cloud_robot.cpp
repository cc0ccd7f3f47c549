#include "cloud_robot/cloud_robot.hpp"

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cloud_robot/link.hpp"
#include "cloud_robot/mind.hpp"
#include "cloud_robot/robot.hpp"
#include "cloud_robot/workplace.hpp"

namespace plantproof::plants {
namespace {

using Parameters = scenarios::CloudRobot;

bool is_local(const Parameters& parameters) {
  return parameters.way.value == Parameters::Way::Local;
}

/// Where a robot stands, and whom it works with.
struct Post {
  std::string cell;
  std::string name;
  std::string neighbour;
  double x_m;
  double y_m;
};

/// The two robots of each cell.
std::vector<Post> posts(const Parameters& parameters) {
  std::vector<Post> posts;
  for (std::size_t i = 0; i < parameters.cells.size(); ++i) {
    const Parameters::Cell& cell = parameters.cells[i];
    const std::string name = "cell-" + std::to_string(i + 1);
    const double half_m = parameters.apart_m.value / 2;
    posts.push_back({name, name + "-left", name + "-right", cell.x_m.value - half_m, cell.y_m.value});
    posts.push_back({name, name + "-right", name + "-left", cell.x_m.value + half_m, cell.y_m.value});
  }
  return posts;
}

}  // namespace

/// Everything on the floor while a run lasts.
class CloudRobot::Floor {
 public:
  Floor(Plant& plant, const Parameters& parameters)
      : plant_(plant),
        parameters_(parameters),
        start_(plant.simulation.now()),
        edge_(plant, parameters, [this](const auto& body, const auto& look) { links_.at(body.name)->command(look); }) {
    const std::vector<Post> all = posts(parameters);
    for (const Post& post : all) places_.try_emplace(post.name, parameters, plant, post.name);
    for (const Post& post : all) add(post);
  }

  void finish() {
    plant_.tables.emplace<data::Shift>().push_back({"shift", start_, plant_.simulation.now(), {}});
    plant_.tables.emplace<data::Decision>();
    plant_.tables.emplace<data::ProducedUnit>();
  }

 private:
  void add(const Post& post) {
    assembly::Workplace& place = places_.at(post.name);
    assembly::Robot& robot =
        robots_.try_emplace(post.name, post.name, parameters_, plant_, place, places_.at(post.neighbour).hand())
            .first->second;
    const assembly::Body body{post.name, post.neighbour, place};
    assembly::Link* link = nullptr;
    if (is_local(parameters_)) {
      assembly::Mind& mind = local_.emplace_back(
          plant_, parameters_,
          [&robot](const auto&, const assembly::Look& look) { robot.obey(robot.look(look.number)); });
      mind.know(body);
      link = &local_links_.emplace_back(plant_, parameters_, post.name, mind);
    } else {
      edge_.know(body);
      link =
          links_
              .emplace(post.name, std::make_unique<assembly::EdgeLink>(
                                      plant_, parameters_, post.name, edge_,
                                      [&robot](std::int64_t number) -> assembly::Look& { return robot.look(number); },
                                      [&robot](assembly::Look& look) { robot.obey(look); }))
              .first->second.get();
    }
    robot.start(*link);
  }

  Plant& plant_;
  const Parameters& parameters_;
  core::Instant start_;
  assembly::Mind edge_;
  std::map<std::string, assembly::Workplace> places_;
  std::map<std::string, assembly::Robot> robots_;
  std::map<std::string, std::unique_ptr<assembly::EdgeLink>> links_;
  std::deque<assembly::Mind> local_;
  std::deque<assembly::LocalLink> local_links_;
};

CloudRobot::CloudRobot(Parameters parameters) : parameters_(std::move(parameters)) {}
CloudRobot::~CloudRobot() = default;

Population CloudRobot::population() const {
  Population population;
  if (is_local(parameters_)) return population;
  population.servers = {assembly::kServer};
  for (const Post& post : posts(parameters_)) {
    const assembly::RobotFlows flows(parameters_, post.name);
    population.machines.push_back({post.name, post.cell, post.x_m, post.y_m});
    population.machines.push_back({flows.images.source, post.cell, post.x_m, post.y_m});
    population.flows.insert(population.flows.end(), {flows.images, flows.receipts, flows.looks, flows.commands});
    population.transfers.push_back(flows.states);
  }
  population.surveys.push_back(walk_test(parameters_.survey));
  return population;
}

void CloudRobot::start(Plant& plant) {
  floor_ = std::make_unique<Floor>(plant, parameters_);
}

void CloudRobot::finish() {
  floor_->finish();
}

}  // namespace plantproof::plants
