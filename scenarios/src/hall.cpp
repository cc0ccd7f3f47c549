#include "scenarios/hall.hpp"

#include "field.hpp"
#include "parts.hpp"

namespace plantproof::scenarios {
namespace {

Origin calibration() {
  return from("3GPP TR 38.901", {"表 7.8-7，低密度", "table 7.8-7, low density"});
}

}  // namespace

template <>
const std::vector<Field<Clutter>>& fields() {
  static const std::vector<Field<Clutter>> kFields = {
      field_of<&Clutter::density_ratio>(
          "density_ratio", {"遮挡物占地面的比例，0.4 起为密集", "share of the floor it covers, dense from 0.4 on"})
          .between(0.001, 0.99)
          .otherwise(calibration()),
      field_of<&Clutter::height_m>("height_m", {"遮挡物有效高度", "effective height"})
          .between(0, 10)
          .otherwise(calibration()),
      field_of<&Clutter::size_m>("size_m", {"遮挡物典型尺寸", "typical size"})
          .between(0.1, 100)
          .otherwise(from("3GPP TR 38.901", {"表 7.2-4，稀疏 10 m、密集 2 m", "table 7.2-4: sparse 10 m, dense 2 m"}))};
  return kFields;
}

template <>
const std::vector<Field<Hall>>& fields() {
  static const std::vector<Field<Hall>> kFields = {
      field_of<&Hall::length_m>("length_m", {"长（x 方向）", "length, along x"}).between(1, 1000),
      field_of<&Hall::width_m>("width_m", {"宽（y 方向）", "width, along y"}).between(1, 1000),
      field_of<&Hall::height_m>("height_m", {"净高", "height of the ceiling"}).between(2, 50),
      field_of<&Hall::clutter>("clutter", {"遮挡物", "clutter"})};
  return kFields;
}

Hall read_hall(const input::YamlNode& map) {
  Hall hall;
  read_part(map, map.position(), hall);
  return hall;
}

void tell_hall(const Hall& hall, std::vector<ParameterRow>& rows) {
  tell_part(hall, {"厂房", "hall"}, "hall", rows);
}

}  // namespace plantproof::scenarios
