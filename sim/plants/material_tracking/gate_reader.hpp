#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "material_tracking/booking.hpp"
#include "material_tracking/passage.hpp"
#include "material_tracking/stock.hpp"
#include "plants/plant.hpp"
#include "scenarios/material_tracking.hpp"

namespace plantproof::plants::material {

/// The reader at a gate: a tag that both antennas have seen has gone from the one to the other, and is booked when it
/// has not been seen for a while. One that a single antenna has seen is taken to have gone with the others, and booked
/// when the light barrier says that the load is through; if there are no others, nobody knows where it went.
class GateReader : public GateWatcher {
 public:
  /// All but the name outlive it.
  GateReader(const scenarios::MaterialTracking::Portal& portal, std::string gate, const Stock& stock, Book& book,
             Plant& plant);

  void watch(const std::shared_ptr<const Passage>& passage) override;

 private:
  void book_at(core::Instant when, const std::shared_ptr<const Passage>& passage, std::size_t bin);

  const scenarios::MaterialTracking::Portal& portal_;
  std::string gate_;
  const Stock& stock_;
  Book& book_;
  Plant& plant_;
  std::int64_t passages_ = 0;
};

}  // namespace plantproof::plants::material
