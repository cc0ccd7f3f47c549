#pragma once

#include <span>

#include "core/decibel.hpp"

namespace plantproof::channel {

/// A block of an LDPC code of 3GPP TS 38.212, as it is sent once.
struct CodeBlock {
  int bits_per_symbol;  ///< Qm of TS 38.214: 2, 4, 6, 8 or 10
  double code_rate;     ///< of one transmission, above 0 and below 1: an MCS table's R / 1024
  int bits;             ///< with its CRC, 24 to 8448; anything else is a caller's bug (assertion)
};

/// How much more SINR a receiver needs than ideal detection with belief propagation and a known channel.
struct Receiver {
  core::Decibel loss;  ///< at least 0
};
inline constexpr Receiver kIdealReceiver{core::Decibel(0)};
/// Estimated channel, fixed-point decoder: 2.6 dB, what the receiver of OpenAirInterface needs above ideal decoding at
/// 10 % errors, the median over MCS 3 to 28 of table 5.1.3.1-1 (from 1.5 to 3.1 dB, by MCS; the link curves of 5G-LENA
/// need 2.2 to 4 dB, median 2.7). It meets the limits of 3GPP TS 38.104, 8.2.6.2 for 0.001 % errors with 0.8 to 1.2 dB
/// to spare.
inline constexpr Receiver kPracticalReceiver{core::Decibel(2.6)};

/// What a retransmission sends: the same coded bits again, or those that the circular buffer of TS 38.212, 5.4.2.1
/// holds at the redundancy versions 0, 2, 3, 1 and over again.
enum class Combining { Chase, IncrementalRedundancy };

inline constexpr int kMostTransmissions = 8;

/// The probability (0 to 1) that a block is lost after these transmissions, whose effective SINR is in their order: one
/// for each, at most kMostTransmissions (assertion). None: 1, nothing came.
///
/// It is the normal approximation of the best code of that length (Polyanskiy, Poor & Verdú, IEEE Trans. Inf. Theory 56
/// (2010) 2307) for bit-interleaved modulation, over the parts of the circular buffer, in each of which the SINRs of
/// all transmissions that hold it add up. Two things are fitted to simulated LDPC codes, in a table of belief
/// propagation over table 5.1.3.1-1 (Sionna, Apache-2.0): the SINR at 10 % errors is 0.85 dB above that bound, rising
/// by 0.3 dB a decade below 500 bits, and where base graph 2 is punctured above its design rate of 0.67 by 2.3 dB times
/// the excess; and below 10 % errors the waterfall is 1 / 0.8 as wide. At 10 % errors it is within 0.3 dB of that table
/// for 100 to 2000 bits. Below 1 % it is an extrapolation: no error floor. Rates below the base graph's least, 1/3 or
/// 1/5, send bits again. A buffer limited by the receiver's memory, and the two punctured systematic columns, are left
/// out. Base graphs by TS 38.212, 7.2.2, taking the block for the whole payload.
double code_block_error(const CodeBlock& block, std::span<const core::Decibel> sinrs, Combining combining,
                        Receiver receiver);

/// The probability that at least one of so many code blocks, at least 1, is lost, each on its own: 1 - (1 - p)^blocks,
/// exact also where p is tiny.
double transport_block_error(double code_block_error, int blocks);

}  // namespace plantproof::channel
