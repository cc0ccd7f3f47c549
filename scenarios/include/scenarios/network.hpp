#pragma once

#include <variant>
#include <vector>

#include "scenarios/parameter.hpp"

// The `network` of a phase as a scenario file describes it: plain values, each within its own range. Whether they fit
// together and the standard's tables is plantproof::config's question. Unit, range, default and its source of every
// member stand in scenarios/src/network.cpp, and in docs/scenario.md, which is made from it.
namespace plantproof::scenarios {

/// Where an antenna is, in the hall's coordinates.
struct Place {
  Number x_m;
  Number y_m;
  Number z_m;
};

/// Traffic of others that the network carries besides the plant's.
struct Background {
  Whole devices{0};  ///< that share it equally
  Number downlink_mbps{0};
  Number uplink_mbps{0};
};

// 5G NR

enum class Duplex { Fdd, Tdd };

struct Carrier {
  Number frequency_ghz;
  Whole bandwidth_mhz;
  Whole subcarrier_spacing_khz;
  Parameter<Duplex> duplex{Duplex::Tdd};
  Name pattern;       ///< TDD: a letter a slot, "DDDSU"
  Name special_slot;  ///< TDD: downlink, guard and uplink symbols of S, "10:2:2"
};

enum class AntennaPattern { Isotropic, Element };

/// The antennas of a gNB: all alike, all pointing the same way.
struct Antennas {
  Whole count{4};
  Number gain_dbi{0};
  Parameter<AntennaPattern> pattern{AntennaPattern::Isotropic};
  Number azimuth_deg{0};
  Number downtilt_deg{90};
};

struct Gnb : Place {
  Number tx_power_dbm{24};
  Number noise_figure_db{5};
  Antennas antennas;
};

/// The radio of every device on the plant's floor.
struct Device {
  Number tx_power_dbm{23};
  Whole receive_antennas{2};
  Whole transmit_antennas{1};
  Number gain_dbi{0};
  Number noise_figure_db{9};
  Number height_m{1.5};
  Number received_power_target_dbm{-80};  ///< of uplink power control: at the gNB, in a block of 180 kHz
};

enum class Scheduler { RoundRobin, ProportionalFair, Deadline };
enum class McsTable { Qam64, Qam256, LowSpectralEfficiency };

struct LinkAdaptation {
  Parameter<McsTable> mcs_table{McsTable::Qam64};
  Number outer_loop_step_db{0.5};
  Number report_period_ms{20};  ///< of what the scheduler knows of the channel
  Number report_delay_ms{4};
};

enum class MappingType { A, B };

/// How data of one direction lies in a slot.
struct DataTransmission {
  Parameter<MappingType> mapping_type{MappingType::A};
  Whole symbols;
  Switch shortened{true};
  Whole layers{1};
};

struct Transmission {
  Whole control_symbols{1};
  Whole control_messages{0};  ///< that a slot's PDCCH holds; 0: as many as are wanted
  Whole uplink_control_blocks{4};
  Whole dmrs_elements{12};
  DataTransmission downlink{.symbols = Whole(13)};
  DataTransmission uplink{.symbols = Whole(14)};
};

enum class Combining { Chase, IncrementalRedundancy };

struct Harq {
  Whole processes{16};
  Whole max_transmissions{4};
  Parameter<Combining> combining{Combining::IncrementalRedundancy};
};

struct SchedulingRequest {
  Whole period_slots{5};
  Whole first_grant_bytes{256};
};

/// Resources that come back by themselves, without a grant for each: a configured grant (uplink) or semi-persistent
/// scheduling (downlink). Each flow that matches has its own.
struct PeriodicGrant {
  Name flow{"*"};
  Number period_ms;
  Number offset_ms{0};
  Whole bytes;
  Whole mcs{4};
};

enum class RlcMode { Um, Am };

struct Rlc {
  Number t_reassembly_ms{40};
  Whole max_retransmissions{8};
};

/// What the flows that match are promised; the first rule that matches counts. Flows that none matches have the
/// defaults of a rule.
struct QosFlow {
  Name flow{"*"};
  Whole destination_port{0};  ///< 0: any
  Whole five_qi{9};
  Parameter<RlcMode> rlc_mode{RlcMode::Am};
  Number target_bler_ratio{0.1};
  Switch discards_late{false};
  Switch pdcp_duplication{false};
  Name slice;  ///< empty: no slice
};

struct Slice {
  Name name;
  Number share_ratio;
};

struct Handover {
  Number hysteresis_db{3};
  Whole time_to_trigger_ms{160};
  Whole interruption_ms{50};
  Whole measurement_period_ms{200};
};

/// The delays of a packet that crosses the network once, in either direction.
struct Core {
  Number gnb_processing_us{300};
  Number backhaul_us{50};
  Number upf_us{50};
  Number edge_us{100};
  Number jitter_us{20};
};

struct NrNetwork {
  Carrier carrier;
  std::vector<Carrier> duplication_carriers;  ///< of the same gNBs, for flows with pdcp_duplication
  std::vector<Gnb> gnbs;
  Device device;
  Parameter<Scheduler> scheduler{Scheduler::ProportionalFair};
  LinkAdaptation link_adaptation;
  Number receiver_loss_db{2.6};
  Transmission transmission;
  Whole ue_processing_capability{1};
  Harq harq;
  SchedulingRequest scheduling_request;
  std::vector<PeriodicGrant> configured_grants;
  std::vector<PeriodicGrant> semi_persistent;
  Rlc rlc;
  std::vector<QosFlow> qos_flows;
  std::vector<Slice> slices;
  Handover handover;
  Core core;
  Background background;
};

// The baselines

enum class WifiStandard { Ieee80211n, Ieee80211ac };

struct AccessPoint : Place {
  Whole channel;
};

struct WifiStation {
  Number tx_power_dbm{15};
  Number height_m{1.5};
};

/// A station leaves its access point before it looks for another one.
struct Roaming {
  Number leave_below_dbm{-75};
  Number patience_ms{5000};
  Whole missed_beacons{10};
  Switch active_scan{true};
  Number dwell_ms{30};
};

/// A switch, and a cable to everything that has one.
struct Ethernet {
  Number rate_mbps{1000};
  Number cable_length_m{20};
  Number switch_us{5};
  Whole queue_bytes{512'000};
};

struct WifiNetwork {
  Parameter<WifiStandard> standard{WifiStandard::Ieee80211ac};
  Whole channel_width_mhz{20};
  Whole antennas{2};
  std::vector<AccessPoint> access_points;
  Number tx_power_dbm{20};
  Number noise_figure_db{7};
  WifiStation station;
  Roaming roaming;
  Number queue_lifetime_ms{500};
  Ethernet backbone;
  Background background;
};

struct LteCarrier {
  Number downlink_ghz;
  Number uplink_ghz;
  Number bandwidth_mhz;
};

struct Enb : Place {
  Number tx_power_dbm{24};
  Number noise_figure_db{5};
};

struct LteDevice {
  Number tx_power_dbm{23};
  Number noise_figure_db{9};
  Number height_m{1.5};
};

enum class LteScheduler { RoundRobin, ProportionalFair };

struct LteNetwork {
  LteCarrier carrier;
  std::vector<Enb> enbs;
  LteDevice device;
  Parameter<LteScheduler> scheduler{LteScheduler::ProportionalFair};
  Number core_us{5000};
  Background background;
};

struct WiredNetwork {
  Ethernet ethernet;
  Background background;
};

/// Nothing that carries messages: people, paper, hard-wired contacts.
struct NoNetwork {};

/// In the order of `kind`: nr, wifi, lte, wired, none.
using Network = std::variant<NrNetwork, WifiNetwork, LteNetwork, WiredNetwork, NoNetwork>;

}  // namespace plantproof::scenarios
