#include "metrics/kriging.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <random>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <boost/random/chi_squared_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <fmt/format.h>

namespace plantproof::metrics {
namespace {

// Distributions are Boost's: those of the standard library differ from one library to the next.
using Random = std::mt19937_64;

constexpr std::size_t kFewestPoints = 10;
constexpr std::size_t kMostPoints = 2500;
constexpr std::int64_t kMostCells = 2500;
constexpr std::size_t kLikelihoodPoints = 300;
constexpr std::size_t kNeighbours = 12;  // of each kind: an exponential field beyond them is screened off by them
constexpr std::size_t kVariogramDraws = 24;
constexpr std::size_t kFieldsPerDraw = 48;
constexpr int kLags = 15;
constexpr int kRangeSteps = 120;
constexpr int kRanges = 8;
constexpr double kNoiseRatios[] = {0, 0.03, 0.1, 0.3, 0.8, 2};  // nugget / sill
constexpr int kAllowance = 2;     // see covered_share: what the bounds allow for a variogram unlike the assumed ones
constexpr double kJitter = 1e-9;  // of the variance: keeps the covariance of coinciding places invertible

double distance(const FieldSample& a, const FieldSample& b) {
  return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m);
}

/// Step `step` of `steps` from `low` to `high` in equal ratios.
double geometric(double low, double high, int step, int steps) {
  return low * std::pow(high / low, static_cast<double>(step) / (steps - 1));
}

double extent_m(std::span<const FieldSample> samples) {
  const auto [left, right] = std::ranges::minmax(samples, {}, &FieldSample::x_m);
  const auto [bottom, top] = std::ranges::minmax(samples, {}, &FieldSample::y_m);
  return std::hypot(right.x_m - left.x_m, top.y_m - bottom.y_m);
}

bool has_spread(std::span<const FieldSample> samples) {
  if (samples.size() < kFewestPoints) return false;
  const auto [least, most] = std::ranges::minmax(samples, {}, &FieldSample::margin_db);
  return least.margin_db < most.margin_db && extent_m(samples) > 0;
}

// The variogram by weighted least squares.

struct EmpiricalVariogram {
  Eigen::ArrayXd lag_m, gamma, pairs;
};

EmpiricalVariogram empirical_variogram(std::span<const FieldSample> samples, double largest_m) {
  Eigen::ArrayXd lag = Eigen::ArrayXd::Zero(kLags);
  Eigen::ArrayXd gamma = lag;
  Eigen::ArrayXd pairs = lag;
  const double width = largest_m / 2 / kLags;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double h = distance(samples[i], samples[j]);
      const auto bin = static_cast<Eigen::Index>(h / width);
      if (bin >= kLags) continue;
      const double difference = samples[i].margin_db - samples[j].margin_db;
      lag[bin] += h;
      gamma[bin] += difference * difference / 2;
      pairs[bin] += 1;
    }
  }
  std::vector<Eigen::Index> filled;
  for (Eigen::Index bin = 0; bin < kLags; ++bin) {
    if (lag[bin] > 0) filled.push_back(bin);
  }
  return {(lag / pairs)(filled), (gamma / pairs)(filled), pairs(filled)};
}

struct WeightedFit {
  Variogram variogram;
  double residual;
};

WeightedFit fit_at_range(const EmpiricalVariogram& empirical, const Eigen::ArrayXd& weight, double range_m) {
  const Eigen::ArrayXd rise = 1 - (-empirical.lag_m / range_m).exp();
  const double w = weight.sum();
  const double wr = (weight * rise).sum();
  const double wrr = (weight * rise.square()).sum();
  const double wg = (weight * empirical.gamma).sum();
  const double wrg = (weight * rise * empirical.gamma).sum();
  const double determinant = w * wrr - wr * wr;
  Variogram fit{0, wrg / wrr, range_m};
  if (determinant > 1e-12 * w * wrr) {
    const Variogram free{(wrr * wg - wr * wrg) / determinant, (w * wrg - wr * wg) / determinant, range_m};
    if (free.sill < 0) {
      fit = {wg / w, 0, range_m};
    } else if (free.nugget >= 0) {
      fit = free;
    }
  }
  return {fit, (weight * (empirical.gamma - fit.nugget - fit.sill * rise).square()).sum()};
}

// Kriging in the neighbourhood of a place.

