#include "data_collection/data_collection.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/input_error.hpp"
#include "data_collection/ledger.hpp"
#include "data_collection/network_polling.hpp"
#include "data_collection/read_station.hpp"
#include "data_collection/registry.hpp"
#include "data_collection/resolver.hpp"
#include "data_collection/serial_bus.hpp"
#include "data_collection/source.hpp"
#include "data_collection/uplink.hpp"

namespace plantproof::plants {
namespace {

using collection::Ledger;
using collection::NetworkPolling;
using collection::Outages;
using collection::Polled;
using collection::ReadStation;
using collection::Registry;
using collection::Resolver;
using collection::SerialBus;
using collection::Source;
using collection::Uplink;
using Parameters = scenarios::DataCollection;

/// What is under way at the end of the shift arrives in this time, or never.
constexpr core::Nanoseconds kClosing = std::chrono::seconds(10);

bool has_buses(const Parameters& parameters) {
  return parameters.way.value == Parameters::Way::SerialBus;
}

std::string gateway_of(const std::string& cell) {
  return cell + "-gateway";
}

/// What a read station is in the network: itself, or its cell's gateway.
std::string device_of(const Parameters& parameters, const Parameters::ReadStation& station) {
  return has_buses(parameters) ? gateway_of(station.cell.value) : station.name.value;
}

}  // namespace

/// Everything there while a run lasts.
class DataCollection::Hall {
 public:
  Hall(Plant& plant, const Parameters& parameters)
      : plant_(plant),
        parameters_(parameters),
        start_(plant.simulation.now()),
        end_(start_ + plant.duration - std::min(kClosing, plant.duration / 2)),
        before_(start_ - core::of_seconds(core::kSecondsPerHour * parameters.resolver.warm_h.value)),
        registry_(parameters.identifiers, seed_of_registry(plant), before_),
        ledger_(core::of_seconds(parameters.period_s.value)),
        resolver_(parameters.resolver, registry_, plant, before_,
                  static_cast<double>(parameters.stations.size()) / parameters.reading.part_s.value) {
    for (const Source& source : collection::sources_of(parameters)) {
      const Outages outages(parameters.outages, plant.draws("outages of " + source.name), start_,
                            start_ + plant.duration);
      cells_.resize(std::max(cells_.size(), source.cell + 1));
      cells_[source.cell].sources.push_back({source, outages});
    }
    for (std::size_t i = 0; i < cells_.size(); ++i) open(cells_[i], gateway_of(parameters.cells[i].name.value));
    for (const Parameters::ReadStation& station : parameters.stations) {
      stations_.push_back(std::make_unique<ReadStation>(
          parameters.reading, station.name.value, device_of(parameters, station), registry_, resolver_, plant, end_));
      stations_.back()->start();
    }
  }

  void finish() {
    plant_.tables.emplace<data::Record>() = ledger_.rows();
    std::vector<data::Resolution>& resolutions = plant_.tables.emplace<data::Resolution>();
    for (const auto& station : stations_)
      resolutions.insert(resolutions.end(), station->resolutions().begin(), station->resolutions().end());
    plant_.tables.emplace<data::Shift>().push_back({"shift", start_, end_, {}});
  }

 private:
  struct Cell {
    std::vector<Polled> sources;
    std::unique_ptr<Uplink> uplink;
    std::unique_ptr<collection::Collector> collector;
  };

  static std::uint64_t seed_of_registry(const Plant& plant) {
    core::Draws draws = plant.draws("registry");
    return static_cast<std::uint64_t>(draws.uniform() * 0x1p53);
  }

  void open(Cell& cell, const std::string& gateway) {
    cell.uplink = std::make_unique<Uplink>(parameters_.forwarding, gateway, ledger_, plant_);
    if (has_buses(parameters_)) {
      cell.collector =
          std::make_unique<SerialBus>(parameters_.bus, gateway, cell.sources, ledger_, *cell.uplink, plant_);
    } else {
      cell.collector =
          std::make_unique<NetworkPolling>(parameters_.polling, gateway, cell.sources, ledger_, *cell.uplink, plant_);
    }
    for (std::size_t i = 0; i < cell.sources.size(); ++i) {
      const double phase = plant_.draws("phase of " + cell.sources[i].source.name).uniform();
      collect_at(start_ + core::of_seconds(phase * parameters_.period_s.value), cell, i);
    }
  }

  void collect_at(core::Instant when, Cell& cell, std::size_t source) {
    if (when >= end_) return;
    plant_.simulation.at(when, [this, when, &cell, source] {
      cell.collector->collect(source, ledger_.due(cell.sources[source].source.name, when));
      collect_at(when + core::of_seconds(parameters_.period_s.value), cell, source);
    });
  }

  Plant& plant_;
  const Parameters& parameters_;
  core::Instant start_;
  core::Instant end_;
  core::Instant before_;  ///< since when the resolver is at work
  Registry registry_;
  Ledger ledger_;
  Resolver resolver_;
  std::vector<Cell> cells_;
  std::vector<std::unique_ptr<ReadStation>> stations_;
};

DataCollection::DataCollection(Parameters parameters) : parameters_(std::move(parameters)) {
  for (const Parameters::ReadStation& station : parameters_.stations) {
    const std::string& cell = station.cell.value;
    if (std::any_of(parameters_.cells.begin(), parameters_.cells.end(),
                    [&cell](const Parameters::Cell& known) { return known.name.value == cell; })) {
      continue;
    }
    throw core::InputFailure(station.cell.where,
                             {fmt::format("没有区域“{}”，读码站“{}”不知属于哪里", cell, station.name.value),
                              fmt::format("there is no cell “{}” for read station “{}”", cell, station.name.value)});
  }
}

DataCollection::~DataCollection() = default;

Population DataCollection::population() const {
  Population population;
  population.servers = {collection::kHistorian, collection::kResolver};
  for (const Parameters::Cell& cell : parameters_.cells) {
    const std::string gateway = gateway_of(cell.name.value);
    if (has_buses(parameters_)) {
      population.machines.push_back({gateway, cell.name.value, cell.x_m.value, cell.y_m.value});
    } else {
      population.servers.push_back(gateway);
    }
    std::ranges::move(Uplink::flows(gateway), std::back_inserter(population.flows));
  }
  if (!has_buses(parameters_)) {
    for (const Source& source : collection::sources_of(parameters_)) {
      const std::string& cell = parameters_.cells[source.cell].name.value;
      population.machines.push_back({source.name, cell, source.x_m, source.y_m});
      population.flows.push_back(NetworkPolling::requests_flow(gateway_of(cell), source.name));
      population.flows.push_back(NetworkPolling::values_flow(gateway_of(cell), source.name));
    }
  }
  for (const Parameters::ReadStation& station : parameters_.stations) {
    const std::string device = device_of(parameters_, station);
    if (!has_buses(parameters_)) {
      population.machines.push_back({device, station.cell.value, station.x_m.value, station.y_m.value});
    }
    population.flows.push_back(ReadStation::questions_flow(station.name.value, device));
    population.flows.push_back(ReadStation::answers_flow(station.name.value, device));
  }
  return population;
}

void DataCollection::start(Plant& plant) {
  hall_ = std::make_unique<Hall>(plant, parameters_);
}

void DataCollection::finish() {
  hall_->finish();
}

}  // namespace plantproof::plants
