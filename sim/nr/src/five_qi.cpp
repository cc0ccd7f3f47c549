#include "nr/five_qi.hpp"

#include <algorithm>
#include <cmath>

namespace plantproof::nr {
namespace {

using namespace std::chrono_literals;

constexpr auto kNon = ResourceType::NonGbr;
constexpr auto kGbr = ResourceType::Gbr;
constexpr auto kCritical = ResourceType::DelayCriticalGbr;

constexpr FiveQi kTable[] = {{1, kGbr, 20, 100ms, 2, 20ms, {}},         {2, kGbr, 40, 150ms, 3, 20ms, {}},
                             {3, kGbr, 30, 50ms, 3, 20ms, {}},          {4, kGbr, 50, 300ms, 6, 20ms, {}},
                             {5, kNon, 10, 100ms, 6, 20ms, {}},         {6, kNon, 60, 300ms, 6, 20ms, {}},
                             {7, kNon, 70, 100ms, 3, 20ms, {}},         {8, kNon, 80, 300ms, 6, 20ms, {}},
                             {9, kNon, 90, 300ms, 6, 20ms, {}},         {79, kNon, 65, 50ms, 2, 20ms, {}},
                             {80, kNon, 68, 10ms, 6, 2ms, {}},          {82, kCritical, 19, 10ms, 4, 1ms, 255},
                             {83, kCritical, 22, 10ms, 4, 1ms, 1354},   {84, kCritical, 24, 30ms, 5, 5ms, 1354},
                             {85, kCritical, 21, 5ms, 5, 2ms, 255},     {86, kCritical, 18, 5ms, 4, 2ms, 1354},
                             {87, kCritical, 25, 5ms, 3, 1ms, 500},     {88, kCritical, 25, 10ms, 3, 1ms, 1125},
                             {89, kCritical, 25, 15ms, 4, 1ms, 17'000}, {90, kCritical, 25, 20ms, 4, 1ms, 63'000}};

}  // namespace

double FiveQi::packet_error_rate() const {
  return std::pow(10.0, -error_exponent);
}

std::span<const FiveQi> five_qis() {
  return kTable;
}

std::optional<FiveQi> five_qi(int value) {
  const auto* const row =
      std::find_if(std::begin(kTable), std::end(kTable), [&](const FiveQi& entry) { return entry.value == value; });
  return row == std::end(kTable) ? std::nullopt : std::optional(*row);
}

}  // namespace plantproof::nr
