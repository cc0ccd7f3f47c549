#include "metrics/middle.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <iterator>

namespace plantproof::metrics {
namespace {

constexpr std::uint64_t kSign = std::uint64_t{1} << 63;

std::uint64_t key_of(double number) {
  const auto bits = std::bit_cast<std::uint64_t>(number + 0.0);  // of both zeros the same
  return (bits & kSign) != 0 ? ~bits : bits | kSign;
}
double number_of(std::uint64_t key) {
  return std::bit_cast<double>((key & kSign) != 0 ? key & ~kSign : ~key);
}

}  // namespace

Middle::Middle(std::size_t most) : most_(most) {
  assert(most >= 4);
}

void Middle::add(double number) {
  assert(!std::isnan(number));
  if (numbers_) return;
  if (!is_counted_) ++n_;
  const Key key = key_of(number);
  if (key < first_ || key > last_) return;
  const Key index = key >> log2_width_;
  const auto at = std::ranges::lower_bound(classes_, index, {}, &Class::index);
  if (at != classes_.end() && at->index == index) {
    ++at->n;
    return;
  }
  classes_.insert(at, {index, 1});
  make_few();
}

void Middle::merge(const Middle& next) {
  if (!is_counted_) n_ += next.n_;
  Middle more = next;
  const int log2_width = std::max(log2_width_, more.log2_width_);
  widen(log2_width);
  more.widen(log2_width);
  std::vector<Class> both;
  std::ranges::merge(classes_, more.classes_, std::back_inserter(both), {}, &Class::index, &Class::index);
  classes_ = std::move(both);
  widen(log2_width);  // those of one index become one
  make_few();
}

bool Middle::again() {
  if (numbers_ || n_ == 0) return false;
  is_counted_ = true;
  const auto class_of_rank = [&](std::int64_t rank) {
    auto found = classes_.begin();
    for (std::int64_t up_to = below_ + found->n; up_to < rank; up_to += found->n) ++found;
    return found;
  };
  const auto lower = class_of_rank((n_ + 1) / 2);
  const auto upper = class_of_rank(n_ / 2 + 1);
  if (log2_width_ == 0) {
    numbers_ = {number_of(lower->index), number_of(upper->index)};
    classes_ = {};
    return false;
  }
  for (auto each = classes_.begin(); each != lower; ++each) below_ += each->n;
  first_ = lower->index << log2_width_;
  last_ = (upper->index << log2_width_) | ((Key{1} << log2_width_) - 1);
  classes_.clear();
  log2_width_ = 0;
  return true;
}

void Middle::widen(int log2_width) {
  const int by = log2_width - log2_width_;
  std::size_t kept = 0;
  for (const Class& of : classes_) {
    const Class each{of.index >> by, of.n};
    if (kept > 0 && classes_[kept - 1].index == each.index) {
      classes_[kept - 1].n += each.n;
    } else {
      classes_[kept++] = each;
    }
  }
  classes_.resize(kept);
  log2_width_ = log2_width;
}

void Middle::make_few() {
  while (classes_.size() > most_) widen(log2_width_ + 1);
}

std::size_t most_classes_of(std::size_t middles) {
  constexpr std::size_t kInAll = std::size_t{1} << 20;
  return std::clamp<std::size_t>(kInAll / std::max<std::size_t>(middles, 1), 64, 4096);
}

}  // namespace plantproof::metrics
