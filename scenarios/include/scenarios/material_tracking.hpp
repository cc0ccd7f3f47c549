#pragma once

#include <vector>

#include "scenarios/parameter.hpp"
#include "scenarios/walk_test.hpp"

namespace plantproof::scenarios {

/// What the plant material-tracking does, as a scenario file describes it. Unit, range, default and its source of every
/// member stand in scenarios/src/material_tracking.cpp.
struct MaterialTracking {
  /// Where bins stand, or come from and go to.
  struct Place {
    Name name;
    Number x_m;  ///< its middle
    Number y_m;
    Number length_m{10};
    Number width_m{10};
    Whole bins{0};  ///< of each item, that it is meant to hold; 0: no stock is kept of what is there
  };

  /// Where bins pass from place to place, on a trolley, a tugger train or a pallet truck.
  struct Gate {
    Name name;
    Number x_m;
    Number y_m;
  };

  struct Items {
    Whole count{20};
    Whole least_pieces{4};  ///< in a bin
    Whole most_pieces{60};
    Number zipf_exponent{0.5};
  };

  enum class Reason { Demand, Refill };

  /// A kind of trip that is made again and again.
  struct Route {
    Name name;
    Name from;
    Name to;
    Name gate{""};  ///< empty: by forklift
    Parameter<Reason> reason{Reason::Demand};
    Number trips_per_h;
    Whole bins;  ///< of a trip; in the mean, or at most to refill
    Number speed_mps{1.4};
    Whole row_bins{8};
  };

  /// How busy an hour is.
  struct Hour {
    Number load_ratio;
  };

  /// Between reader and tag: EPC Gen2.
  struct AirInterface {
    Number tari_us{25};
    Number link_khz{250};
    Whole miller{4};  ///< subcarrier cycles of a bit; 1: FM0
    Whole epc_bits{96};
    Number first_q{4};
    Number q_step{0.2};
  };

  /// A gate's two antennas, one behind the other.
  struct Portal {
    Number zone_m{1.6};  ///< of each antenna
    Number row_m{1.2};   ///< from one row of bins to the next
    Number dwell_ms{100};
    Number powered_ratio{0.8};
    Number hidden_ratio{0.02};
    Number hidden_powered_ratio{0.15};
    Number gone_after_ms{1000};
    AirInterface air;
  };

  /// How a forklift knows where it is: UWB.
  struct Location {
    Number blink_ms{500};
    Whole blinks{3};
    Number error_m{0.3};
    Number blocked_ratio{0.1};
    Number blocked_error_m{1.2};
  };

  struct Forklifts {
    Whole count{3};
    Number speed_mps{2.2};
    Number handling_s{20};
    Number x_m;  ///< where they stand at first
    Number y_m;
  };

  /// How gates and forklifts pass on what they have noticed: in messages that are sent again until they are
  /// acknowledged.
  struct Gateway {
    Number flush_ms{200};  ///< at least so long from message to message
    Whole batch_bookings{32};
    Whole header_bytes{100};
    Whole booking_bytes{80};
    Whole acknowledgement_bytes{64};
    Number retry_ms{1000};  ///< doubled each time
    Number longest_retry_ms{60'000};
    Whole buffer_bookings{2000};
    Switch is_persistent{true};
    Number restarts_every_h{0};  ///< in the mean; 0: never
    Number restart_s{60};
  };

  struct Server {
    Number commit_ms{10};
    Switch checks_sequence{true};
  };

  /// People who count what is there.
  struct Counting {
    Whole people{2};
    Number count_s{60};
    Number count_spread_ratio{0.3};
    Number recount_s{120};
  };

  enum class Way { Tags, Handhelds, Docked };

  /// Handhelds or Docked: people scan bar codes.
  struct Scanning {
    Number scan_s{4};
    Number forgotten_ratio{0.01};
    Number typing_error_ratio{0.003};
    Number docked_every_h{4};
  };

  std::vector<Place> places;
  std::vector<Gate> gates;
  Items items;
  std::vector<Route> routes;
  std::vector<Hour> hours;
  Parameter<Way> way{Way::Tags};
  Portal portal;
  Forklifts forklifts;
  Location location;
  Scanning scanning;
  Gateway gateway;
  Server server;
  Counting counting;
  WalkTest survey;
};

}  // namespace plantproof::scenarios
