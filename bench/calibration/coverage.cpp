#include "coverage.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <random>
#include <span>
#include <utility>

#include <Eigen/Cholesky>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>

#include "metrics/proportion.hpp"

namespace plantproof::calibration {
namespace {

using metrics::FieldSample;
using Random = std::mt19937_64;
using Uniform = boost::random::uniform_real_distribution<double>;
using Walk = Coverage::Walk;

constexpr metrics::Grid kHall{0, 0, 5, 20, 10};
constexpr double kLengthM = 100;
constexpr double kWidthM = 50;
constexpr int kCells = kHall.columns * kHall.rows;
constexpr std::uint64_t kLayouts = 16;

/// The place after `walked_m` metres along the aisles y = 5, 15, .. 45, turning at alternate ends.
FieldSample along_aisles(double walked_m) {
  constexpr double kAisleM = 90;
  constexpr double kApartM = 10;
  const double aisle = std::floor(walked_m / (kAisleM + kApartM));
  const double rest = walked_m - aisle * (kAisleM + kApartM);
  const double along = std::min(rest, kAisleM);
  const bool back = static_cast<int>(aisle) % 2 == 1;
  return {5 + (back ? kAisleM - along : along), 5 + aisle * kApartM + std::max(0.0, rest - kAisleM), 0};
}

std::vector<FieldSample> walk(const Coverage& configuration, Random& random) {
  constexpr double kWalkM = 490;
  const double step_m = kWalkM / configuration.samples;
  const double start_m = Uniform(0, step_m)(random);
  std::vector<FieldSample> places;
  for (int i = 0; i < configuration.samples; ++i) {
    places.push_back(configuration.walk == Walk::Serpentine
                         ? along_aisles(start_m + i * step_m)
                         : FieldSample{Uniform(0, kLengthM)(random), Uniform(0, kWidthM)(random), 0});
  }
  return places;
}

/// The mean margin at a place, in standard deviations of the field. The base station hangs 8 m up over the middle of
/// the hall's left third.
double mean_at(const Coverage& configuration, const FieldSample& place) {
  if (!configuration.path_loss) return configuration.mean;
  const double distance_m = std::hypot(place.x_m - kLengthM / 3, place.y_m - kWidthM / 2, 8);
  return configuration.mean - 20 * std::log10(distance_m / 30) / 6;
}

bool has_service(const FieldSample& sample) {
  return sample.margin_db >= 0;
}

/// Cells whose median sample (the lower of two middle ones) has service.
std::int64_t covered_cells(std::span<const FieldSample> samples) {
  std::map<std::pair<int, int>, std::vector<double>> cells;
  for (const FieldSample& sample : samples) {
    cells[{static_cast<int>(sample.x_m / kHall.cell_m), static_cast<int>(sample.y_m / kHall.cell_m)}].push_back(
        sample.margin_db);
  }
  return std::ranges::count_if(cells, [](auto& cell) {
    const auto median = cell.second.begin() + static_cast<std::ptrdiff_t>((cell.second.size() - 1) / 2);
    std::ranges::nth_element(cell.second, median);
    return *median >= 0;
  });
}

constexpr double kFourFifths = 0.8416;  // standard deviations above the limit for a share of 80 %

}  // namespace

std::span<const Coverage> coverage_configurations() {
  static constexpr Coverage kConfigurations[] = {
      {"25 scattered, 5 m", 25, Walk::Scattered, 5, 0, 0},
      {"25 scattered, 5 m, 95 %", 25, Walk::Scattered, 5, 0, 1.6449},
      {"25 along a walk, 5 m, 80 %", 25, Walk::Serpentine, 5, 0, kFourFifths},
      {"25 scattered, 20 m, noise as the field, 80 %", 25, Walk::Scattered, 20, 1, kFourFifths},
      {"50 scattered, 10 m, 80 %", 50, Walk::Scattered, 10, 0, kFourFifths},
      {"50 scattered, 10 m, noise half the field", 50, Walk::Scattered, 10, 0.5, 0},
      {"50 along a walk, 5 m, noise half the field, path loss", 50, Walk::Serpentine, 5, 0.5, 0, true},
      {"100 scattered, 5 m, noise as the field, 80 %", 100, Walk::Scattered, 5, 1, kFourFifths},
      {"100 scattered, 20 m", 100, Walk::Scattered, 20, 0, 0},
      {"400 scattered, 20 m, noise as the field, 80 %", 400, Walk::Scattered, 20, 1, kFourFifths},
      {"400 along a walk, 5 m, noise as the field, 80 %", 400, Walk::Serpentine, 5, 1, kFourFifths},
      {"400 along a walk, 20 m", 400, Walk::Serpentine, 20, 0, 0},
  };
  return kConfigurations;
}

CoverageTrials::CoverageTrials(const Coverage& configuration) : configuration_(configuration) {
  for (std::uint64_t seed = 0; seed < kLayouts; ++seed) {
    Random random(seed);
    Layout layout;
    layout.places = walk(configuration, random);
    for (int cell = 0; cell < kCells; ++cell) {
      layout.places.push_back(
          {(cell % kHall.columns + 0.5) * kHall.cell_m, (cell / kHall.columns + 0.5) * kHall.cell_m, 0});
    }
    const auto count = static_cast<Eigen::Index>(layout.places.size());
    Eigen::MatrixXd covariance(count, count);
    for (Eigen::Index i = 0; i < count; ++i) {
      for (Eigen::Index j = 0; j < count; ++j) {
        const FieldSample& a = layout.places[static_cast<std::size_t>(i)];
        const FieldSample& b = layout.places[static_cast<std::size_t>(j)];
        covariance(i, j) =
            std::exp(-std::hypot(a.x_m - b.x_m, a.y_m - b.y_m) / configuration.range_m) + (i == j ? 1e-9 : 0);
      }
    }
    layout.factor = covariance.llt().matrixL();
    for (FieldSample& place : layout.places) place.margin_db = mean_at(configuration, place);
    layouts_.push_back(std::move(layout));
  }
}

CoverageTrials::Survey CoverageTrials::survey(std::uint64_t seed) const {
  const Layout& layout = layouts_[seed % kLayouts];
  Random random(seed);
  boost::random::normal_distribution<double> normal;
  const Eigen::VectorXd white =
      Eigen::VectorXd::NullaryExpr(layout.factor.cols(), [&](Eigen::Index) { return normal(random); });
  const Eigen::VectorXd field = layout.factor.triangularView<Eigen::Lower>() * white;
  Survey survey{layout.places, 0};
  for (std::size_t i = 0; i < survey.samples.size(); ++i) {
    survey.samples[i].margin_db += field[static_cast<Eigen::Index>(i)];
  }
  const auto cells = survey.samples.begin() + configuration_.samples;
  survey.share = static_cast<double>(std::count_if(cells, survey.samples.end(),
                                                   [](const FieldSample& cell) { return cell.margin_db >= 0; })) /
                 kCells;
  survey.samples.erase(cells, survey.samples.end());
  for (FieldSample& sample : survey.samples) sample.margin_db += std::sqrt(configuration_.nugget) * normal(random);
  return survey;
}

CoverageTrial CoverageTrials::operator()(std::uint64_t seed, Reading reading, core::Confidence confidence) const {
  const Survey survey = this->survey(seed);
  metrics::Series served;
  metrics::Estimate estimate;
  switch (reading) {
    case Reading::Kriged:
      estimate = metrics::covered_share(survey.samples, kHall, confidence, seed);
      break;
    case Reading::Samples:
      served.values.resize(survey.samples.size());
      std::ranges::transform(survey.samples, served.values.begin(),
                             [](const metrics::FieldSample& sample) { return has_service(sample) ? 1.0 : 0.0; });
      estimate = metrics::proportion(std::span(&served, 1), 1, confidence);
      break;
    case Reading::Area:
      estimate = metrics::proportion({covered_cells(survey.samples), kCells}, confidence);
      break;
  }
  return {estimate.lower, estimate.upper, survey.share};
}

}  // namespace plantproof::calibration
