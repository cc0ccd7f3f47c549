#pragma once

#include <cstdint>
#include <span>

namespace plantproof::nr {

/// A target code rate R, information bits a coded bit, exactly: the tables give R * 1024, some of them with a half.
/// 0 < numerator < denominator <= 65 536.
struct CodeRate {
  std::int32_t numerator = 1;
  std::int32_t denominator = 1024;

  [[nodiscard]] constexpr double value() const { return static_cast<double>(numerator) / denominator; }
};

/// A row of an MCS or CQI table.
struct ModulationCoding {
  int modulation_order = 2;  ///< Qm, bits a modulation symbol: 2 QPSK, 4 16QAM, 6 64QAM, 8 256QAM
  CodeRate rate;

  /// Qm * R, information bits a resource element and layer.
  [[nodiscard]] constexpr double spectral_efficiency() const { return modulation_order * rate.value(); }
};

/// TS 38.214 tables 5.1.3.1-1 (up to 64QAM), -2 (up to 256QAM) and -3 (low spectral efficiency, for high reliability).
enum class McsTable { Qam64, Qam256, LowSpectralEfficiency };
/// The rows of the table, row i being MCS i: 29, 28 and 29 of them. The reserved rows after them, which only a
/// retransmission uses, are left out. Spectral efficiency does not always rise: MCS 17 of table 1 has 2.5664, MCS
/// 16 2.5703.
std::span<const ModulationCoding> mcs_table(McsTable table);

/// TS 38.214 tables 5.2.2.1-2 (up to 64QAM), -3 (up to 256QAM) and -4 (low spectral efficiency).
enum class CqiTable { Qam64, Qam256, LowSpectralEfficiency };
/// The 15 rows of the table, row i being CQI i + 1; CQI 0, out of range, has none. Spectral efficiency rises.
std::span<const ModulationCoding> cqi_table(CqiTable table);
/// The transport block error ratio at which a UE picks the CQI: 0.1, and 0.00001 for low spectral efficiency (TS 38.214
/// 5.2.2.1).
double target_error_ratio(CqiTable table);

}  // namespace plantproof::nr
