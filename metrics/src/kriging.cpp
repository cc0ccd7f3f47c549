#include "metrics/kriging.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <boost/random/chi_squared_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <fmt/format.h>

#include "metrics/measured_field.hpp"

namespace plantproof::metrics {
namespace {

// Distributions are Boost's: those of the standard library differ from one library to the next.
using Random = std::mt19937_64;

constexpr std::size_t kFewestPoints = 10;
constexpr std::int64_t kMostCells = 2500;
constexpr std::size_t kNeighbours = 8;  // of each kind: an exponential field beyond them is screened off by them
constexpr Eigen::Index kFields = 499;
constexpr int kLags = 15;
constexpr int kRangeSteps = 120;
constexpr double kNoiseRatios[] = {0, 0.1, 0.3, 0.6, 1};  // nugget / sill
constexpr double kSupport = 0.1;     // of the better set of fields: less, and the samples speak against it
constexpr double kErrorShare = 0.8;  // of the error probability is spent on the quantiles: see covered_share
constexpr double kJitter = 1e-9;     // of the variance: keeps the covariance of coinciding places invertible

double distance(const FieldSample& a, const FieldSample& b) {
  const double dx = a.x_m - b.x_m;
  const double dy = a.y_m - b.y_m;
  return std::sqrt(dx * dx + dy * dy);  // std::hypot is a tenth of covered_share
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
  Eigen::MatrixXd between_m;  // the members and, last, the target; the lower triangle
};

/// Appends the `kNeighbours` of places [first, last) that are nearest to the target, nearest first.
void append_nearest(std::vector<Eigen::Index>& members, std::span<const FieldSample> places, std::size_t first,
                    std::size_t last, const FieldSample& target) {
  std::array<std::pair<double, std::size_t>, kNeighbours> nearest;
  std::size_t found = 0;
  for (std::size_t i = first; i < last; ++i) {
    const double dx = places[i].x_m - target.x_m;
    const double dy = places[i].y_m - target.y_m;
    const double square = dx * dx + dy * dy;
    if (found == kNeighbours && square >= nearest.back().first) continue;
    std::size_t at = found < kNeighbours ? found++ : kNeighbours - 1;
    for (; at > 0 && square < nearest[at - 1].first; --at) nearest[at] = nearest[at - 1];
    nearest[at] = {square, i};
  }
  for (std::size_t i = 0; i < found; ++i) members.push_back(static_cast<Eigen::Index>(nearest[i].second));
}

Neighbourhood neighbourhood(std::span<const FieldSample> places, std::vector<Eigen::Index> members,
                            Eigen::Index samples, const FieldSample& target) {
  const auto size = static_cast<Eigen::Index>(members.size());
  const auto place = [&](Eigen::Index i) -> const FieldSample& {
    return i == size ? target : places[static_cast<std::size_t>(members[static_cast<std::size_t>(i)])];
  };
  Eigen::MatrixXd between_m(size + 1, size + 1);
  for (Eigen::Index i = 0; i <= size; ++i) {
    for (Eigen::Index j = 0; j < i; ++j) between_m(i, j) = distance(place(i), place(j));
  }
  return {std::move(members), samples, std::move(between_m)};
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

/// Variograms up to the sill. The range of each is longest_m, halved so many times: one exponential and squares of it
/// are the correlations of all.
struct Models {
  double longest_m;
  std::vector<Eigen::Index> halvings;
  Eigen::ArrayXd noise_ratios;  // nugget / sill

  [[nodiscard]] Eigen::Index size() const { return noise_ratios.size(); }
};

/// Every noise ratio with every range from half a cell to what the samples span.
Models assumed_models(std::span<const FieldSample> points, double cell_m) {
  Models models{cell_m / 2, {}, {}};
  Eigen::Index ranges = 1;
  for (const double extent = extent_m(points); models.longest_m < extent; models.longest_m *= 2) ++ranges;
  const auto noises = static_cast<Eigen::Index>(std::size(kNoiseRatios));
  models.noise_ratios = Eigen::Map<const Eigen::ArrayXd>(kNoiseRatios, noises).replicate(ranges, 1);
  for (Eigen::Index model = 0; model < models.size(); ++model) models.halvings.push_back(model / noises);
  return models;
}

/// The smooth field at a target given its neighbourhood, for a known mean, in units of the sill, under every model.
struct Conditional {
  Eigen::ArrayXXd weights;  // a row per model, a column per member
  Eigen::ArrayXd variance;
};

/// Every step of the Cholesky factorisation is taken for all models at once: many small systems fill vector registers
/// only side by side.
Conditional condition(const Neighbourhood& near, const Models& models) {
  const auto size = static_cast<Eigen::Index>(near.members.size());
  // A column per entry of the lower triangle, row by row, the target's last.
  Eigen::ArrayXXd factor(models.size(), (size + 1) * (size + 2) / 2);
  const auto entry = [&](Eigen::Index i, Eigen::Index j) { return factor.col(i * (i + 1) / 2 + j); };
  Eigen::ArrayXd correlations(std::ranges::max(models.halvings) + 1);
  for (Eigen::Index i = 0; i <= size; ++i) {
    for (Eigen::Index j = 0; j < i; ++j) {
      correlations[0] = std::exp(-near.between_m(i, j) / models.longest_m);
      for (Eigen::Index k = 1; k < correlations.size(); ++k)
        correlations[k] = correlations[k - 1] * correlations[k - 1];
      auto l = entry(i, j);
      l = correlations(models.halvings);
      for (Eigen::Index k = 0; k < j; ++k) l -= entry(i, k) * entry(j, k);
      l *= entry(j, j);
    }
    auto diagonal = entry(i, i);
    diagonal = i < size ? 1 + kJitter : 1;
    if (i < near.samples) diagonal += models.noise_ratios;
    for (Eigen::Index k = 0; k < i; ++k) diagonal -= entry(i, k).square();
    if (i < size) diagonal = diagonal.max(kJitter).rsqrt();  // the inverse, since it only ever divides
  }
  Conditional result{Eigen::ArrayXXd(models.size(), size), entry(size, size).max(0)};
  for (Eigen::Index i = size - 1; i >= 0; --i) {
    auto weight = result.weights.col(i);
    weight = entry(size, i);
    for (Eigen::Index k = i + 1; k < size; ++k) weight -= entry(k, i) * result.weights.col(k);
    weight *= entry(i, i);
  }
  return result;
}

// What the samples say of variogram and mean.

/// What the samples leave open under every model: the sill is residual / chi-squared(degrees of freedom), and the mean
/// is normal about `mean` with the variance sill / precision.
struct Fit {
  Eigen::ArrayXd likelihood;  // relative to the best; restricted: the mean and, with a prior 1 / sill, the sill are
                              // integrated out
  Eigen::ArrayXd mean;
  Eigen::ArrayXd precision;
  Eigen::ArrayXd residual;
  double degrees_of_freedom = 0;
};

/// By Vecchia's factorisation: each point given its nearest among the earlier ones.
Fit fit_models(std::span<const FieldSample> points, const Models& models) {
  Eigen::ArrayXd log_variances = Eigen::ArrayXd::Zero(models.size());
  Eigen::ArrayXd ones_ones = log_variances;  // sums of products of the whitened ones and margins
  Eigen::ArrayXd ones_margins = log_variances;
  Eigen::ArrayXd margins_margins = log_variances;
  const double origin = points.front().margin_db;
  for (std::size_t i = 0; i < points.size(); ++i) {
    std::vector<Eigen::Index> nearest;
    append_nearest(nearest, points, 0, i, points[i]);
    const auto samples = static_cast<Eigen::Index>(nearest.size());
    const Neighbourhood near = neighbourhood(points, std::move(nearest), samples, points[i]);
    const Conditional given = condition(near, models);
    Eigen::ArrayXd one = Eigen::ArrayXd::Ones(models.size());
    Eigen::ArrayXd margin = one * (points[i].margin_db - origin);
    for (Eigen::Index j = 0; j < samples; ++j) {
      one -= given.weights.col(j);
      margin -= given.weights.col(j) *
                (points[static_cast<std::size_t>(near.members[static_cast<std::size_t>(j)])].margin_db - origin);
    }
    const Eigen::ArrayXd variance = given.variance + models.noise_ratios + kJitter;
    log_variances += variance.log();
    ones_ones += one.square() / variance;
    ones_margins += one * margin / variance;
    margins_margins += margin.square() / variance;
  }
  Fit fit;
  fit.degrees_of_freedom = static_cast<double>(points.size() - 1);
  fit.precision = ones_ones;
  fit.mean = ones_margins / ones_ones;
  fit.residual = margins_margins - fit.mean.square() * ones_ones;
  fit.mean += origin;
  const Eigen::ArrayXd log_likelihood =
      -(log_variances + ones_ones.log() + fit.degrees_of_freedom * fit.residual.log()) / 2;
  fit.likelihood = (log_likelihood - log_likelihood.maxCoeff()).exp();
  return fit;
}

// Conditional simulation.

/// The models that kFields fields are simulated with, and how many each: drawn by systematic resampling, which adds the
/// least noise of its own.
struct Draws {
  std::vector<Eigen::Index> models;
  std::vector<Eigen::Index> fields;

  void add(const Eigen::ArrayXd& weights) {
    double cumulative = 0;
    Eigen::Index drawn = 0;
    for (Eigen::Index model = 0; model < weights.size(); ++model) {
      cumulative += weights[model];
      const auto end = std::min(kFields, static_cast<Eigen::Index>(std::lround(kFields * cumulative / weights.sum())));
      if (end == drawn) continue;
      models.push_back(model);
      fields.push_back(end - drawn);
      drawn = end;
    }
  }
};

/// The covered shares of so many fields of every model, in that order: cell after cell, each given the samples and the
/// cells before it that are nearest. `cells` holds a neighbourhood per cell among the samples (members 0 .. points - 1)
/// and the earlier cells (members from there). Every kFields fields have the same random numbers.
Eigen::ArrayXd simulate(std::span<const FieldSample> points, std::span<const Neighbourhood> cells, const Models& models,
                        const Fit& fit, std::span<const Eigen::Index> fields, Random& random) {
  boost::random::normal_distribution<double> normal;
  boost::random::chi_squared_distribution<double> chi_squared(fit.degrees_of_freedom);
  const auto normals = [&] { return normal(random); };
  const auto inverse_chis = [&] { return 1 / std::sqrt(chi_squared(random)); };
  const Eigen::Index rows = std::accumulate(fields.begin(), fields.end(), Eigen::Index{0});
  Eigen::ArrayXd scale = Eigen::ArrayXd::NullaryExpr(kFields, inverse_chis).eval().replicate(rows / kFields, 1);
  Eigen::ArrayXd mean = Eigen::ArrayXd::NullaryExpr(kFields, normals).eval().replicate(rows / kFields, 1);
  Eigen::Index first = 0;
  for (Eigen::Index model = 0; model < models.size(); ++model) {
    const Eigen::Index count = fields[static_cast<std::size_t>(model)];
    auto scales = scale.segment(first, count);
    auto means = mean.segment(first, count);
    scales *= std::sqrt(fit.residual[model]);
    means = fit.mean[model] + means * scales / std::sqrt(fit.precision[model]);
    first += count;
  }
  const auto samples = static_cast<Eigen::Index>(points.size());
  Eigen::ArrayXXd values(rows, static_cast<Eigen::Index>(cells.size()));
  Eigen::ArrayXd covered = Eigen::ArrayXd::Zero(rows);
  Eigen::ArrayXd white(kFields);
  Eigen::Index column = 0;
  for (const Neighbourhood& near : cells) {
    const Conditional given = condition(near, models);
    const auto member = [&](Eigen::Index j) { return near.members[static_cast<std::size_t>(j)]; };
    std::ranges::generate(white, normals);
    auto value = values.col(column++);
    value = scale * white.replicate(rows / kFields, 1);
    first = 0;
    for (Eigen::Index model = 0; model < models.size(); ++model) {
      const Eigen::Index count = fields[static_cast<std::size_t>(model)];
      auto part = value.segment(first, count);
      part *= std::sqrt(given.variance[model]);
      double sampled = 0;
      for (Eigen::Index j = 0; j < near.samples; ++j) {
        sampled += given.weights(model, j) * points[static_cast<std::size_t>(member(j))].margin_db;
      }
      part += sampled + (1 - given.weights.row(model).sum()) * mean.segment(first, count);
      for (Eigen::Index j = near.samples; j < given.weights.cols(); ++j) {
        part += given.weights(model, j) * values.col(member(j) - samples).segment(first, count);
      }
      first += count;
    }
    covered += (value >= 0).cast<double>();
  }
  return covered / static_cast<double>(cells.size());
}

/// What the fields are like if the samples carry noise, or if they carry none.
struct FieldSet {
  double likelihood;           // mean of its models'
  std::vector<double> shares;  // kFields, ascending
};

/// Both sets, or the one that the samples do not speak against.
std::vector<FieldSet> field_sets(std::span<const FieldSample> points, std::span<const Neighbourhood> cells,
                                 const Models& models, Random& random) {
  const Fit fit = fit_models(points, models);
  const Eigen::ArrayXd noisy = (models.noise_ratios > 0).cast<double>();
  const Eigen::Array2d likelihoods((fit.likelihood * noisy).sum() / noisy.sum(),
                                   (fit.likelihood * (1 - noisy)).sum() / (1 - noisy).sum());
  std::vector<FieldSet> result;
  Draws draws;
  for (const bool noise : {true, false}) {
    const double likelihood = likelihoods[noise ? 0 : 1];
    if (likelihood < kSupport * likelihoods.maxCoeff()) continue;
    result.push_back({likelihood, {}});
    draws.add(fit.likelihood * (noise ? noisy : 1 - noisy));
  }
  Models drawn{models.longest_m, {}, models.noise_ratios(draws.models)};
  for (const Eigen::Index model : draws.models) {
    drawn.halvings.push_back(models.halvings[static_cast<std::size_t>(model)]);
  }
  const Eigen::ArrayXd shares =
      simulate(points, cells, drawn,
               {fit.likelihood(draws.models), fit.mean(draws.models), fit.precision(draws.models),
                fit.residual(draws.models), fit.degrees_of_freedom},
               draws.fields, random);
  for (std::size_t i = 0; i < result.size(); ++i) {
    const auto its = shares.segment(static_cast<Eigen::Index>(i) * kFields, kFields);
    result[i].shares.assign(its.begin(), its.end());
    std::ranges::sort(result[i].shares);
  }
  return result;
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
    WeightedFit best{{}, std::numeric_limits<double>::infinity()};
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
  const auto covariance_of = [&](const FieldSample& a, const FieldSample& b) {
    return variogram.sill * std::exp(-distance(a, b) / variogram.range_m);
  };
  Eigen::MatrixXd covariance(count, count);
  Eigen::VectorXd to_target(count);
  Eigen::VectorXd margins(count);
  for (Eigen::Index i = 0; i < count; ++i) {
    const FieldSample& sample = samples[static_cast<std::size_t>(i)];
    for (Eigen::Index j = 0; j <= i; ++j)
      covariance(i, j) = covariance_of(sample, samples[static_cast<std::size_t>(j)]);
    to_target[i] = covariance_of(sample, {x_m, y_m, 0});
    margins[i] = sample.margin_db;
  }
  covariance.diagonal().array() += variogram.nugget + kJitter * (variogram.nugget + variogram.sill);
  const Eigen::LLT<Eigen::MatrixXd> cholesky(covariance);
  const Eigen::VectorXd weights = cholesky.solve(to_target);
  const Eigen::VectorXd mean_weights = cholesky.solve(Eigen::VectorXd::Ones(count));
  const double mean = mean_weights.dot(margins) / mean_weights.sum();
  const double missing = 1 - weights.sum();
  return {mean + weights.dot((margins.array() - mean).matrix()),
          std::max(0.0, variogram.sill - weights.dot(to_target) + missing * missing / mean_weights.sum())};
}

Estimate covered_share(const MeasuredField& field, const Grid& grid, core::Confidence confidence, std::uint64_t seed) {
  assert(grid.cell_m > 0 && grid.columns >= 1 && grid.rows >= 1);
  Random random(seed);
  std::vector<MeasuredPlace> measured = field.places;
  Estimate estimate;
  estimate.method = Method::Kriging;
  if (measured.empty()) {
    estimate.notes.push_back({"没有测量样本", "there are no samples"});
    return estimate;
  }
  const std::int64_t cells = std::int64_t{grid.columns} * grid.rows;
  const std::int64_t unmeasured = cells - field.cells_measured;
  estimate.notes.push_back(
      {fmt::format("{} 个网格中有 {} 个没有测量样本，其覆盖情况由空间相关性推断", cells, unmeasured),
       fmt::format("{} of {} cells have no sample; whether they are covered is inferred from spatial correlation",
                   unmeasured, cells)});
  shuffle(measured, random);
  if (measured.size() < field.places_in_all) {
    estimate.notes.push_back(
        {fmt::format("测量位置共 {} 个，随机抽取 {} 个用于计算", field.places_in_all, measured.size()),
         fmt::format("of {} measured places, {} drawn at random are used", field.places_in_all, measured.size())});
  }
  std::set<std::pair<double, double>> measured_cells;
  std::vector<FieldSample> points;
  for (const MeasuredPlace& place : measured) {
    points.push_back(place.point);
    estimate.n += place.samples;
    measured_cells.emplace(place.cell.column, place.cell.row);
  }
  estimate.effective_n = static_cast<double>(measured_cells.size());

  const std::optional<Variogram> variogram = fit_variogram(points);
  if (!variogram) {
    estimate.value =
        static_cast<double>(std::ranges::count_if(points, [](const auto& p) { return p.margin_db >= 0; })) /
        static_cast<double>(points.size());
    estimate.notes.push_back(
        {fmt::format(
             "测量位置不足 {} 个，或各处测量值全部相同，无法估计变差函数：取值为有服务的测量位置所占比例，不给出置信界",
             kFewestPoints),
         fmt::format(
             "fewer than {} measured places, or the same margin at all of them, tell no variogram: the value is "
             "the share of measured places with service, without bounds",
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
  const std::vector<FieldSet> sets = field_sets(points, near, assumed_models(points, grid.cell_m), random);
  double likelihood = 0;
  double share = 0;
  for (const FieldSet& set : sets) {
    likelihood += set.likelihood;
    share += set.likelihood * std::accumulate(set.shares.begin(), set.shares.end(), 0.0) / kFields;
  }
  estimate.value = share / likelihood;
  if (sets.size() == 2) {
    estimate.notes.push_back(
        {"样本不足以区分测量噪声与信号自身的细小起伏：两种情形分别模拟，置信界取较宽者",
         "the samples do not tell measurement noise from fine structure of the signal: both were simulated, and the "
         "wider bound counts"});
  }
  if (const auto rank = static_cast<std::size_t>(kErrorShare * confidence.alpha() * (kFields + 1)); rank >= 1) {
    estimate.lower = estimate.value;
    estimate.upper = estimate.value;
    for (const FieldSet& set : sets) {
      estimate.lower = std::min(*estimate.lower, set.shares[rank - 1]);
      estimate.upper = std::max(*estimate.upper, set.shares[set.shares.size() - rank]);
    }
  }
  return estimate;
}

}  // namespace plantproof::metrics
