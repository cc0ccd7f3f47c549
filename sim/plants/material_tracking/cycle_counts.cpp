#include "material_tracking/cycle_counts.hpp"

#include "plants/variates.hpp"

namespace plantproof::plants::material {

CycleCounts::CycleCounts(const scenarios::MaterialTracking::Counting& counting, const Stock& stock, Ledger& ledger,
                         Journal& journal, Plant& plant, core::Instant end)
    : counting_(counting),
      stock_(stock),
      ledger_(ledger),
      journal_(journal),
      plant_(plant),
      draws_(plant.draws("cycle counts")),
      end_(end) {
  for (std::size_t record = 0; record < stock.records(); ++record) order_.push_back(draws_.uniform() - 1);
  for (std::int64_t person = 0; person < counting.people.value; ++person) next();
}

std::optional<std::size_t> CycleCounts::longest_uncounted() const {
  std::optional<std::size_t> found;
  for (std::size_t record = 0; record < order_.size(); ++record) {
    if (journal_.is_to_count(record) && (!found || order_[record] < order_[*found])) found = record;
  }
  return found;
}

void CycleCounts::next() {
  const double takes_s = lognormal(draws_, counting_.count_s.value, counting_.count_spread_ratio.value);
  const core::Instant done = plant_.simulation.now() + core::of_seconds(takes_s);
  if (done >= end_) return;
  const auto record = longest_uncounted();
  if (record) order_[*record] = core::in_seconds(done.time_since_epoch());
  plant_.simulation.at(done, [this, record] {
    if (!record) return next();
    count(*record);
  });
}

void CycleCounts::count(std::size_t record) {
  const std::int64_t there = stock_.pieces(record);
  const std::int64_t believed = ledger_.quantity(record);
  journal_.counted(record, there, believed);
  if (there == believed) return next();
  plant_.simulation.after(core::of_seconds(counting_.recount_s.value), [this, record] {
    ledger_.correct(record, stock_.pieces(record));
    next();
  });
}

}  // namespace plantproof::plants::material
