#include "nr/modulation_coding.hpp"

namespace plantproof::nr {
namespace {

// clang-format off
constexpr ModulationCoding kMcsQam64[] = {
    {2, {120}}, {2, {157}}, {2, {193}}, {2, {251}}, {2, {308}}, {2, {379}}, {2, {449}}, {2, {526}}, {2, {602}}, {2, {679}},
    {4, {340}}, {4, {378}}, {4, {434}}, {4, {490}}, {4, {553}}, {4, {616}}, {4, {658}},
    {6, {438}}, {6, {466}}, {6, {517}}, {6, {567}}, {6, {616}}, {6, {666}}, {6, {719}}, {6, {772}}, {6, {822}}, {6, {873}}, {6, {910}}, {6, {948}}};

constexpr ModulationCoding kMcsQam256[] = {
    {2, {120}}, {2, {193}}, {2, {308}}, {2, {449}}, {2, {602}},
    {4, {378}}, {4, {434}}, {4, {490}}, {4, {553}}, {4, {616}}, {4, {658}},
    {6, {466}}, {6, {517}}, {6, {567}}, {6, {616}}, {6, {666}}, {6, {719}}, {6, {772}}, {6, {822}}, {6, {873}},
    {8, {1365, 2048}}, {8, {711}}, {8, {754}}, {8, {797}}, {8, {841}}, {8, {885}}, {8, {1833, 2048}}, {8, {948}}};

constexpr ModulationCoding kMcsLow[] = {
    {2, {30}}, {2, {40}}, {2, {50}}, {2, {64}}, {2, {78}}, {2, {99}}, {2, {120}}, {2, {157}}, {2, {193}}, {2, {251}}, {2, {308}}, {2, {379}}, {2, {449}}, {2, {526}}, {2, {602}},
    {4, {340}}, {4, {378}}, {4, {434}}, {4, {490}}, {4, {553}}, {4, {616}},
    {6, {438}}, {6, {466}}, {6, {517}}, {6, {567}}, {6, {616}}, {6, {666}}, {6, {719}}, {6, {772}}};

constexpr ModulationCoding kCqiQam64[] = {
    {2, {78}}, {2, {120}}, {2, {193}}, {2, {308}}, {2, {449}}, {2, {602}},
    {4, {378}}, {4, {490}}, {4, {616}},
    {6, {466}}, {6, {567}}, {6, {666}}, {6, {772}}, {6, {873}}, {6, {948}}};

constexpr ModulationCoding kCqiQam256[] = {
    {2, {78}}, {2, {193}}, {2, {449}},
    {4, {378}}, {4, {490}}, {4, {616}},
    {6, {466}}, {6, {567}}, {6, {666}}, {6, {772}}, {6, {873}},
    {8, {711}}, {8, {797}}, {8, {885}}, {8, {948}}};

constexpr ModulationCoding kCqiLow[] = {
    {2, {30}}, {2, {50}}, {2, {78}}, {2, {120}}, {2, {193}}, {2, {308}}, {2, {449}}, {2, {602}},
    {4, {378}}, {4, {490}}, {4, {616}},
    {6, {466}}, {6, {567}}, {6, {666}}, {6, {772}}};
// clang-format on

}  // namespace

std::span<const ModulationCoding> mcs_table(McsTable table) {
  switch (table) {
    case McsTable::Qam64:
      return kMcsQam64;
    case McsTable::Qam256:
      return kMcsQam256;
    case McsTable::LowSpectralEfficiency:
      return kMcsLow;
  }
  return {};
}

std::span<const ModulationCoding> cqi_table(CqiTable table) {
  switch (table) {
    case CqiTable::Qam64:
      return kCqiQam64;
    case CqiTable::Qam256:
      return kCqiQam256;
    case CqiTable::LowSpectralEfficiency:
      return kCqiLow;
  }
  return {};
}

double target_error_ratio(CqiTable table) {
  return table == CqiTable::LowSpectralEfficiency ? 1e-5 : 0.1;
}

}  // namespace plantproof::nr
