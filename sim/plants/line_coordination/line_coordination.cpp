#include "line_coordination/line_coordination.hpp"

#include <string>
#include <utility>

namespace plantproof::plants {
namespace {

constexpr const char* kServer = "recipes";
constexpr std::int64_t kRequestBytes = 200;

data::Flow flow_between(const std::string& source, const std::string& destination) {
  return one_way(source + ">" + destination, source, destination);
}

}  // namespace

Population LineCoordination::population() const {
  Population population;
  const bool has_recipes = parameters_.change_over.recipe_bytes.value > 0;
  if (has_recipes) population.servers.emplace_back(kServer);
  for (const scenarios::LineStation& station : parameters_.stations) {
    population.machines.push_back(
        {station.name.value, station.stage.value, station.x_m.value, station.y_m.value, station.is_wired.value});
  }
  for (std::size_t i = 0; i < population.machines.size(); ++i) {
    const std::string& name = population.machines[i].name;
    if (i > 0) {
      const std::string& before = population.machines[i - 1].name;
      population.flows.push_back(flow_between(before, name));
      population.flows.push_back(flow_between(name, before));
    }
    if (!has_recipes) continue;
    population.transfers.push_back(flow_between(name, kServer));
    population.transfers.push_back(flow_between(kServer, name));
  }
  return population;
}

void LineCoordination::start(Plant& plant) {
  plant_ = &plant;
  start_ = plant.simulation.now();
  quality_ = plant.draws("quality");
  plant.tables.emplace<data::ProducedUnit>();
  const std::size_t count = parameters_.stations.size();
  handed_over_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    line::Station::Line links;
    links.took_one = [this, i] {
      if (i == 0) {
        feed();
      } else {
        joints_[i - 1]->has_room_again();
      }
    };
    links.finished = [this, i](line::Station::Unit unit) { finished(i, unit); };
    links.load_recipe = [this, i](std::function<void()> loaded) { load_recipe(i, std::move(loaded)); };
    stations_.push_back(std::make_unique<line::Station>(parameters_.stations[i], parameters_, plant, std::move(links)));
    controllers_.emplace_back(parameters_.controller, parameters_.stations[i].name.value, plant);
    open_recipes(i);
  }
  for (std::size_t i = 0; i + 1 < count; ++i) {
    const std::string& giver = stations_[i]->name();
    const std::string& taker = stations_[i + 1]->name();
    line::Joint::Ends ends;
    ends.has_room = [this, i] { return stations_[i + 1]->has_room(); };
    ends.come = [this, i] { stations_[i + 1]->come(handed_over_[i]); };
    ends.leave = [this, i] { stations_[i]->leave(); };
    joints_.push_back(std::make_unique<line::Joint>(
        parameters_.transfer, line::Joint::Flows{flow_between(giver, taker), flow_between(taker, giver)},
        line::Joint::Controllers{controllers_[i], controllers_[i + 1]}, plant, std::move(ends)));
  }
  feed();
}

void LineCoordination::feed() {
  while (stations_.front()->has_room()) stations_.front()->come(blanks_++);
}

void LineCoordination::finished(std::size_t station, line::Station::Unit unit) {
  if (station + 1 == stations_.size()) {
    produce(unit);
    stations_[station]->leave();
    return;
  }
  handed_over_[station] = unit;
  joints_[station]->offer();
}

void LineCoordination::produce(line::Station::Unit unit) {
  const bool is_good = quality_.uniform() >= parameters_.reject_ratio.value;
  plant_->tables.emplace<data::ProducedUnit>().push_back(
      {plant_->simulation.now(), stations_.back()->name(), std::to_string(unit + 1), is_good});
}

void LineCoordination::open_recipes(std::size_t station) {
  recipes_.push_back(std::make_unique<Recipes>(plant_->simulation));
  const scenarios::ChangeOver& change = parameters_.change_over;
  if (plant_->messaging == nullptr || change.recipe_bytes.value == 0) return;
  Recipes& recipes = *recipes_.back();
  const std::string& name = parameters_.stations[station].name.value;
  network::Messaging& messaging = *plant_->messaging;
  recipes.answer =
      messaging.open(flow_between(kServer, name), network::Delivery::Stream, [&recipes](const auto& arrival) {
        if (arrival.content != recipes.change_over) return;  // a second copy of the one before
        recipes.waits.stop();
        if (recipes.loaded) std::exchange(recipes.loaded, nullptr)();
      });
  recipes.request = messaging.open(flow_between(name, kServer), network::Delivery::Datagrams,
                                   [&messaging, &recipes, &change](const auto& arrival) {
                                     messaging.send(recipes.answer, change.recipe_bytes.value, arrival.content);
                                   });
}

void LineCoordination::load_recipe(std::size_t station, std::function<void()> loaded) {
  if (plant_->messaging == nullptr || parameters_.change_over.recipe_bytes.value == 0) {
    loaded();
    return;
  }
  ++recipes_[station]->change_over;
  recipes_[station]->loaded = std::move(loaded);
  ask_for_recipe(station);
}

void LineCoordination::ask_for_recipe(std::size_t station) {
  Recipes& recipes = *recipes_[station];
  plant_->messaging->send(recipes.request, kRequestBytes, recipes.change_over);
  recipes.waits.start(core::of_seconds(parameters_.change_over.recipe_timeout_s.value),
                      [this, station] { ask_for_recipe(station); });
}

void LineCoordination::finish() {
  plant_->tables.emplace<data::Shift>().push_back(
      {"1", start_, plant_->simulation.now(),
       static_cast<double>(parameters_.operators.value) * core::in_hours(plant_->duration)});
}

}  // namespace plantproof::plants