/// The places that the field at a target is predicted from: first samples, which carry noise, then places where it is
/// known.
struct Neighbourhood {
  std::vector<Eigen::Index> members;
  Eigen::Index samples = 0;
  Eigen::MatrixXd between_m;
  Eigen::VectorXd to_m;
};

/// Appends the `kNeighbours` of places [first, last) that are nearest to the target, nearest first.
void append_nearest(std::vector<Eigen::Index>& members, std::span<const FieldSample> places, std::size_t first,
                    std::size_t last, const FieldSample& target) {
  std::vector<std::pair<double, Eigen::Index>> ranked;
  ranked.reserve(last - first);
  for (std::size_t i = first; i < last; ++i) {
    const double dx = places[i].x_m - target.x_m;
    const double dy = places[i].y_m - target.y_m;
    ranked.emplace_back(dx * dx + dy * dy, static_cast<Eigen::Index>(i));
  }
  const auto end = ranked.begin() + static_cast<std::ptrdiff_t>(std::min(kNeighbours, ranked.size()));
  std::ranges::partial_sort(ranked, end);
  for (auto it = ranked.begin(); it != end; ++it) members.push_back(it->second);
}

Neighbourhood neighbourhood(std::span<const FieldSample> places, std::vector<Eigen::Index> members,
                            Eigen::Index samples, const FieldSample& target) {
  const auto place = [&](Eigen::Index i) -> const FieldSample& {
    return places[static_cast<std::size_t>(members[static_cast<std::size_t>(i)])];
  };
  const auto size = static_cast<Eigen::Index>(members.size());
  Neighbourhood result{{}, samples, Eigen::MatrixXd::Zero(size, size), Eigen::VectorXd(size)};
  for (Eigen::Index i = 0; i < size; ++i) {
    result.to_m[i] = distance(place(i), target);
    for (Eigen::Index j = 0; j < i; ++j) result.between_m(i, j) = result.between_m(j, i) = distance(place(i), place(j));
  }
  result.members = std::move(members);
  return result;
}

/// The smooth field at a target given its neighbourhood, for a known mean, in units of the sill.
struct Conditional {
  Eigen::VectorXd weights;
  double variance;
};

Conditional condition(const Eigen::MatrixXd& correlation, const Eigen::VectorXd& to_target, Eigen::Index samples,
                      double noise_ratio) {
  if (to_target.size() == 0) return {to_target, 1};
  Eigen::MatrixXd covariance = correlation;
  covariance.diagonal().array() += kJitter;
  covariance.diagonal().head(samples).array() += noise_ratio;
  Eigen::VectorXd weights = covariance.llt().solve(to_target);
  const double variance = std::max(0.0, 1 - weights.dot(to_target));
  return {std::move(weights), variance};
}

Eigen::MatrixXd correlation(const Eigen::MatrixXd& distance_m, double range_m) {
  return (-distance_m.array() / range_m).exp();
}

double leave_one_out_error(std::span<const FieldSample> points, const Variogram& variogram) {
  double squares = 0;
  for (const FieldSample& left_out : points) {
    std::vector<Eigen::Index> nearest;
    append_nearest(nearest, points, 0, points.size(), left_out);
    std::vector<FieldSample> others;
    for (const Eigen::Index i : nearest) {
      const FieldSample& other = points[static_cast<std::size_t>(i)];
      if (&other != &left_out) others.push_back(other);
    }
    const double error = krige(others, variogram, left_out.x_m, left_out.y_m).mean_db - left_out.margin_db;
    squares += error * error;
  }
  return std::sqrt(squares / static_cast<double>(points.size()));
}

// What the samples say of variogram and mean.

/// A range and a noise ratio with what they leave open: given them, the sill is residual / chi-squared(degrees of
/// freedom), and the mean is normal about `mean` with the variance sill / mean_precision.
struct Candidate {
  double range_m;
  double noise_ratio;
  double log_likelihood;  // restricted: the mean and, with a prior 1 / sill, the sill are integrated out
  double mean;
  double mean_precision;
  double residual;
  double degrees_of_freedom;
};

