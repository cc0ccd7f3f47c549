#pragma once

#include <string_view>

#include "data/table_io.hpp"

namespace plantproof::data {

/// The short way to read a line of the table messages: nearly every one has its columns in order and no quotes, and its
/// numbers are digits alone. What it takes it reads as the long way does (tests/data/pass_test.cpp); the rest is for
/// that.
class PlainMessages {
 public:
  explicit PlainMessages(const TableHeader& header);
  /// Reads a line without its end; false where it is not plain: the row means nothing then.
  bool read(std::string_view line, Message& row) const;

 private:
  bool is_in_order_;  ///< the header has every column, in the order of the table's definition
};

}  // namespace plantproof::data
