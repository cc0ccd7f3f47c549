#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/time.hpp"

namespace plantproof::plants::material {

/// What a booking does to a record.
struct Entry {
  std::size_t record = 0;
  std::int64_t pieces = 0;            ///< more, or fewer
  std::optional<std::size_t> change;  ///< the row of the change that it tells of; none: there was no such change
};

/// Somebody has noticed that material has moved.
struct Booking {
  core::Instant moved;  ///< as the one who noticed it says
  std::vector<Entry> entries;
};

/// A booking with its number at the gateway that has sent it, from 1.
struct Numbered {
  std::int64_t number = 0;
  Booking booking;
};

/// Where those who notice something put it down.
class Book {
 public:
  Book() = default;
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;
  virtual ~Book() = default;

  virtual void take(Booking booking) = 0;
};

}  // namespace plantproof::plants::material
