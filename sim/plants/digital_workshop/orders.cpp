#include "digital_workshop/orders.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "core/input_error.hpp"
#include "plants/variates.hpp"

namespace plantproof::plants::workshop {
namespace {

using Workshop = scenarios::DigitalWorkshop;

std::size_t group_of(const Workshop& workshop, const scenarios::Name& name, core::InputErrors& errors) {
  const auto found = std::ranges::find(workshop.groups, name.value, [](const auto& group) { return group.name.value; });
  if (found == workshop.groups.end()) {
    errors.add(name.where, {fmt::format("没有名为“{}”的机组", name.value),
                            fmt::format("there is no group of machines “{}”", name.value)});
  }
  return static_cast<std::size_t>(found - workshop.groups.begin());
}

/// Which product a number of 0 to below 1 falls to, by their shares.
std::size_t product_of(const Workshop& workshop, double uniform) {
  double sum = 0;
  for (const Workshop::Product& product : workshop.products) sum += product.share_ratio.value;
  double left = uniform * sum;
  for (std::size_t i = 0; i + 1 < workshop.products.size(); ++i) {
    left -= workshop.products[i].share_ratio.value;
    if (left < 0) return i;
  }
  return workshop.products.size() - 1;
}

/// The operation at which somebody meets an order who comes at a random moment of its work; `share` of it is done.
std::size_t met_at(const Order& order, double share) {
  const auto work = [&order](const Operation& operation) { return operation.setup + order.pieces() * operation.cycle; };
  core::Nanoseconds sum{0};
  for (const Operation& operation : order.operations) sum += work(operation);
  core::Nanoseconds left = std::chrono::duration_cast<core::Nanoseconds>(sum * share);
  for (std::size_t i = 0; i + 1 < order.operations.size(); ++i) {
    left -= work(order.operations[i]);
    if (left.count() < 0) return i;
  }
  return order.operations.size() - 1;
}

}  // namespace

OrderPool::OrderPool(const Workshop& workshop, std::uint64_t seed)
    : workshop_(workshop), seed_(seed), waiting_(workshop.groups.size()) {
  core::InputErrors errors;
  double shares = 0;
  for (const Workshop::Product& product : workshop.products) {
    shares += product.share_ratio.value;
    std::vector<std::size_t>& groups = groups_.emplace_back();
    for (const Workshop::Step& step : product.steps) groups.push_back(group_of(workshop, step.group, errors));
  }
  if (shares <= 0) {
    errors.add(workshop.products.front().share_ratio.where, {"各零件的比例都是 0", "the shares of all products are 0"});
  }
  if (workshop.orders.least_pieces.value > workshop.orders.most_pieces.value) {
    errors.add(workshop.orders.least_pieces.where,
               {"最少件数多于最多件数", "an order has more pieces at least than at most"});
  }
  errors.throw_if_any();
  for (std::int64_t i = 0; i < workshop.orders.released.value; ++i) release(true);
}

Order* OrderPool::take(std::size_t group) {
  std::deque<Order*>& waiting = waiting_.at(group);
  if (waiting.empty()) return nullptr;
  Order* order = waiting.front();
  waiting.pop_front();
  return order;
}

void OrderPool::operation_done(Order& order, const Place& place) {
  order.place = place;
  if (++order.done == order.operations.size()) {
    ++done_;
    release(false);
    return;
  }
  const std::size_t group = order.operation().group;
  waiting_.at(group).push_back(&order);
  if (waits_) waits_(group);
}

std::size_t OrderPool::waiting() const {
  std::size_t sum = 0;
  for (const std::deque<Order*>& orders : waiting_) sum += orders.size();
  return sum;
}

void OrderPool::release(bool is_begun) {
  const Workshop::Orders& orders = workshop_.orders;
  core::Draws draws(core::mixed(seed_, orders_.size()));
  const std::size_t index = product_of(workshop_, draws.uniform());
  const Workshop::Product& product = workshop_.products[index];
  Order order;
  order.number = std::ssize(orders_) + 1;
  order.place = {workshop_.crew.store.x_m.value, workshop_.crew.store.y_m.value};
  const auto sizes = static_cast<double>(orders.most_pieces.value - orders.least_pieces.value + 1);
  order.is_scrap.resize(static_cast<std::size_t>(orders.least_pieces.value) +
                        static_cast<std::size_t>(draws.uniform() * sizes));
  const double begun = draws.uniform();
  for (std::size_t i = 0; i < product.steps.size(); ++i) {
    const Workshop::Step& step = product.steps[i];
    Operation& operation = order.operations.emplace_back();
    operation.group = groups_[index][i];
    operation.cycle = core::of_seconds(lognormal(draws, step.cycle_s.value, orders.cycle_spread_ratio.value));
    operation.setup = core::of_seconds(lognormal(draws, step.setup_s.value, orders.setup_spread_ratio.value));
    operation.program_bytes = std::llround(
        lognormal(draws, static_cast<double>(step.program_bytes.value), orders.program_spread_ratio.value));
    operation.tools = step.tools.value;
    const double all_right =
        std::pow(1 - workshop_.terminals.typing_error_ratio.value, static_cast<double>(step.tools.value));
    operation.is_mistyped = draws.uniform() >= all_right;
  }
  for (auto&& is_scrap : order.is_scrap) is_scrap = draws.uniform() < orders.scrap_ratio.value;
  if (is_begun) order.done = met_at(order, begun);
  const std::size_t group = order.operation().group;
  waiting_.at(group).push_back(&orders_.emplace_back(std::move(order)));
  if (waits_) waits_(group);
}

}  // namespace plantproof::plants::workshop
