#include "hall_json.hpp"

#include "picture_json.hpp"

namespace plantproof::report {
namespace {

Json area_json(const FloorArea& area) {
  return {{"x_m", drawn(area.x_m)},
          {"y_m", drawn(area.y_m)},
          {"length_m", drawn(area.length_m)},
          {"width_m", drawn(area.width_m)}};
}

Json device_json(const metrics::MotionDevice& device) {
  return {{"device", device.device},
          {"is_fixed", device.is_fixed},
          {"track", list(device.track,
                         [](const metrics::MotionPoint& point) {
                           return Json::array({point.frame, drawn(point.at.x_m), drawn(point.at.y_m),
                                               point.cell ? Json(*point.cell) : Json()});
                         })},
          {"events", list(device.events,
                          [](const metrics::MotionEvents& at) {
                            return Json::array({at.frame, at.late, at.lost, at.cell_changes, at.detached});
                          })},
          {"offline", device.offline}};
}

Json motion_json(const metrics::Motion& motion) {
  return {{"run", motion.run},
          {"chosen", bilingual(motion.chosen)},
          {"run_s", drawn(motion.run_s)},
          {"start_s", drawn(motion.start_s)},
          {"frame_s", metrics::kMotionFrameS},
          {"frames", motion.frames},
          {"cells", motion.cells},
          {"devices", list(motion.devices, device_json)},
          {"devices_left_out", motion.devices_left_out},
          {"samples_left_out", motion.samples_left_out},
          {"messages_elsewhere", motion.messages_elsewhere},
          {"has_deadlines", motion.has_deadlines}};
}

std::string_view cause_id(metrics::StopCause cause) {
  switch (cause) {
    case metrics::StopCause::Offline:
      return "offline";
    case metrics::StopCause::Messages:
      return "messages";
    case metrics::StopCause::Unknown:
      break;
  }
  return "unknown";
}

Json stop_json(const metrics::Stop& stop) {
  return {{"run", stop.run},
          {"vehicle", stop.vehicle},
          {"start_s", drawn(stop.start_s)},
          {"length_s", drawn(stop.length_s)},
          {"x_m", drawn(stop.at.x_m)},
          {"y_m", drawn(stop.at.y_m)},
          {"cause", cause_id(stop.cause)},
          {"missed", stop.missed},
          {"nearest_m", drawn(stop.nearest_m)},
          {"nearest", stop.nearest}};
}

Json phase_stops_json(const metrics::PhaseStops& phase) {
  Json sums = Json::array();
  for (std::size_t i = 0; i < phase.sums.size(); ++i) {
    sums.push_back({{"cause", cause_id(static_cast<metrics::StopCause>(i))},
                    {"count", phase.sums[i].count},
                    {"length_s", drawn(phase.sums[i].length_s)}});
  }
  return {{"phase", phase.is_pilot ? "pilot" : "baseline"},
          {"runs", phase.runs},
          {"spots", list(phase.spots,
                         [](const metrics::StopSpot& spot) {
                           return Json{{"x_m", drawn(spot.at.x_m)},
                                       {"y_m", drawn(spot.at.y_m)},
                                       {"cause", cause_id(spot.cause)},
                                       {"count", spot.sum.count},
                                       {"length_s", drawn(spot.sum.length_s)}};
                         })},
          {"left_out", phase.left_out},
          {"longest", list(phase.longest, stop_json)},
          {"sums", std::move(sums)},
          {"on_missions_s", drawn(phase.on_missions_s)},
          {"unseen_s", drawn(phase.unseen_s)}};
}

}  // namespace

Json hall_json(const std::optional<Hall>& hall) {
  if (!hall) return nullptr;
  const auto named = [](const std::string& name, const metrics::PathPoint& at) {
    return Json{{"name", name}, {"x_m", drawn(at.x_m)}, {"y_m", drawn(at.y_m)}};
  };
  Json json = {
      {"area", area_json(hall->area)},
      {"clutter", nullptr},
      {"obstacles", list(hall->obstacles,
                         [](const Hall::Obstacle& obstacle) {
                           return Json{{"name", obstacle.name}, {"corners", list(obstacle.corners, place_json)}};
                         })},
      {"gnbs", list(hall->gnbs,
                    [&](const Hall::Gnb& gnb) {
                      Json each = named(gnb.name, gnb.at);
                      each["azimuth_deg"] = drawn(gnb.azimuth_deg);
                      return each;
                    })},
      {"zones", list(hall->zones,
                     [](const Hall::Zone& zone) {
                       return Json{{"name", zone.name}, {"area", area_json(zone.area)}};
                     })},
      {"places", list(hall->places, [&](const Hall::Place& place) { return named(place.name, place.at); })},
      {"image", nullptr}};
  if (const auto& clutter = hall->clutter) {
    json["clutter"] = {{"density_ratio", drawn(clutter->density_ratio)},
                       {"height_m", drawn(clutter->height_m)},
                       {"size_m", drawn(clutter->size_m)}};
  }
  return json;
}

void add_image_json(const std::optional<Hall>& hall, Json& json) {
  if (hall && hall->image) json["image"] = {{"uri", hall->image->uri}, {"area", area_json(hall->image->area)}};
}

void add_motion_json(const std::optional<std::variant<metrics::Motion, core::Text>>& motion, Json& json) {
  const auto* shown = motion ? std::get_if<metrics::Motion>(&*motion) : nullptr;
  const auto* reason = motion ? std::get_if<core::Text>(&*motion) : nullptr;
  json["motion"] = shown != nullptr ? motion_json(*shown) : Json();
  json["no_motion"] = reason != nullptr ? bilingual(*reason) : Json();
}

Json stops_json(const std::optional<metrics::Stops>& stops) {
  if (!stops) return nullptr;
  return {{"stands_within_m", metrics::kStandsWithinM},
          {"least_s", metrics::kLeastStopS},
          {"before_s", metrics::kBeforeStopS},
          {"long_offline_s", metrics::kLongOfflineS},
          {"least_visits", metrics::kLeastVisits},
          {"standing_share", metrics::kStandingShare},
          {"places_of_work", stops->places_of_work},
          {"extent", area_json({stops->least.x_m, stops->least.y_m, stops->most.x_m - stops->least.x_m,
                                stops->most.y_m - stops->least.y_m})},
          {"phases", list(stops->phases, phase_stops_json)}};
}

}  // namespace plantproof::report