/// Every candidate's likelihood by Vecchia's factorisation: each point given its nearest among the earlier ones.
std::vector<Candidate> candidates(std::span<const FieldSample> points, double shortest_m) {
  const double longest_m = std::max(2 * shortest_m, extent_m(points));
  const auto count = static_cast<Eigen::Index>(points.size());
  constexpr auto kCandidates = static_cast<Eigen::Index>(kRanges * std::size(kNoiseRatios));
  Eigen::ArrayXXd margins(count, kCandidates);  // whitened, a column per candidate; so are the ones
  Eigen::ArrayXXd ones(count, kCandidates);
  Eigen::ArrayXd log_deviations = Eigen::ArrayXd::Zero(kCandidates);
  for (Eigen::Index i = 0; i < count; ++i) {
    const FieldSample& point = points[static_cast<std::size_t>(i)];
    std::vector<Eigen::Index> nearest;
    append_nearest(nearest, points, 0, static_cast<std::size_t>(i), point);
    const auto samples = static_cast<Eigen::Index>(nearest.size());
    const Neighbourhood near = neighbourhood(points, std::move(nearest), samples, point);
    Eigen::VectorXd near_margins(samples);
    for (Eigen::Index j = 0; j < samples; ++j) {
      near_margins[j] = points[static_cast<std::size_t>(near.members[static_cast<std::size_t>(j)])].margin_db;
    }
    Eigen::Index column = 0;
    for (int step = 0; step < kRanges; ++step) {
      const double range_m = geometric(shortest_m, longest_m, step, kRanges);
      const Eigen::MatrixXd between = correlation(near.between_m, range_m);
      const Eigen::VectorXd to_point = correlation(near.to_m, range_m);
      for (const double noise_ratio : kNoiseRatios) {
        const Conditional given = condition(between, to_point, samples, noise_ratio);
        const double deviation = std::sqrt(given.variance + noise_ratio + kJitter);
        margins(i, column) = (point.margin_db - given.weights.dot(near_margins)) / deviation;
        ones(i, column) = (1 - given.weights.sum()) / deviation;
        log_deviations[column] += std::log(deviation);
        ++column;
      }
    }
  }
  std::vector<Candidate> result;
  const double degrees_of_freedom = static_cast<double>(count - 1);
  for (Eigen::Index column = 0; column < kCandidates; ++column) {
    const double precision = ones.col(column).square().sum();
    const double mean = (ones.col(column) * margins.col(column)).sum() / precision;
    const double residual = (margins.col(column) - mean * ones.col(column)).square().sum();
    const auto step = static_cast<int>(column) / static_cast<int>(std::size(kNoiseRatios));
    result.push_back({geometric(shortest_m, longest_m, step, kRanges),
                      kNoiseRatios[static_cast<std::size_t>(column) % std::size(kNoiseRatios)],
                      -log_deviations[column] - (std::log(precision) + degrees_of_freedom * std::log(residual)) / 2,
                      mean, precision, residual, degrees_of_freedom});
  }
  return result;
}

/// How often each candidate is drawn among kVariogramDraws: systematic resampling, which adds the least noise of its
/// own.
std::vector<std::size_t> draws(std::span<const Candidate> all) {
  const double best = std::ranges::max(all, {}, &Candidate::log_likelihood).log_likelihood;
  std::vector<double> cumulative;
  double sum = 0;
  for (const Candidate& candidate : all) cumulative.push_back(sum += std::exp(candidate.log_likelihood - best));
  std::vector<std::size_t> result(all.size());
  for (std::size_t draw = 0; draw < kVariogramDraws; ++draw) {
    const double position = (static_cast<double>(draw) + 0.5) / static_cast<double>(kVariogramDraws) * sum;
    ++result[static_cast<std::size_t>(std::ranges::lower_bound(cumulative, position) - cumulative.begin())];
  }
  return result;
}

// Conditional simulation.

