// Every parameter of the plant digital-workshop. Nothing else in the project spells its key, unit, range, title or the
// source of its default.
#include "scenarios/digital_workshop.hpp"

#include "core/time.hpp"
#include "field.hpp"
#include "walk_test.hpp"

namespace plantproof::scenarios {

using Plant = DigitalWorkshop;

template <>
const std::vector<std::string>& choice_names<Plant::Way>() {
  static const std::vector<std::string> kNames = {"networked", "terminals"};
  return kNames;
}

namespace {

constexpr double kMostDatagram = 65'000;

}  // namespace

template <>
const std::vector<Field<Plant::Spot>>& fields() {
  static const std::vector<Field<Plant::Spot>> kFields = {
      field_of<&Plant::Spot::x_m>("x_m", {"位置 x", "place, x"}).between(0, 1000),
      field_of<&Plant::Spot::y_m>("y_m", {"位置 y", "place, y"}).between(0, 1000)};
  return kFields;
}

template <>
const std::vector<Field<Plant::Group>>& fields() {
  static const std::vector<Field<Plant::Group>> kFields = {
      field_of<&Plant::Group::name>("name", {"机组名", "name"}),
      field_of<&Plant::Group::machines>("machines", {"机床数，沿 x 排成一行", "machines, in a row along x"})
          .between(1, 1000),
      field_of<&Plant::Group::x_m>("x_m", {"第一台的位置 x", "place of the first, x"}).between(0, 1000),
      field_of<&Plant::Group::y_m>("y_m", {"位置 y", "place, y"}).between(0, 1000),
      field_of<&Plant::Group::pitch_m>("pitch_m", {"相邻两台的间距", "from one machine to the next"}).between(0, 1000)};
  return kFields;
}

template <>
const std::vector<Field<Plant::Step>>& fields() {
  static const std::vector<Field<Plant::Step>> kFields = {
      field_of<&Plant::Step::group>("group", {"在哪个机组做", "group that does it"}),
      field_of<&Plant::Step::setup_s>("setup_s", {"换型调整平均时间", "set-up for an order, in the mean"})
          .between(0, core::kSecondsPerHour),
      field_of<&Plant::Step::cycle_s>("cycle_s", {"每件平均加工时间", "work on a piece, in the mean"})
          .between(1, core::kSecondsPerHour),
      field_of<&Plant::Step::program_bytes>("program_bytes", {"数控程序平均大小", "NC program, in the mean"})
          .between(1, 100'000'000),
      field_of<&Plant::Step::tools>("tools", {"要领用并设补偿的刀具数；0 为刀具常驻机床",
                                              "tools from the crib, with offsets; 0: the machine keeps its own"})
          .between(0, 100)};
  return kFields;
}

template <>
const std::vector<Field<Plant::Product>>& fields() {
  static const std::vector<Field<Plant::Product>> kFields = {
      field_of<&Plant::Product::name>("name", {"零件名", "name"}),
      field_of<&Plant::Product::share_ratio>("share_ratio", {"占工单的比例", "share of orders"}).between(0, 1),
      field_of<&Plant::Product::steps>("steps", {"工序", "step"}).required()};
  return kFields;
}

template <>
const std::vector<Field<Plant::Orders>>& fields() {
  static const std::vector<Field<Plant::Orders>> kFields = {
      field_of<&Plant::Orders::released>("released", {"车间内同时投放的工单；完成一张，投放下一张",
                                                      "orders on the floor at a time; one done, the next comes in"})
          .between(1, 10'000),
      field_of<&Plant::Orders::least_pieces>("least_pieces", {"每单最少件数", "pieces of an order, at least"})
          .between(1, 10'000),
      field_of<&Plant::Orders::most_pieces>("most_pieces", {"每单最多件数", "pieces of an order, at most"})
          .between(1, 10'000),
      field_of<&Plant::Orders::setup_spread_ratio>(
          "setup_spread_ratio", {"各单调整时间的标准差与平均之比（对数正态）",
                                 "standard deviation over mean of a set-up, order by order (lognormal)"})
          .between(0, 3),
      field_of<&Plant::Orders::cycle_spread_ratio>(
          "cycle_spread_ratio", {"各单加工时间的标准差与平均之比（对数正态）",
                                 "standard deviation over mean of a piece's work, order by order (lognormal)"})
          .between(0, 3),
      field_of<&Plant::Orders::program_spread_ratio>(
          "program_spread_ratio",
          {"程序大小的标准差与平均之比（对数正态）", "standard deviation over mean of a program's size (lognormal)"})
          .between(0, 10),
      field_of<&Plant::Orders::scrap_ratio>(
          "scrap_ratio",
          {"每件因工艺本身报废的概率", "probability that a piece is scrap for reasons of the process itself"})
          .between(0, 1)};
  return kFields;
}

template <>
const std::vector<Field<Plant::Machining>>& fields() {
  static const std::vector<Field<Plant::Machining>> kFields = {
      field_of<&Plant::Machining::tool_life_min>(
          "tool_life_min", {"两次换刀之间的切削时间，平均（指数分布）",
                            "cutting from one change of a tool to the next, in the mean (exponential)"})
          .between(0.1, 100'000),
      field_of<&Plant::Machining::tool_change_s>("tool_change_s", {"换一把刀", "to change a tool"})
          .between(0, core::kSecondsPerHour),
      field_of<&Plant::Machining::fault_free_h>(
          "fault_free_h",
          {"两次故障之间的切削时间，平均（指数分布）", "cutting from one fault to the next, in the mean (exponential)"})
          .between(0.01, 100'000),
      field_of<&Plant::Machining::repair_s>(
          "repair_s", {"排除故障的平均时间（指数分布）", "to clear a fault, in the mean (exponential)"})
          .between(0, 10 * core::kSecondsPerHour)};
  return kFields;
}

template <>
const std::vector<Field<Plant::Crew>>& fields() {
  static const std::vector<Field<Plant::Crew>> kFields = {
      field_of<&Plant::Crew::operators>("operators", {"操作工", "operators"}).between(1, 1000),
      field_of<&Plant::Crew::carriers>("carriers", {"配送工：送刀具和物料", "carriers of tools and material"})
          .between(1, 1000),
      field_of<&Plant::Crew::walking_mps>("walking_mps", {"步行速度", "how fast they walk"}).between(0.1, 5),
      field_of<&Plant::Crew::handling_s>("handling_s", {"取或放一次", "to pick up, or to put down"})
          .between(0, core::kSecondsPerHour),
      field_of<&Plant::Crew::crib>("crib", {"刀具库", "tool crib"}),
      field_of<&Plant::Crew::store>("store", {"毛坯库", "store of blanks"})};
  return kFields;
}

template <>
const std::vector<Field<Plant::Messages>>& fields() {
  static const std::vector<Field<Plant::Messages>> kFields = {
      field_of<&Plant::Messages::status_period_s>("status_period_s",
                                                  {"机床与手持终端上报状态的周期", "period of everybody's status"})
          .between(0.1, core::kSecondsPerHour),
      field_of<&Plant::Messages::status_bytes>("status_bytes", {"一条状态", "a status"}).between(16, kMostDatagram),
      field_of<&Plant::Messages::letter_bytes>("letter_bytes", {"一条派工、呼叫或报告", "an order, a call or a report"})
          .between(16, kMostDatagram),
      field_of<&Plant::Messages::repeat_s>("repeat_s", {"没有回执就重发", "sent again without a receipt for so long"})
          .between(0.01, core::kSecondsPerHour),
      field_of<&Plant::Messages::answer_s>("answer_s",
                                           {"手持终端不应答，改叫别人", "a call without an answer goes to another"})
          .between(0.1, core::kSecondsPerHour),
      field_of<&Plant::Messages::lost_after_s>(
          "lost_after_s", {"多久没有状态视为失联，不再派工", "silent for so long: gets no orders and calls"})
          .between(0.1, core::kSecondsPerHour),
      field_of<&Plant::Messages::ahead_s>("ahead_s", {"当前工单剩余加工时间少于此，派下一单",
                                                      "the next order is given when less work than this is left"})
          .between(0, core::kSecondsPerHour)};
  return kFields;
}

template <>
const std::vector<Field<Plant::Files>>& fields() {
  static const std::vector<Field<Plant::Files>> kFields = {
      field_of<&Plant::Files::block_bytes>("block_bytes",
                                           {"文件逐块请求，一块", "files are asked for block by block: a block"})
          .between(16, 1'000'000),
      field_of<&Plant::Files::request_bytes>("request_bytes", {"一次请求", "a request"}).between(16, kMostDatagram),
      field_of<&Plant::Files::timeout_s>("timeout_s", {"一块没有来就再请求", "asked for again when it has not come"})
          .between(0.01, core::kSecondsPerHour),
      field_of<&Plant::Files::tool_record_bytes>("tool_record_bytes", {"一把刀的补偿数据", "the offsets of a tool"})
          .between(0, 1'000'000)};
  return kFields;
}

template <>
const std::vector<Field<Plant::Terminals>>& fields() {
  static const std::vector<Field<Plant::Terminals>> kFields = {
      field_of<&Plant::Terminals::places>("places", {"终端", "terminal"}),
      field_of<&Plant::Terminals::round_s>(
          "round_s", {"每台机床多久有人看一眼；停机灯最迟这时被看到",
                      "somebody looks at every machine so often: a lamp is seen after this at the latest"})
          .between(0, core::kSecondsPerHour)
          .otherwise(assumption({"没有呼叫，靠巡看", "nobody is called: people look round"})),
      field_of<&Plant::Terminals::look_up_s>(
          "look_up_s", {"登录、报完工、查下一单、拷程序的操作时间",
                        "to log in, book, look up what comes next and copy its program, besides the network"})
          .between(0, core::kSecondsPerHour)
          .otherwise(assumption({"若干屏幕页面", "several screens"})),
      field_of<&Plant::Terminals::load_s>("load_s", {"在机床上装入程序", "to load a program at the machine"})
          .between(0, core::kSecondsPerHour)
          .otherwise(assumption({"插 U 盘、选文件、核对", "plug it in, choose, check"})),
      field_of<&Plant::Terminals::type_in_s>("type_in_s", {"手工输入一把刀的补偿", "to type in the offsets of a tool"})
          .between(0, core::kSecondsPerHour)
          .otherwise(assumption({"长度、半径各一个数", "a length and a radius"})),
      field_of<&Plant::Terminals::typing_error_ratio>(
          "typing_error_ratio",
          {"一把刀输错的概率；首件因此报废", "probability of an error in it: the first piece is scrap"})
          .between(0, 1)
          .otherwise(
              from("Swain & Guttmann, NUREG/CR-1278 (1983)",
                   {"读、记数字的差错概率，千分之几", "errors in reading and recording digits: some in a thousand"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant>>& fields() {
  static const std::vector<Field<Plant>> kFields = {
      field_of<&Plant::groups>("groups", {"机组", "group of machines"}).required(),
      field_of<&Plant::products>("products", {"零件", "product"}).required(),
      field_of<&Plant::orders>("orders", {"工单", "orders"}),
      field_of<&Plant::machining>("machining", {"机床", "machines"}),
      field_of<&Plant::crew>("crew", {"人员", "people"}),
      field_of<&Plant::way>("way", {"工单、程序和呼叫怎么到人和机床", "how orders, programs and calls arrive"})
          .otherwise(assumption({"机床与人都联网", "machines and people are on the network"})),
      field_of<&Plant::messages>("messages", {"消息", "messages"}),
      field_of<&Plant::files>("files", {"文件", "files"}),
      field_of<&Plant::terminals>("terminals", {"柱上终端（way: terminals）", "terminals on pillars (way: terminals)"}),
      field_of<&Plant::survey>("survey", {"走测（way: networked）", "walk test (way: networked)"})};
  return kFields;
}

}  // namespace plantproof::scenarios
