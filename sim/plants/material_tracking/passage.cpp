#include "material_tracking/passage.hpp"

#include <algorithm>

namespace plantproof::plants::material {

core::Instant Passage::crosses(const Crossing& bin) const {
  return entered + core::of_seconds((zone_m + bin.behind_m) / speed_mps);
}

core::Instant Passage::cleared() const {
  double length_m = 0;
  for (const Crossing& bin : bins) length_m = std::max(length_m, bin.behind_m);
  return entered + core::of_seconds((2 * zone_m + length_m) / speed_mps);
}

Booking booking_of(const Passage& passage, const Crossing& bin, std::int64_t pieces, core::Instant moved,
                   const Stock& stock) {
  Booking booking{moved, {}};
  if (const auto record = stock.record(passage.from, bin.item)) booking.entries.push_back({*record, -pieces, bin.left});
  if (const auto record = stock.record(passage.to, bin.item)) booking.entries.push_back({*record, pieces, bin.came});
  return booking;
}

}  // namespace plantproof::plants::material
