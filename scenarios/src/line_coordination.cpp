#include "scenarios/line_coordination.hpp"

#include "field.hpp"

namespace plantproof::scenarios {
namespace {

constexpr double kDayS = 86'400;
constexpr double kMinuteMs = 60'000;
constexpr double kMostBytes = 1e9;

}  // namespace

template <>
const std::vector<Field<LineStation>>& fields() {
  static const std::vector<Field<LineStation>> kFields = {
      field_of<&LineStation::name>("name", {"工位名", "name"}),
      field_of<&LineStation::stage>("stage", {"所属生产环节", "production stage it belongs to"}),
      field_of<&LineStation::x_m>("x_m", {"控制器位置 x", "place of its controller, x"}).between(0, 1000),
      field_of<&LineStation::y_m>("y_m", {"控制器位置 y", "place of its controller, y"}).between(0, 1000),
      field_of<&LineStation::is_wired>("is_wired", {"控制器始终有线接入", "its controller has a cable in any case"})
          .otherwise(assumption({"与其他工位同网", "on the network of the others"})),
      field_of<&LineStation::work_s>("work_s", {"每件平均作业时间", "work on a unit, in the mean"}).between(0.1, kDayS),
      field_of<&LineStation::work_spread_ratio>(
          "work_spread_ratio",
          {"作业时间的标准差与均值之比（对数正态）", "standard deviation of the work over its mean (lognormal)"})
          .between(0, 2)
          .otherwise(assumption({"自动化工位", "an automatic station"})),
      field_of<&LineStation::time_between_failures_h>(
          "time_between_failures_h", {"自身故障的平均间隔（按作业时间，指数分布），0 为无故障",
                                      "working time between failures of its own, in the mean (exponential); 0: never"})
          .between(0, 100'000)
          .otherwise(assumption({"只看网络", "what the network does, and no more"})),
      field_of<&LineStation::repair_s>("repair_s", {"平均修复时间（指数分布）", "repair, in the mean (exponential)"})
          .between(1, kDayS)
          .otherwise(assumption({"小故障", "a minor failure"}))};
  return kFields;
}

template <>
const std::vector<Field<UnitTransfer>>& fields() {
  static const std::vector<Field<UnitTransfer>> kFields = {
      field_of<&UnitTransfer::duration_s>("duration_s", {"工件移交所需时间", "how long a unit moves"})
          .between(0.01, 3600),
      field_of<&UnitTransfer::message_bytes>("message_bytes", {"每条消息", "a message"})
          .between(16, 1472)
          .otherwise(from("3GPP TS 22.104",
                          {"表 5.2-1，控制器间通信（A.2.2.2）", "table 5.2-1, control-to-control (A.2.2.2)"})),
      field_of<&UnitTransfer::answer_timeout_ms>("answer_timeout_ms",
                                                 {"请求后等待应答多久", "how long a request waits for its answer"})
          .between(1, kMinuteMs),
      field_of<&UnitTransfer::attempts>("attempts", {"请求最多发几次", "how often it is asked at most"})
          .between(1, 100)
          .otherwise(assumption({"再问两次", "asked again twice"})),
      field_of<&UnitTransfer::status_period_ms>(
          "status_period_ms", {"移交期间两端互报状态的周期", "period of both ends' status while a unit moves"})
          .between(1, kMinuteMs),
      field_of<&UnitTransfer::status_timeout_ms>(
          "status_timeout_ms",
          {"多久收不到对端状态就停止移交", "without the other's status for so long an end stops the transfer"})
          .between(1, kMinuteMs),
      field_of<&UnitTransfer::restart_s>("restart_s",
                                         {"移交中停止后重新起动所需时间", "restart after a stop during a transfer"})
          .between(0, kDayS),
      field_of<&UnitTransfer::reset_s>(
          "reset_s", {"多次无应答后，操作工到场复位所需时间", "an operator comes and resets it when nobody answers"})
          .between(0, kDayS)};
  return kFields;
}

template <>
const std::vector<Field<ChangeOver>>& fields() {
  static const std::vector<Field<ChangeOver>> kFields = {
      field_of<&ChangeOver::tooling_s>("tooling_s", {"换工装", "change of tooling"}).between(0, kDayS),
      field_of<&ChangeOver::connectors>("connectors",
                                        {"要拔下、改线、再插上的接插件数", "plugs to be moved and laid anew"})
          .between(0, 1000)
          .otherwise(assumption({"无线：没有接插件要改", "wireless: none"})),
      field_of<&ChangeOver::connector_s>("connector_s", {"每个接插件", "for each of them"})
          .between(0, kDayS)
          .otherwise(assumption({"无线：没有接插件要改", "wireless: none"})),
      field_of<&ChangeOver::io_test_s>("io_test_s", {"改线之后的信号测试", "test of the signals after rewiring"})
          .between(0, kDayS)
          .otherwise(assumption({"无线：没有改线", "wireless: nothing is rewired"})),
      field_of<&ChangeOver::recipe_bytes>("recipe_bytes",
                                          {"控制器从服务器下载的程序与配方，0 为不下载",
                                           "programs and recipes its controller fetches from the server; 0: none"})
          .between(0, kMostBytes),
      field_of<&ChangeOver::recipe_timeout_s>("recipe_timeout_s",
                                              {"多久未收到就再要一次", "asked for again when it has not come"})
          .between(0.1, kDayS)
          .otherwise(assumption({"一分钟", "a minute"}))};
  return kFields;
}

template <>
const std::vector<Field<LineController>>& fields() {
  static const std::vector<Field<LineController>> kFields = {
      field_of<&LineController::scan_ms>("scan_ms", {"扫描周期", "scan cycle"})
          .between(0.1, 1000)
          .otherwise(assumption({"PLC 常用 1 至 20 ms", "1 to 20 ms is usual for a PLC"})),
      field_of<&LineController::clock_deviation_ppm>(
          "clock_deviation_ppm",
          {"时钟频率偏差的上限，正负均匀分布", "how far its clock's frequency is off at most, uniform either way"})
          .between(0, 1000)
          .otherwise(assumption({"普通晶振", "an ordinary crystal"}))};
  return kFields;
}

template <>
const std::vector<Field<LineCoordination>>& fields() {
  static const std::vector<Field<LineCoordination>> kFields = {
      field_of<&LineCoordination::stations>("stations", {"工位，按流经顺序", "stations, in the order of the line"})
          .required(),
      field_of<&LineCoordination::buffer_units>("buffer_units",
                                                {"每个工位前的缓存", "units that can wait in front of a station"})
          .between(1, 1000)
          .otherwise(assumption({"一件流", "one-piece flow"})),
      field_of<&LineCoordination::batch_units>(
          "batch_units", {"每批件数，每批换一次产品", "units of a batch; the next is another product"})
          .between(1, 1e6),
      field_of<&LineCoordination::transfer>("transfer", {"工位间移交", "transfer from station to station"}),
      field_of<&LineCoordination::change_over>("change_over", {"换型", "change-over"}),
      field_of<&LineCoordination::controller>("controller", {"工位控制器", "controller of a station"}),
      field_of<&LineCoordination::reject_ratio>("reject_ratio", {"不合格率", "share of units that are no good"})
          .between(0, 1)
          .otherwise(assumption({"两个阶段相同", "the same in both phases"})),
      field_of<&LineCoordination::operators>("operators", {"操作工人数", "operators"})
          .between(1, 1000)
          .otherwise(assumption({"一人看一线", "one for the line"}))};
  return kFields;
}

}  // namespace plantproof::scenarios
