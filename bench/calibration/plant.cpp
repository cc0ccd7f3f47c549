#include "plant.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <fmt/format.h>

#include "metrics/dependence.hpp"

namespace plantproof::calibration {
namespace {

constexpr double kDelaySigma = 0.4;
constexpr double kValueSigma = 0.5;
constexpr double kDisturbedShare = 0.02;
constexpr double kDisturbedBy = 4;

/// P(both of two standard normals with that correlation exceed z), by Plackett's identity.
double both_exceed(double z, double correlation) {
  const double alone = boost::math::cdf(boost::math::complement(boost::math::normal(), z));
  const auto density = [z](double r) {
    return std::exp(-z * z / (1 + r)) / (2 * std::acos(-1.0) * std::sqrt(1 - r * r));
  };
  return alone * alone + boost::math::quadrature::gauss_kronrod<double, 31>::integrate(density, 0.0, correlation);
}

}  // namespace

double normal_exceeded_with(double share) {
  return boost::math::quantile(boost::math::complement(boost::math::normal(), share));
}

core::Text Process::name() const {
  switch (kind_) {
    case Kind::Independent:
      return {"独立", "independent"};
    case Kind::Autoregressive:
      return {fmt::format("AR(1)，ρ = {:g}", parameter_), fmt::format("AR(1), ρ = {:g}", parameter_)};
    case Kind::Periodic:
      return {fmt::format("每 {} 行一个，成串 {:g} 行", period_, parameter_),
              fmt::format("every {}th row of bursts of {:g}", period_, parameter_)};
    case Kind::Wandering:
      return {fmt::format("不良率起伏，记忆 {:g} 行", parameter_),
              fmt::format("share wanders over {:g} rows", parameter_)};
    case Kind::Bursts:
      return {fmt::format("成串，平均 {:g} 行", parameter_), fmt::format("bursts of {:g} rows", parameter_)};
  }
  return {};
}

std::vector<double> Process::normals(std::size_t n, Random& random) const {
  std::normal_distribution<double> normal;
  const double correlation = kind_ == Kind::Autoregressive ? parameter_ : 0;
  const double innovation = std::sqrt(1 - correlation * correlation);
  std::vector<double> series(n);
  double x = normal(random);
  for (double& value : series) {
    value = x;
    x = correlation * x + innovation * normal(random);
  }
  return series;
}

std::vector<double> Process::events(double share, std::size_t n, Random& random) const {
  if (kind_ == Kind::Periodic) {
    std::vector<double> series = bursts(parameter_).events(share * period_, n, random);
    const auto first = std::uniform_int_distribution<std::size_t>(0, static_cast<std::size_t>(period_) - 1)(random);
    for (std::size_t i = 0; i < n; ++i) {
      if ((i + first) % static_cast<std::size_t>(period_) != 0) series[i] = 0;
    }
    return series;
  }
  if (kind_ == Kind::Wandering) {
    constexpr double kSigma = 0.5;
    std::vector<double> series = autoregressive(std::exp(-1 / parameter_)).normals(n, random);
    std::uniform_real_distribution<double> uniform;
    for (double& value : series) {
      value = uniform(random) < share * std::exp(kSigma * value - kSigma * kSigma / 2) ? 1 : 0;
    }
    return series;
  }
  if (kind_ == Kind::Autoregressive) {
    const double z = normal_exceeded_with(share);
    std::vector<double> series = normals(n, random);
    for (double& value : series) value = value > z ? 1 : 0;
    return series;
  }
  // Independent events are bursts of which each row ends with the probability of a row without event.
  const double leave = kind_ == Kind::Bursts ? 1 / parameter_ : 1 - share;
  const double enter = share / (1 - share) * leave;
  std::vector<double> series(n, 0);
  bool on = std::bernoulli_distribution(share)(random);
  for (std::size_t at = 0; at < n;) {
    const auto stay = static_cast<std::size_t>(std::geometric_distribution<std::int64_t>(on ? leave : enter)(random));
    const std::size_t end = std::min(n, at + stay + 1);
    if (on)
      std::fill(series.begin() + static_cast<std::ptrdiff_t>(at), series.begin() + static_cast<std::ptrdiff_t>(end), 1);
    at = end;
    on = !on;
  }
  return series;
}

std::vector<double> Process::delays(double limit, double share_late, std::size_t n, Random& random) const {
  if (kind_ != Kind::Bursts) {
    const double median = limit * std::exp(-kDelaySigma * normal_exceeded_with(share_late));
    std::vector<double> series = normals(n, random);
    for (double& value : series) value = median * std::exp(kDelaySigma * value);
    return series;
  }
  std::exponential_distribution<double> exponential(1);
  std::vector<double> series = events(share_late, n, random);
  for (double& value : series) {
    const double more = exponential(random);
    value = value != 0 ? limit * (1 + more / 2) : limit * std::min(0.99, (1 + more / 4) / 2);
  }
  return series;
}

std::vector<double> Process::values(double mean, std::size_t n, Random& random) const {
  if (kind_ != Kind::Bursts) {
    const double median = mean * std::exp(-kValueSigma * kValueSigma / 2);
    std::vector<double> series = normals(n, random);
    for (double& value : series) value = median * std::exp(kValueSigma * value);
    return series;
  }
  std::exponential_distribution<double> exponential(1);
  std::normal_distribution<double> normal;
  std::vector<double> series = events(kDisturbedShare, n, random);
  const double quiet = mean / (1 + kDisturbedShare * kDisturbedBy);
  for (double& value : series) {
    value = quiet * (std::exp(kValueSigma * normal(random) - kValueSigma * kValueSigma / 2) +
                     (value != 0 ? kDisturbedBy * exponential(random) : 0));
  }
  return series;
}

double Process::design_effect(double share) const {
  switch (kind_) {
    case Kind::Independent:
      return 1;
    case Kind::Bursts:
      return 2 * parameter_ - 1;
    case Kind::Periodic:
      return 2 * parameter_ / period_ - 1;
    case Kind::Wandering:
      return 1 + 2 * parameter_ * share / (1 - share) * (std::exp(0.25) - 1);
    case Kind::Autoregressive: {
      const double z = normal_exceeded_with(share);
      double sum = 0;
      constexpr double kNegligible = 1e-6;
      for (double correlation = parameter_; correlation > kNegligible; correlation *= parameter_) {
        sum += (both_exceed(z, correlation) - share * share) / (share * (1 - share));
      }
      return 1 + 2 * sum;
    }
  }
  return 1;
}

double Process::disturbances(double share, std::size_t n) const {
  return share * static_cast<double>(n) * 2 / (1 + design_effect(share));
}

double Process::burst_length_to_agree_on(double share, std::size_t n) const {
  if (kind_ == Kind::Wandering) return 1;  // its bad rows come singly
  return disturbances(share, n) < metrics::kEventsThatTellBursts ? (design_effect(share) + 1) / 2 : 1;
}

}  // namespace plantproof::calibration
