#pragma once

#include <cstdint>
#include <map>

#include "data/pass.hpp"

namespace plantproof::data {

/// Whole numbers, each of them once: those that follow each other cost nothing.
class NumberSet {
 public:
  /// False when it is there already.
  bool add(std::int64_t number) { return add(number, number); }
  /// False when they have a number in common.
  bool add(const NumberSet& other);
  [[nodiscard]] bool is_empty() const { return last_of_.empty(); }

 private:
  bool add(std::int64_t first, std::int64_t last);

  std::map<std::int64_t, std::int64_t> last_of_;  ///< by the first of numbers that follow each other
};

/// Whether messages keep what RowRules asks of them and belong to flows that are there. Where they do not, only
/// read_table() says which and why.
class MessageRules {
 public:
  void add(const Message& message);
  void merge(MessageRules&& next);

  [[nodiscard]] std::int64_t rows() const { return rows_; }
  /// `flows` is null where there is no table of them.
  [[nodiscard]] bool are_kept(const Names* flows);

 private:
  struct Flow {
    NumberSet sequences;
    core::Instant first_sent;
    core::Instant last_sent;
  };
  ByName<Flow> flows_;
  std::int64_t rows_ = 0;
  bool are_kept_ = true;
};

}  // namespace plantproof::data
