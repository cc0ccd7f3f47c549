#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/confidence.hpp"
#include "metrics/estimate.hpp"

namespace plantproof::metrics {

/// A radio sample on the floor. Everything is finite.
struct FieldSample {
  double x_m;
  double y_m;
  double margin_db;  ///< how far above the service limit the sample is; at least 0 has service
};

/// The cells of a floor that are to be judged, each at its centre. cell_m is above 0, columns and rows are at least 1.
struct Grid {
  double origin_x_m;  ///< the corner of the cell in column 0, row 0 with the least coordinates
  double origin_y_m;
  double cell_m;
  int columns;  ///< along x
  int rows;     ///< along y
};

/// The exponential variogram: half the mean squared difference of two samples h apart, gamma(h) = nugget + sill (1 -
/// exp(-h / range)) for h > 0. It is the correlation exp(-h / d_corr) of shadow fading (3GPP TR 38.901, 7.4.4; InF: 10
/// m, table 7.5-6). The nugget is read as measurement noise: the field that is mapped and judged is the smooth one
/// under it. All at least 0, the range above 0.
struct Variogram {
  double nugget;   ///< dB^2
  double sill;     ///< dB^2, of the smooth field alone (the partial sill)
  double range_m;  ///< the distance at which the correlation of the smooth field is 1/e
};

/// What kriging says of the smooth field at a place.
struct Prediction {
  double mean_db;
  double variance_db2;  ///< of the smooth field about mean_db, at least 0
};

/// Weighted least squares on the empirical variogram (Matheron's, 15 lags up to half of the largest distance), each lag
/// weighted by pairs / gamma(h)^2, iterated (Cressie, "Fitting variogram models by weighted least squares", 1985). The
/// range is searched between the shortest lag's third and the largest distance. Cost grows with the square of the
/// number of samples. None with fewer than 10 samples, when all margins are equal, or when all samples are at one
/// place.
std::optional<Variogram> fit_variogram(std::span<const FieldSample> samples);

/// Ordinary kriging: the best linear unbiased prediction of the smooth field at a place, its mean unknown but the same
/// everywhere. Needs a sample and a variogram that is not 0 everywhere; cost grows with the cube of the number of
/// samples. Without a nugget, samples at one place count as their mean.
Prediction krige(std::span<const FieldSample> samples, const Variogram& variogram, double x_m, double y_m);

/// The share (0..1) of the grid's cells whose centre has service, also where nobody measured, from samples in any
/// order, inside the grid or around it.
///
/// Samples count as their median at their mean place in every quarter of a cell by a quarter (half by half, or whole
/// cells, when that leaves more than 2500 places), so that a long stop does not outweigh a walk. `value` is the mean
/// share of fields simulated conditionally on them, not the share of cells whose kriged mean has service: the kriged
/// mean is smoother than the field, so far from samples it lies on the majority's side of the limit and exaggerates it.
/// The bounds are quantiles of the same shares.
///
/// Few samples leave a variogram wide open, and a simulation that takes the fitted one for known gives bounds that are
/// too narrow. So each field has a variogram and a mean of its own, drawn from their likelihood given the samples; the
/// ranges are half a cell, doubled up to the samples' extent, alike beforehand. Nor do few samples tell noise from fine
/// structure, and to average over both exaggerates the share where the truth is structure, by the more the further the
/// share is from a half. So there are two sets of fields: of samples without noise, and of samples with a nugget of
/// 0.1, 0.3, 0.6 or 1 times the sill. A set whose mean likelihood is below a tenth of the other's is dropped; of two,
/// `value` is the mean weighted by likelihood, and the wider bound counts.
///
/// The quantiles are taken at 0.8 of the error probability, a factor found by simulated walk tests whose truth is known
/// (bench/calibration/coverage.hpp: 25 to 400 samples, correlation over 5 to 20 m, noise up to the field's variance, 50
/// to 95 % covered): with it at most 4.4 % of 95 % bounds were wrong on either side. The model is a Gaussian field
/// whose mean and variogram are the same all over the floor; a mean that falls with the distance to a base station was
/// tried and did no harm, noise of twice the field's variance left 10 % of the upper bounds wrong. A confidence at
/// which 499 fields have no such quantile (above 0.9975) has no bounds.
///
/// n is the number of samples used, effective_n the number of cells, also around the grid, that they were taken in. The
/// notes give the fitted variogram with its leave-one-out error (root mean square, dB), the number of cells without a
/// sample, whether both sets of fields count, and what was coarsened: above 2500 cells only one in k along each side is
/// simulated, above 2500 places that many are used, drawn at random by `seed` and where they are. Fewer than 10 places,
/// or equal margins at all of them: the value is the share of places with service, without bounds. No samples: no
/// value. The same samples in whatever order, grid, confidence and seed give the same bits. Of samples too many to
/// keep: metrics/measured_field.hpp.
Estimate covered_share(std::span<const FieldSample> samples, const Grid& grid, core::Confidence confidence,
                       std::uint64_t seed);

}  // namespace plantproof::metrics
