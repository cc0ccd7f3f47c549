#include "hall.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "input/file.hpp"
#include "input/number.hpp"

namespace plantproof::app {
namespace {

report::FloorArea area_of(const data::Area& area) {
  return {area.origin_x_m, area.origin_y_m, area.length_m, area.width_m};
}

std::vector<report::Hall::Gnb> gnbs_of(const scenarios::Scenario& scenario) {
  std::vector<report::Hall::Gnb> gnbs;
  const auto* nr = scenario.pilot ? std::get_if<scenarios::NrNetwork>(&scenario.pilot->network) : nullptr;
  if (nr == nullptr) return gnbs;
  for (const scenarios::Gnb& gnb : nr->gnbs) {
    const bool points = gnb.antennas.pattern.value == scenarios::AntennaPattern::Element;
    gnbs.push_back({fmt::format("gNB{}", gnbs.size() + 1),  // as the walk test calls them
                    {gnb.x_m.value, gnb.y_m.value},
                    points ? std::optional(gnb.antennas.azimuth_deg.value) : std::nullopt});
  }
  return gnbs;
}

/// The machines of a workshop: a row of each group.
std::vector<report::Hall::Place> machines_of(const scenarios::DigitalWorkshop& workshop) {
  std::vector<report::Hall::Place> places;
  for (const auto& group : workshop.groups) {
    for (std::int64_t i = 0; i < group.machines.value; ++i) {
      places.push_back({fmt::format("{}-{}", group.name.value, i + 1),
                        {group.x_m.value + static_cast<double>(i) * group.pitch_m.value, group.y_m.value}});
    }
  }
  return places;
}

/// Whatever of a plant has a name and a place.
std::vector<report::Hall::Place> places_of(const scenarios::Scenario& scenario) {
  if (scenario.process) {
    if (const auto* workshop = std::get_if<scenarios::DigitalWorkshop>(&*scenario.process))
      return machines_of(*workshop);
  }
  struct Item {
    std::string name;
    std::optional<double> x_m;
    std::optional<double> y_m;
  };
  std::vector<std::pair<std::string, Item>> items;  // by path
  for (const scenarios::ParameterRow& row : scenarios::parameters(scenario)) {
    if (row.is_part() || !row.path.starts_with("process.")) continue;
    const std::size_t dot = row.path.rfind('.');
    const std::string path = row.path.substr(0, dot);
    const std::string key = row.path.substr(dot + 1);
    if (items.empty() || items.back().first != path) items.push_back({path, {}});
    Item& item = items.back().second;
    if (key == "name") item.name = row.value.en;
    if (key == "x_m") item.x_m = row.number;
    if (key == "y_m") item.y_m = row.number;
  }
  std::vector<report::Hall::Place> places;
  for (const auto& [path, item] : items) {
    if (!item.name.empty() && item.x_m && item.y_m) places.push_back({item.name, {*item.x_m, *item.y_m}});
  }
  return places;
}

/// "image/png" of a drawing, or empty.
std::string_view media_type(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff")) return "image/jpeg";
  constexpr std::size_t kProlog = 4096;
  const std::string_view head = bytes.substr(0, kProlog);
  const bool is_text = head.find('\0') == std::string_view::npos;
  return is_text && head.find("<svg") != std::string_view::npos ? "image/svg+xml" : "";
}

report::FloorArea parse_extent(const std::string& text) {
  std::array<double, 4> numbers{};
  std::string_view rest = text;
  bool is_good = true;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::size_t comma = i + 1 < numbers.size() ? rest.find(',') : rest.size();
    const auto number = comma == std::string_view::npos ? std::nullopt : input::parse_number(rest.substr(0, comma));
    is_good = is_good && number;
    if (!is_good) break;
    numbers[i] = *number;
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  if (!is_good || numbers[2] <= 0 || numbers[3] <= 0) {
    throw core::InputFailure({"--floor-plan-extent", 0, 0},
                             {fmt::format("“{}”应写成 X,Y,长,宽，单位 m，长与宽大于 0，如 0,0,100,50", text),
                              fmt::format("“{}” must be written X,Y,LENGTH,WIDTH in metres, length and width above 0, "
                                          "such as 0,0,100,50",
                                          text)});
  }
  return {numbers[0], numbers[1], numbers[2], numbers[3]};
}

}  // namespace

std::optional<report::Hall> hall_of(const data::Manifest& manifest,
                                    const std::optional<scenarios::Scenario>& scenario) {
  if (!manifest.area) return std::nullopt;
  report::Hall hall;
  hall.area = area_of(*manifest.area);
  for (const data::GnbSite& gnb : manifest.gnbs) hall.gnbs.push_back({gnb.name, {gnb.x_m, gnb.y_m}, gnb.azimuth_deg});
  for (const data::FloorZone& zone : manifest.zones) hall.zones.push_back({zone.name, area_of(zone.area)});
  for (const data::FloorObstacle& obstacle : manifest.obstacles) {
    report::Hall::Obstacle& drawn = hall.obstacles.emplace_back(report::Hall::Obstacle{obstacle.name, {}});
    for (const data::FloorObstacle::Corner& corner : obstacle.corners)
      drawn.corners.push_back({corner.x_m, corner.y_m});
  }
  if (!scenario) return hall;
  if (hall.gnbs.empty()) hall.gnbs = gnbs_of(*scenario);
  hall.places = places_of(*scenario);
  if (const auto& plant = scenario->hall) {
    hall.clutter = {plant->clutter.density_ratio.value, plant->clutter.height_m.value, plant->clutter.size_m.value};
  }
  return hall;
}

std::map<std::string, metrics::PathPoint> places_by_name(const report::Hall& hall) {
  std::map<std::string, metrics::PathPoint> places;
  for (const report::Hall::Place& place : hall.places) places.emplace(place.name, place.at);
  return places;
}

void add_image(const FloorPlan& plan, std::optional<report::Hall>& hall) {
  if (plan.file.empty()) {
    if (plan.extent.empty()) return;
    throw core::InputFailure({"--floor-plan-extent", 0, 0},
                             {"只能与 --floor-plan 同用", "goes with --floor-plan only"});
  }
  if (!hall) {
    throw core::InputFailure({"--floor-plan", 0, 0}, {"evidence.yaml 没有写明区域（area），图纸无处可放",
                                                      "evidence.yaml does not name the area, so there is no floor to "
                                                      "lay it under"});
  }
  const report::FloorArea area = plan.extent.empty() ? hall->area : parse_extent(plan.extent);
  const std::string bytes = input::read_file(plan.file);
  constexpr std::size_t kMostBytes = 640 * 1024;  // four thirds of it in the page, which stays below 3 MB
  if (bytes.size() > kMostBytes) {
    throw core::InputFailure(
        {plan.file, 0, 0},
        {fmt::format("有 {} 字节，至多 {}（640 KiB）：报告是一个不大的网页。请缩小图像，或存为 JPEG", bytes.size(),
                     kMostBytes),
         fmt::format(
             "has {} bytes, {} (640 KiB) at most: a report is one small page. Scale it down, or save it as JPEG",
             bytes.size(), kMostBytes)});
  }
  const std::string_view type = media_type(bytes);
  if (type.empty()) {
    throw core::InputFailure({plan.file, 0, 0}, {"不是 PNG、JPEG 或 SVG 图像", "is no PNG, JPEG or SVG image"});
  }
  hall->image = {report::data_uri(type, bytes), area};
}

}  // namespace plantproof::app
