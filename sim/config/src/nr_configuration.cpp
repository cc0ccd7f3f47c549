#include "config/nr_configuration.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/decimal.hpp"
#include "grants.hpp"
#include "places.hpp"
#include "qos.hpp"

namespace plantproof::config {
namespace {

using nr::Direction;

nr::MappingType typed(scenarios::MappingType type) {
  return type == scenarios::MappingType::A ? nr::MappingType::A : nr::MappingType::B;
}

nr::McsTable typed(scenarios::McsTable table) {
  switch (table) {
    case scenarios::McsTable::Qam64:
      return nr::McsTable::Qam64;
    case scenarios::McsTable::Qam256:
      return nr::McsTable::Qam256;
    case scenarios::McsTable::LowSpectralEfficiency:
      break;
  }
  return nr::McsTable::LowSpectralEfficiency;
}

std::string_view letter(nr::MappingType type) {
  return type == nr::MappingType::A ? "A" : "B";
}

core::Text name_of(Direction direction) {
  return direction == Direction::Downlink ? core::Text{"下行", "downlink"} : core::Text{"上行", "uplink"};
}

std::optional<nr::FrequencyRange> range_of(const scenarios::Carrier& carrier, core::InputErrors& errors) {
  const auto range = nr::frequency_range(std::llround(carrier.frequency_ghz.value * 1e9));
  if (!range) {
    errors.add(carrier.frequency_ghz.where,
               {fmt::format("{} GHz 不在 NR 频率范围内：FR1 为 0.41 至 7.125 GHz，FR2 为 24.25 至 52.6 GHz",
                            carrier.frequency_ghz.value),
                fmt::format("{} GHz is in no frequency range of NR: FR1 is 0.41 to 7.125 GHz, FR2 24.25 to 52.6 GHz",
                            carrier.frequency_ghz.value)});
  }
  return range;
}

std::optional<nr::SubcarrierSpacing> spacing_of(const scenarios::Carrier& carrier, core::InputErrors& errors) {
  const scenarios::Whole& khz = carrier.subcarrier_spacing_khz;
  const auto spacing = nr::spacing_of_khz(static_cast<int>(khz.value));
  if (!spacing) {
    errors.add(khz.where,
               {fmt::format("没有 {} kHz 的子载波间隔；可用的有：15, 30, 60, 120", khz.value),
                fmt::format("there is no subcarrier spacing of {} kHz; there are 15, 30, 60, 120", khz.value)});
  }
  return spacing;
}

std::optional<nr::SlotPattern> pattern_of(const scenarios::Carrier& carrier, nr::SubcarrierSpacing spacing,
                                          core::InputErrors& errors) {
  const bool is_fdd = carrier.duplex.value == scenarios::Duplex::Fdd;
  if (is_fdd) {
    bool is_plain = true;
    for (const scenarios::Name* text : {&carrier.pattern, &carrier.special_slot}) {
      if (text->value.empty()) continue;
      is_plain = false;
      errors.add(text->where, {fmt::format("FDD 没有时隙配比，“{}”无用", text->value),
                               fmt::format("FDD has no slot pattern, “{}” is of no use", text->value)});
    }
    return is_plain ? std::optional(nr::SlotPattern::fdd(spacing)) : std::nullopt;
  }
  if (carrier.pattern.value.empty()) {
    errors.add(carrier.pattern.where,
               {"TDD 载波要有时隙配比 pattern，例如 DDDSU", "a TDD carrier needs a slot pattern, such as DDDSU"});
    return std::nullopt;
  }
  return nr::SlotPattern::tdd(
      {carrier.pattern.value, carrier.pattern.where, carrier.special_slot.value, carrier.special_slot.where}, spacing,
      errors);
}

/// The lengths a mapping type has, as "3 to 14" or "2, 4, 7".
std::string lengths_of(Direction direction, nr::MappingType type) {
  std::vector<int> lengths;
  for (int length = 1; length <= nr::kSymbolsPerSlot; ++length) {
    if (nr::start_symbols(direction, type, length).any()) lengths.push_back(length);
  }
  return fmt::format("{}", fmt::join(lengths, ", "));
}

/// Where a transmission may start so that no control symbol is in its way.
nr::StartSymbols starts_behind(std::int64_t control_symbols, Direction direction, nr::MappingType type, int length) {
  nr::StartSymbols starts = nr::start_symbols(direction, type, length);
  if (direction == Direction::Uplink) return starts;
  for (std::int64_t symbol = 0; symbol < control_symbols; ++symbol) starts.reset(static_cast<std::size_t>(symbol));
  return starts;
}

/// The transmission of a direction; nothing where its length is not one of the standard's, or leaves no room.
std::optional<DataTransmission> transmission_of(const scenarios::Transmission& all, Direction direction,
                                                core::InputErrors& errors) {
  const scenarios::DataTransmission& data = direction == Direction::Downlink ? all.downlink : all.uplink;
  const std::int64_t control = all.control_symbols.value;
  const nr::MappingType type = typed(data.mapping_type.value);
  const auto symbols = static_cast<int>(data.symbols.value);
  const DataTransmission result{type, symbols, starts_behind(control, direction, type, symbols)};
  const core::Text name = name_of(direction);
  if (nr::start_symbols(direction, type, symbols).none()) {
    const std::string lengths = lengths_of(direction, type);
    errors.add(data.symbols.where, {fmt::format("{}映射类型 {} 没有 {} 个符号的传输；可用的符号数：{}", name.zh,
                                                letter(type), symbols, lengths),
                                    fmt::format("{} mapping type {} has no transmission of {}; it has {}", name.en,
                                                letter(type), core::counted(symbols, "symbol"), lengths)});
    return std::nullopt;
  }
  if (result.starts.none()) {
    errors.add(data.symbols.where,
               {fmt::format("{} 个控制符号之后放不下 {} 个符号的下行传输", control, symbols),
                fmt::format("{} downlink symbols do not fit behind {} control symbols", symbols, control)});
    return std::nullopt;
  }
  if (all.dmrs_elements.value >= nr::kSubcarriersPerBlock * data.symbols.value) {
    errors.add(all.dmrs_elements.where,
               {fmt::format("DM-RS 占 {} 个资源粒子，{}传输的 {} 个符号里没有数据的位置", all.dmrs_elements.value,
                            name.zh, symbols),
                fmt::format("DM-RS of {} resource elements leave no room for data in the {} symbols of the {}",
                            all.dmrs_elements.value, symbols, name.en)});
    return std::nullopt;
  }
  return result;
}

/// Whether the pattern has a place for the transmission, or for a shorter one where it may be shortened.
void check_room(const nr::SlotPattern& pattern, const scenarios::Transmission& all, Direction direction,
                core::InputErrors& errors) {
  const scenarios::DataTransmission& data = direction == Direction::Downlink ? all.downlink : all.uplink;
  const auto symbols = static_cast<int>(data.symbols.value);
  for (int length = symbols; length >= (data.shortened.value ? 1 : symbols); --length) {
    const auto starts = starts_behind(all.control_symbols.value, direction, typed(data.mapping_type.value), length);
    if (pattern.next(direction, nr::Tc{0}, length, starts)) return;
  }
  const core::Text name = name_of(direction);
  errors.add(data.symbols.where,
             {fmt::format("时隙配比里没有能放下 {} 个{}符号的时隙", symbols, name.zh),
              fmt::format("the slot pattern has no slot in which {} {} symbols have a place", symbols, name.en)});
}

void check_layers(const scenarios::NrNetwork& network, core::InputErrors& errors) {
  const scenarios::Device& device = network.device;
  const auto check = [&](const scenarios::Whole& layers, std::int64_t antennas, const core::Text& whose) {
    if (layers.value <= antennas) return;
    errors.add(layers.where, {fmt::format("{} 层多于{}的 {} 根天线", layers.value, whose.zh, antennas),
                              fmt::format("{} layers are more than the {} of {}", layers.value,
                                          core::counted(antennas, "antenna"), whose.en)});
  };
  std::int64_t fewest = network.gnbs.front().antennas.count.value;
  for (const scenarios::Gnb& gnb : network.gnbs) fewest = std::min(fewest, gnb.antennas.count.value);
  const core::Text gnb = {"gNB ", "a gNB"};
  check(network.transmission.downlink.layers, fewest, gnb);
  check(network.transmission.uplink.layers, fewest, gnb);
  check(network.transmission.downlink.layers, device.receive_antennas.value, {"终端接收端", "a device's receiver"});
  check(network.transmission.uplink.layers, device.transmit_antennas.value, {"终端发射端", "a device's transmitter"});
}

nr::ProcessingCapability capability_of(const scenarios::NrNetwork& network, nr::FrequencyRange range,
                                       nr::SubcarrierSpacing spacing, core::InputErrors& errors) {
  const auto capability =
      network.ue_processing_capability.value == 2 ? nr::ProcessingCapability::Two : nr::ProcessingCapability::One;
  if (!nr::n2_half_symbols(spacing, range, capability)) {
    const std::string name = range == nr::FrequencyRange::Fr1 ? "FR1" : "FR2";
    errors.add(
        network.ue_processing_capability.where,
        {fmt::format("{} 在 {} kHz 子载波间隔下没有终端处理能力 2（TS 38.214 表 6.4-2）", name, nr::khz(spacing)),
         fmt::format("there is no processing capability 2 in {} at {} kHz (TS 38.214, table 6.4-2)", name,
                     nr::khz(spacing))});
  }
  return capability;
}

void check_timers(const scenarios::NrNetwork& network, core::InputErrors& errors) {
  const auto check = [&](const auto& parameter, const std::vector<double>& list, const core::Text& what) {
    check_one_of(static_cast<double>(parameter.value), parameter.where, list, what, errors);
  };
  check(network.scheduling_request.period_slots, {1, 2, 4, 5, 8, 10, 16, 20, 40, 80, 160, 320, 640},
        {"TS 38.331 的 SchedulingRequestResourceConfig ", "SchedulingRequestResourceConfig of TS 38.331"});
  check(network.handover.time_to_trigger_ms,
        {0, 40, 64, 80, 100, 128, 160, 256, 320, 480, 512, 640, 1024, 1280, 2560, 5120},
        {"TS 38.331 的 TimeToTrigger ", "TimeToTrigger of TS 38.331"});
  check(network.rlc.t_reassembly_ms, {0,  5,  10, 15, 20,  25,  30,  35,  40,  45,  50,  55,  60,  65,  70, 75,
                                      80, 85, 90, 95, 100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200},
        {"TS 38.331 的 T-Reassembly ", "T-Reassembly of TS 38.331"});
  check(network.rlc.max_retransmissions, {1, 2, 3, 4, 6, 8, 16, 32},
        {"TS 38.331 的 maxRetxThreshold ", "maxRetxThreshold of TS 38.331"});
}

channel::Antenna typed(const scenarios::Antennas& antennas) {
  using Pattern = channel::Antenna::Pattern;
  return {antennas.pattern.value == scenarios::AntennaPattern::Element ? Pattern::Element : Pattern::Isotropic,
          core::Decibel(antennas.gain_dbi.value), antennas.azimuth_deg.value, antennas.downtilt_deg.value};
}

/// The one environment of the hall: 3GPP TR 38.901 has none with antennas above and among the clutter.
channel::Environment hall_environment(const scenarios::Hall& hall, const scenarios::NrNetwork& network,
                                      core::InputErrors& errors) {
  const double device_m = network.device.height_m.value;
  const auto of = [&](const scenarios::Gnb& gnb) { return environment_of(hall.clutter, gnb.z_m.value, device_m); };
  const channel::Environment environment = of(network.gnbs.front());
  for (const scenarios::Gnb& gnb : network.gnbs) {
    if (of(gnb) == environment) continue;
    const double height_m = hall.clutter.height_m.value;
    errors.add(
        gnb.z_m.where,
        {fmt::format("这个 gNB 与第一个分处遮挡物高度 {} m 的上下；信道模型只容其一", height_m),
         fmt::format("the clutter's height, {} m, lies between this gNB and the first; the channel model has room for "
                     "one of both",
                     height_m)});
  }
  return environment;
}

/// On its first carrier alone.
std::optional<NrConfiguration> on_first_carrier(const scenarios::Hall& hall, const scenarios::NrNetwork& network,
                                                core::InputErrors& errors) {
  core::InputErrors found;
  const scenarios::Transmission& transmission = network.transmission;
  const auto range = range_of(network.carrier, found);
  const auto spacing = spacing_of(network.carrier, found);
  const auto pattern = spacing ? pattern_of(network.carrier, *spacing, found) : std::nullopt;
  const auto blocks = range && spacing
                          ? nr::resource_blocks(*range, *spacing, static_cast<int>(network.carrier.bandwidth_mhz.value),
                                                network.carrier.bandwidth_mhz.where, found)
                          : std::nullopt;
  const auto downlink = transmission_of(transmission, Direction::Downlink, found);
  const auto uplink = transmission_of(transmission, Direction::Uplink, found);
  const auto capability =
      range && spacing ? capability_of(network, *range, *spacing, found) : nr::ProcessingCapability::One;

  check_clutter(hall, found);
  check_device_height(network.device.height_m, hall, found);
  for (const scenarios::Gnb& gnb : network.gnbs) check_inside(gnb, "gNB", hall, found);
  const channel::Environment environment = hall_environment(hall, network, found);
  check_layers(network, found);
  check_timers(network, found);
  check_background(network.background, found);
  QosRows rows = qos_rows(network, found);

  const auto control_blocks = static_cast<int>(transmission.uplink_control_blocks.value);
  if (blocks && control_blocks >= *blocks) {
    found.add(transmission.uplink_control_blocks.where,
              {fmt::format("PUCCH 占 {} 个资源块，信道一共 {} 个", control_blocks, *blocks),
               fmt::format("PUCCH takes {} resource blocks, of {} in all", control_blocks, *blocks)});
  }
  if (pattern && downlink) check_room(*pattern, transmission, Direction::Downlink, found);
  if (pattern && uplink) check_room(*pattern, transmission, Direction::Uplink, found);

  const nr::McsTable table = typed(network.link_adaptation.mcs_table.value);
  const auto periodic = [&](const std::vector<scenarios::PeriodicGrant>& grants, Direction direction,
                            const std::optional<DataTransmission>& data, int data_blocks) {
    std::vector<PeriodicResource> resources;
    if (!pattern || !data || data_blocks <= 0) return resources;
    const Resources within{*pattern,    direction, *data,
                           data_blocks, table,     static_cast<int>(transmission.dmrs_elements.value)};
    for (const scenarios::PeriodicGrant& grant : grants) {
      if (const auto resource = periodic_resource(grant, within, found)) resources.push_back(*resource);
    }
    return resources;
  };
  auto configured_grants =
      periodic(network.configured_grants, Direction::Uplink, uplink, blocks.value_or(0) - control_blocks);
  auto semi_persistent = periodic(network.semi_persistent, Direction::Downlink, downlink, blocks.value_or(0));

  errors.add(found);
  if (!found.empty()) return std::nullopt;

  constexpr double kSpeedOfLight = 299'792'458;
  const scenarios::Clutter& clutter = hall.clutter;
  const core::Hertz frequency = core::Hertz::from_ghz(network.carrier.frequency_ghz.value);
  NrConfiguration configuration{
      .frequency = frequency,
      .range = *range,
      .pattern = *pattern,
      .blocks = *blocks,
      .downlink = *downlink,
      .uplink = *uplink,
      .mcs_table = table,
      .capability = capability,
      .configured_grants = std::move(configured_grants),
      .semi_persistent = std::move(semi_persistent),
      .qos_flows = std::move(rows),
      .environment = environment,
      .clutter = {clutter.density_ratio.value, clutter.size_m.value, clutter.height_m.value},
      .surroundings_doppler = core::Hertz(clutter.speed_mps.value / kSpeedOfLight * frequency.hz()),
      .gnbs = {},
      .duplication = {}};
  for (const scenarios::Gnb& gnb : network.gnbs) {
    configuration.gnbs.push_back({{gnb.x_m.value, gnb.y_m.value, gnb.z_m.value}, typed(gnb.antennas)});
  }
  return configuration;
}

void check_apart(const scenarios::NrNetwork& network, core::InputErrors& errors) {
  std::vector<const scenarios::Carrier*> carriers{&network.carrier};
  for (const scenarios::Carrier& carrier : network.duplication_carriers) {
    const bool overlaps = std::ranges::any_of(carriers, [&carrier](const scenarios::Carrier* other) {
      constexpr double kMhzPerGhz = 1000;
      const double apart_mhz = kMhzPerGhz * std::abs(carrier.frequency_ghz.value - other->frequency_ghz.value);
      return 2 * apart_mhz < static_cast<double>(carrier.bandwidth_mhz.value + other->bandwidth_mhz.value);
    });
    if (overlaps) {
      errors.add(carrier.frequency_ghz.where,
                 {"与前面的载波重叠：PDCP 复制的各载波要各用一段频谱",
                  "overlaps with a carrier before it: each carrier of PDCP duplication has a channel of its own"});
    }
    carriers.push_back(&carrier);
  }
}

}  // namespace

channel::Environment environment_of(const scenarios::Clutter& clutter, double gnb_height_m, double device_height_m) {
  const bool is_dense = clutter.density_ratio.value >= scenarios::kDenseFrom;
  if (gnb_height_m <= clutter.height_m.value)
    return is_dense ? channel::Environment::InfDl : channel::Environment::InfSl;
  if (device_height_m > clutter.height_m.value) return channel::Environment::InfHh;
  return is_dense ? channel::Environment::InfDh : channel::Environment::InfSh;
}

std::optional<NrConfiguration> nr_configuration(const scenarios::Hall& hall, const scenarios::NrNetwork& network,
                                                core::InputErrors& errors) {
  core::InputErrors found;
  check_apart(network, found);
  auto configuration = on_first_carrier(hall, network, found);
  for (const scenarios::Carrier& carrier : network.duplication_carriers) {
    if (!configuration) break;  // what is wrong with the first is wrong with all
    scenarios::NrNetwork on_it = network;
    on_it.carrier = carrier;
    if (auto further = on_first_carrier(hall, on_it, found)) configuration->duplication.push_back(*std::move(further));
  }
  errors.add(found);
  return found.empty() ? configuration : std::nullopt;
}

}  // namespace plantproof::config
