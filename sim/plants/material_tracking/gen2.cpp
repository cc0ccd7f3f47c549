#include "material_tracking/gen2.hpp"

#include <algorithm>

namespace plantproof::plants::material {
namespace {

// Bits of commands (6.3.2.12.2) and replies; a reply has a dummy bit at its end (6.3.1.3.2).
constexpr double kQuery = 22;
constexpr double kQueryAdjust = 9;
constexpr double kQueryRep = 4;
constexpr double kAck = 18;
constexpr double kRn16 = 16;
constexpr double kPcAndCrc = 32;
constexpr double kDummy = 1;

constexpr double kDelimiterS = 12.5e-6;
constexpr double kDivideRatio = 64.0 / 3;  // for TRcal
constexpr double kData1OverTari = 2;
constexpr double kSymbolOverTari = (1 + kData1OverTari) / 2;  // of as many zeros as ones
constexpr double kFm0Preamble = 6;                            // symbols, TRext = 0
constexpr double kMillerPreamble = 4 + 6;
constexpr double kT1Periods = 10;  // the longer of this and RTcal
constexpr double kT2Periods = 10;  // 3 to 20
constexpr double kT3Periods = 10;  // more than 0

}  // namespace

SlotTimes slot_times(const scenarios::MaterialTracking::AirInterface& air) {
  const double tari_s = air.tari_us.value * 1e-6;
  const double period_s = 1e-3 / air.link_khz.value;
  const double rtcal_s = (1 + kData1OverTari) * tari_s;
  const double trcal_s = kDivideRatio * period_s;
  const double frame_sync_s = kDelimiterS + tari_s + rtcal_s;
  const auto command_s = [&](double bits) { return frame_sync_s + bits * kSymbolOverTari * tari_s; };

  const double preamble = air.miller.value == 1 ? kFm0Preamble : kMillerPreamble;
  const auto reply_s = [&](double bits) {
    return (preamble + bits + kDummy) * static_cast<double>(air.miller.value) * period_s;
  };
  const double t1_s = std::max(rtcal_s, kT1Periods * period_s);
  const double t2_s = kT2Periods * period_s;
  const double rn16_s = t1_s + reply_s(kRn16) + t2_s;
  const double epc_s = t1_s + reply_s(kPcAndCrc + static_cast<double>(air.epc_bits.value)) + t2_s;

  const double next_s = command_s(kQueryRep);
  return {.query_s = trcal_s + command_s(kQuery) - next_s,
          .adjust_s = command_s(kQueryAdjust) - next_s,
          .empty_s = next_s + t1_s + kT3Periods * period_s,
          .collision_s = next_s + rn16_s,
          .success_s = next_s + rn16_s + command_s(kAck) + epc_s};
}

}  // namespace plantproof::plants::material