/// Appends the covered shares of `fields` fields: cell after cell, each given the samples and the cells before it that
/// are nearest. `cells` holds a neighbourhood per cell among the samples (members 0 .. points - 1) and the earlier
/// cells (members from there).
void simulate(std::vector<double>& shares, std::span<const FieldSample> points, std::span<const Neighbourhood> cells,
              const Candidate& candidate, std::size_t fields, Random& random) {
  boost::random::normal_distribution<double> normal;
  boost::random::chi_squared_distribution<double> chi_squared(candidate.degrees_of_freedom);
  const auto columns = static_cast<Eigen::Index>(fields);
  const auto samples = static_cast<Eigen::Index>(points.size());
  Eigen::ArrayXd scale(columns);
  Eigen::ArrayXd mean(columns);
  for (Eigen::Index field = 0; field < columns; ++field) {
    scale[field] = std::sqrt(candidate.residual / chi_squared(random));
    mean[field] = candidate.mean + scale[field] * normal(random) / std::sqrt(candidate.mean_precision);
  }
  Eigen::ArrayXXd values(columns, samples + static_cast<Eigen::Index>(cells.size()));
  for (Eigen::Index i = 0; i < samples; ++i) values.col(i) = points[static_cast<std::size_t>(i)].margin_db;
  Eigen::ArrayXd covered = Eigen::ArrayXd::Zero(columns);
  Eigen::Index column = samples;
  for (const Neighbourhood& near : cells) {
    const Conditional given = condition(correlation(near.between_m, candidate.range_m),
                                        correlation(near.to_m, candidate.range_m), near.samples, candidate.noise_ratio);
    auto value = values.col(column++);
    value = (1 - given.weights.sum()) * mean;
    for (std::size_t j = 0; j < near.members.size(); ++j) {
      value += given.weights[static_cast<Eigen::Index>(j)] * values.col(near.members[j]);
    }
    const double deviation = std::sqrt(given.variance);
    for (Eigen::Index field = 0; field < columns; ++field) value[field] += deviation * scale[field] * normal(random);
    covered += (value >= 0).cast<double>();
  }
  for (const double count : covered) shares.push_back(count / static_cast<double>(cells.size()));
}

// From samples and cells to points and targets.

template <class T>
void shuffle(std::vector<T>& items, Random& random) {
  std::vector<std::pair<std::uint64_t, T>> keyed;
  keyed.reserve(items.size());
  for (T& item : items) keyed.emplace_back(random(), std::move(item));
  std::ranges::stable_sort(keyed, {}, &std::pair<std::uint64_t, T>::first);
  std::ranges::transform(keyed, items.begin(), [](auto& pair) { return std::move(pair.second); });
}

/// A place that was measured, in coordinates from the grid's origin: the mean place and the median margin of the
/// samples in one square of the floor, and their number. Column and row name the cell it is in; they are whole numbers,
/// doubles since a sample may be as far outside the grid as it likes.
struct MeasuredPlace {
  FieldSample point;
  std::int64_t samples;
  double column;
  double row;
};

/// The places when every cell is divided into parts x parts squares.
std::vector<MeasuredPlace> measured_places(std::span<const FieldSample> samples, const Grid& grid, int parts) {
  struct Placed {
    double column, row;
    FieldSample sample;
  };
  std::vector<Placed> placed;
  placed.reserve(samples.size());
  const double side_m = grid.cell_m / parts;
  for (const FieldSample& sample : samples) {
    assert(std::isfinite(sample.x_m) && std::isfinite(sample.y_m) && std::isfinite(sample.margin_db));
    const double x = sample.x_m - grid.origin_x_m;
    const double y = sample.y_m - grid.origin_y_m;
    placed.push_back({std::floor(x / side_m), std::floor(y / side_m), {x, y, sample.margin_db}});
  }
  std::ranges::sort(placed, {}, [](const Placed& p) {
    return std::tuple(p.row, p.column, p.sample.margin_db, p.sample.x_m, p.sample.y_m);
  });
  std::vector<MeasuredPlace> result;
  for (std::size_t first = 0; first < placed.size();) {
    const Placed& square = placed[first];
    std::size_t last = first;
    double x = 0;
    double y = 0;
    for (; last < placed.size() && placed[last].column == square.column && placed[last].row == square.row; ++last) {
      x += placed[last].sample.x_m;
      y += placed[last].sample.y_m;
    }
    const auto count = static_cast<double>(last - first);
    const double median =
        std::midpoint(placed[(first + last - 1) / 2].sample.margin_db, placed[(first + last) / 2].sample.margin_db);
    result.push_back({{x / count, y / count, median},
                      static_cast<std::int64_t>(last - first),
                      std::floor(square.column / parts),
                      std::floor(square.row / parts)});
    first = last;
  }
  return result;
}

/// The places in the finest division that keeps to kMostPoints, whole cells where none does: a median over a wide
/// square is smoother than the field.
std::vector<MeasuredPlace> measured_places(std::span<const FieldSample> samples, const Grid& grid) {
  std::vector<MeasuredPlace> result;
  for (const int parts : {4, 2, 1}) {
    result = measured_places(samples, grid, parts);
    if (result.size() <= kMostPoints) break;
  }
  return result;
}

using Cells = std::set<std::pair<double, double>>;

Cells cells_of(std::span<const MeasuredPlace> places) {
  Cells result;
  for (const MeasuredPlace& place : places) result.emplace(place.column, place.row);
  return result;
}

