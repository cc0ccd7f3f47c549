#pragma once

#include <cstddef>

namespace plantproof::plants::collection {

/// How a gateway reaches its sources.
class Collector {
 public:
  Collector() = default;
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;
  virtual ~Collector() = default;

  /// A record of this source of the gateway's, by its number there, is due now.
  virtual void collect(std::size_t source, std::size_t record) = 0;
};

}  // namespace plantproof::plants::collection
