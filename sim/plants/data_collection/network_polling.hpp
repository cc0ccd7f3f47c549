#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "data_collection/collector.hpp"
#include "data_collection/ledger.hpp"
#include "data_collection/source.hpp"
#include "data_collection/uplink.hpp"
#include "plants/plant.hpp"
#include "plants/timer.hpp"
#include "scenarios/data_collection.hpp"

namespace plantproof::plants::collection {

/// A gateway that asks its sources over the network, all at once: none waits for another. One that does not answer is
/// asked again; then the record is missed.
class NetworkPolling : public Collector {
 public:
  /// Opens its flows. All but the name outlive it.
  NetworkPolling(const scenarios::DataCollection::Polling& polling, const std::string& gateway,
                 const std::vector<Polled>& sources, Ledger& ledger, Uplink& uplink, Plant& plant);

  /// From the gateway to the source, and the other way.
  [[nodiscard]] static data::Flow requests_flow(const std::string& gateway, const std::string& source);
  [[nodiscard]] static data::Flow values_flow(const std::string& gateway, const std::string& source);

  void collect(std::size_t source, std::size_t record) override;

 private:
  struct Flows {
    network::FlowId requests;
    network::FlowId values;
  };

  void ask(std::size_t source, std::size_t record, std::int64_t attempt);
  void answer(std::size_t source, std::size_t record);
  void hear(std::size_t source, std::size_t record);

  const scenarios::DataCollection::Polling& polling_;
  const std::vector<Polled>& sources_;
  Ledger& ledger_;
  Uplink& uplink_;
  Plant& plant_;
  std::vector<Flows> flows_;              ///< of each source
  std::map<std::size_t, Timer> waiting_;  ///< by record
};

}  // namespace plantproof::plants::collection
