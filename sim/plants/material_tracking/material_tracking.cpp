#include "material_tracking/material_tracking.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/input_error.hpp"
#include "material_tracking/cradle.hpp"
#include "material_tracking/cycle_counts.hpp"
#include "material_tracking/forklifts.hpp"
#include "material_tracking/gate.hpp"
#include "material_tracking/gate_reader.hpp"
#include "material_tracking/journal.hpp"
#include "material_tracking/ledger.hpp"
#include "material_tracking/locator.hpp"
#include "material_tracking/movements.hpp"
#include "material_tracking/outbox.hpp"
#include "material_tracking/scanner.hpp"
#include "material_tracking/stock.hpp"

namespace plantproof::plants {
namespace {

using Parameters = scenarios::MaterialTracking;
using Way = Parameters::Way;

/// What has been noticed until then is booked in this time, or never.
constexpr core::Nanoseconds kClosing = std::chrono::minutes(2);

template <class Part>
std::optional<std::size_t> find_named(const std::vector<Part>& parts, const std::string& name) {
  const auto found = std::ranges::find_if(parts, [&name](const Part& part) { return part.name.value == name; });
  if (found == parts.end()) return std::nullopt;
  return static_cast<std::size_t>(found - parts.begin());
}

std::vector<std::string> record_names(const Parameters& parameters) {
  std::vector<std::string> names;
  for (const Parameters::Place& place : parameters.places) {
    for (std::int64_t i = 1; i <= parameters.items.count.value; ++i) {
      names.push_back(fmt::format("{}/item-{:02}", place.name.value, i));
    }
  }
  return names;
}

std::vector<std::int64_t> quantities_of(const material::Stock& stock) {
  std::vector<std::int64_t> quantities;
  for (std::size_t record = 0; record < stock.records(); ++record) quantities.push_back(stock.pieces(record));
  return quantities;
}

/// A device of each gate and each forklift, where they are at first.
std::vector<Machine> devices_of(const Parameters& parameters) {
  std::vector<Machine> machines;
  for (const Parameters::Gate& gate : parameters.gates) {
    machines.push_back({gate.name.value, "", gate.x_m.value, gate.y_m.value});
  }
  for (std::int64_t i = 0; i < parameters.forklifts.count.value; ++i) {
    machines.push_back({material::Forklifts::name(static_cast<std::size_t>(i)), "", parameters.forklifts.x_m.value,
                        parameters.forklifts.y_m.value});
  }
  return machines;
}

}  // namespace

/// Everything there while a run lasts.
class MaterialTracking::Warehouse {
 public:
  Warehouse(Plant& plant, const Parameters& parameters)
      : plant_(plant),
        parameters_(parameters),
        end_(plant.simulation.now() + plant.duration - std::min(kClosing, plant.duration / 2)),
        journal_(record_names(parameters)),
        stock_(parameters, plant.draws("items"), journal_),
        ledger_(parameters.server, quantities_of(stock_), journal_, plant.simulation) {
    std::vector<material::LoadWatcher*> of_forklifts;
    for (const Machine& device : devices_of(parameters)) {
      material::Book& book = open_book(device.name);
      if (gates_.size() < parameters.gates.size()) {
        gates_.push_back(
            std::make_unique<material::Gate>(parameters.portal, stock_, watch_gate(device.name, book), plant));
      } else {
        of_forklifts.push_back(&watch_forklift(device.name, book));
      }
    }
    forklifts_.emplace(parameters, of_forklifts, stock_, plant);
    std::vector<material::Movements::Way> ways;
    for (const Parameters::Route& route : parameters.routes) {
      const auto gate = find_named(parameters.gates, route.gate.value);
      ways.push_back({*find_named(parameters.places, route.from.value), *find_named(parameters.places, route.to.value),
                      gate ? gates_[*gate].get() : nullptr});
    }
    movements_.emplace(parameters, std::move(ways), stock_, *forklifts_, plant, end_);
    counts_.emplace(parameters.counting, stock_, ledger_, journal_, plant, end_);
    read_out_at(plant.simulation.now());
  }