/// The least k such that every k-th column and row leaves at most kMostCells cells.
int coarsening(const Grid& grid) {
  int k = 1;
  const auto left = [&](int count) { return (std::int64_t{count} + k - 1) / k; };
  while (left(grid.columns) * left(grid.rows) > kMostCells) ++k;
  return k;
}

/// The centres of every k-th cell, the first in the middle of the first k.
std::vector<FieldSample> cell_centres(const Grid& grid, int k) {
  std::vector<FieldSample> result;
  for (int row = std::min(k / 2, grid.rows - 1); row < grid.rows; row += k) {
    for (int column = std::min(k / 2, grid.columns - 1); column < grid.columns; column += k) {
      result.push_back({(column + 0.5) * grid.cell_m, (row + 0.5) * grid.cell_m, 0});
    }
  }
  return result;
}

std::vector<Neighbourhood> neighbourhoods(std::span<const FieldSample> points, std::span<const FieldSample> cells) {
  std::vector<FieldSample> places(points.begin(), points.end());
  places.insert(places.end(), cells.begin(), cells.end());
  std::vector<Neighbourhood> result;
  result.reserve(cells.size());
  for (std::size_t target = points.size(); target < places.size(); ++target) {
    std::vector<Eigen::Index> members;
    append_nearest(members, places, 0, points.size(), places[target]);
    const auto samples = static_cast<Eigen::Index>(members.size());
    append_nearest(members, places, points.size(), target, places[target]);
    result.push_back(neighbourhood(places, std::move(members), samples, places[target]));
  }
  return result;
}

}  // namespace

std::optional<Variogram> fit_variogram(std::span<const FieldSample> samples) {
  if (!has_spread(samples)) return std::nullopt;
  const double largest_m = extent_m(samples);
  const EmpiricalVariogram empirical = empirical_variogram(samples, largest_m);
  if (empirical.gamma.size() == 0) return std::nullopt;
  Eigen::ArrayXd weight = empirical.pairs;
  Variogram fit{};
  constexpr int kIterations = 10;
  for (int iteration = 0; iteration < kIterations; ++iteration) {
    WeightedFit best{{}, INFINITY};
    for (int step = 0; step < kRangeSteps; ++step) {
      const WeightedFit next =
          fit_at_range(empirical, weight, geometric(empirical.lag_m[0] / 3, largest_m, step, kRangeSteps));
      if (next.residual < best.residual) best = next;
    }
    fit = best.variogram;
    const Eigen::ArrayXd gamma = fit.nugget + fit.sill * (1 - (-empirical.lag_m / fit.range_m).exp());
    if (!(gamma > 0).all()) break;
    weight = empirical.pairs / gamma.square();
  }
  return fit;
}

Prediction krige(std::span<const FieldSample> samples, const Variogram& variogram, double x_m, double y_m) {
  assert(!samples.empty() && variogram.nugget + variogram.sill > 0 && variogram.range_m > 0);
  const auto count = static_cast<Eigen::Index>(samples.size());
  std::vector<Eigen::Index> all(samples.size());
  std::iota(all.begin(), all.end(), Eigen::Index{0});
  const Neighbourhood near = neighbourhood(samples, std::move(all), count, {x_m, y_m, 0});
  Eigen::MatrixXd covariance = variogram.sill * correlation(near.between_m, variogram.range_m);
  covariance.diagonal().array() += variogram.nugget + kJitter * (variogram.nugget + variogram.sill);
  const Eigen::VectorXd to_target = variogram.sill * correlation(near.to_m, variogram.range_m);
  Eigen::VectorXd margins(count);
  for (Eigen::Index i = 0; i < count; ++i) margins[i] = samples[static_cast<std::size_t>(i)].margin_db;
  const Eigen::LLT<Eigen::MatrixXd> cholesky(covariance);
  const Eigen::VectorXd weights = cholesky.solve(to_target);
  const Eigen::VectorXd mean_weights = cholesky.solve(Eigen::VectorXd::Ones(count));
  const double mean = mean_weights.dot(margins) / mean_weights.sum();
  const double missing = 1 - weights.sum();
  return {mean + weights.dot((margins.array() - mean).matrix()),
          std::max(0.0, variogram.sill - weights.dot(to_target) + missing * missing / mean_weights.sum())};
}

