#include "agv_transport/roads.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <queue>
#include <utility>

#include <fmt/format.h>

#include "core/input_error.hpp"
#include "core/nearest_name.hpp"

namespace plantproof::plants::agv {
namespace {

constexpr double kSamePlaceM = 0.5;  // nearer than that, two spurs meet the road at one node

double distance_m(const Point& a, const Point& b) {
  return std::hypot(b.x_m - a.x_m, b.y_m - a.y_m);
}

Point between(const Point& a, const Point& b, double share) {
  return {a.x_m + (b.x_m - a.x_m) * share, a.y_m + (b.y_m - a.y_m) * share};
}

/// How far along the way from a to b, 0 to 1, one is nearest to c.
double nearest_share(const Point& a, const Point& b, const Point& c) {
  const double dx = b.x_m - a.x_m;
  const double dy = b.y_m - a.y_m;
  const double along = ((c.x_m - a.x_m) * dx + (c.y_m - a.y_m) * dy) / (dx * dx + dy * dy);
  return std::clamp(along, 0.0, 1.0);
}

/// What names stand for, and what is wrong with them.
class Names {
 public:
  void add(const scenarios::Name& name, std::size_t node) {
    if (!nodes_.emplace(name.value, node).second)
      errors_.add(name.where,
                  {fmt::format("“{}”已有同名者", name.value), fmt::format("“{}” is there already", name.value)});
  }

  std::optional<std::size_t> find(const scenarios::Name& name) {
    const auto found = nodes_.find(name.value);
    if (found != nodes_.end()) return found->second;
    std::vector<std::string> valid;
    for (const auto& [known, node] : nodes_) valid.push_back(known);
    const core::Text hint = core::suggestion(name.value, valid);
    errors_.add(name.where, {fmt::format("没有“{}”；{}", name.value, hint.zh),
                             fmt::format("there is no “{}”; {}", name.value, hint.en)});
    return std::nullopt;
  }

  void reject(const scenarios::Name& name, core::Text what) { errors_.add(name.where, std::move(what)); }
  void throw_if_any() const { errors_.throw_if_any(); }
  [[nodiscard]] const std::map<std::string, std::size_t>& nodes() const { return nodes_; }