  void finish() { plant_.tables.emplace<data::StockChange>() = journal_.rows(); }

 private:
  material::Book& open_book(const std::string& device) {
    if (parameters_.way.value == Way::Docked) {
      cradles_.push_back(std::make_unique<material::Cradle>(ledger_));
      return *cradles_.back();
    }
    outboxes_.push_back(std::make_unique<material::Outbox>(parameters_.gateway, device, ledger_, plant_));
    return *outboxes_.back();
  }

  material::Scanner& scan(const std::string& where, material::Book& book) {
    scanners_.push_back(std::make_unique<material::Scanner>(parameters_.scanning, where, stock_, book, plant_));
    return *scanners_.back();
  }

  material::GateWatcher& watch_gate(const std::string& gate, material::Book& book) {
    if (parameters_.way.value != Way::Tags) return scan(gate, book);
    readers_.push_back(std::make_unique<material::GateReader>(parameters_.portal, gate, stock_, book, plant_));
    return *readers_.back();
  }

  material::LoadWatcher& watch_forklift(const std::string& forklift, material::Book& book) {
    if (parameters_.way.value != Way::Tags) return scan(forklift, book);
    locators_.push_back(std::make_unique<material::Locator>(parameters_, forklift, stock_, book, plant_));
    return *locators_.back();
  }

  /// Handhelds are put on their cradles again and again, and at the end of the work.
  void read_out_at(core::Instant last) {
    if (cradles_.empty() || last >= end_) return;
    const core::Instant next =
        last + core::of_seconds(core::kSecondsPerHour * parameters_.scanning.docked_every_h.value);
    plant_.simulation.at(std::min(next, end_), [this, next] {
      for (const auto& cradle : cradles_) cradle->read_out();
      read_out_at(next);
    });
  }

  Plant& plant_;
  const Parameters& parameters_;
  core::Instant end_;
  material::Journal journal_;
  material::Stock stock_;
  material::Ledger ledger_;
  std::vector<std::unique_ptr<material::Outbox>> outboxes_;
  std::vector<std::unique_ptr<material::Cradle>> cradles_;
  std::vector<std::unique_ptr<material::GateReader>> readers_;
  std::vector<std::unique_ptr<material::Locator>> locators_;
  std::vector<std::unique_ptr<material::Scanner>> scanners_;
  std::vector<std::unique_ptr<material::Gate>> gates_;
  std::optional<material::Forklifts> forklifts_;
  std::optional<material::Movements> movements_;
  std::optional<material::CycleCounts> counts_;
};

MaterialTracking::MaterialTracking(Parameters parameters) : parameters_(std::move(parameters)) {
  core::InputErrors errors;
  for (const Parameters::Route& route : parameters_.routes) {
    const std::string& name = route.name.value;
    for (const auto* place : {&route.from, &route.to}) {
      if (find_named(parameters_.places, place->value)) continue;
      errors.add(place->where, {fmt::format("没有地点“{}”，路线“{}”走不通", place->value, name),
                                fmt::format("there is no place “{}” for route “{}”", place->value, name)});
    }
    const std::string& gate = route.gate.value;
    if (gate.empty() || find_named(parameters_.gates, gate)) continue;
    errors.add(route.gate.where, {fmt::format("没有门“{}”，路线“{}”走不通", gate, name),
                                  fmt::format("there is no gate “{}” for route “{}”", gate, name)});
  }
  errors.throw_if_any();
}

MaterialTracking::~MaterialTracking() = default;

Population MaterialTracking::population() const {
  Population population;
  if (parameters_.way.value == Way::Docked) return population;
  population.servers = {material::kStockServer};
  population.machines = devices_of(parameters_);
  for (const Machine& machine : population.machines)
    std::ranges::move(material::Outbox::flows(machine.name), std::back_inserter(population.flows));
  population.surveys.push_back(walk_test(parameters_.survey));
  return population;
}

void MaterialTracking::start(Plant& plant) {
  warehouse_ = std::make_unique<Warehouse>(plant, parameters_);
}

void MaterialTracking::finish() {
  warehouse_->finish();
}

}  // namespace plantproof::plants
