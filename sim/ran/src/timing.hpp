#pragma once

#include "nr/numerology.hpp"
#include "ran/parameters.hpp"

namespace plantproof::ran {

/// How long devices and gNB take, by the method of TR 37.910 5.7.1: a sender prepares half of T_proc,2 before data, a
/// receiver takes half of T_proc,1 after it, on whichever side.
class Timing {
 public:
  explicit Timing(const CarrierParameters& carrier);

  /// From a packet's arrival to the earliest start of what carries it, or of the scheduling request.
  [[nodiscard]] nr::Tc preparation() const { return preparation_; }
  /// From the end of data to the packet's delivery.
  [[nodiscard]] nr::Tc reception(nr::Direction direction, const nr::Transmission& on_air, int blocks) const;
  /// From the end of data to the acknowledgement of downlink data, or to the grant of an uplink retransmission:
  /// T_proc,1.
  [[nodiscard]] nr::Tc decision(nr::Direction direction, const nr::Transmission& on_air, int blocks) const;
  /// From the end of an acknowledgement to a downlink retransmission, and of a grant to its data: T_proc,2.
  [[nodiscard]] nr::Tc granting() const { return granting_; }
  /// From the end of a scheduling request, or of data with a buffer status, to the grant.
  [[nodiscard]] nr::Tc request_handling() const { return request_handling_; }

 private:
  CarrierParameters carrier_;
  nr::Tc granting_{0};
  nr::Tc preparation_{0};
  nr::Tc request_handling_{0};
};

}  // namespace plantproof::ran
