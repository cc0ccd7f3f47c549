#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "line_coordination/controller.hpp"
#include "line_coordination/joint.hpp"
#include "line_coordination/station.hpp"
#include "plants/plant.hpp"
#include "scenarios/line_coordination.hpp"

namespace plantproof::plants {

/// Stations in a line, a joint between each and the next, and a server with their recipes. Blanks never run out in
/// front of the first, and what the last has finished is produced.
class LineCoordination : public Process {
 public:
  explicit LineCoordination(const scenarios::LineCoordination& parameters) : parameters_(parameters) {}

  [[nodiscard]] Population population() const override;
  void start(Plant& plant) override;
  void finish() override;

 private:
  /// How a controller gets its recipes from the server: it asks, and asks again until the one of this change-over has
  /// come.
  struct Recipes {
    Recipes(network::Simulation& simulation) : waits(simulation) {}
    network::FlowId request{};
    network::FlowId answer{};
    std::uint64_t change_over = 0;  ///< the last, counted from 1
    Timer waits;
    std::function<void()> loaded;
  };

  void open_recipes(std::size_t station);
  void load_recipe(std::size_t station, std::function<void()> loaded);
  void ask_for_recipe(std::size_t station);
  void finished(std::size_t station, line::Station::Unit unit);
  void feed();
  void produce(line::Station::Unit unit);

  scenarios::LineCoordination parameters_;
  Plant* plant_ = nullptr;
  core::Instant start_;
  std::vector<std::unique_ptr<line::Station>> stations_;
  std::deque<line::Controller> controllers_;          ///< of each station
  std::vector<std::unique_ptr<line::Joint>> joints_;  ///< after each station but the last
  std::vector<line::Station::Unit> handed_over_;      ///< the unit that each station last finished
  std::vector<std::unique_ptr<Recipes>> recipes_;     ///< of each station
  line::Station::Unit blanks_ = 0;                    ///< that were put in front of the first
  core::Draws quality_{0};
};

}  // namespace plantproof::plants
