#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/agv_transport.hpp"

// Where vehicles can drive, and by which way: no time, no vehicles, no network.
namespace plantproof::plants::agv {

/// A place on the floor.
struct Point {
  double x_m = 0;
  double y_m = 0;
};

/// A part of the floor that at most one vehicle has at a time: a piece of a road, a crossing, or a bay.
using Zone = std::size_t;

/// A straight piece of road from node to node, in the direction in which it is driven.
struct Section {
  std::size_t from = 0;  ///< nodes
  std::size_t to = 0;
  double length_m = 0;
  Zone zone = 0;
  std::optional<Zone> crossing;  ///< at its beginning
};

/// Sections, each beginning where the one before it ends.
using Route = std::vector<std::size_t>;

/// The roads of a hall as nodes and sections. A road is cut where a bay's spur meets it, and into pieces of at most the
/// agreed length; a two-way road is a single lane, so that of each piece one vehicle has both directions. A spur meets
/// the nearest road at a right angle, or its end; all of it is its bay's zone, and it is driven in and out.
class Roads {
 public:
  /// Throws core::InputFailure for what cannot be built: a road between points that are not there, a name twice, a bay
  /// that cannot be reached from another one, a flow of material between stations that are not there.
  explicit Roads(const scenarios::AgvTransport& plant);

  [[nodiscard]] std::size_t zones() const { return zones_; }
  [[nodiscard]] const std::vector<Section>& sections() const { return sections_; }
  [[nodiscard]] const Point& node(std::size_t node) const { return nodes_.at(node); }
  /// The node of a station, a parking place or a charger; an unknown name is an assertion.
  [[nodiscard]] std::size_t bay(const std::string& name) const;
  /// The zone that a vehicle has which stands in the bay.
  [[nodiscard]] Zone bay_zone(std::size_t bay) const { return bay_zones_.at(bay); }

  /// The shortest way, over sections that `is_open` lets through; empty from a node to itself. None: there is no way.
  [[nodiscard]] std::optional<Route> shortest(std::size_t from, std::size_t to,
                                              const std::function<bool(const Section&)>& is_open = {}) const;
  /// How long a route is.
  [[nodiscard]] double length_m(const Route& route) const;

 private:
  struct Road;
  std::size_t add_node(const Point& point);
  void add_section(std::size_t from, std::size_t to, Zone zone);
  void cut(const Road& road, double section_m);
  void mark_crossings();

  std::vector<Point> nodes_;
  std::vector<Section> sections_;
  std::vector<std::vector<std::size_t>> leaving_;  ///< sections, by node
  std::map<std::string, std::size_t> bays_;        ///< nodes, by name
  std::map<std::size_t, Zone> bay_zones_;
  std::size_t zones_ = 0;
};

}  // namespace plantproof::plants::agv
