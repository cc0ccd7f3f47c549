#pragma once

#include <cstdint>

#include "nr/modulation_coding.hpp"

namespace plantproof::nr {

/// The resource elements that a data transmission is given.
struct Allocation {
  int blocks = 1;             ///< n_PRB, 1 to 275
  int symbols = 14;           ///< 1 to 14
  int dmrs_elements = 0;      ///< N_DMRS, resource elements a block that demodulation reference signals take, 0 or more
  int overhead_elements = 0;  ///< xOverhead, what else takes resource elements of a block: 0, 6, 12 or 18

  /// N_RE, those that count for the transport block size: at most 156 a block (TS 38.214 5.1.3.2 step 1). A caller's
  /// bug (assertion) when the overhead leaves none.
  [[nodiscard]] int resource_elements() const;
};

/// What a transport block is divided by (TS 38.214 5.1.3.2, table 5.1.3.2-2); data is never.
enum class TransportBlockScaling { One = 1, Half = 2, Quarter = 4 };

/// The size of a transport block in bits, without CRC (TS 38.214 5.1.3.2; 6.1.4.2 for the uplink), a multiple of 8, at
/// least 24. `layers` is 1 to 4 (5 to 8 carry two transport blocks). All in integers: N_info is an exact fraction, and
/// the round() of step 4 takes ties up.
std::int64_t transport_block_bits(const Allocation& allocation, const ModulationCoding& coding, int layers,
                                  TransportBlockScaling scaling = TransportBlockScaling::One);

/// The LDPC base graph, for long blocks of high rate and for the others (TS 38.212 7.2.2, 6.2.2).
enum class BaseGraph { One = 1, Two = 2 };
/// Of the first transmission of a transport block of so many bits, without CRC.
BaseGraph base_graph(std::int64_t transport_block_bits, CodeRate rate);

/// How a transport block is coded (TS 38.212 5.2.2, 7.2.1 to 7.2.3).
struct Segmentation {
  int transport_block_crc_bits;  ///< 16 up to 3824 bits, 24 above
  int code_blocks;               ///< C
  int code_block_crc_bits;       ///< 24 a code block where there are several, else 0
  std::int64_t payload_bits;  ///< K', bits of each code block with both CRCs: at most 8448 (base graph 1) or 3840 (2)
  int lifting_size;           ///< Zc, 2 to 384
  std::int64_t filler_bits;   ///< K - K', zeros put in each code block before coding, not sent
};
/// Of a transport block of so many bits, 24 or more, that transport_block_bits() gave: others need not divide into
/// equal code blocks, and are a caller's bug (assertion).
Segmentation segment(std::int64_t transport_block_bits, BaseGraph graph);

}  // namespace plantproof::nr
