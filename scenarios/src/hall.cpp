#include "scenarios/hall.hpp"

#include "field.hpp"
#include "parts.hpp"

namespace plantproof::scenarios {
namespace {

Origin calibration() {
  return from("3GPP TR 38.901",
              {"表 7.8-7：稀疏 20 %、2 m，密集 60 %、6 m", "table 7.8-7: sparse 20 %, 2 m, dense 60 %, 6 m"});
}

constexpr double kDenseHeightM = 6;
constexpr double kDenseSizeM = 2;

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
          .otherwise(from("3GPP TR 38.901", {"表 7.2-4：稀疏 10 m，密集 2 m", "table 7.2-4: sparse 10 m, dense 2 m"})),
      field_of<&Clutter::speed_mps>("speed_mps", {"周围人与机器移动的速度", "how fast people and machines move about"})
          .between(0, 30)
          .otherwise(assumption({"步行，3 km/h", "a walk, 3 km/h"}))};
  return kFields;
}

template <>
const std::vector<Field<Hall>>& fields() {
  static const std::vector<Field<Hall>> kFields = {
      field_of<&Hall::length_m>("length_m", {"长（x 方向）", "length, along x"}).between(1, 1000),
      field_of<&Hall::width_m>("width_m", {"宽（y 方向）", "width, along y"}).between(1, 1000),
      field_of<&Hall::height_m>("height_m", {"净高", "height of the ceiling"}).between(2, 50),
      field_of<&Hall::clutter>("clutter", {"遮挡物", "what stands in it"})};
  return kFields;
}

Hall read_hall(const input::YamlNode& map) {
  Hall hall;
  read_part({map, map.position()}, hall);
  Clutter& clutter = hall.clutter;
  if (clutter.density_ratio.value >= kDenseFrom) {
    if (!clutter.height_m.origin) clutter.height_m.value = kDenseHeightM;
    if (!clutter.size_m.origin) clutter.size_m.value = kDenseSizeM;
  }
  return hall;
}

void tell_hall(const Hall& hall, std::vector<ParameterRow>& rows) {
  tell_part(hall, {"厂房", "the factory hall"}, "hall", rows);
}

}  // namespace plantproof::scenarios
