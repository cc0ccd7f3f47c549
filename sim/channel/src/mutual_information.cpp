#include "channel/mutual_information.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <vector>

namespace plantproof::channel {
namespace {

constexpr double kLeastDb = -20;
constexpr double kStepDb = 0.25;
constexpr std::size_t kSteps = 240;

using Table = std::array<InformationDensity, kSteps + 1>;

/// Gray-labelled amplitudes of unit power: one of a symbol's two real dimensions.
struct Amplitudes {
  std::vector<double> value;
  std::vector<unsigned> label;
};

Amplitudes amplitudes(int bits) {
  const std::size_t count = std::size_t{1} << bits;
  Amplitudes all;
  const auto levels = static_cast<double>(count);
  const double power = (levels * levels - 1) / 3;
  for (std::size_t i = 0; i < count; ++i) {
    all.value.push_back((2 * static_cast<double>(i) - (levels - 1)) / std::sqrt(power));
    all.label.push_back(static_cast<unsigned>(i ^ (i >> 1)));
  }
  return all;
}

/// The information density of the bits of amplitude `sent` when `received` came, in bits.
double density(const Amplitudes& all, int bits, std::size_t sent, double received, double deviation) {
  std::array<double, 32> likelihood{};
  const std::size_t count = all.value.size();
  double best = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double away = (received - all.value[i]) / deviation;
    likelihood[i] = away * away / 2;
    best = i == 0 ? likelihood[i] : std::min(best, likelihood[i]);
  }
  double total = 0;
  for (std::size_t i = 0; i < count; ++i) {
    likelihood[i] = std::exp(best - likelihood[i]);
    total += likelihood[i];
  }
  double sum = 0;
  for (int bit = 0; bit < bits; ++bit) {
    double same = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if ((((all.label[i] ^ all.label[sent]) >> bit) & 1U) == 0) same += likelihood[i];
    }
    sum += 1 + std::log2(std::max(same, 1e-300) / total);
  }
  return sum;
}

/// Both dimensions carry the same, independently. By symmetry the amplitudes below 0 are enough.
InformationDensity integrated(const Amplitudes& all, int bits, double sinr) {
  constexpr int kHalf = 60;
  constexpr double kNoiseStep = 8.0 / kHalf;  // of the deviation
  const double deviation = 1 / std::sqrt(sinr);
  double weights = 0;
  double first = 0;
  double second = 0;
  for (std::size_t sent = 0; sent < all.value.size() / 2; ++sent) {
    for (int step = -kHalf; step <= kHalf; ++step) {
      const double noise = step * kNoiseStep;
      const double weight = std::exp(-noise * noise / 2);
      const double told = density(all, bits, sent, all.value[sent] + noise * deviation, deviation);
      weights += weight;
      first += weight * told;
      second += weight * told * told;
    }
  }
  const double mean = first / weights;
  return {2 * mean, 2 * std::max(second / weights - mean * mean, 0.0)};
}

Table integrated_table(int bits_per_dimension) {
  const Amplitudes all = amplitudes(bits_per_dimension);
  Table table;
  for (std::size_t i = 0; i <= kSteps; ++i) {
    const core::Decibel sinr(kLeastDb + kStepDb * static_cast<double>(i));
    table[i] = integrated(all, bits_per_dimension, sinr.linear());
  }
  return table;
}

template <int bits_per_dimension>
const Table& table() {
  static const Table kTable = integrated_table(bits_per_dimension);
  return kTable;
}

const Table& table_of(int bits_per_symbol) {
  switch (bits_per_symbol) {
    case 4:
      return table<2>();
    case 6:
      return table<3>();
    case 8:
      return table<4>();
    case 10:
      return table<5>();
    default:
      assert(bits_per_symbol == 2);
      return table<1>();
  }
}

InformationDensity interpolated(const Table& table, double db) {
  const double at = (db - kLeastDb) / kStepDb;
  if (at <= 0) {
    const double share = core::Decibel(db - kLeastDb).linear();
    return {table.front().mean * share, table.front().variance * share};
  }
  if (at >= static_cast<double>(kSteps)) return table.back();
  const auto below = static_cast<std::size_t>(at);
  const double share = at - static_cast<double>(below);
  const InformationDensity& a = table[below];
  const InformationDensity& b = table[below + 1];
  return {a.mean + share * (b.mean - a.mean), a.variance + share * (b.variance - a.variance)};
}

}  // namespace

InformationDensity information_density(int bits_per_symbol, core::Decibel sinr) {
  return interpolated(table_of(bits_per_symbol), sinr.db());
}

core::Decibel effective_sinr(int bits_per_symbol, std::span<const core::Decibel> sinrs) {
  assert(!sinrs.empty());
  const Table& table = table_of(bits_per_symbol);
  const auto [least, greatest] = std::ranges::minmax(sinrs);
  double sum = 0;
  for (const core::Decibel sinr : sinrs) sum += interpolated(table, sinr.db()).mean;
  const double wanted = sum / static_cast<double>(sinrs.size());
  double low = least.db();
  double high = greatest.db();
  while (high - low > 1e-6) {
    const double middle = (low + high) / 2;
    (interpolated(table, middle).mean < wanted ? low : high) = middle;
  }
  return core::Decibel(high);
}

}  // namespace plantproof::channel
