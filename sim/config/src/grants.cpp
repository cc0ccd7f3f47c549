#include "grants.hpp"

#include <cmath>

#include <fmt/format.h>

#include "nr/transport_block.hpp"

namespace plantproof::config {
namespace {

constexpr double kTcPerMs = 1'966'080;

nr::Tc in_tc(double ms) {
  return nr::Tc(std::llround(ms * kTcPerMs));
}

/// Slots of the period; nothing when it is no whole number of them.
std::optional<std::int64_t> slots_of(double period_ms, nr::SubcarrierSpacing spacing) {
  const double slots = period_ms * nr::slots_per_subframe(spacing);
  if (slots != std::round(slots)) return std::nullopt;
  return std::llround(slots);
}

/// The fewest blocks whose transport block holds so many bytes; nothing when all blocks do not.
std::optional<int> fewest_blocks(std::int64_t bytes, const nr::ModulationCoding& coding, const Resources& resources) {
  for (int blocks = 1; blocks <= resources.blocks; ++blocks) {
    const nr::Allocation allocation{blocks, resources.transmission.symbols, resources.dmrs_elements, 0};
    if (nr::transport_block_bits(allocation, coding, 1) >= 8 * bytes) return blocks;
  }
  return std::nullopt;
}

/// The first symbol of the first occasion, if it and all that follow may carry the transmission.
std::optional<std::int64_t> first_symbol(const scenarios::PeriodicGrant& grant, std::int64_t period_slots,
                                         const Resources& resources) {
  const nr::SlotPattern& pattern = resources.pattern;
  const int length = resources.transmission.symbols;
  const auto first =
      pattern.next(resources.direction, in_tc(grant.offset_ms.value), length, resources.transmission.starts);
  if (!first) return std::nullopt;
  for (std::int64_t occasion = 1; occasion < pattern.slots(); ++occasion) {
    const std::int64_t symbol = *first + nr::first_symbol_of_slot(occasion * period_slots);
    if (pattern.run(resources.direction, symbol) < length) return std::nullopt;
  }
  return first;
}

}  // namespace

std::optional<PeriodicResource> periodic_resource(const scenarios::PeriodicGrant& grant, const Resources& resources,
                                                  core::InputErrors& errors) {
  core::InputErrors found;
  const nr::SubcarrierSpacing spacing = resources.pattern.spacing();
  const bool is_uplink = resources.direction == nr::Direction::Uplink;
  const double period_ms = grant.period_ms.value;

  const auto codings = nr::mcs_table(resources.mcs_table);
  const auto mcs = static_cast<std::size_t>(grant.mcs.value);
  std::optional<int> blocks;
  if (mcs >= codings.size()) {
    found.add(grant.mcs.where, {fmt::format("此 MCS 表没有 MCS {}，最高为 {}", mcs, codings.size() - 1),
                                fmt::format("the MCS table has no MCS {}, its last is {}", mcs, codings.size() - 1)});
  } else if (blocks = fewest_blocks(grant.bytes.value, codings[mcs], resources); !blocks) {
    found.add(grant.bytes.where,
              {fmt::format("一次 {} B 装不下：全部 {} 个资源块、{} 个符号、MCS {} 也不够", grant.bytes.value,
                           resources.blocks, resources.transmission.symbols, mcs),
               fmt::format("{} B do not fit: not even all {} resource blocks over {} symbols at MCS {} hold them",
                           grant.bytes.value, resources.blocks, resources.transmission.symbols, mcs)});
  }

  const auto period_slots = slots_of(period_ms, spacing);
  std::optional<std::int64_t> symbol;
  if (!period_slots) {
    found.add(grant.period_ms.where, {fmt::format("周期 {} ms 不是整数个时隙（{} kHz 子载波间隔下每时隙 {} ms）",
                                                  period_ms, nr::khz(spacing), 1.0 / nr::slots_per_subframe(spacing)),
                                      fmt::format("a period of {} ms is no whole number of slots, {} ms each at {} kHz",
                                                  period_ms, 1.0 / nr::slots_per_subframe(spacing), nr::khz(spacing))});
  } else if (symbol = first_symbol(grant, *period_slots, resources); !symbol) {
    const double pattern_ms = static_cast<double>(resources.pattern.slots()) / nr::slots_per_subframe(spacing);
    found.add(grant.period_ms.where,
              {fmt::format("周期 {} ms 的时机会落在非{}的符号上；取时隙配比周期 {} ms 的整数倍即可", period_ms,
                           is_uplink ? "上行" : "下行", pattern_ms),
               fmt::format("occasions {} ms apart fall on symbols that are not {}; multiples of the pattern's {} ms do "
                           "not",
                           period_ms, is_uplink ? "uplink" : "downlink", pattern_ms)});
  }
  errors.add(found);
  if (!found.empty()) return std::nullopt;
  return PeriodicResource{grant.flow.value, core::of_milliseconds(period_ms),
                          std::chrono::ceil<core::Nanoseconds>(nr::symbol_start(spacing, *symbol)), *blocks,
                          codings[mcs]};
}

}  // namespace plantproof::config
