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

}  // namespace

Json hall_json(const std::optional<Hall>& hall) {
  if (!hall) return nullptr;
  const auto named = [](const std::string& name, const metrics::PathPoint& at) {
    return Json{{"name", name}, {"x_m", drawn(at.x_m)}, {"y_m", drawn(at.y_m)}};
  };
  Json json = {{"area", area_json(hall->area)},
               {"clutter", nullptr},
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

}  // namespace plantproof::report
