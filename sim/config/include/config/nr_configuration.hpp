#pragma once

#include <optional>
#include <string>
#include <vector>

#include "channel/large_scale.hpp"
#include "channel/link_budget.hpp"
#include "channel/path_loss.hpp"
#include "core/hertz.hpp"
#include "core/input_error.hpp"
#include "core/time.hpp"
#include "nr/five_qi.hpp"
#include "nr/mapping_type.hpp"
#include "nr/modulation_coding.hpp"
#include "nr/processing_time.hpp"
#include "nr/resource_blocks.hpp"
#include "nr/slot_pattern.hpp"
#include "scenarios/hall.hpp"
#include "scenarios/network.hpp"

namespace plantproof::config {

/// How data of one direction lies in a slot.
struct DataTransmission {
  nr::MappingType mapping = nr::MappingType::A;
  int symbols = nr::kSymbolsPerSlot;
  nr::StartSymbols starts;  ///< at which a transmission of so many symbols may begin, behind the control symbols
};

/// A configured grant or semi-persistent assignment: its resources are the same at every occasion.
struct PeriodicResource {
  std::string flow;  ///< name with * for anything
  core::Nanoseconds period{};
  core::Nanoseconds first{};  ///< since the start of a frame: the first symbol of the first occasion, rounded up
  int blocks = 1;             ///< the fewest that hold its bytes
  nr::ModulationCoding coding;
};

/// A rule for QoS flows with its row of the 5QI table; all else of it is in the scenario's list, at the same index.
using QosRows = std::vector<nr::FiveQi>;

struct Gnb {
  channel::Place place{};
  channel::Antenna antenna;
};

/// What follows from a scenario's 5G network by the tables of 3GPP. Numbers that mean the same without a table (powers,
/// delays, HARQ) are not repeated: they are the scenario's.
struct NrConfiguration {
  core::Hertz frequency;
  nr::FrequencyRange range = nr::FrequencyRange::Fr1;
  nr::SlotPattern pattern;
  int blocks = 1;  ///< of the whole channel; PUCCH's are among them
  DataTransmission downlink;
  DataTransmission uplink;
  nr::McsTable mcs_table = nr::McsTable::Qam64;
  nr::ProcessingCapability capability = nr::ProcessingCapability::One;
  std::vector<PeriodicResource> configured_grants;
  std::vector<PeriodicResource> semi_persistent;
  QosRows qos_flows;
  channel::Environment environment = channel::Environment::InfSh;
  channel::Clutter clutter{};
  core::Hertz surroundings_doppler;  ///< speed of what moves about, times the carrier, over the speed of light
  std::vector<Gnb> gnbs;
  std::vector<NrConfiguration> duplication;  ///< the same on each of the duplication carriers
};

/// Dense clutter from a density of 0.4 on, sparse below (3GPP TR 38.901, table 7.2-4); high antennas are above the
/// clutter's height. With devices above it as well there is no clutter between: InF-HH.
channel::Environment environment_of(const scenarios::Clutter& clutter, double gnb_height_m, double device_height_m);

/// The typed values of a network in its hall. Nothing, and every objection added to `errors`, when anything is wrong:
/// - a carrier between the frequency ranges, a spacing or a bandwidth that its range does not have;
/// - a TDD pattern that SlotPattern::tdd refuses, none at all, or one for FDD;
/// - a gNB or a device that is not inside the hall, clutter up to its ceiling, gNBs both above and among the clutter;
/// - more layers than antennas at either end;
/// - a length that the mapping type does not have, that does not fit behind the control symbols, or for which the
///   pattern has no place; no block left beside PUCCH;
/// - the second processing capability where the standard has none;
/// - a configured grant or semi-persistent assignment whose period is not a whole number of slots, one of whose
///   occasions has the wrong direction, that the whole carrier does not hold, or whose MCS the table does not have;
/// - a 5QI that is not in nr::five_qis(), the deadline scheduler without a delay-critical one, an unknown slice,
///   slices that share more than all or have one name;
/// - PDCP duplication without a duplication carrier, carriers that overlap;
/// - timers and periods that TS 38.331 cannot signal; a background load that no device carries.
std::optional<NrConfiguration> nr_configuration(const scenarios::Hall& hall, const scenarios::NrNetwork& network,
                                                core::InputErrors& errors);

}  // namespace plantproof::config
