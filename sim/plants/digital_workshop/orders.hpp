#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "core/random.hpp"
#include "core/time.hpp"
#include "digital_workshop/place.hpp"
#include "scenarios/digital_workshop.hpp"

namespace plantproof::plants::workshop {

/// What a machine of a group does to each piece of an order.
struct Operation {
  std::size_t group = 0;
  core::Nanoseconds cycle{0};  ///< of a piece
  core::Nanoseconds setup{0};
  std::int64_t program_bytes = 0;
  std::int64_t tools = 0;
  bool is_mistyped = false;  ///< were its offsets typed in by hand, one would be wrong
};

/// Some pieces that go through their operations together.
struct Order {
  std::int64_t number = 0;
  std::vector<Operation> operations;
  std::size_t done = 0;          ///< operations of it
  std::vector<bool> is_scrap{};  ///< of each piece
  Place place;                   ///< where the pieces lie

  [[nodiscard]] std::int64_t pieces() const { return std::ssize(is_scrap); }
  [[nodiscard]] const Operation& operation() const { return operations.at(done); }
  [[nodiscard]] bool is_last_operation() const { return done + 1 == operations.size(); }
};

/// The orders of a run: which they are follows from its seed and their number only, the same in both phases. So many
/// are on the floor at a time; when one is done, the next comes in. Those of the beginning have some of their
/// operations behind them.
class OrderPool {
 public:
  /// Throws core::InputFailure for a step in a group that does not exist, more pieces at least than at most, and shares
  /// of which none is above 0. The scenario outlives the pool.
  OrderPool(const scenarios::DigitalWorkshop& workshop, std::uint64_t seed);

  /// Called when an order begins to wait for a group, from now on.
  void tell(std::function<void(std::size_t group)> waits) { waits_ = std::move(waits); }
  /// The order that has waited longest for the group, which waits no longer; null: none does.
  [[nodiscard]] Order* take(std::size_t group);
  [[nodiscard]] bool has(std::size_t group) const { return !waiting_.at(group).empty(); }
  /// The order's operation is done, at that place: it waits for the next one, or is done.
  void operation_done(Order& order, const Place& place);

  [[nodiscard]] std::size_t released() const { return orders_.size(); }
  [[nodiscard]] std::size_t done() const { return done_; }
  [[nodiscard]] std::size_t waiting() const;

 private:
  void release(bool is_begun);

  const scenarios::DigitalWorkshop& workshop_;
  std::uint64_t seed_;
  std::vector<std::vector<std::size_t>> groups_;  ///< of each step of each product
  std::deque<Order> orders_;                      ///< all that have come in
  std::vector<std::deque<Order*>> waiting_;       ///< by group
  std::size_t done_ = 0;
  std::function<void(std::size_t)> waits_;
};

}  // namespace plantproof::plants::workshop
