#include "visual_inspection/visual_inspection.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "visual_inspection/belt.hpp"
#include "visual_inspection/bench.hpp"
#include "visual_inspection/camera.hpp"
#include "visual_inspection/edge_server.hpp"
#include "visual_inspection/gate.hpp"

namespace plantproof::plants {
namespace {

using inspection::Belt;
using inspection::Bench;
using inspection::Camera;
using inspection::EdgeServer;
using inspection::Gate;
using inspection::Items;
using inspection::Note;
using inspection::Station;
using Parameters = scenarios::VisualInspection;

constexpr const char* kServer = "edge-server";

core::Nanoseconds to_gate(const Parameters& parameters) {
  return core::of_seconds(parameters.gate_m.value / parameters.belt_speed_mps.value);
}

std::string line_name(std::size_t index) {
  return "line-" + std::to_string(index + 1);
}

data::Flow flow(const std::string& name, const std::string& source, const std::string& destination,
                std::optional<core::Nanoseconds> deadline) {
  data::Flow flow = one_way(name, source, destination);
  flow.deadline = deadline;
  return flow;
}

/// The flows of a line. An image may take until the server decides, a result until the item is at the gate.
struct Flows {
  Flows(const Parameters& parameters, const std::string& line) {
    const std::string camera = line + "-camera";
    const core::Nanoseconds reserve = core::of_milliseconds(parameters.server.reserve_ms.value);
    images = flow(line + "-images", camera, kServer, to_gate(parameters) - reserve);
    orders = flow(line + "-orders", kServer, camera, {});
    results = flow(line + "-results", kServer, line + "-gate", reserve);
  }
  data::Flow images;
  data::Flow orders;
  data::Flow results;
};

/// A camera over the belt, and a gate further along.
class CameraStation : public Station {
 public:
  CameraStation(Plant& plant, const Parameters& parameters, const Items& items, EdgeServer& server)
      : plant_(plant),
        to_gate_(plants::to_gate(parameters)),
        camera_(plant, parameters, items),
        gate_(plant, parameters.unjudged.value, items) {
    const Flows flows(parameters, items.line());
    network::Messaging& messaging = *plant.messaging;
    const auto datagrams = network::Delivery::Datagrams;
    camera_.connect(messaging.open(flows.images, datagrams, [&server, &items](const network::Arrival& arrival) {
      server.receive(items.line(), Note::unpacked(arrival.content));
    }));
    const network::FlowId orders = messaging.open(flows.orders, datagrams, [this](const network::Arrival& arrival) {
      camera_.obey(Note::unpacked(arrival.content));
    });
    const network::FlowId results = messaging.open(flows.results, datagrams, [this](const network::Arrival& arrival) {
      gate_.learn(Note::unpacked(arrival.content));
    });
    server.serve(items, orders, results);
  }

  void present(std::int64_t item) override {
    camera_.see(item);
    plant_.simulation.after(to_gate_, [this, item] { gate_.meet(item); });
  }

 private:
  Plant& plant_;
  core::Nanoseconds to_gate_;
  Camera camera_;
  Gate gate_;
};

}  // namespace

/// Everything on the floor while a run lasts.
class VisualInspection::Floor {
 public:
  Floor(Plant& plant, const Parameters& parameters)
      : plant_(plant), parameters_(parameters), start_(plant.simulation.now()), server_(plant, parameters) {
    const core::Nanoseconds takt = core::of_seconds(parameters.takt_s.value);
    for (std::size_t i = 0; i < parameters.lines.size(); ++i) {
      const std::string name = line_name(i);
      Line& line = *lines_.emplace_back(
          std::make_unique<Line>(Line{Items(name, parameters.defects, plant.draws("items of " + name)), {}, {}}));
      line.belt = std::make_unique<Belt>(plant, takt, line.items);
      if (has_inspectors()) {
        line.station = std::make_unique<Bench>(plant, parameters.inspectors, line.items, *line.belt);
      } else {
        line.station = std::make_unique<CameraStation>(plant, parameters, line.items, server_);
      }
      const auto first = std::chrono::duration_cast<core::Nanoseconds>(takt * plant.draws("belt of " + name).uniform());
      line.belt->run(*line.station, start_ + first);
    }
  }

  void finish() {
    const auto inspectors =
        has_inspectors() ? parameters_.inspectors.per_line.value * std::ssize(parameters_.lines) : 0;
    const double people = parameters_.attendants.value + static_cast<double>(inspectors);
    plant_.tables.emplace<data::Shift>().push_back(
        {"shift", start_, start_ + plant_.duration, people * core::in_hours(plant_.duration)});
    // Of two inspectors of a line the one who began later may be done earlier.
    std::vector<data::Inspection>& inspections = plant_.tables.emplace<data::Inspection>();
    std::stable_sort(inspections.begin(), inspections.end(),
                     [](const auto& a, const auto& b) { return a.presented < b.presented; });
    plant_.tables.emplace<data::ProducedUnit>();
  }

 private:
  struct Line {
    Items items;
    std::unique_ptr<Belt> belt;
    std::unique_ptr<Station> station;
  };

  [[nodiscard]] bool has_inspectors() const { return parameters_.way.value == Parameters::Way::Inspectors; }

  Plant& plant_;
  const Parameters& parameters_;
  core::Instant start_;
  EdgeServer server_;
  std::vector<std::unique_ptr<Line>> lines_;
};

VisualInspection::VisualInspection(Parameters parameters) : parameters_(std::move(parameters)) {}
VisualInspection::~VisualInspection() = default;

Population VisualInspection::population() const {
  Population population;
  if (parameters_.way.value == Parameters::Way::Inspectors) return population;
  population.servers = {kServer};
  for (std::size_t i = 0; i < parameters_.lines.size(); ++i) {
    const Flows flows(parameters_, line_name(i));
    const Parameters::Line& place = parameters_.lines[i];
    population.machines.push_back({flows.images.source, line_name(i), place.x_m.value, place.y_m.value});
    population.machines.push_back(
        {flows.results.destination, line_name(i), place.x_m.value + parameters_.gate_m.value, place.y_m.value});
    population.flows.insert(population.flows.end(), {flows.images, flows.orders, flows.results});
  }
  return population;
}

void VisualInspection::start(Plant& plant) {
  floor_ = std::make_unique<Floor>(plant, parameters_);
}

void VisualInspection::finish() {
  floor_->finish();
}

}  // namespace plantproof::plants
