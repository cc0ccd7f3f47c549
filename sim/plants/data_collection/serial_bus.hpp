#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "data_collection/collector.hpp"
#include "data_collection/ledger.hpp"
#include "data_collection/source.hpp"
#include "data_collection/uplink.hpp"
#include "plants/plant.hpp"
#include "scenarios/data_collection.hpp"

namespace plantproof::plants::collection {

/// A gateway that polls its sources over a bus, one after the other in the order they were due. One that is due again
/// before its turn has come has missed a record.
class SerialBus : public Collector {
 public:
  /// All but the name outlive it.
  SerialBus(const scenarios::DataCollection::Bus& bus, const std::string& gateway, const std::vector<Polled>& sources,
            Ledger& ledger, Uplink& uplink, Plant& plant);

  void collect(std::size_t source, std::size_t record) override;

 private:
  struct Waiting {
    std::size_t source;
    std::size_t record;
  };

  void next();
  void poll(Waiting waiting, std::int64_t attempt);

  const scenarios::DataCollection::Bus& bus_;
  const std::vector<Polled>& sources_;
  Ledger& ledger_;
  Uplink& uplink_;
  Plant& plant_;
  core::Draws noise_;
  std::deque<Waiting> waiting_;
  bool is_busy_ = false;
};

}  // namespace plantproof::plants::collection
