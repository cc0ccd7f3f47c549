// Every parameter of a walk test. Nothing else in the project spells its key, unit, range, title or the source of its
// default.
#include "walk_test.hpp"

#include "core/time.hpp"

namespace plantproof::scenarios {

template <>
const std::vector<Field<WalkTest>>& fields() {
  static const std::vector<Field<WalkTest>> kFields = {
      field_of<&WalkTest::spacing_m>("spacing_m", {"往返路线的行距，至多", "lines to and fro, at most so far apart"})
          .between(0.5, 100)
          .otherwise(assumption({"每格至少走过一次", "through every cell of the grid"})),
      field_of<&WalkTest::walking_mps>("walking_mps", {"走测速度", "how fast"})
          .between(0.1, 10)
          .otherwise(assumption({"推着小车慢走", "a slow walk with a cart"})),
      field_of<&WalkTest::interval_s>("interval_s", {"每隔多久测一点", "from one sample to the next"})
          .between(0.01, core::kSecondsPerHour)
          .otherwise(assumption({"扫频仪常用 1 Hz", "scanners commonly give one a second"}))};
  return kFields;
}

}  // namespace plantproof::scenarios
