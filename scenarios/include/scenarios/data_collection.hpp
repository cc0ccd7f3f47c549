#pragma once

#include <vector>

#include "scenarios/parameter.hpp"

namespace plantproof::scenarios {

/// What the plant data-collection does, as a scenario file describes it. Unit, range, default and its source of every
/// member stand in scenarios/src/data_collection.cpp.
struct DataCollection {
  /// A part of the hall whose sources one gateway polls.
  struct Cell {
    Name name;
    Number x_m;  ///< its middle
    Number y_m;
  };

  /// Sources that are alike. Each cell has as many.
  struct SourceKind {
    Name name;
    Whole per_cell;
    Whole registers;   ///< of 16 bits, that a record consists of
    Number answer_ms;  ///< from when it has the request until it answers
  };

  /// When a source is switched off, or does not answer for another reason of its own.
  struct Outages {
    Number time_between_h{8};  ///< in the mean; 0: never
    Number lasts_s{600};       ///< in the mean
  };

  enum class Way { SerialBus, Direct };

  /// SerialBus: Modbus RTU on RS-485, one bus a gateway.
  struct Bus {
    Whole baud{9600};
    Whole character_bits{11};
    Number bit_error_ratio{1e-7};
    Number timeout_ms{1000};
    Whole attempts{1};
  };

  /// Direct: Modbus TCP over the network, source by source, all at once.
  struct Polling {
    Number timeout_ms{300};
    Whole attempts{2};
    Whole header_bytes{9};
    Whole request_bytes{12};
  };

  /// How a gateway passes records on to the historian: in messages that are sent again until they are acknowledged.
  struct Forwarding {
    Number flush_ms{1000};  ///< at least so long from message to message
    Whole batch_records{64};
    Whole record_bytes{24};  ///< besides its registers: which source, when, whether it is good
    Whole acknowledgement_bytes{64};
    Number retry_ms{1000};
    Whole buffer_records{1000};
  };

  /// Where parts pass whose identifiers are read.
  struct ReadStation {
    Name name;
    Name cell;
    Number x_m;
    Number y_m;
  };

  struct Reading {
    Number part_s{1};  ///< to move a part in, read it and let it go
    Number part_spread_ratio{0.1};
    Whole handshakes{2};  ///< round trips before the question
    Whole handshake_bytes{300};
    Whole handshake_answer_bytes{1400};
    Whole question_bytes{500};
    Whole answer_bytes{1200};
    Number timeout_ms{1000};  ///< doubled each time
    Whole attempts{3};
    Number exception_s{10};  ///< by hand, when nothing came
  };

  /// The identifiers that parts carry.
  struct Identifiers {
    Whole count{20'000};
    Number zipf_exponent{0.8};
    Number own_ratio{0.3};        ///< registered by the plant's own enterprise
    Number neighbour_ratio{0.3};  ///< by others under the same secondary node; the rest elsewhere
    Whole neighbours{50};
    Whole strangers{200};
    Number handle_ratio{0.4};
    Number oid_ratio{0.2};  ///< the rest is GS1
    Number registered_again_per_h{30};
  };

  /// What lies between who asks and a node.
  struct Node {
    Number away_ms{0};  ///< one way
    Number jitter_ms{0};
    Number loss_ratio{0};  ///< of each way
    Number service_ms{1};
    Number others_per_s{0};
  };

  struct Resolver {
    Node enterprise;
    Whole cache_entries{5000};
    Number time_to_live_s{86'400};
    Number warm_h{8};  ///< so long it has been at work when the run begins
    Number timeout_ms{500};
    Whole attempts{3};
    Node secondary;
    Node top;
    Node foreign;  ///< the secondary nodes of strangers
  };

  std::vector<Cell> cells;
  Number cell_length_m{20};
  Number cell_width_m{10};
  std::vector<SourceKind> sources;
  Number period_s{1};
  Outages outages;
  Parameter<Way> way{Way::Direct};
  Bus bus;
  Polling polling;
  Forwarding forwarding;
  std::vector<ReadStation> stations;
  Reading reading;
  Identifiers identifiers;
  Resolver resolver;
};

}  // namespace plantproof::scenarios
