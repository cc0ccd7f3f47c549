#include "material_tracking/gate_reader.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "material_tracking/portal.hpp"

namespace plantproof::plants::material {

GateReader::GateReader(const scenarios::MaterialTracking::Portal& portal, std::string gate, const Stock& stock,
                       Book& book, Plant& plant)
    : portal_(portal), gate_(std::move(gate)), stock_(stock), book_(book), plant_(plant) {}

void GateReader::watch(const std::shared_ptr<const Passage>& passage) {
  core::Draws draws = plant_.draws(fmt::format("passage {} of {}", ++passages_, gate_));
  const std::vector<Sighting> seen = sightings(portal_, *passage, draws);
  const core::Nanoseconds gone_after = core::of_milliseconds(portal_.gone_after_ms.value);
  const auto by_both = [](const Sighting& tag) { return tag.first > 0 && tag.second > 0; };
  const bool is_known_whereto = std::ranges::any_of(seen, by_both);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (by_both(seen[i])) {
      book_at(passage->entered + core::of_seconds(seen[i].last_s) + gone_after, passage, i);
    } else if (is_known_whereto && seen[i].first + seen[i].second > 0) {
      book_at(passage->cleared() + gone_after, passage, i);
    }
  }
}

void GateReader::book_at(core::Instant when, const std::shared_ptr<const Passage>& passage, std::size_t bin) {
  plant_.simulation.at(when, [this, passage, bin] {
    const Crossing& crossing = passage->bins[bin];
    book_.take(booking_of(*passage, crossing, stock_.pieces_in_bin(crossing.item), passage->crosses(crossing), stock_));
  });
}

}  // namespace plantproof::plants::material
