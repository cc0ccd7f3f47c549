#pragma once

#include <vector>

#include "scenarios/parameter.hpp"

namespace plantproof::scenarios {

/// A station of a line, in the order in which units pass it.
struct LineStation {
  Name name;
  Name stage;  ///< of production
  Number x_m;
  Number y_m;
  Switch is_wired{false};  ///< its controller has a cable in any case
  Number work_s;           ///< on one unit, in the mean
  Number work_spread_ratio{0.05};
  Number time_between_failures_h{0};  ///< of its own, of working time, in the mean; 0: never
  Number repair_s{300};               ///< in the mean
};

/// The controller of a station: it looks at what has come, and says what it has to say, at a scan. Its scans drift
/// against those of others, and against the radio's frames, so that no message keeps its place in a frame.
struct LineController {
  Number scan_ms{10};
  Number clock_deviation_ppm{50};  ///< at most, either way
};

/// How one station hands a unit over to the next: request, answer, and then, as long as the unit moves, the status of
/// both ends, each watching the other's.
struct UnitTransfer {
  Number duration_s;          ///< of the way from station to station, without a stop
  Whole message_bytes{1000};  ///< of each: requests and answers as well as status
  Number answer_timeout_ms;   ///< before it asks again
  Whole attempts{3};          ///< in all
  Number status_period_ms;
  Number status_timeout_ms;  ///< without a status for so long an end stops the transfer
  Number restart_s;          ///< by itself, after a stop during a transfer
  Number reset_s;            ///< by an operator who is called, when nobody answered
};

/// What is done at a station before the next product may come, each of them as long every time. What differs between a
/// plant with wires and one without is here: connectors to be moved, and wiring to be tested.
struct ChangeOver {
  Number tooling_s;
  Whole connectors{0};  ///< that are unplugged, laid anew and plugged
  Number connector_s{0};
  Number io_test_s{0};          ///< of the signals afterwards
  Whole recipe_bytes;           ///< that its controller fetches from the server; 0: none
  Number recipe_timeout_s{60};  ///< before it asks again
};

/// A line of stations that make units of changing products, in batches.
struct LineCoordination {
  std::vector<LineStation> stations;
  Whole buffer_units{1};  ///< that can wait in front of a station
  Whole batch_units;      ///< of one product, before the next
  UnitTransfer transfer;
  ChangeOver change_over;
  LineController controller;
  Number reject_ratio{0.01};  ///< of units at the end of the line, at random
  Whole operators{1};         ///< whose hours are counted; nothing waits for one
};

}  // namespace plantproof::scenarios
