#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/time.hpp"
#include "material_tracking/booking.hpp"
#include "material_tracking/stock.hpp"

namespace plantproof::plants::material {

/// A bin on its way through a gate.
struct Crossing {
  std::size_t item = 0;
  double behind_m = 0;  ///< the head of the load
  /// Rows of the journal, once it is in the middle of the gate.
  std::optional<std::size_t> left;
  std::optional<std::size_t> came;
};

/// A load that passes a gate, from one place to another.
struct Passage {
  std::size_t from = 0;
  std::size_t to = 0;
  double speed_mps = 0;
  double zone_m = 0;  ///< from where the gate's field begins to its middle, and from there to its end
  std::vector<Crossing> bins;
  core::Instant entered;  ///< when the head came to the beginning of the field

  /// When a bin is in the middle of the gate: then it belongs to the other place.
  [[nodiscard]] core::Instant crosses(const Crossing& bin) const;
  /// When the last bin has left the field.
  [[nodiscard]] core::Instant cleared() const;
};

/// That a bin of a passage has moved, with so many pieces, at that time, as somebody says.
[[nodiscard]] Booking booking_of(const Passage& passage, const Crossing& bin, std::int64_t pieces, core::Instant moved,
                                 const Stock& stock);

/// Who watches a gate.
class GateWatcher {
 public:
  GateWatcher() = default;
  GateWatcher(const GateWatcher&) = delete;
  GateWatcher& operator=(const GateWatcher&) = delete;
  virtual ~GateWatcher() = default;

  /// A load enters the gate's field, now. Its rows come to be as its bins cross.
  virtual void watch(const std::shared_ptr<const Passage>& passage) = 0;
};

}  // namespace plantproof::plants::material
