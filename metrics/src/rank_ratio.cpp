#include "metrics/rank_ratio.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>
#include <vector>

#include <boost/math/distributions/normal.hpp>

namespace plantproof::metrics {
namespace {

constexpr std::int64_t kMostUnitsCounted = 100;  ///< above it the statistic is taken for normal

/// Probabilities of 0, 1, 2, ...
using Distribution = std::vector<double>;

std::int64_t critical(const Distribution& distribution, core::Confidence confidence) {
  double at_most = 0;
  std::int64_t c = -1;
  for (const double probability : distribution) {
    at_most += probability;
    if (at_most > confidence.alpha() * (1 + 1e-12)) break;  // so that 1 / 20 is not above 5 %
    ++c;
  }
  return c;
}

std::int64_t normal_critical(double mean, double variance, core::Confidence confidence) {
  const double z = quantile(boost::math::normal(), confidence.alpha());
  return std::max<std::int64_t>(-1, static_cast<std::int64_t>(std::floor(mean + z * std::sqrt(variance) - 0.5)));
}

/// Every rank 1..n has either sign with the same probability.
Distribution signed_rank_distribution(std::int64_t n) {
  Distribution sums(static_cast<std::size_t>(n * (n + 1) / 2 + 1), 0.0);
  sums[0] = 1;
  for (std::size_t rank = 1; rank <= static_cast<std::size_t>(n); ++rank) {
    for (std::size_t sum = sums.size(); sum-- > 0;) {
      sums[sum] = (sums[sum] + (sum >= rank ? sums[sum - rank] : 0)) / 2;
    }
  }
  return sums;
}

/// The largest of i + j values is one of the i with probability i / (i + j), and is then above all j others.
Distribution mann_whitney_distribution(std::size_t n, std::size_t m) {
  std::vector<Distribution> of_m(m + 1, Distribution{1.0});
  for (std::size_t i = 1; i <= n; ++i) {
    for (std::size_t j = 1; j <= m; ++j) {
      const double share = static_cast<double>(i) / static_cast<double>(i + j);
      const Distribution& without_i = of_m[j];
      const Distribution& without_j = of_m[j - 1];
      Distribution both(i * j + 1, 0.0);
      for (std::size_t u = 0; u < without_i.size(); ++u) both[u + j] += share * without_i[u];
      for (std::size_t u = 0; u < without_j.size(); ++u) both[u] += (1 - share) * without_j[u];
      of_m[j] = std::move(both);
    }
  }
  return of_m[m];
}

/// The median of the ratios and, c of them rejected at either end, the outermost that are left.
Companion companion(std::vector<double> ratios, std::int64_t c, Method method) {
  std::ranges::sort(ratios);
  const std::size_t n = ratios.size();
  Companion result;
  result.method = method;
  result.value = (ratios[(n - 1) / 2] + ratios[n / 2]) / 2;
  if (c >= 0) {
    result.lower = ratios[static_cast<std::size_t>(c)];
    result.upper = ratios[n - 1 - static_cast<std::size_t>(c)];
  }
  return result;
}

}  // namespace

std::int64_t signed_rank_critical(std::int64_t n, core::Confidence confidence) {
  assert(n >= 1);
  if (n <= kMostUnitsCounted) return critical(signed_rank_distribution(n), confidence);
  const auto pairs = static_cast<double>(n);
  return normal_critical(pairs * (pairs + 1) / 4, pairs * (pairs + 1) * (2 * pairs + 1) / 24, confidence);
}

std::int64_t mann_whitney_critical(std::int64_t n, std::int64_t m, core::Confidence confidence) {
  assert(n >= 1 && m >= 1);
  if (n + m <= kMostUnitsCounted) {
    return critical(mann_whitney_distribution(static_cast<std::size_t>(n), static_cast<std::size_t>(m)), confidence);
  }
  const double twos = static_cast<double>(n) * static_cast<double>(m);
  return normal_critical(twos / 2, twos * static_cast<double>(n + m + 1) / 12, confidence);
}

std::optional<Companion> ratio_by_signed_ranks(std::span<const BeforeAfter> pairs, core::Confidence confidence) {
  const auto is_positive = [](const BeforeAfter& pair) { return pair.before > 0; };
  if (pairs.empty() || !std::ranges::all_of(pairs, is_positive)) return std::nullopt;
  std::vector<double> ratios;
  ratios.reserve(pairs.size() * (pairs.size() + 1) / 2);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    for (std::size_t j = i; j < pairs.size(); ++j) {
      ratios.push_back((pairs[i].after + pairs[j].after) / (pairs[i].before + pairs[j].before));
    }
  }
  return companion(std::move(ratios), signed_rank_critical(std::ssize(pairs), confidence), Method::SignedRanks);
}

std::optional<Companion> ratio_by_rank_sums(std::span<const double> before, std::span<const double> after,
                                            core::Confidence confidence) {
  const auto is_positive = [](double value) { return value > 0; };
  if (before.empty() || after.empty() || !std::ranges::all_of(before, is_positive)) return std::nullopt;
  std::vector<double> ratios;
  ratios.reserve(before.size() * after.size());
  for (const double x : before) {
    for (const double y : after) ratios.push_back(y / x);
  }
  const std::int64_t c = mann_whitney_critical(std::ssize(before), std::ssize(after), confidence);
  return companion(std::move(ratios), c, Method::RankSums);
}

}  // namespace plantproof::metrics
