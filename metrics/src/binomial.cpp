#include "binomial.hpp"

#include <cassert>
#include <cmath>
#include <cstdint>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/tools/toms748_solve.hpp>

namespace plantproof::metrics::binomial {
namespace {

/// Chernoff's exponent: a tail is at most exp(-this). Beyond the exponents of doubles it is 0, and the series that
/// would find that out diverge for large n.
double exponent(double k, double n, double share) {
  const auto part = [](double seen, double expected) { return seen > 0 ? seen * std::log(seen / expected) : 0; };
  return part(k, n * share) + part(n - k, n * (1 - share));
}

bool is_beyond_doubles(double k, double n, double share) {
  return exponent(k, n, share) > 700;
}

double at_least(double k, double n, double share) {
  if (k <= 0 || share >= 1) return 1;
  if (share <= 0) return 0;
  if (is_beyond_doubles(k, n, share)) return k < n * share ? 1 : 0;
  return cdf(boost::math::beta_distribution<>(k, n - k + 1), share);
}

/// The share in low..high at which the tail has a probability of alpha.
template <class Tail>
double share_at(double low, double high, core::Confidence confidence, Tail tail) {
  std::uintmax_t most_steps = 200;
  const auto [below, above] =
      boost::math::tools::toms748_solve([&](double share) { return tail(share) - confidence.alpha(); }, low, high,
                                        boost::math::tools::eps_tolerance<double>(), most_steps);
  return below + (above - below) / 2;
}

}  // namespace

double at_most(double k, double n, double share) {
  assert(0 <= k && k <= n);
  if (k >= n || share <= 0) return 1;
  if (share >= 1) return 0;
  if (is_beyond_doubles(k, n, share)) return k < n * share ? 0 : 1;
  return cdf(complement(boost::math::beta_distribution<>(k + 1, n - k), share));
}

double lower_limit(double k, double n, core::Confidence confidence) {
  assert(0 <= k && k <= n);
  if (k == 0) return 0;
  return share_at(0, k / n, confidence, [=](double share) { return at_least(k, n, share); });
}

double upper_limit(double k, double n, core::Confidence confidence) {
  assert(0 <= k && k <= n);
  if (k == n) return 1;
  return share_at(k / n, 1, confidence, [=](double share) { return at_most(k, n, share); });
}

}  // namespace plantproof::metrics::binomial