 private:
  std::map<std::string, std::size_t> nodes_;
  core::InputErrors errors_;
};

}  // namespace

struct Roads::Road {
  std::size_t from = 0;
  std::size_t to = 0;
  bool is_two_way = false;
  std::vector<std::pair<double, std::size_t>> cuts;  ///< the share of its length, and the node there
};

Roads::Roads(const scenarios::AgvTransport& plant) {
  Names points;
  for (const scenarios::RoadPoint& point : plant.points)
    points.add(point.name, add_node({point.x_m.value, point.y_m.value}));
  std::vector<Road> roads;
  for (const scenarios::Road& road : plant.roads) {
    const auto from = points.find(road.from);
    const auto to = points.find(road.to);
    if (!from || !to) continue;
    if (distance_m(node(*from), node(*to)) < kSamePlaceM) {
      points.reject(road.to, {"道路没有长度", "the road has no length"});
      continue;
    }
    roads.push_back({*from, *to, road.is_two_way.value, {}});
  }
  points.throw_if_any();

  Names bays;
  std::vector<std::pair<std::size_t, std::size_t>> spurs;  // the bay, and where it meets the road
  for (const auto* list : {&plant.stations, &plant.parking, &plant.chargers}) {
    for (const scenarios::TransportBay& bay : *list) {
      const Point place{bay.x_m.value, bay.y_m.value};
      const auto distance_to = [&](const Road& road) {
        const Point& a = node(road.from);
        const Point& b = node(road.to);
        return distance_m(place, between(a, b, nearest_share(a, b, place)));
      };
      const auto nearest = std::min_element(
          roads.begin(), roads.end(), [&](const Road& a, const Road& b) { return distance_to(a) < distance_to(b); });
      if (nearest == roads.end()) continue;
      const Point a = node(nearest->from);
      const Point b = node(nearest->to);
      const double share = nearest_share(a, b, place);
      const Point foot = between(a, b, share);
      const std::size_t stand = add_node(place);
      bays.add(bay.name, stand);
      std::optional<std::size_t> meets;
      for (const std::size_t end : {nearest->from, nearest->to})
        if (distance_m(node(end), foot) < kSamePlaceM) meets = end;
      for (const auto& [where, cut] : nearest->cuts)
        if (distance_m(node(cut), foot) < kSamePlaceM) meets = cut;
      if (!meets) {
        meets = add_node(foot);
        nearest->cuts.emplace_back(share, *meets);
      }
      spurs.emplace_back(stand, *meets);
    }
  }
  for (const scenarios::MaterialFlow& flow : plant.flows) {
    bays.find(flow.from);
    bays.find(flow.to);
  }
  for (Road& road : roads) cut(road, plant.section_m.value);
  for (const auto& [stand, meets] : spurs) {
    const Zone zone = zones_++;
    bay_zones_[stand] = zone;
    add_section(stand, meets, zone);
    add_section(meets, stand, zone);
  }
  mark_crossings();
  bays_ = bays.nodes();
  for (const auto* list : {&plant.stations, &plant.parking, &plant.chargers}) {
    for (const scenarios::TransportBay& bay : *list) {
      const auto found = bays_.find(bay.name.value);
      if (found == bays_.end() || spurs.empty()) continue;
      const std::size_t first = spurs.front().first;
      if (!shortest(first, found->second) || !shortest(found->second, first))
        bays.reject(bay.name, {fmt::format("“{}”与其他位置之间没有往返的路", bay.name.value),
                               fmt::format("no way leads to “{}” and back", bay.name.value)});
    }
  }
  bays.throw_if_any();
}

std::size_t Roads::bay(const std::string& name) const {
  const auto found = bays_.find(name);
  assert(found != bays_.end());
  return found->second;
}

std::optional<Route> Roads::shortest(std::size_t from, std::size_t to,
                                     const std::function<bool(const Section&)>& is_open) const {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  std::vector<double> distance(nodes_.size(), kFar);
  std::vector<std::size_t> came_by(nodes_.size());
  using Reached = std::pair<double, std::size_t>;
  std::priority_queue<Reached, std::vector<Reached>, std::greater<>> waiting;
  distance[from] = 0;
  waiting.emplace(0, from);
  while (!waiting.empty()) {
    const auto [so_far, at] = waiting.top();
    waiting.pop();
    if (at == to) break;
    if (so_far > distance[at]) continue;
    if (at != from && bay_zones_.contains(at)) continue;  // no way leads through a bay
    for (const std::size_t index : leaving_[at]) {
      const Section& section = sections_[index];
      if (is_open && !is_open(section)) continue;
      const double there = so_far + section.length_m;
      if (there >= distance[section.to]) continue;
      distance[section.to] = there;
      came_by[section.to] = index;
      waiting.emplace(there, section.to);
    }
  }
  if (distance[to] == kFar) return std::nullopt;
  Route route;
  for (std::size_t at = to; at != from; at = sections_[route.back()].from) route.push_back(came_by[at]);
  std::reverse(route.begin(), route.end());
  return route;
}

double Roads::length_m(const Route& route) const {
  double sum = 0;
  for (const std::size_t index : route) sum += sections_[index].length_m;
  return sum;
}

std::size_t Roads::add_node(const Point& point) {
  nodes_.push_back(point);
  leaving_.emplace_back();
  return nodes_.size() - 1;
}

void Roads::add_section(std::size_t from, std::size_t to, Zone zone) {
  leaving_[from].push_back(sections_.size());
  sections_.push_back({from, to, distance_m(nodes_[from], nodes_[to]), zone, {}});
}

void Roads::cut(const Road& road, double section_m) {
  std::vector<std::pair<double, std::size_t>> cuts = road.cuts;
  cuts.emplace_back(1, road.to);
  std::sort(cuts.begin(), cuts.end());
  std::size_t at = road.from;
  for (const auto& [share, next] : cuts) {
    const Point begin = nodes_[at];
    const Point end = nodes_[next];
    // What comes from the other side could not stop between two pieces of a single lane.
    const double pieces = road.is_two_way ? 1 : std::ceil(distance_m(begin, end) / section_m);
    for (double piece = 1; piece <= pieces; ++piece) {
      const std::size_t to = piece == pieces ? next : add_node(between(begin, end, piece / pieces));
      const Zone zone = zones_++;
      add_section(at, to, zone);
      if (road.is_two_way) add_section(to, at, zone);
      at = to;
    }
  }
}

void Roads::mark_crossings() {
  std::vector<int> arriving(nodes_.size(), 0);
  for (const Section& section : sections_) ++arriving[section.to];
  std::vector<std::optional<Zone>> crossings(nodes_.size());
  for (std::size_t node = 0; node < nodes_.size(); ++node) {
    if (bay_zones_.contains(node) || (arriving[node] < 2 && leaving_[node].size() < 2)) continue;
    crossings[node] = zones_++;
  }
  for (Section& section : sections_) section.crossing = crossings[section.from];
}

}  // namespace plantproof::plants::agv
