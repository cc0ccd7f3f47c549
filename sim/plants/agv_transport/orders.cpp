#include "agv_transport/orders.hpp"

#include <algorithm>

namespace plantproof::plants::agv {

std::vector<TransportOrder> draw_orders(const std::vector<scenarios::MaterialFlow>& flows, core::Instant begin,
                                        core::Nanoseconds duration, core::Draws draws) {
  std::vector<TransportOrder> orders;
  for (const scenarios::MaterialFlow& flow : flows) {
    for (std::int64_t i = 0; i < flow.orders_waiting.value; ++i)
      orders.push_back({begin, flow.from.value, flow.to.value});
    if (flow.orders_per_h.value <= 0) continue;
    const double mean_gap_s = core::kSecondsPerHour / flow.orders_per_h.value;
    double time_s = 0;
    while (true) {
      time_s += mean_gap_s * draws.exponential();
      if (time_s >= core::in_seconds(duration)) break;
      orders.push_back({begin + core::of_seconds(time_s), flow.from.value, flow.to.value});
    }
  }
  std::stable_sort(orders.begin(), orders.end(),
                   [](const TransportOrder& a, const TransportOrder& b) { return a.requested < b.requested; });
  return orders;
}

}  // namespace plantproof::plants::agv
