#pragma once

#include <span>

#include "core/decibel.hpp"

namespace plantproof::channel {

/// What one complex symbol tells a receiver about its bits, in bits: the mean over noise and symbols, and the variance,
/// of the information density of bit-interleaved coded modulation (Caire, Taricco & Biglieri, IEEE Trans. Inf. Theory
/// 44 (1998) 927; Martinez, Guillén i Fàbregas & Caire, IEEE Commun. Lett. 13 (2009)).
struct InformationDensity {
  double mean;      ///< 0 to bits_per_symbol, rising with the SINR
  double variance;  ///< bits squared, at least 0
};

/// Of a Gray-labelled square constellation of unit power in Gaussian noise. bits_per_symbol is Qm of 3GPP TS 38.214: 2,
/// 4, 6, 8 or 10 (else a caller's bug, assertion). The SINR is of a symbol, any finite number. Interpolated in a table
/// of 0.25 dB from -20 to 40 dB that is integrated at a modulation's first use (1024QAM: a fraction of a second);
/// below, both fall with the SINR in proportion; above, they stay.
InformationDensity information_density(int bits_per_symbol, core::Decibel sinr);

/// The SINR that, the same on all subcarriers, would tell as much as these together: the mapping by mutual information
/// (MIESM; Brueninghaus et al., PIMRC 2005) with a factor beta of 1, whose modulation is that of information_density.
/// Not empty (assertion); the parts weigh the same; the result is between the least and the greatest. Where the
/// modulation is saturated on all of them it is the least SINR that saturates it: enough for its error probability, not
/// a measurement.
core::Decibel effective_sinr(int bits_per_symbol, std::span<const core::Decibel> sinrs);

}  // namespace plantproof::channel
