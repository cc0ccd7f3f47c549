#include "nr/resource_blocks.hpp"

#include <algorithm>
#include <string>

namespace plantproof::nr {
namespace {

struct Channel {
  FrequencyRange range;
  SubcarrierSpacing spacing;
  int mhz;
  int blocks;
};

constexpr auto kFr1 = FrequencyRange::Fr1;
constexpr auto kFr2 = FrequencyRange::Fr2;
constexpr auto k15 = SubcarrierSpacing::Khz15;
constexpr auto k30 = SubcarrierSpacing::Khz30;
constexpr auto k60 = SubcarrierSpacing::Khz60;
constexpr auto k120 = SubcarrierSpacing::Khz120;

// clang-format off
constexpr Channel kChannels[] = {
    {kFr1, k15, 5, 25},   {kFr1, k15, 10, 52},  {kFr1, k15, 15, 79},  {kFr1, k15, 20, 106}, {kFr1, k15, 25, 133},
    {kFr1, k15, 30, 160}, {kFr1, k15, 35, 188}, {kFr1, k15, 40, 216}, {kFr1, k15, 45, 242}, {kFr1, k15, 50, 270},
    {kFr1, k30, 5, 11},   {kFr1, k30, 10, 24},  {kFr1, k30, 15, 38},  {kFr1, k30, 20, 51},  {kFr1, k30, 25, 65},
    {kFr1, k30, 30, 78},  {kFr1, k30, 35, 92},  {kFr1, k30, 40, 106}, {kFr1, k30, 45, 119}, {kFr1, k30, 50, 133},
    {kFr1, k30, 60, 162}, {kFr1, k30, 70, 189}, {kFr1, k30, 80, 217}, {kFr1, k30, 90, 245}, {kFr1, k30, 100, 273},
    {kFr1, k60, 10, 11},  {kFr1, k60, 15, 18},  {kFr1, k60, 20, 24},  {kFr1, k60, 25, 31},  {kFr1, k60, 30, 38},
    {kFr1, k60, 35, 44},  {kFr1, k60, 40, 51},  {kFr1, k60, 45, 58},  {kFr1, k60, 50, 65},  {kFr1, k60, 60, 79},
    {kFr1, k60, 70, 93},  {kFr1, k60, 80, 107}, {kFr1, k60, 90, 121}, {kFr1, k60, 100, 135},
    {kFr2, k60, 50, 66},  {kFr2, k60, 100, 132}, {kFr2, k60, 200, 264},
    {kFr2, k120, 50, 32}, {kFr2, k120, 100, 66}, {kFr2, k120, 200, 132}, {kFr2, k120, 400, 264}};
// clang-format on

constexpr std::int64_t kMegahertz = 1'000'000;

core::Text refusal(FrequencyRange range, SubcarrierSpacing spacing, int bandwidth_mhz) {
  const std::string name = range == kFr1 ? "FR1" : "FR2";
  const std::string spacing_khz = std::to_string(khz(spacing)) + " kHz";
  std::string valid;
  for (const int mhz : channel_bandwidths_mhz(range, spacing))
    valid += (valid.empty() ? "" : ", ") + std::to_string(mhz);
  if (valid.empty()) {
    return {name + " 的数据信道不用 " + spacing_khz + " 子载波间隔",
            name + " carries no data at a subcarrier spacing of " + spacing_khz};
  }
  const std::string bandwidth = std::to_string(bandwidth_mhz) + " MHz";
  return {name + " 在 " + spacing_khz + " 子载波间隔下没有 " + bandwidth + " 的信道带宽；可用的有（MHz）：" + valid,
          name + " has no channel bandwidth of " + bandwidth + " at " + spacing_khz + "; it has, in MHz, " + valid};
}

}  // namespace

std::optional<FrequencyRange> frequency_range(std::int64_t carrier_hz) {
  if (410 * kMegahertz <= carrier_hz && carrier_hz <= 7125 * kMegahertz) return kFr1;
  if (24'250 * kMegahertz <= carrier_hz && carrier_hz <= 52'600 * kMegahertz) return kFr2;
  return std::nullopt;
}

std::vector<int> channel_bandwidths_mhz(FrequencyRange range, SubcarrierSpacing spacing) {
  std::vector<int> bandwidths;
  for (const Channel& channel : kChannels) {
    if (channel.range == range && channel.spacing == spacing) bandwidths.push_back(channel.mhz);
  }
  return bandwidths;
}

std::optional<int> resource_blocks(FrequencyRange range, SubcarrierSpacing spacing, int bandwidth_mhz) {
  const auto* const found = std::find_if(std::begin(kChannels), std::end(kChannels), [&](const Channel& channel) {
    return channel.range == range && channel.spacing == spacing && channel.mhz == bandwidth_mhz;
  });
  return found == std::end(kChannels) ? std::nullopt : std::optional(found->blocks);
}

std::optional<int> resource_blocks(FrequencyRange range, SubcarrierSpacing spacing, int bandwidth_mhz,
                                   const core::Position& where, core::InputErrors& errors) {
  const auto blocks = resource_blocks(range, spacing, bandwidth_mhz);
  if (!blocks) errors.add(where, refusal(range, spacing, bandwidth_mhz));
  return blocks;
}

}  // namespace plantproof::nr
