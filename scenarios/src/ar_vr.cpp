// Every parameter of the plant ar-vr. Nothing else in the project spells its key, unit, range, title or the source of
// its default.
#include "scenarios/ar_vr.hpp"

#include "field.hpp"

namespace plantproof::scenarios {

using Plant = ArVr;

template <>
const std::vector<std::string>& choice_names<Plant::Idle>() {
  static const std::vector<std::string> kNames = {"skipped", "simulated"};
  return kNames;
}

namespace {

constexpr double kHoursPerDay = 24;
constexpr double kMinutesPerDay = 1440;
constexpr double kMostMetres = 1000;
constexpr double kMostMs = 60'000;

Origin tr_38838(const core::Text& what) {
  return from("3GPP TR 38.838", what);
}

}  // namespace

template <>
const std::vector<Field<Plant::Hours>>& fields() {
  static const std::vector<Field<Plant::Hours>> kFields = {
      field_of<&Plant::Hours::days_per_week>("days_per_week",
                                             {"每周工作几天，从周一起", "working days, from Monday on"})
          .between(1, 7)
          .otherwise(assumption({"五天", "five"})),
      field_of<&Plant::Hours::first_h>("first_h", {"上班时刻", "when work begins"})
          .between(0, kHoursPerDay)
          .otherwise(assumption({"日班", "a day shift"})),
      field_of<&Plant::Hours::length_h>("length_h", {"每天工作多久", "how long it lasts"})
          .between(0.1, kHoursPerDay)
          .otherwise(assumption({"日班", "a day shift"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Stream>>& fields() {
  static const std::vector<Field<Plant::Stream>> kFields = {
      field_of<&Plant::Stream::frames_per_s>("frames_per_s", {"每秒帧数", "frames a second"})
          .between(1, 240)
          .otherwise(tr_38838({"表 5.1.1.5-1：60 fps", "table 5.1.1.5-1: 60 a second"})),
      field_of<&Plant::Stream::best_mbps>("best_mbps", {"最高码率", "the best rate"})
          .between(0.001, 1000)
          .otherwise(tr_38838({"表 5.1.1.5-1：VR/AR 30 Mbit/s", "table 5.1.1.5-1: 30 Mbit/s for VR and AR"})),
      field_of<&Plant::Stream::least_mbps>("least_mbps", {"最低码率", "the least rate"})
          .between(0.001, 1000)
          .otherwise(assumption({"最高码率的五分之一", "a fifth of the best"})),
      field_of<&Plant::Stream::step_ratio>("step_ratio", {"码率每降一级为原来的几分之几", "of the rate, a step down"})
          .between(0.1, 0.95)
          .otherwise(assumption({"约三级减到四分之一", "some three steps to a quarter"})),
      field_of<&Plant::Stream::size_spread_ratio>(
          "size_spread_ratio", {"帧长标准差与平均之比（截断高斯）",
                                "standard deviation of a frame's size over its mean (truncated Gaussian)"})
          .between(0, 1)
          .otherwise(tr_38838({"表 5.1.1.5-1：10.5 %", "table 5.1.1.5-1: 10.5 %"})),
      field_of<&Plant::Stream::size_least_ratio>("size_least_ratio", {"最短的帧与平均之比", "the least, over the mean"})
          .between(0.01, 1)
          .otherwise(tr_38838({"表 5.1.1.5-1：50 %", "table 5.1.1.5-1: 50 %"})),
      field_of<&Plant::Stream::size_most_ratio>("size_most_ratio", {"最长的帧与平均之比", "the most, over the mean"})
          .between(1, 10)
          .otherwise(tr_38838({"表 5.1.1.5-1：150 %", "table 5.1.1.5-1: 150 %"})),
      field_of<&Plant::Stream::making_ms>("making_ms", {"渲染（或采集）与编码", "to render, or take, and encode it"})
          .between(0, kMostMs)
          .otherwise(assumption({"渲染 6 ms，硬件编码 4 ms", "6 ms to render, 4 ms for a hardware encoder"})),
      field_of<&Plant::Stream::jitter_ms>(
          "jitter_ms", {"其抖动的标准差（截断高斯，均值 0，不累积）",
                        "standard deviation of its jitter (truncated Gaussian about 0, not accumulating)"})
          .between(0, 100)
          .otherwise(tr_38838({"下行抖动：标准差 2 ms", "jitter in the downlink: a deviation of 2 ms"})),
      field_of<&Plant::Stream::jitter_most_ms>("jitter_most_ms", {"抖动最多", "its jitter, at most"})
          .between(0, 100)
          .otherwise(tr_38838({"下行抖动：±4 ms", "jitter in the downlink: 4 ms each way"})),
      field_of<&Plant::Stream::away_ms>("away_ms",
                                        {"厂区与外地之间单程", "between the plant and who is elsewhere, one way"})
          .between(0, kMostMs)
          .otherwise(assumption({"都在厂区", "all in the plant"})),
      field_of<&Plant::Stream::network_ms>(
          "network_ms", {"显示时刻表留给网络的时间", "what the schedule of the display leaves to the network"})
          .between(0, kMostMs)
          .otherwise(
              tr_38838({"表 5.1.1.5-1：VR/AR 的 PDB 为 10 ms", "table 5.1.1.5-1: a PDB of 10 ms for VR and AR"})),
      field_of<&Plant::Stream::decoding_ms>("decoding_ms", {"解码", "to decode it"})
          .between(0, kMostMs)
          .otherwise(assumption({"头显的硬件解码器", "a headset's hardware decoder"})),
      field_of<&Plant::Stream::acceptable_mbps>("acceptable_mbps",
                                                {"码率低于此，画面不可接受", "below this rate a picture is coarse"})
          .between(0, 1000)
          .otherwise(assumption({"最高码率的一半", "half of the best"})),
      field_of<&Plant::Stream::acceptable_ms>(
          "acceptable_ms", {"所示内容早于此即不可接受（由姿态或采集到显示）",
                            "what is shown is stale when older than this, from the pose or from being taken"})
          .between(1, kMostMs)
          .otherwise(from("LaValle, Virtual Reality (2016)",
                          {"九十年代认为 60 ms 可接受", "in the 1990s, 60 ms was considered acceptable"})),
      field_of<&Plant::Stream::in_time_ratio>("in_time_ratio",
                                              {"及时且不陈旧的帧至少占", "of frames, in time and not stale, at least"})
          .between(0, 1)
          .otherwise(from("3GPP TR 38.835", {"容量研究：X = 99 % 的包在 PDB 内即为满意",
                                             "capacity: satisfied with X = 99 % of packets in the PDB"})),
      field_of<&Plant::Stream::coarse_ratio>("coarse_ratio", {"画面粗糙的帧至多占", "of frames, coarse, at most"})
          .between(0, 1)
          .otherwise(assumption({"十分之一的时间", "a tenth of the time"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Pose>>& fields() {
  static const std::vector<Field<Plant::Pose>> kFields = {
      field_of<&Plant::Pose::interval_ms>("interval_ms", {"姿态的间隔", "from one pose to the next"})
          .between(0.5, 1000)
          .otherwise(tr_38838({"上行姿态：每 4 ms", "pose in the uplink: each 4 ms"})),
      field_of<&Plant::Pose::bytes>("bytes", {"一次姿态", "a pose"})
          .between(16, 1472)
          .otherwise(tr_38838({"上行姿态：100 B", "pose in the uplink: 100 B"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Adaptation>>& fields() {
  static const std::vector<Field<Plant::Adaptation>> kFields = {
      field_of<&Plant::Adaptation::window_s>("window_s", {"每隔多久看一次", "how often it looks"})
          .between(0.1, 60)
          .otherwise(assumption({"一秒", "every second"})),
      field_of<&Plant::Adaptation::late_ratio>(
          "late_ratio", {"迟到的帧多于此，码率降一级", "more late frames than this, and the rate goes a step down"})
          .between(0, 1)
          .otherwise(assumption({"一秒三帧", "three in a second"})),
      field_of<&Plant::Adaptation::calm_s>(
          "calm_s", {"多久没有迟到，码率升一级", "so long without a late one, and it goes a step up"})
          .between(0.1, 3600)
          .otherwise(assumption({"免得来回跳", "so as not to go to and fro"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Tolerance>>& fields() {
  static const std::vector<Field<Plant::Tolerance>> kFields = {
      field_of<&Plant::Tolerance::disturbed_ratio>(
          "disturbed_ratio", {"一个人能忍受的重复或陈旧帧的比例，平均",
                              "share of repeated or stale frames that somebody bears, in the mean"})
          .between(0.001, 1)
          .otherwise(assumption({"四分之一的画面卡住就摘下", "taken off when a quarter of the pictures stands still"})),
      field_of<&Plant::Tolerance::spread_ratio>("spread_ratio",
                                                {"其标准差与均值之比（对数正态，因人而异）",
                                                 "its standard deviation over its mean (lognormal, between people)"})
          .between(0, 3)
          .otherwise(assumption({"敏感程度因人而异", "people differ"})),
      field_of<&Plant::Tolerance::window_s>("window_s", {"在多长时间内", "within how long"})
          .between(0.1, 600)
          .otherwise(assumption({"二十秒", "twenty seconds"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Training>>& fields() {
  static const std::vector<Field<Plant::Training>> kFields = {
      field_of<&Plant::Training::x_m>("x_m", {"培训区的角，x", "corner of the area, x"}).between(0, kMostMetres),
      field_of<&Plant::Training::y_m>("y_m", {"培训区的角，y", "corner of the area, y"}).between(0, kMostMetres),
      field_of<&Plant::Training::length_m>("length_m", {"培训区长", "length of the area"})
          .between(1, kMostMetres)
          .otherwise(assumption({"每人约 24 m²", "some 24 square metres each"})),
      field_of<&Plant::Training::width_m>("width_m", {"培训区宽", "width of the area"})
          .between(1, kMostMetres)
          .otherwise(assumption({"每人约 24 m²", "some 24 square metres each"})),
      field_of<&Plant::Training::headsets>("headsets", {"头显数，即同时学习的人数", "headsets: as many learn at once"})
          .between(1, 100)
          .otherwise(assumption({"一名教员带四人", "four with an instructor"})),
      field_of<&Plant::Training::groups_per_day>("groups_per_day", {"每天几组", "groups a day"})
          .between(0, 100)
          .otherwise(assumption({"上下午各一组", "one in the morning, one in the afternoon"})),
      field_of<&Plant::Training::employees>("employees", {"轮流受训的员工", "employees, who take turns"})
          .between(1, 10'000)
          .otherwise(assumption({"一个车间", "a workshop"})),
      field_of<&Plant::Training::slot_min>("slot_min", {"时段长", "length of a slot"})
          .between(1, kMinutesPerDay)
          .otherwise(assumption({"讲解、练习、讲评", "explanation, exercise, discussion"})),
      field_of<&Plant::Training::exercise_s>("exercise_s",
                                             {"其中戴头显的练习", "of it, the exercise with the headset on"})
          .between(1, 86'400)
          .otherwise(assumption({"一个操作步骤", "one procedure"})),
      field_of<&Plant::Training::repeats>(
          "repeats", {"不算数的练习最多重做几次", "how often what did not count is repeated at most"})
          .between(0, 100)
          .otherwise(assumption({"一次", "once"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Expert>>& fields() {
  static const std::vector<Field<Plant::Expert>> kFields = {
      field_of<&Plant::Expert::first_h>("first_h", {"上班时刻", "when he begins to work"})
          .between(0, kHoursPerDay)
          .otherwise(assumption({"日班", "a day shift"})),
      field_of<&Plant::Expert::length_h>("length_h", {"上班多久", "how long he works"})
          .between(0, kHoursPerDay)
          .otherwise(assumption({"日班", "a day shift"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Maintenance>>& fields() {
  static const std::vector<Field<Plant::Maintenance>> kFields = {
      field_of<&Plant::Maintenance::calls_per_day>(
          "calls_per_day", {"每个工作日的求助数，平均（泊松过程）", "calls of a working day, in the mean (Poisson)"})
          .between(0.001, 1000)
          .otherwise(assumption({"约五十台设备，每台每月两次", "some fifty machines, twice a month each"})),
      field_of<&Plant::Maintenance::technicians>("technicians", {"戴头显的维修工", "technicians with a headset"})
          .between(1, 100)
          .otherwise(assumption({"每班两人", "two a shift"})),
      field_of<&Plant::Maintenance::workshop_x_m>("workshop_x_m", {"维修间，x", "their workshop, x"})
          .between(0, kMostMetres),
      field_of<&Plant::Maintenance::workshop_y_m>("workshop_y_m", {"维修间，y", "their workshop, y"})
          .between(0, kMostMetres),
      field_of<&Plant::Maintenance::machines_x_m>("machines_x_m",
                                                  {"设备所在区域的角，x", "corner of where machines stand, x"})
          .between(0, kMostMetres),
      field_of<&Plant::Maintenance::machines_y_m>("machines_y_m",
                                                  {"设备所在区域的角，y", "corner of where machines stand, y"})
          .between(0, kMostMetres),
      field_of<&Plant::Maintenance::machines_length_m>("machines_length_m", {"该区域长", "length of that area"})
          .between(0, kMostMetres)
          .otherwise(assumption({"一个车间", "a workshop"})),
      field_of<&Plant::Maintenance::machines_width_m>("machines_width_m", {"该区域宽", "width of that area"})
          .between(0, kMostMetres)
          .otherwise(assumption({"一个车间", "a workshop"})),
      field_of<&Plant::Maintenance::experts>("experts", {"专家", "experts"}).required(),
      field_of<&Plant::Maintenance::guidance_s>("guidance_s",
                                                {"其中戴头显的指导", "of a case, guidance with the headset on"})
          .between(1, 86'400)
          .otherwise(assumption({"一个步骤", "one step"})),
      field_of<&Plant::Maintenance::case_min>(
          "case_min", {"一个求助占用专家多久，平均", "how long a case takes its expert, in the mean"})
          .between(0, kMinutesPerDay)
          .otherwise(assumption({"看图纸、指导、写记录", "drawings, guidance, a report"})),
      field_of<&Plant::Maintenance::case_spread_ratio>(
          "case_spread_ratio", {"其标准差与均值之比（对数正态）", "its standard deviation over its mean (lognormal)"})
          .between(0, 3)
          .otherwise(assumption({"故障有难有易", "some are harder"})),
      field_of<&Plant::Maintenance::patience_h>("patience_h",
                                                {"等不到就自行处理", "the plant waits so long, then helps itself"})
          .between(0, 1000)
          .otherwise(assumption({"半个班", "half a shift"})),
      field_of<&Plant::Maintenance::repeats>(
          "repeats", {"不算数的会话最多重做几次", "how often what did not count is repeated at most"})
          .between(0, 100)
          .otherwise(assumption({"一次，再不行专家出差", "once; then the expert travels"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Walking>>& fields() {
  static const std::vector<Field<Plant::Walking>> kFields = {
      field_of<&Plant::Walking::speed_mps>("speed_mps", {"步行速度", "how fast people walk"})
          .between(0.1, 5)
          .otherwise(assumption({"室内步行", "indoors"})),
      field_of<&Plant::Walking::step_m>("step_m", {"练习中走动的半径", "how far they step about, from their place"})
          .between(0, 100)
          .otherwise(assumption({"安全边界以内", "within the guardian boundary"})),
      field_of<&Plant::Walking::pause_s>(
          "pause_s", {"两次走动之间，平均（指数分布）", "between two such steps, in the mean (exponential)"})
          .between(0.01, 3600)
          .otherwise(assumption({"边看边做", "they look and work"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant>>& fields() {
  static const std::vector<Field<Plant>> kFields = {
      field_of<&Plant::idle>("idle", {"没有人戴头显的时间", "time in which nobody wears a headset"})
          .otherwise(assumption({"跳过：其间没有消息", "skipped: no messages in it"})),
      field_of<&Plant::hours>("hours", {"工作时间", "working hours"}),
      field_of<&Plant::training>("training", {"生产培训", "training"}),
      field_of<&Plant::maintenance>("maintenance", {"远程维护", "remote maintenance"}),
      field_of<&Plant::walking>("walking", {"人的走动", "how people walk"}),
      field_of<&Plant::video>("video", {"培训画面，下行", "video of the training, down"}),
      field_of<&Plant::pose>("pose", {"头显姿态，上行", "pose of a headset, up"}),
      field_of<&Plant::camera>("camera", {"维修工的摄像，上行", "a technician's camera, up"}),
      field_of<&Plant::talk>("talk", {"专家的话与标注，下行", "what an expert says and draws, down"}),
      field_of<&Plant::adaptation>("adaptation", {"码率随网络而变", "how rates follow the network"}),
      field_of<&Plant::tolerance>("tolerance", {"何时受不了", "when somebody has had enough"})};
  return kFields;
}

}  // namespace plantproof::scenarios
