#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace plantproof::metrics {

/// The value that lies too far from the mean of all for one sample of a normal distribution, by Grubbs' two-sided test
/// at 1 % (ISO 5725-2:1994, 7.3.4; NIST/SEMATECH e-Handbook 1.3.5.17.1): its index, the first one of equals. Nothing
/// where there is none, where nothing varies, and for fewer than three values. Values are finite (assertion). It finds
/// one outlier; two on the same side may hide each other.
std::optional<std::size_t> outlier(std::span<const double> sample);

}  // namespace plantproof::metrics
