#include "places.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace plantproof::config {

void check_inside(const scenarios::Place& place, std::string_view what, const scenarios::Hall& hall,
                  core::InputErrors& errors) {
  const auto check = [&](const scenarios::Number& at, const scenarios::Number& end, std::string_view axis) {
    if (at.value <= end.value) return;
    errors.add(at.where, {fmt::format("{} 在厂房之外：{} = {} m，厂房到 {} m 为止", what, axis, at.value, end.value),
                          fmt::format("the {} is outside the hall: {} = {} m, the hall ends at {} m", what, axis,
                                      at.value, end.value)});
  };
  check(place.x_m, hall.length_m, "x");
  check(place.y_m, hall.width_m, "y");
  check(place.z_m, hall.height_m, "z");
}

void check_device_height(const scenarios::Number& height_m, const scenarios::Hall& hall, core::InputErrors& errors) {
  if (height_m.value <= hall.height_m.value) return;
  errors.add(height_m.where,
             {fmt::format("终端在 {} m 高处，厂房净高只有 {} m", height_m.value, hall.height_m.value),
              fmt::format("devices are {} m high, in a hall of {} m", height_m.value, hall.height_m.value)});
}

void check_clutter(const scenarios::Hall& hall, core::InputErrors& errors) {
  const scenarios::Number& height = hall.clutter.height_m;
  if (height.value < hall.height_m.value) return;
  errors.add(height.where,
             {fmt::format("遮挡物有效高度 {} m，应低于净高 {} m", height.value, hall.height_m.value),
              fmt::format("clutter of {} m must be below the ceiling, {} m", height.value, hall.height_m.value)});
}

void check_background(const scenarios::Background& background, core::InputErrors& errors) {
  if (background.devices.value > 0) return;
  for (const scenarios::Number* load : {&background.downlink_mbps, &background.uplink_mbps}) {
    if (load->value <= 0) continue;
    errors.add(load->where,
               {fmt::format("背景负载 {} Mbit/s 没有终端承担：devices 为 0", load->value),
                fmt::format("no device carries the background load of {} Mbit/s: devices is 0", load->value)});
  }
}

void check_one_of(double value, const core::Position& where, const std::vector<double>& list, const core::Text& what,
                  core::InputErrors& errors) {
  if (std::find(list.begin(), list.end(), value) != list.end()) return;
  const std::string valid = fmt::format("{}", fmt::join(list, ", "));
  errors.add(where, {fmt::format("{}没有 {}；可用的有：{}", what.zh, value, valid),
                     fmt::format("{} has no {}; it has {}", what.en, value, valid)});
}

}  // namespace plantproof::config
