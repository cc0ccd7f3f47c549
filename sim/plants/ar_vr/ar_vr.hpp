#pragma once

#include <memory>

#include "plants/plant.hpp"
#include "scenarios/ar_vr.hpp"

namespace plantproof::plants {

/// Employees learn in groups with headsets whose pictures a server renders, and technicians are guided by experts who
/// see through their cameras. What is broken off, or was of bad quality, is repeated when there is time.
///
/// Time in which nobody wears a headset may be skipped: the tables are told by the calendar, of which the run is a part
/// that begins on a Monday at midnight. A phase without a network has no sessions.
///
/// Evidence: sessions. One that is under way at the end of the run has no end.
class ArVr : public Process {
 public:
  /// Throws core::InputFailure for an exercise that does not fit into its slot.
  explicit ArVr(scenarios::ArVr parameters);
  ~ArVr() override;

  [[nodiscard]] Population population() const override;
  void start(Plant& plant) override;
  void finish() override;
  [[nodiscard]] core::Instant in_evidence(core::Instant simulated) const override;

 private:
  class Floor;
  scenarios::ArVr parameters_;
  std::unique_ptr<Floor> floor_;
};

}  // namespace plantproof::plants
