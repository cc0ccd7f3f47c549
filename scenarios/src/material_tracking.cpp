// Every parameter of the plant material-tracking. Nothing else in the project spells its key, unit, range, title or the
// source of its default.
#include "scenarios/material_tracking.hpp"

#include "field.hpp"
#include "walk_test.hpp"

namespace plantproof::scenarios {

using Plant = MaterialTracking;

template <>
const std::vector<std::string>& choice_names<Plant::Reason>() {
  static const std::vector<std::string> kNames = {"demand", "refill"};
  return kNames;
}

template <>
const std::vector<std::string>& choice_names<Plant::Way>() {
  static const std::vector<std::string> kNames = {"tags", "handhelds", "docked"};
  return kNames;
}

namespace {

constexpr double kHourMs = 3'600'000;
constexpr double kDayS = 86'400;
constexpr double kMostDatagram = 65'000;
constexpr double kMost = 1e7;

Origin gen2(const core::Text& clause) {
  return from("EPC Gen2 (ISO/IEC 18000-63)", clause);
}

}  // namespace

template <>
const std::vector<Field<Plant::Place>>& fields() {
  static const std::vector<Field<Plant::Place>> kFields = {
      field_of<&Plant::Place::name>("name", {"地点名", "name"}),
      field_of<&Plant::Place::x_m>("x_m", {"中心 x", "its middle, x"}).between(0, 1000),
      field_of<&Plant::Place::y_m>("y_m", {"中心 y", "its middle, y"}).between(0, 1000),
      field_of<&Plant::Place::length_m>("length_m", {"沿 x 的长度", "its length, along x"})
          .between(0.1, 1000)
          .otherwise(assumption({"两排货架", "two racks"})),
      field_of<&Plant::Place::width_m>("width_m", {"沿 y 的宽度", "its width, along y"})
          .between(0.1, 1000)
          .otherwise(assumption({"两排货架", "two racks"})),
      field_of<&Plant::Place::bins>(
          "bins", {"每种物料应备的箱数；0 为不设账，料从此来、往此去都不限",
                   "bins of each item that it is meant to hold; 0: no stock is kept, material comes and goes freely"})
          .between(0, 10'000)
          .otherwise(assumption({"供应商、产线，在账外", "suppliers and lines are outside the books"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Gate>>& fields() {
  static const std::vector<Field<Plant::Gate>> kFields = {
      field_of<&Plant::Gate::name>("name", {"门名", "name"}),
      field_of<&Plant::Gate::x_m>("x_m", {"位置 x", "place, x"}).between(0, 1000),
      field_of<&Plant::Gate::y_m>("y_m", {"位置 y", "place, y"}).between(0, 1000)};
  return kFields;
}

template <>
const std::vector<Field<Plant::Items>>& fields() {
  static const std::vector<Field<Plant::Items>> kFields = {
      field_of<&Plant::Items::count>("count", {"物料种数", "items"})
          .between(1, 10'000)
          .otherwise(assumption({"一条产线家族的外购件", "bought parts of a family of lines"})),
      field_of<&Plant::Items::least_pieces>("least_pieces", {"一箱最少件数", "pieces in a bin, at least"})
          .between(1, 100'000)
          .otherwise(assumption({"大件", "large parts"})),
      field_of<&Plant::Items::most_pieces>("most_pieces", {"一箱最多件数", "pieces in a bin, at most"})
          .between(1, 100'000)
          .otherwise(assumption({"小件", "small parts"})),
      field_of<&Plant::Items::zipf_exponent>(
          "zipf_exponent", {"用量：第 k 位 ∝ 1/k 的几次方", "demand: that of rank k goes as 1/k to this power"})
          .between(0, 3)
          .otherwise(assumption({"前两成物料约占三成五用量", "the first fifth makes up a third of it"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Route>>& fields() {
  static const std::vector<Field<Plant::Route>> kFields = {
      field_of<&Plant::Route::name>("name", {"路线名", "name"}),
      field_of<&Plant::Route::from>("from", {"从哪个地点", "the place it begins at"}),
      field_of<&Plant::Route::to>("to", {"到哪个地点", "the place it ends at"}),
      field_of<&Plant::Route::gate>("gate", {"经过的门；空为叉车运", "the gate it passes; empty: by forklift"})
          .otherwise(assumption({"叉车运整托盘", "a pallet, by forklift"})),
      field_of<&Plant::Route::reason>("reason", {"demand：按需要随机发生；refill：按时刻表把目的地补足",
                                                 "demand: at random; refill: by timetable, what is lacking at its end"})
          .otherwise(assumption({"拣料、退料、报废都按需要", "picks, returns and scrap come as they come"})),
      field_of<&Plant::Route::trips_per_h>("trips_per_h", {"每小时趟数", "trips an hour"}).between(0, 1000),
      field_of<&Plant::Route::bins>("bins", {"一趟的箱数：demand 为平均，refill 为至多",
                                             "bins of a trip: in the mean on demand, at most to refill"})
          .between(1, 1000),
      field_of<&Plant::Route::speed_mps>("speed_mps", {"过门速度", "how fast it passes the gate"})
          .between(0.1, 10)
          .otherwise(assumption({"步行或牵引车慢行", "a walk, or a tugger train at walking pace"})),
      field_of<&Plant::Route::row_bins>("row_bins",
                                        {"一排（一层托盘、一节拖车）的箱数", "bins of a row: a wagon, a trolley"})
          .between(1, 1000)
          .otherwise(assumption({"一节拖车两层四箱", "a wagon with two layers of four"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Hour>>& fields() {
  static const std::vector<Field<Plant::Hour>> kFields = {
      field_of<&Plant::Hour::load_ratio>("load_ratio", {"该小时的趟数与平均之比；小时依次循环",
                                                        "trips on demand in that hour, over the mean; hours repeat"})
          .between(0, 10)};
  return kFields;
}

template <>
const std::vector<Field<Plant::AirInterface>>& fields() {
  static const std::vector<Field<Plant::AirInterface>> kFields = {
      field_of<&Plant::AirInterface::tari_us>("tari_us", {"Tari：数据 0 的时长", "Tari: the length of a data-0"})
          .between(6.25, 25)
          .otherwise(gen2({"6.3.1.2.4：6.25 至 25 µs；密集读写器取最长",
                           "6.3.1.2.4: 6.25 µs to 25 µs; the longest where readers are dense"})),
      field_of<&Plant::AirInterface::link_khz>("link_khz", {"标签反向链路频率 BLF", "backscatter link frequency"})
          .between(40, 640)
          .otherwise(gen2({"6.3.1.3.3：40 至 640 kHz；密集读写器惯用 250 kHz",
                           "6.3.1.3.3: 40 kHz to 640 kHz; 250 kHz is usual where readers are dense"})),
      field_of<&Plant::AirInterface::miller>(
          "miller", {"每比特的副载波周期（Miller）；1 为 FM0", "subcarrier cycles of a bit (Miller); 1: FM0"})
          .between(1, 8)
          .otherwise(gen2({"6.3.1.3.2：1、2、4、8；密集读写器惯用 4",
                           "6.3.1.3.2: 1, 2, 4 or 8; 4 is usual where readers are dense"})),
      field_of<&Plant::AirInterface::epc_bits>("epc_bits", {"EPC 长度（bit）", "length of the EPC, in bits"})
          .between(16, 496)
          .otherwise(from("GS1 EPC Tag Data Standard", {"SGTIN-96", "SGTIN-96"})),
      field_of<&Plant::AirInterface::first_q>("first_q", {"起始 Q：一帧 2^Q 个时隙", "first Q: a frame has 2^Q slots"})
          .between(0, 15)
          .otherwise(gen2({"附件 D：建议起始值 4", "annex D: 4 is suggested"})),
      field_of<&Plant::AirInterface::q_step>("q_step", {"每个空时隙减、每次碰撞加的 Q",
                                                        "Q falls by this with an empty slot, and rises with a "
                                                        "collision"})
          .between(0, 0.5)
          .otherwise(gen2({"附件 D：0.1 至 0.5", "annex D: 0.1 to 0.5"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Portal>>& fields() {
  static const std::vector<Field<Plant::Portal>> kFields = {
      field_of<&Plant::Portal::zone_m>("zone_m",
                                       {"每副天线读取区的长度；前后相接", "length of each antenna's zone; they adjoin"})
          .between(0.1, 20)
          .otherwise(assumption({"门宽 3 m、波束 60° 上下", "a gate of 3 m, a beam of some 60 degrees"})),
      field_of<&Plant::Portal::row_m>("row_m", {"前后两排箱的间距", "from one row of bins to the next"})
          .between(0.1, 20)
          .otherwise(assumption({"一节拖车长", "as long as a wagon"})),
      field_of<&Plant::Portal::dwell_ms>("dwell_ms",
                                         {"一副天线连续工作的时间", "how long an antenna is on before the other"})
          .between(1, 10'000)
          .otherwise(assumption({"读写器轮换天线的常见设置", "a usual setting of readers with several antennas"})),
      field_of<&Plant::Portal::powered_ratio>(
          "powered_ratio", {"区内标签在一次天线驻留中上电的概率", "a tag in the zone has power in a dwell"})
          .between(0, 1)
          .otherwise(assumption({"多径与取向，每次驻留各异", "multipath and orientation, another in each dwell"})),
      field_of<&Plant::Portal::hidden_ratio>("hidden_ratio",
                                             {"被金属或液体挡住的标签", "tags hidden behind metal or liquid"})
          .between(0, 1)
          .otherwise(assumption({"Singh 等（2009）：读取率主要取决于内装物；金属件另配抗金属标签",
                                 "Singh et al. (2009): contents matter most; metal parts have tags of their own"})),
      field_of<&Plant::Portal::hidden_powered_ratio>(
          "hidden_powered_ratio", {"被挡标签在一次驻留中上电的概率", "such a tag has power in a dwell"})
          .between(0, 1)
          .otherwise(assumption({"偶有一条反射路径", "now and then by a reflection"})),
      field_of<&Plant::Portal::gone_after_ms>(
          "gone_after_ms", {"多久读不到就认为已过门", "taken to have passed when not read for so long"})
          .between(1, kHourMs)
          .otherwise(assumption({"几次驻留", "several dwells"})),
      field_of<&Plant::Portal::air>("air", {"标签空口", "between reader and tags"})};
  return kFields;
}

template <>
const std::vector<Field<Plant::Location>>& fields() {
  static const std::vector<Field<Plant::Location>> kFields = {
      field_of<&Plant::Location::blink_ms>("blink_ms", {"UWB 标签闪报间隔", "from blink to blink of a UWB tag"})
          .between(1, kHourMs)
          .otherwise(assumption({"每秒两次", "two a second"})),
      field_of<&Plant::Location::blinks>("blinks", {"取几次闪报的中位数", "blinks of which the median is taken"})
          .between(1, 1000)
          .otherwise(assumption({"去掉一个野值", "one outlier does no harm"})),
      field_of<&Plant::Location::error_m>("error_m", {"定位误差，每轴标准差", "error on each axis, standard deviation"})
          .between(0, 100)
          .otherwise(from("Sensors 2022, 22(8), 2927", {"工业实验室中平均误差 0.3 至 0.6 m",
                                                        "0.3 m to 0.6 m in the mean in an industrial "
                                                        "laboratory"})),
      field_of<&Plant::Location::blocked_ratio>("blocked_ratio",
                                                {"被挡（非视距）的闪报", "blinks without line of sight"})
          .between(0, 1)
          .otherwise(assumption({"货架间", "among racks"})),
      field_of<&Plant::Location::blocked_error_m>("blocked_error_m",
                                                  {"被挡时每轴标准差", "error on each axis without line of sight"})
          .between(0, 100)
          .otherwise(from("Sensors 2022, 22(8), 2927",
                          {"引 Pozyx 非视距误差大于 1 m", "cites errors above 1 m without line of sight"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Forklifts>>& fields() {
  static const std::vector<Field<Plant::Forklifts>> kFields = {
      field_of<&Plant::Forklifts::count>("count", {"叉车数", "how many"})
          .between(0, 100)
          .otherwise(assumption({"本仓库", "of this warehouse"})),
      field_of<&Plant::Forklifts::speed_mps>("speed_mps", {"速度", "speed"})
          .between(0.1, 20)
          .otherwise(assumption({"厂内限速 8 km/h", "limited to 8 km/h indoors"})),
      field_of<&Plant::Forklifts::handling_s>("handling_s", {"叉取或放下", "to pick up or put down"})
          .between(0, kDayS)
          .otherwise(assumption({"对位、升降", "aligning, lifting"})),
      field_of<&Plant::Forklifts::x_m>("x_m", {"起始位置 x", "where they stand at first, x"}).between(0, 1000),
      field_of<&Plant::Forklifts::y_m>("y_m", {"起始位置 y", "where they stand at first, y"}).between(0, 1000)};
  return kFields;
}

template <>
const std::vector<Field<Plant::Gateway>>& fields() {
  static const std::vector<Field<Plant::Gateway>> kFields = {
      field_of<&Plant::Gateway::flush_ms>("flush_ms",
                                          {"两次上送之间至少隔多久", "from one message to the next, at least"})
          .between(1, kHourMs)
          .otherwise(assumption({"把一排箱并成一条消息", "so that a row of bins makes one message"})),
      field_of<&Plant::Gateway::batch_bookings>("batch_bookings",
                                                {"一次至多上送几笔", "bookings of a message, at most"})
          .between(1, 10'000)
          .otherwise(assumption({"一列牵引车的箱数", "as many as bins of a train"})),
      field_of<&Plant::Gateway::header_bytes>("header_bytes", {"每条消息的头", "a message, besides its bookings"})
          .between(16, kMostDatagram)
          .otherwise(assumption({"MQTT 主题与 JSON 外壳", "an MQTT topic and what JSON has round it"})),
      field_of<&Plant::Gateway::booking_bytes>("booking_bytes", {"每笔记账", "a booking"})
          .between(1, 10'000)
          .otherwise(assumption(
              {"EPC、物料、数量、两个地点、时刻、序号", "EPC, item, quantity, two places, an instant, its number"})),
      field_of<&Plant::Gateway::acknowledgement_bytes>("acknowledgement_bytes", {"确认", "an acknowledgement"})
          .between(16, kMostDatagram)
          .otherwise(assumption({"MQTT PUBACK 与会话开销", "an MQTT PUBACK and its session"})),
      field_of<&Plant::Gateway::retry_ms>("retry_ms",
                                          {"多久未确认就重送，逐次加倍", "sent again after so long, doubled each time"})
          .between(1, kHourMs)
          .otherwise(from("RFC 6298", {"2 与 5.5：初始 1 s，逐次加倍", "2 and 5.5: 1 s at first, then doubled"})),
      field_of<&Plant::Gateway::longest_retry_ms>("longest_retry_ms",
                                                  {"加倍至多到多久", "the longest that it is doubled to"})
          .between(1, kHourMs)
          .otherwise(from("RFC 6298", {"2.5：上限不小于 60 s", "2.5: a most of at least 60 s"})),
      field_of<&Plant::Gateway::buffer_bookings>(
          "buffer_bookings", {"缓存的笔数；满了丢最旧的", "bookings that it keeps; when it is full the oldest goes"})
          .between(1, kMost)
          .otherwise(assumption({"工业网关的数据库队列", "the queue of an industrial gateway, in a database"})),
      field_of<&Plant::Gateway::is_persistent>("is_persistent", {"断电后缓存仍在", "what it keeps outlives a restart"})
          .otherwise(assumption({"写入闪存", "it is written to flash"})),
      field_of<&Plant::Gateway::restarts_every_h>("restarts_every_h",
                                                  {"两次重启之间的平均时间（指数分布），0 为从不",
                                                   "time between two restarts, in the mean (exponential); 0: never"})
          .between(0, 1e6)
          .otherwise(assumption({"有不间断电源", "it has a power supply with a battery"})),
      field_of<&Plant::Gateway::restart_s>(
          "restart_s", {"重启多久，期间不读不送", "how long a restart takes, in which it notices nothing"})
          .between(0, kDayS)
          .otherwise(assumption({"引导与建立会话", "it boots and makes its session"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Server>>& fields() {
  static const std::vector<Field<Plant::Server>> kFields = {
      field_of<&Plant::Server::commit_ms>(
          "commit_ms", {"一笔入账的时间；先到先办", "to commit a booking; who comes first goes first"})
          .between(0, kHourMs)
          .otherwise(assumption({"一次数据库事务", "a transaction of a database"})),
      field_of<&Plant::Server::checks_sequence>(
          "checks_sequence", {"按网关序号去重，重送的不再入账",
                              "knows by a gateway's numbers what has been booked, and does not book it again"})
          .otherwise(assumption({"幂等接口", "idempotent"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Counting>>& fields() {
  static const std::vector<Field<Plant::Counting>> kFields = {
      field_of<&Plant::Counting::people>("people", {"循环盘点的人数", "people who count"})
          .between(0, 100)
          .otherwise(assumption({"每班两人", "two on a shift"})),
      field_of<&Plant::Counting::count_s>("count_s", {"走到并点清一种物料，平均",
                                                      "to go there and count an item, in the "
                                                      "mean"})
          .between(1, kDayS)
          .otherwise(assumption({"几箱到几十箱", "some bins to some dozens"})),
      field_of<&Plant::Counting::count_spread_ratio>(
          "count_spread_ratio", {"其标准差与均值之比（对数正态）", "its standard deviation over its mean (lognormal)"})
          .between(0, 3)
          .otherwise(assumption({"手工作业常见", "common in manual work"})),
      field_of<&Plant::Counting::recount_s>("recount_s", {"不符时复盘并改账", "to count again and correct the books"})
          .between(0, kDayS)
          .otherwise(assumption({"再点一遍，在终端上调账", "counted once more, then corrected at a terminal"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Scanning>>& fields() {
  static const std::vector<Field<Plant::Scanning>> kFields = {
      field_of<&Plant::Scanning::scan_s>("scan_s", {"扫一箱、键入数量", "to scan a bin and type in its quantity"})
          .between(0, kDayS)
          .otherwise(assumption({"对准、扫码、两位数字", "aim, scan, two digits"})),
      field_of<&Plant::Scanning::forgotten_ratio>("forgotten_ratio", {"忘扫的箱", "bins that are forgotten"})
          .between(0, 1)
          .otherwise(from("Swain & Guttmann, NUREG/CR-1278 (1983)",
                          {"表 20-7：无核对清单时漏做一步约百分之一",
                           "table 20-7: a step without a checklist is left out about once in a hundred"})),
      field_of<&Plant::Scanning::typing_error_ratio>("typing_error_ratio",
                                                     {"数量有一位键错", "quantities with a wrong digit"})
          .between(0, 1)
          .otherwise(
              from("Swain & Guttmann, NUREG/CR-1278 (1983)",
                   {"读、记数字的差错概率，千分之几", "errors in reading and recording digits, some in a thousand"})),
      field_of<&Plant::Scanning::docked_every_h>(
          "docked_every_h",
          {"手持机多久插一次座上传（docked）", "how often handhelds are put on their cradles and read out (docked)"})
          .between(0.01, 1000)
          .otherwise(assumption({"午休与下班", "at the break and at the end of the shift"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant>>& fields() {
  static const std::vector<Field<Plant>> kFields = {
      field_of<&Plant::places>("places", {"地点", "places"}).required(),
      field_of<&Plant::gates>("gates", {"门", "gates"}).required(),
      field_of<&Plant::items>("items", {"物料", "items"}),
      field_of<&Plant::routes>("routes", {"路线", "routes"}).required(),
      field_of<&Plant::hours>("hours", {"各小时的忙闲；空为不变", "how busy each hour is; empty: always the same"})
          .otherwise(assumption({"全天一样", "the day is even"})),
      field_of<&Plant::way>("way", {"谁记变动：tags 标签自动报；handhelds 手持机扫码即时上送；docked 扫码后插座上传",
                                    "who notices changes: tags; handhelds, over the network at once; docked: handhelds "
                                    "that are read out later"})
          .otherwise(assumption({"改造后", "as it is afterwards"})),
      field_of<&Plant::portal>("portal", {"RFID 门", "RFID portals"}),
      field_of<&Plant::forklifts>("forklifts", {"叉车", "forklifts"}),
      field_of<&Plant::location>("location", {"UWB 定位", "location by UWB"}),
      field_of<&Plant::scanning>("scanning", {"手工扫码", "scanning by hand"}),
      field_of<&Plant::gateway>("gateway", {"网关（每个门、每台叉车一台）", "gateways: one of each gate and forklift"}),
      field_of<&Plant::server>("server", {"库存服务器", "the stock server"}),
      field_of<&Plant::counting>("counting", {"循环盘点", "cycle counts"}),
      field_of<&Plant::survey>("survey", {"走测（way: tags、handhelds）", "walk test (way: tags, handhelds)"})};
  return kFields;
}

}  // namespace plantproof::scenarios
