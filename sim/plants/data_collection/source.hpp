#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "core/time.hpp"
#include "scenarios/data_collection.hpp"

namespace plantproof::plants::collection {

/// What records are collected from, and where it stands.
struct Source {
  std::string name;
  std::size_t cell = 0;
  double x_m = 0;
  double y_m = 0;
  std::int64_t registers = 0;
  core::Nanoseconds answers_after{0};
};

/// The sources of all cells, cell by cell: those of a cell stand in rows that fill it.
[[nodiscard]] std::vector<Source> sources_of(const scenarios::DataCollection& plant);

/// When a source does not answer for a reason of its own: it fails and comes back at random, and may be off at the
/// beginning.
class Outages {
 public:
  Outages(const scenarios::DataCollection::Outages& outages, core::Draws draws, core::Instant start, core::Instant end);

  [[nodiscard]] bool is_off(core::Instant when) const;

 private:
  std::vector<core::Instant> changes_;  ///< it is on before the first, off until the second, and so on
};

/// A source and when it is off.
struct Polled {
  Source source;
  Outages outages;
};

}  // namespace plantproof::plants::collection
