#include "digital_workshop/digital_workshop.hpp"

#include <utility>

#include "core/input_error.hpp"
#include "digital_workshop/networked_shop.hpp"
#include "digital_workshop/terminal_shop.hpp"

namespace plantproof::plants {
namespace {

using Way = scenarios::DigitalWorkshop::Way;
using workshop::Place;

void add_machine(Population& population, const std::string& device, const std::string& stage, const Place& place) {
  population.machines.push_back({device, stage, place.x_m, place.y_m});
  for (data::Flow& flow : workshop::Letters::flows_of(device, workshop::kDispatchServer))
    population.flows.push_back(std::move(flow));
  for (data::Flow& flow : workshop::FileClient::flows_of(device)) population.transfers.push_back(std::move(flow));
}

void add_handheld(Population& population, const std::string& device, const Place& place) {
  population.machines.push_back({device, "", place.x_m, place.y_m});
  for (data::Flow& flow : workshop::Letters::flows_of(device, workshop::kCallServer))
    population.flows.push_back(std::move(flow));
}

}  // namespace

DigitalWorkshop::DigitalWorkshop(scenarios::DigitalWorkshop workshop) : workshop_(std::move(workshop)) {
  const workshop::OrderPool refuses_what_nobody_can_make(workshop_, 0);
  if (workshop_.way.value == Way::Terminals && workshop_.terminals.places.empty())
    throw core::InputFailure(workshop_.way.where,
                             {"没有一台终端（terminals.places）", "there is no terminal (terminals.places)"});
}

DigitalWorkshop::~DigitalWorkshop() = default;

Population DigitalWorkshop::population() const {
  Population population;
  population.servers = {workshop::kDispatchServer, workshop::kCallServer, workshop::kFileServer};
  if (workshop_.way.value == Way::Terminals) {
    const std::vector<std::string> names = workshop::terminals_of(workshop_);
    for (std::size_t i = 0; i < names.size(); ++i)
      add_machine(population, names[i], "", workshop::place_of(workshop_.terminals.places[i]));
    return population;
  }
  for (const workshop::Stand& stand : workshop::stands_of(workshop_))
    add_machine(population, stand.name, workshop_.groups[stand.group].name.value, stand.place);
  const std::vector<std::string> operators = workshop::operators_of(workshop_);
  for (std::size_t i = 0; i < operators.size(); ++i)
    add_handheld(population, operators[i], workshop::first_place_of_operator(workshop_, i));
  for (const std::string& name : workshop::carriers_of(workshop_))
    add_handheld(population, name, workshop::place_of(workshop_.crew.crib));
  population.surveys.push_back(walk_test(workshop_.survey));
  return population;
}

void DigitalWorkshop::start(Plant& plant) {
  plant_ = &plant;
  began_ = plant.simulation.now();
  plant.tables.emplace<data::ProducedUnit>();
  if (workshop_.way.value == Way::Terminals) {
    shop_ = std::make_unique<workshop::TerminalShop>(plant, workshop_);
  } else {
    shop_ = std::make_unique<workshop::NetworkedShop>(plant, workshop_);
  }
}

void DigitalWorkshop::finish() {
  plant_->tables.emplace<data::Shift>().push_back(
      {"shift", began_, began_ + plant_->duration, core::in_hours(shop_->time_busy())});
}

OrderCounts DigitalWorkshop::orders() const {
  const workshop::OrderPool& pool = shop_->orders();
  return {pool.released(), pool.waiting(), shop_->in_work(), pool.done()};
}

}  // namespace plantproof::plants
