// Every parameter of a network. Nothing else in the project spells its key, unit, range, title or the source of its
// default.
#include "scenarios/network.hpp"

#include <algorithm>
#include <type_traits>

#include "field.hpp"
#include "parts.hpp"

namespace plantproof::scenarios {

template <>
const std::vector<std::string>& choice_names<Duplex>() {
  static const std::vector<std::string> kNames = {"fdd", "tdd"};
  return kNames;
}
template <>
const std::vector<std::string>& choice_names<AntennaPattern>() {
  static const std::vector<std::string> kNames = {"isotropic", "element"};
  return kNames;
}
template <>
const std::vector<std::string>& choice_names<Scheduler>() {
  static const std::vector<std::string> kNames = {"round_robin", "proportional_fair", "deadline"};
  return kNames;
}
template <>
const std::vector<std::string>& choice_names<McsTable>() {
  static const std::vector<std::string> kNames = {"qam64", "qam256", "low_spectral_efficiency"};
  return kNames;
}
template <>
const std::vector<std::string>& choice_names<MappingType>() {
  static const std::vector<std::string> kNames = {"A", "B"};
  return kNames;
}
template <>
const std::vector<std::string>& choice_names<Combining>() {
  static const std::vector<std::string> kNames = {"chase", "incremental_redundancy"};
  return kNames;
}
template <>
const std::vector<std::string>& choice_names<RlcMode>() {
  static const std::vector<std::string> kNames = {"um", "am"};
  return kNames;
}
template <>
const std::vector<std::string>& choice_names<WifiStandard>() {
  static const std::vector<std::string> kNames = {"802.11n", "802.11ac"};
  return kNames;
}
template <>
const std::vector<std::string>& choice_names<LteScheduler>() {
  static const std::vector<std::string> kNames = {"round_robin", "proportional_fair"};
  return kNames;
}

namespace {

Origin fact(core::Text what) {
  return {false, std::move(what)};
}

template <class Part>
std::vector<Field<Part>> with_place(std::vector<Field<Part>> others) {
  std::vector<Field<Part>> fields = {
      field_of<&Part::x_m, Part>("x_m", {"位置 x", "place, x"}).between(0, 1000),
      field_of<&Part::y_m, Part>("y_m", {"位置 y", "place, y"}).between(0, 1000),
      field_of<&Part::z_m, Part>("z_m", {"离地高度", "height above the floor"}).between(0, 50)};
  for (Field<Part>& field : others) fields.push_back(std::move(field));
  return fields;
}

template <auto kMember>
auto gnb_power() {
  return field_of<kMember>("tx_power_dbm", {"每载波总发射功率", "transmit power of the carrier, all antennas"})
      .between(-20, 53)
      .otherwise(from("3GPP TS 38.104", {"表 6.2.1-1，局域基站上限", "table 6.2.1-1, most of a Local Area BS"}));
}

template <auto kMember>
auto noise_figure(Origin origin) {
  return field_of<kMember>("noise_figure_db", {"接收机噪声系数", "noise figure of its receiver"})
      .between(0, 30)
      .otherwise(std::move(origin));
}

Origin small_cell() {
  return assumption({"室内小基站", "an indoor small cell"});
}

Origin calibration_noise() {
  return from("3GPP TR 38.901", {"表 7.8-7", "table 7.8-7"});
}

template <auto kMember>
auto device_height() {
  return field_of<kMember>("height_m", {"终端天线离地高度", "height of a device's antenna"})
      .between(0, 50)
      .otherwise(assumption({"机器的操作高度", "where a machine is operated"}));
}

template <auto kMember>
auto device_power() {
  return field_of<kMember>("tx_power_dbm", {"终端最大发射功率", "most that a device transmits"})
      .between(-20, 35)
      .otherwise(from("3GPP TS 38.101-1", {"表 6.2.1-1，功率等级 3", "table 6.2.1-1, power class 3"}));
}

template <auto kMember>
auto background_load() {
  return field_of<kMember>("background", {"背景负载", "background load"});
}

}  // namespace

template <>
const std::vector<Field<Background>>& fields() {
  const Origin nobody = assumption({"没有别的业务", "nobody else uses it"});
  static const std::vector<Field<Background>> kFields = {
      field_of<&Background::devices>("devices", {"平分背景负载的终端数", "devices that share it equally"})
          .between(0, 10'000)
          .otherwise(nobody),
      field_of<&Background::downlink_mbps>("downlink_mbps", {"下行合计", "downlink, all together"})
          .between(0, 10'000)
          .otherwise(nobody),
      field_of<&Background::uplink_mbps>("uplink_mbps", {"上行合计", "uplink, all together"})
          .between(0, 10'000)
          .otherwise(nobody)};
  return kFields;
}

template <>
const std::vector<Field<Carrier>>& fields() {
  static const std::vector<Field<Carrier>> kFields = {
      field_of<&Carrier::frequency_ghz>("frequency_ghz", {"载波频率", "carrier frequency"}).between(0.41, 52.6),
      field_of<&Carrier::bandwidth_mhz>("bandwidth_mhz", {"信道带宽", "channel bandwidth"}).between(5, 400),
      field_of<&Carrier::subcarrier_spacing_khz>("subcarrier_spacing_khz", {"子载波间隔", "subcarrier spacing"})
          .between(15, 120),
      field_of<&Carrier::duplex>("duplex", {"双工方式", "duplex"})
          .otherwise(from("3GPP TS 38.104", {"表 5.2-1：n77 至 n79 为 TDD", "table 5.2-1: n77 to n79 are TDD"})),
      field_of<&Carrier::pattern>("pattern", {"TDD 时隙配比，一字母一时隙（D 下行、S 特殊、U 上行）",
                                              "TDD pattern, a letter a slot (D downlink, S special, U uplink)"})
          .otherwise(fact({"FDD 没有，TDD 必须给出", "FDD has none, TDD must say"})),
      field_of<&Carrier::special_slot>(
          "special_slot", {"特殊时隙的下行:保护:上行符号数", "downlink:guard:uplink symbols of the special slot"})
          .otherwise(fact({"配比中没有 S 时不给", "none where the pattern has no S"}))};
  return kFields;
}

template <>
const std::vector<Field<Antennas>>& fields() {
  const Origin omni = assumption({"吊顶全向天线", "an omnidirectional ceiling antenna"});
  static const std::vector<Field<Antennas>> kFields = {
      field_of<&Antennas::count>("count", {"收发天线数", "antennas that send and receive"})
          .between(1, 4)
          .otherwise(assumption({"4T4R 室内射频单元", "an indoor radio with 4T4R"})),
      field_of<&Antennas::gain_dbi>("gain_dbi", {"最大增益", "greatest gain"}).between(-10, 30).otherwise(omni),
      field_of<&Antennas::pattern>("pattern", {"方向图：各向同性，或 TR 38.901 表 7.3-1 的单元",
                                               "pattern: isotropic, or the element of TR 38.901, table 7.3-1"})
          .otherwise(omni),
      field_of<&Antennas::azimuth_deg>("azimuth_deg", {"方位角，自 x 轴转向 y 轴，只用于 element",
                                                       "azimuth, from the x axis to the y axis, for an element"})
          .between(-360, 360)
          .otherwise(omni),
      field_of<&Antennas::downtilt_deg>(
          "downtilt_deg", {"下倾角，90 为垂直向下，只用于 element", "downtilt, 90 is straight down, for an element"})
          .between(-90, 90)
          .otherwise(omni)};
  return kFields;
}

template <>
const std::vector<Field<Gnb>>& fields() {
  static const std::vector<Field<Gnb>> kFields =
      with_place<Gnb>({gnb_power<&Gnb::tx_power_dbm>(), noise_figure<&Gnb::noise_figure_db>(small_cell()),
                       field_of<&Gnb::antennas>("antennas", {"天线", "antennas"})});
  return kFields;
}

template <>
const std::vector<Field<Device>>& fields() {
  static const std::vector<Field<Device>> kFields = {
      device_power<&Device::tx_power_dbm>(),
      field_of<&Device::receive_antennas>("receive_antennas", {"终端接收天线数", "antennas a device receives with"})
          .between(1, 4)
          .otherwise(
              from("3GPP TS 38.101-1", {"7.2：各频段最少 2，n7、n38、n41、n48、n77 至 n79、n104 为 4",
                                        "7.2: at least 2 in any band, 4 in n7, n38, n41, n48, n77 to n79, n104"})),
      field_of<&Device::transmit_antennas>("transmit_antennas", {"终端发射天线数", "antennas a device transmits with"})
          .between(1, 4)
          .otherwise(assumption({"一路发射的工业终端", "an industrial device with one transmitter"})),
      field_of<&Device::gain_dbi>("gain_dbi", {"终端天线增益", "gain of a device's antenna"})
          .between(-10, 20)
          .otherwise(assumption({"全向", "the same in all directions"})),
      noise_figure<&Device::noise_figure_db>(calibration_noise()),
      device_height<&Device::height_m>(),
      field_of<&Device::received_power_target_dbm>(
          "received_power_target_dbm",
          {"上行功控目标：gNB 在 180 kHz 内收到的功率", "what uplink power control aims at: received in 180 kHz"})
          .between(-202, 24)
          .otherwise(assumption({"信噪比充足而不打满功率", "plenty of SINR at less than full power"}))};
  return kFields;
}

template <>
const std::vector<Field<LinkAdaptation>>& fields() {
  static const std::vector<Field<LinkAdaptation>> kFields = {
      field_of<&LinkAdaptation::mcs_table>("mcs_table", {"MCS 表", "MCS table"})
          .otherwise(from("3GPP TS 38.214", {"5.1.3.1：未配置 mcs-Table 时", "5.1.3.1: without an mcs-Table"})),
      field_of<&LinkAdaptation::outer_loop_step_db>(
          "outer_loop_step_db", {"外环每次误块的回退", "back-off of the outer loop after a block error"})
          .between(0.01, 3)
          .otherwise(assumption({"常用 0.1 至 1 dB", "0.1 to 1 dB is usual"})),
      field_of<&LinkAdaptation::report_period_ms>("report_period_ms",
                                                  {"信道状态上报（CSI）的周期", "period of channel reports (CSI)"})
          .between(0.5, 1000)
          .otherwise(assumption({"常用 10 至 40 ms", "10 to 40 ms is usual"})),
      field_of<&LinkAdaptation::report_delay_ms>("report_delay_ms",
                                                 {"上报到调度器可用的时延", "until the scheduler may use a report"})
          .between(0, 1000)
          .otherwise(assumption({"测量、上报与处理", "measured, sent and processed"}))};
  return kFields;
}

template <>
const std::vector<Field<DataTransmission>>& fields() {
  const Origin slots = assumption({"按时隙调度", "scheduled by the slot"});
  static const std::vector<Field<DataTransmission>> kFields = {
      field_of<&DataTransmission::mapping_type>(
          "mapping_type",
          {"映射类型：A 自时隙起点，B 为迷你时隙", "mapping type: A from the slot's beginning, B for mini-slots"})
          .otherwise(slots),
      field_of<&DataTransmission::symbols>("symbols", {"一次传输的符号数", "symbols of a transmission"})
          .between(1, 14)
          .otherwise(slots),
      field_of<&DataTransmission::shortened>(
          "shortened", {"时隙不足时（如特殊时隙）是否缩短传输", "shortened where a slot has fewer, as a special slot"})
          .otherwise(slots),
      field_of<&DataTransmission::layers>("layers", {"空间层数", "spatial layers"})
          .between(1, 4)
          .otherwise(assumption({"稳健优先，不作空分复用", "robust, no spatial multiplexing"}))};
  return kFields;
}

template <>
const std::vector<Field<Transmission>>& fields() {
  static const std::vector<Field<Transmission>> kFields = {
      field_of<&Transmission::control_symbols>(
          "control_symbols", {"每个下行时隙的控制符号数（PDCCH）", "control symbols (PDCCH) of a downlink slot"})
          .between(1, 3)
          .otherwise(assumption({"终端不多，一个符号够用", "one is enough for few devices"})),
      field_of<&Transmission::control_messages>("control_messages",
                                                {"一个时隙的 PDCCH 可容的调度信令数，0 为不限",
                                                 "assignments and grants that a slot's PDCCH holds, 0 is any number"})
          .between(0, 100)
          .otherwise(assumption({"不限", "as many as are wanted"})),
      field_of<&Transmission::uplink_control_blocks>("uplink_control_blocks",
                                                     {"PUCCH 占用的资源块数", "resource blocks that PUCCH takes"})
          .between(0, 100)
          .otherwise(assumption({"频带边缘共 4 个", "four at the edge of the band"})),
      field_of<&Transmission::dmrs_elements>(
          "dmrs_elements", {"每资源块每次传输的 DM-RS 资源粒子数", "resource elements of a block that DM-RS takes"})
          .between(4, 48)
          .otherwise(assumption({"1 个符号，不与数据共用", "one symbol, shared with no data"})),
      field_of<&Transmission::downlink>("downlink", {"下行数据（PDSCH）", "downlink data (PDSCH)"}),
      field_of<&Transmission::uplink>("uplink", {"上行数据（PUSCH）", "uplink data (PUSCH)"})};
  return kFields;
}

template <>
const std::vector<Field<Harq>>& fields() {
  static const std::vector<Field<Harq>> kFields = {
      field_of<&Harq::processes>("processes", {"每终端每方向的进程数", "processes of a device in each direction"})
          .between(1, 32)
          .otherwise(from("3GPP TS 38.214", {"5.1：至多 16，有能力的终端 32", "5.1: 16 at most, 32 if the UE can"})),
      field_of<&Harq::max_transmissions>("max_transmissions", {"一个传输块至多发送的次数，含首次",
                                                               "times a block is sent at most, the first included"})
          .between(1, 8)
          .otherwise(assumption({"三次重传", "three retransmissions"})),
      field_of<&Harq::combining>("combining", {"合并方式", "how transmissions are combined"})
          .otherwise(
              from("3GPP TS 38.212", {"5.4.2.1，冗余版本 0、2、3、1", "5.4.2.1, redundancy versions 0, 2, 3, 1"}))};
  return kFields;
}

template <>
const std::vector<Field<SchedulingRequest>>& fields() {
  static const std::vector<Field<SchedulingRequest>> kFields = {
      field_of<&SchedulingRequest::period_slots>("period_slots",
                                                 {"调度请求（SR）时机的周期", "period of a device's occasions"})
          .between(1, 640)
          .otherwise(assumption({"DDDSU 每周期一次", "once in each DDDSU"})),
      field_of<&SchedulingRequest::first_grant_bytes>(
          "first_grant_bytes",
          {"gNB 只知有请求时先授予的字节数", "bytes that a gNB grants that knows of no more than the request"})
          .between(1, 100'000)
          .otherwise(assumption({"一条短消息连同头", "a short message with its headers"}))};
  return kFields;
}

template <>
const std::vector<Field<PeriodicGrant>>& fields() {
  static const std::vector<Field<PeriodicGrant>> kFields = {
      field_of<&PeriodicGrant::flow>("flow", {"适用的流，* 代替任意字符", "flows that have one, * stands for anything"})
          .otherwise(fact({"所有流", "every flow"})),
      field_of<&PeriodicGrant::period_ms>("period_ms", {"周期", "period"}).between(0.125, 640),
      field_of<&PeriodicGrant::offset_ms>(
          "offset_ms", {"首次时机最早在帧起点之后", "the earliest first occasion after the beginning of a frame"})
          .between(0, 640)
          .otherwise(assumption({"自帧起点", "from the frame's beginning"})),
      field_of<&PeriodicGrant::bytes>("bytes", {"一次可载字节数，含 IP、PDCP、RLC、MAC 头",
                                                "bytes of an occasion, headers of IP, PDCP, RLC and MAC included"})
          .between(1, 100'000),
      field_of<&PeriodicGrant::mcs>("mcs", {"固定的 MCS 序号", "its MCS, which stays"})
          .between(0, 28)
          .otherwise(assumption({"QPSK，宁稳勿快", "QPSK: rather safe than fast"}))};
  return kFields;
}

template <>
const std::vector<Field<Rlc>>& fields() {
  static const std::vector<Field<Rlc>> kFields = {
      field_of<&Rlc::t_reassembly_ms>(
          "t_reassembly_ms",
          {"t-Reassembly：缺失的部分多久后请求重发", "t-Reassembly: after which a missing part is asked for again"})
          .between(0, 200)
          .otherwise(assumption({"HARQ 重传足以收齐的时间", "long enough for HARQ to bring it"})),
      field_of<&Rlc::max_retransmissions>("max_retransmissions", {"AM 至多重传次数", "retransmissions of AM at most"})
          .between(1, 32)
          .otherwise(
              assumption({"TS 38.331 maxRetxThreshold 取值之一", "one of the values of TS 38.331, maxRetxThreshold"}))};
  return kFields;
}

template <>
const std::vector<Field<QosFlow>>& fields() {
  static const std::vector<Field<QosFlow>> kFields = {
      field_of<&QosFlow::flow>("flow", {"适用的流，* 代替任意字符", "flows it holds for, * stands for anything"})
          .otherwise(fact({"所有流", "every flow"})),
      field_of<&QosFlow::destination_port>("destination_port", {"目的端口，0 为任意", "destination port, 0 for any"})
          .between(0, 65'535)
          .otherwise(fact({"任意端口", "any port"})),
      field_of<&QosFlow::five_qi>("five_qi", {"5QI", "5QI"})
          .between(1, 255)
          .otherwise(from("3GPP TS 23.501", {"表 5.7.4-1，默认 QoS 流", "table 5.7.4-1, a default QoS flow"})),
      field_of<&QosFlow::rlc_mode>("rlc_mode", {"RLC 模式", "RLC mode"})
          .otherwise(assumption({"不丢为先", "rather late than lost"})),
      field_of<&QosFlow::target_bler_ratio>("target_bler_ratio",
                                            {"首次传输的目标误块率", "target block error ratio of first transmissions"})
          .between(1e-6, 0.5)
          .otherwise(from("3GPP TS 38.214", {"5.2.2.1", "5.2.2.1"})),
      field_of<&QosFlow::discards_late>(
          "discards_late",
          {"过了时延预算仍未开始发送者是否丢弃", "what has not begun to be sent within its delay budget is dropped"})
          .otherwise(assumption({"迟到好于不到", "rather late than never"})),
      field_of<&QosFlow::pdcp_duplication>(
          "pdcp_duplication", {"PDCP 复制：每个 duplication_carriers 上各发一份，先到者生效",
                               "PDCP duplication: sent on every duplication carrier too, the first to come counts"})
          .otherwise(assumption({"不复制", "sent once"})),
      field_of<&QosFlow::slice>("slice", {"所在切片", "its slice"}).otherwise(assumption({"不分切片", "in no slice"}))};
  return kFields;
}

template <>
const std::vector<Field<Slice>>& fields() {
  static const std::vector<Field<Slice>> kFields = {
      field_of<&Slice::name>("name", {"切片名称", "name of the slice"}),
      field_of<&Slice::share_ratio>("share_ratio", {"保底的资源块比例", "share of the resource blocks it is sure of"})
          .between(0, 1)};
  return kFields;
}

template <>
const std::vector<Field<Handover>>& fields() {
  static const std::vector<Field<Handover>> kFields = {
      field_of<&Handover::hysteresis_db>("hysteresis_db",
                                         {"A3 事件：邻区须高出", "event A3: by how much a neighbour must be better"})
          .between(0, 30)
          .otherwise(assumption({"常用 1 至 4 dB", "1 to 4 dB is usual"})),
      field_of<&Handover::time_to_trigger_ms>("time_to_trigger_ms", {"A3 事件：须持续", "event A3: for how long"})
          .between(0, 5120)
          .otherwise(assumption({"TS 38.331 TimeToTrigger 取值之一", "one of the values of TS 38.331, TimeToTrigger"})),
      field_of<&Handover::interruption_ms>("interruption_ms",
                                           {"切换时不收不发的时间", "for how long a handover stops all traffic"})
          .between(0, 5000)
          .otherwise(
              assumption({"与 TS 38.133 6.1.1.2.2 的各项同量级", "of the order of what TS 38.133, 6.1.1.2.2 adds up"})),
      field_of<&Handover::measurement_period_ms>("measurement_period_ms", {"测量周期", "period of measurements"})
          .between(1, 5000)
          .otherwise(from("3GPP TS 38.133", {"9.2.5.2，同频，无 DRX", "9.2.5.2, intra-frequency, no DRX"}))};
  return kFields;
}

template <>
const std::vector<Field<Core>>& fields() {
  const Origin local = assumption({"核心网与边缘服务器在厂内", "core and edge server stand in the plant"});
  static const std::vector<Field<Core>> kFields = {
      field_of<&Core::gnb_processing_us>("gnb_processing_us", {"gNB 处理时延", "processing in the gNB"})
          .between(0, 100'000)
          .otherwise(local),
      field_of<&Core::backhaul_us>("backhaul_us", {"gNB 到 UPF 的传输时延", "from the gNB to the UPF"})
          .between(0, 1'000'000)
          .otherwise(local),
      field_of<&Core::upf_us>("upf_us", {"UPF 转发时延", "forwarding in the UPF"})
          .between(0, 1'000'000)
          .otherwise(local),
      field_of<&Core::edge_us>("edge_us", {"UPF 到边缘服务器的传输时延", "from the UPF to the edge server"})
          .between(0, 1'000'000)
          .otherwise(local),
      field_of<&Core::jitter_us>(
          "jitter_us", {"以上合计之外的随机时延均值（指数分布）", "mean of a random delay on top (exponential)"})
          .between(0, 1'000'000)
          .otherwise(local)};
  return kFields;
}

template <>
const std::vector<Field<NrNetwork>>& fields() {
  const Origin none = assumption({"不配置", "none is set up"});
  static const std::vector<Field<NrNetwork>> kFields = {
      field_of<&NrNetwork::carrier>("carrier", {"载波", "carrier"}).required(),
      field_of<&NrNetwork::duplication_carriers>(
          "duplication_carriers",
          {"同一批 gNB 的另外载波，PDCP 复制的流也经其发送", "further carriers of the gNBs, for PDCP duplication"})
          .otherwise(none),
      field_of<&NrNetwork::gnbs>("gnbs", {"基站（gNB）", "gNB"}).required(),
      field_of<&NrNetwork::device>("device", {"终端（UE）", "device (UE)"}),
      field_of<&NrNetwork::scheduler>("scheduler", {"调度器", "scheduler"})
          .otherwise(assumption({"公网的惯例", "as public networks do"})),
      field_of<&NrNetwork::link_adaptation>("link_adaptation", {"链路自适应", "link adaptation"}),
      field_of<&NrNetwork::receiver_loss_db>(
          "receiver_loss_db",
          {"接收机比理想译码多需的信噪比，0 为理想", "SINR that a receiver needs above ideal decoding, 0 is ideal"})
          .between(0, 10)
          .otherwise(fact({"OpenAirInterface 接收机在误块率 10 % 处的中位数",
                           "OpenAirInterface's receiver, median at 10 % block errors"})),
      field_of<&NrNetwork::transmission>("transmission", {"时隙内的传输", "transmission in a slot"}),
      field_of<&NrNetwork::ue_processing_capability>("ue_processing_capability",
                                                     {"终端处理能力", "UE processing capability"})
          .between(1, 2)
          .otherwise(from("3GPP TS 38.214", {"5.3、6.4：终端都有能力 1", "5.3, 6.4: every UE has the first"})),
      field_of<&NrNetwork::harq>("harq", {"HARQ", "HARQ"}),
      field_of<&NrNetwork::scheduling_request>("scheduling_request", {"调度请求", "scheduling request"}),
      field_of<&NrNetwork::configured_grants>("configured_grants", {"上行配置授权", "configured grants, uplink"})
          .otherwise(none),
      field_of<&NrNetwork::semi_persistent>("semi_persistent",
                                            {"下行半持续调度", "semi-persistent scheduling, downlink"})
          .otherwise(none),
      field_of<&NrNetwork::rlc>("rlc", {"RLC", "RLC"}),
      field_of<&NrNetwork::qos_flows>("qos_flows",
                                      {"QoS 规则，先匹配者生效", "QoS rules, the first that matches counts"})
          .otherwise(none),
      field_of<&NrNetwork::slices>("slices", {"切片", "slices"}).otherwise(none),
      field_of<&NrNetwork::handover>("handover", {"切换", "handover"}),
      field_of<&NrNetwork::core>("core", {"核心网与边缘，单程时延", "core and edge, delays one way"}),
      background_load<&NrNetwork::background>()};
  return kFields;
}

template <>
const std::vector<Field<AccessPoint>>& fields() {
  static const std::vector<Field<AccessPoint>> kFields = with_place<AccessPoint>(
      {field_of<&AccessPoint::channel>("channel", {"该带宽下的信道号", "channel number at that width"})
           .between(1, 177)});
  return kFields;
}

template <>
const std::vector<Field<WifiStation>>& fields() {
  static const std::vector<Field<WifiStation>> kFields = {
      field_of<&WifiStation::tx_power_dbm>("tx_power_dbm", {"终端发射功率", "what a device transmits"})
          .between(-10, 30)
          .otherwise(assumption({"工业终端的常用值", "usual for an industrial device"})),
      device_height<&WifiStation::height_m>()};
  return kFields;
}

template <>
const std::vector<Field<Roaming>>& fields() {
  const Origin client = assumption({"普通终端的做法，无 802.11r", "as ordinary clients do, without 802.11r"});
  static const std::vector<Field<Roaming>> kFields = {
      field_of<&Roaming::leave_below_dbm>(
          "leave_below_dbm",
          {"信标弱于此值即离开去找别的 AP", "a weaker beacon makes a device leave and look for another"})
          .between(-100, 0)
          .otherwise(client),
      field_of<&Roaming::patience_ms>("patience_ms", {"两次寻找至少相隔", "between one search and the next"})
          .between(0, 600'000)
          .otherwise(client),
      field_of<&Roaming::missed_beacons>(
          "missed_beacons", {"连续漏收多少个信标算失联", "beacons missed in a row until the access point is lost"})
          .between(1, 255)
          .otherwise(client),
      field_of<&Roaming::active_scan>("active_scan", {"主动扫描（发探测帧）", "active scan, with probes"})
          .otherwise(client),
      field_of<&Roaming::dwell_ms>("dwell_ms", {"每个信道停留的时间", "time on each channel"})
          .between(1, 10'000)
          .otherwise(client)};
  return kFields;
}

template <>
const std::vector<Field<Ethernet>>& fields() {
  const Origin usual = assumption({"厂内交换网的常见情形", "usual for a plant's switched network"});
  static const std::vector<Field<Ethernet>> kFields = {
      field_of<&Ethernet::rate_mbps>("rate_mbps", {"每条线缆的速率", "rate of every cable"})
          .between(10, 100'000)
          .otherwise(usual),
      field_of<&Ethernet::cable_length_m>("cable_length_m",
                                          {"每条线缆的长度，每米 5 ns", "length of every cable, 5 ns a metre"})
          .between(0, 10'000)
          .otherwise(usual),
      field_of<&Ethernet::switch_us>("switch_us", {"交换机的转发时延", "forwarding in the switch"})
          .between(0, 100'000)
          .otherwise(usual),
      field_of<&Ethernet::queue_bytes>("queue_bytes", {"交换机每端口的队列", "queue of each port of the switch"})
          .between(2000, 1'000'000'000)
          .otherwise(usual)};
  return kFields;
}

template <>
const std::vector<Field<WifiNetwork>>& fields() {
  const Origin usual = assumption({"车间里常见的 Wi-Fi", "Wi-Fi as it is met in workshops"});
  static const std::vector<Field<WifiNetwork>> kFields = {
      field_of<&WifiNetwork::standard>("standard", {"标准", "standard"}).otherwise(usual),
      field_of<&WifiNetwork::channel_width_mhz>("channel_width_mhz", {"信道宽度", "channel width"})
          .between(20, 80)
          .otherwise(usual),
      field_of<&WifiNetwork::antennas>("antennas",
                                       {"每台设备的天线数与空间流数", "antennas and spatial streams of every radio"})
          .between(1, 4)
          .otherwise(usual),
      field_of<&WifiNetwork::access_points>("access_points", {"接入点（AP）", "access point"}).required(),
      field_of<&WifiNetwork::tx_power_dbm>("tx_power_dbm", {"AP 发射功率", "what an access point transmits"})
          .between(-10, 36)
          .otherwise(usual),
      noise_figure<&WifiNetwork::noise_figure_db>(assumption({"ns-3 的默认值", "the default of ns-3"})),
      field_of<&WifiNetwork::station>("station", {"终端", "device"}),
      field_of<&WifiNetwork::roaming>("roaming", {"漫游", "roaming"}),
      field_of<&WifiNetwork::queue_lifetime_ms>("queue_lifetime_ms",
                                                {"帧排队多久后丢弃", "after which a frame that waits is dropped"})
          .between(1, 60'000)
          .otherwise(assumption({"ns-3 的默认值", "the default of ns-3"})),
      field_of<&WifiNetwork::backbone>("backbone", {"AP 背后的以太网", "the Ethernet behind the access points"}),
      background_load<&WifiNetwork::background>()};
  return kFields;
}

template <>
const std::vector<Field<LteCarrier>>& fields() {
  static const std::vector<Field<LteCarrier>> kFields = {
      field_of<&LteCarrier::downlink_ghz>("downlink_ghz", {"下行载波频率", "downlink carrier"}).between(0.45, 3.8),
      field_of<&LteCarrier::uplink_ghz>("uplink_ghz", {"上行载波频率", "uplink carrier"}).between(0.45, 3.8),
      field_of<&LteCarrier::bandwidth_mhz>("bandwidth_mhz", {"信道带宽", "channel bandwidth"}).between(1.4, 20)};
  return kFields;
}

template <>
const std::vector<Field<Enb>>& fields() {
  static const std::vector<Field<Enb>> kFields = with_place<Enb>(
      {field_of<&Enb::tx_power_dbm>("tx_power_dbm", {"发射功率", "transmit power"})
           .between(-20, 53)
           .otherwise(from("3GPP TS 36.104", {"表 6.2-1，局域基站上限", "table 6.2-1, most of a Local Area BS"})),
       noise_figure<&Enb::noise_figure_db>(small_cell())});
  return kFields;
}

template <>
const std::vector<Field<LteDevice>>& fields() {
  static const std::vector<Field<LteDevice>> kFields = {
      field_of<&LteDevice::tx_power_dbm>("tx_power_dbm", {"终端最大发射功率", "most that a device transmits"})
          .between(-20, 35)
          .otherwise(from("3GPP TS 36.101", {"表 6.2.2-1，功率等级 3", "table 6.2.2-1, power class 3"})),
      noise_figure<&LteDevice::noise_figure_db>(assumption({"与 NR 终端相同", "as of an NR device"})),
      device_height<&LteDevice::height_m>()};
  return kFields;
}

template <>
const std::vector<Field<LteNetwork>>& fields() {
  static const std::vector<Field<LteNetwork>> kFields = {
      field_of<&LteNetwork::carrier>("carrier", {"载波（FDD）", "carrier (FDD)"}).required(),
      field_of<&LteNetwork::enbs>("enbs", {"基站（eNB）", "eNB"}).required(),
      field_of<&LteNetwork::device>("device", {"终端（UE）", "device (UE)"}),
      field_of<&LteNetwork::scheduler>("scheduler", {"调度器", "scheduler"})
          .otherwise(assumption({"公网的惯例", "as public networks do"})),
      field_of<&LteNetwork::core_us>("core_us", {"eNB 到服务器的单程时延", "from the eNB to the server, one way"})
          .between(0, 1'000'000)
          .otherwise(assumption({"核心网在厂外", "the core is outside the plant"})),
      background_load<&LteNetwork::background>()};
  return kFields;
}

template <>
const std::vector<Field<WiredNetwork>>& fields() {
  static const std::vector<Field<WiredNetwork>> kFields = {
      field_of<&WiredNetwork::ethernet>("ethernet", {"以太网", "Ethernet"}),
      background_load<&WiredNetwork::background>()};
  return kFields;
}

template <>
const std::vector<Field<NoNetwork>>& fields() {
  static const std::vector<Field<NoNetwork>> kFields;
  return kFields;
}

namespace {

const ParameterInfo& kind_info() {
  static const ParameterInfo kInfo{"kind", {"网络种类", "kind of network"},        {},
                                   {},     {"nr", "wifi", "lte", "wired", "none"}, {}};
  return kInfo;
}

Network network_of_kind(std::size_t kind) {
  const Network networks[] = {NrNetwork(), WifiNetwork(), LteNetwork(), WiredNetwork(), NoNetwork()};
  return networks[kind];
}

}  // namespace

Network read_network(const input::YamlNode& map) {
  const std::vector<std::string>& kinds = kind_info().choices;
  const input::YamlNode kind = map.required(kind_info().key);
  const bool is_kind = kind.is_scalar() && std::find(kinds.begin(), kinds.end(), kind.text()) != kinds.end();
  const std::size_t index = kind.choice(kinds);
  if (!is_kind) {
    map.accept();
    return NoNetwork();
  }
  Network network = network_of_kind(index);
  std::visit([&](auto& of_kind) { read_part({map, map.position()}, of_kind); }, network);
  return network;
}

void tell_network(const Network& network, const core::Text& title, const std::string& path,
                  std::vector<ParameterRow>& rows) {
  const std::size_t first = rows.size();
  std::visit([&](const auto& of_kind) { tell_part(of_kind, title, path, rows); }, network);
  const ParameterInfo& info = kind_info();
  const auto after_the_part = rows.begin() + static_cast<std::ptrdiff_t>(first) + 1;
  rows.insert(after_the_part, field::parameter_row(info, path + "." + info.key, info.choices[network.index()],
                                                   fact({"场景文件", "the scenario file"})));
}

std::vector<Network> specimen_networks() {
  std::vector<Network> networks;
  for (std::size_t kind = 0; kind < kind_info().choices.size(); ++kind) {
    networks.push_back(network_of_kind(kind));
    std::visit([](auto& of_kind) { furnish_part(of_kind); }, networks.back());
  }
  return networks;
}

}  // namespace plantproof::scenarios