Estimate covered_share(std::span<const FieldSample> samples, const Grid& grid, core::Confidence confidence,
                       std::uint64_t seed) {
  assert(grid.cell_m > 0 && grid.columns >= 1 && grid.rows >= 1);
  Random random(seed);
  std::vector<MeasuredPlace> measured = measured_places(samples, grid);
  Estimate estimate;
  estimate.method = Method::Kriging;
  if (measured.empty()) {
    estimate.notes.push_back({"没有测量样本", "there are no samples"});
    return estimate;
  }
  const std::int64_t cells = std::int64_t{grid.columns} * grid.rows;
  const auto unmeasured =
      cells - std::ranges::count_if(cells_of(measured), [&](const auto& cell) {
        return cell.first >= 0 && cell.first < grid.columns && cell.second >= 0 && cell.second < grid.rows;
      });
  estimate.notes.push_back(
      {fmt::format("{} 个网格中有 {} 个没有测量样本，其覆盖情况由空间相关性推断", cells, unmeasured),
       fmt::format("{} of {} cells have no sample; whether they are covered is inferred from spatial correlation",
                   unmeasured, cells)});
  shuffle(measured, random);
  if (measured.size() > kMostPoints) {
    estimate.notes.push_back(
        {fmt::format("测量位置共 {} 个，随机抽取 {} 个用于计算", measured.size(), kMostPoints),
         fmt::format("of {} measured places, {} drawn at random are used", measured.size(), kMostPoints)});
    measured.resize(kMostPoints);
  }
  std::vector<FieldSample> points;
  for (const MeasuredPlace& place : measured) {
    points.push_back(place.point);
    estimate.n += place.samples;
  }
  estimate.effective_n = static_cast<double>(cells_of(measured).size());

  const std::optional<Variogram> variogram = fit_variogram(points);
  if (!variogram) {
    estimate.value =
        static_cast<double>(std::ranges::count_if(points, [](const auto& p) { return p.margin_db >= 0; })) /
        static_cast<double>(points.size());
    estimate.notes.push_back(
        {fmt::format("有样本的网格不足 {} "
                     "个，或各处测量值全部相同，无法估计变差函数：取值为有样本网格中达标的比例，不给出置信界",
                     kFewestPoints),
         fmt::format("fewer than {} measured cells, or the same margin in all of them, tell no variogram: the value is "
                     "the share of "
                     "measured cells with service, without bounds",
                     kFewestPoints)});
    return estimate;
  }
  const double error_db = leave_one_out_error(points, *variogram);
  estimate.notes.push_back({fmt::format("指数变差函数：块金 {:.1f} dB²（视为测量噪声），偏基台 {:.1f} dB²，相关距离 "
                                        "{:.1f} m；留一交叉验证均方根误差 {:.1f} dB",
                                        variogram->nugget, variogram->sill, variogram->range_m, error_db),
                            fmt::format("exponential variogram: nugget {:.1f} dB² (read as measurement noise), partial "
                                        "sill {:.1f} dB², correlation distance "
                                        "{:.1f} m; leave-one-out root mean square error {:.1f} dB",
                                        variogram->nugget, variogram->sill, variogram->range_m, error_db)});

  const int k = coarsening(grid);
  std::vector<FieldSample> targets = cell_centres(grid, k);
  if (k > 1) {
    estimate.notes.push_back(
        {fmt::format("网格过多：行、列方向各每 {} 个取 1 个，共模拟 {} 个网格", k, targets.size()),
         fmt::format("too many cells: one in {} along each side is simulated, {} in all", k, targets.size())});
  }
  shuffle(targets, random);
  const std::vector<Neighbourhood> near = neighbourhoods(points, targets);
  const std::vector<Candidate> all =
      candidates(std::span(points).first(std::min(points.size(), kLikelihoodPoints)), grid.cell_m);
  const std::vector<std::size_t> drawn = draws(all);
  std::vector<double> shares;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (drawn[i] > 0) simulate(shares, points, near, all[i], drawn[i] * kFieldsPerDraw, random);
  }
  std::ranges::sort(shares);
  estimate.value = std::accumulate(shares.begin(), shares.end(), 0.0) / static_cast<double>(shares.size());
  const auto rank =
      static_cast<std::size_t>(confidence.shared_by(kAllowance).alpha() * static_cast<double>(shares.size() + 1));
  if (rank >= 1) {
    estimate.lower = std::min(shares[rank - 1], *estimate.value);
    estimate.upper = std::max(shares[shares.size() - rank], *estimate.value);
  }
  return estimate;
}

}  // namespace plantproof::metrics
