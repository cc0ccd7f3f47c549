#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "data_collection/ledger.hpp"
#include "plants/plant.hpp"
#include "plants/store_and_forward.hpp"
#include "scenarios/data_collection.hpp"

namespace plantproof::plants::collection {

inline constexpr const char* kHistorian = "historian";

/// From a gateway to the historian: the records that it has read.
class Uplink {
 public:
  /// Opens its flows. Parameters, ledger and plant outlive it.
  Uplink(const scenarios::DataCollection::Forwarding& forwarding, const std::string& gateway, Ledger& ledger,
         Plant& plant);

  [[nodiscard]] static std::vector<data::Flow> flows(const std::string& gateway);

  /// The gateway has read a record of so many registers, now.
  void take(std::size_t record, std::int64_t registers);
  [[nodiscard]] std::size_t waiting() const { return store_.waiting(); }

 private:
  const scenarios::DataCollection::Forwarding& forwarding_;
  StoreAndForward store_;
};

}  // namespace plantproof::plants::collection
