// Every parameter of the plant wireless-control. Nothing else in the project spells its key, unit, range, title or the
// source of its default.
#include "scenarios/wireless_control.hpp"

#include "field.hpp"

namespace plantproof::scenarios {

using Plant = WirelessControl;

namespace {

constexpr double kDayS = 86'400;

Origin closed_loop_row() {
  return from("3GPP TS 22.104", {"表 5.2-1，过程自动化闭环控制（A.2.3.1）",
                                 "table 5.2-1, closed-loop control in process automation (A.2.3.1)"});
}

Origin wireless() {
  return assumption({"无线：没有电缆", "wireless: no cables"});
}

}  // namespace

template <>
const std::vector<Field<Plant::Roller>>& fields() {
  static const std::vector<Field<Plant::Roller>> kFields = {
      field_of<&Plant::Roller::name>("name", {"辊名", "name"}),
      field_of<&Plant::Roller::x_m>("x_m", {"辊与驱动器位置 x；张力传感器在跨距中间",
                                            "place of roller and drive, x; the load cell is in the middle of the span"})
          .between(0, 1000),
      field_of<&Plant::Roller::y_m>("y_m", {"位置 y", "place, y"}).between(0, 1000),
      field_of<&Plant::Roller::span_m>("span_m", {"辊前的料膜跨距", "span of web before it"}).between(0.1, 100),
      field_of<&Plant::Roller::tension_n>("tension_n", {"该跨距的张力设定值", "set-point of the tension in the span"})
          .between(1, 100'000)
          .otherwise(from("DFE, Recommended Operating Tension for Common Web Materials",
                          {"聚酯每 25 μm 厚 0.75 lb/in；膜厚 50 μm、宽 0.5 m",
                           "polyester: 0.75 lb/in for each 25 μm; 50 μm by 0.5 m"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Guide>>& fields() {
  static const std::vector<Field<Plant::Guide>> kFields = {
      field_of<&Plant::Guide::name>("name", {"纠偏名", "name"}),
      field_of<&Plant::Guide::x_m>("x_m", {"位置 x", "place, x"}).between(0, 1000),
      field_of<&Plant::Guide::y_m>("y_m", {"位置 y", "place, y"}).between(0, 1000)};
  return kFields;
}

template <>
const std::vector<Field<Plant::Web>>& fields() {
  static const std::vector<Field<Plant::Web>> kFields = {
      field_of<&Plant::Web::speed_mps>("speed_mps", {"线速度", "speed of the line"})
          .between(0.01, 50)
          .otherwise(
              assumption({"120 m/min，中速涂布、分切线", "120 m/min, a coating or slitting line of medium speed"})),
      field_of<&Plant::Web::stiffness_kn>(
          "stiffness_kn", {"料膜刚度：弹性模量乘截面积，应变为 1 时的力",
                           "stiffness of the web: Young's modulus times cross-section, the force for a strain of 1"})
          .between(0.1, 100'000)
          .otherwise(assumption({"PET 膜 50 μm × 0.5 m，模量 4 GPa", "PET film of 50 μm by 0.5 m, modulus 4 GPa"})),
      field_of<&Plant::Web::tension_tolerance_ratio>(
          "tension_tolerance_ratio",
          {"张力允差（占设定值），正负", "tolerance of the tension over its set-point, either way"})
          .between(0.001, 1)
          .otherwise(assumption({"精密涂布的常见要求", "what precise coating usually asks for"})),
      field_of<&Plant::Web::edge_tolerance_mm>("edge_tolerance_mm",
                                               {"料边允差，正负", "tolerance of the web's edge, either way"})
          .between(0.001, 100)
          .otherwise(from("Roll-2-Roll Technologies, Web Guiding Fundamentals (2021)",
                          {"良好条件下可达 ±0.5 mm", "±0.5 mm with good machine and material"})),
      field_of<&Plant::Web::flaw_spacing_m>(
          "flaw_spacing_m", {"断料瑕疵的平均间距（指数分布），0 为无",
                             "web between flaws at which it breaks, in the mean (exponential); 0: there are none"})
          .between(0, 1e7)
          .otherwise(assumption({"两三卷一次；两个阶段相同", "once in two or three rolls, the same in both phases"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Disturbances>>& fields() {
  static const std::vector<Field<Plant::Disturbances>> kFields = {
      field_of<&Plant::Disturbances::roll_mm>("roll_mm", {"放卷料卷直径", "diameter of the unwinder's roll"})
          .between(10, 10'000)
          .otherwise(assumption({"满卷 800 mm", "a full roll of 800 mm"})),
      field_of<&Plant::Disturbances::out_of_round_mm>("out_of_round_mm",
                                                      {"料卷半径的不圆幅度", "by how much its radius swings"})
          .between(0, 100)
          .otherwise(assumption({"保管良好的料卷", "a roll that was stored well"})),
      field_of<&Plant::Disturbances::slip_ratio>(
          "slip_ratio", {"辊速扰动（打滑、负载）的标准差与线速度之比",
                         "standard deviation of a roller's speed (slip, load) over the line's"})
          .between(0, 0.1)
          .otherwise(assumption({"包角充足的驱动辊", "driven rollers with much wrap"})),
      field_of<&Plant::Disturbances::drift_mmps>(
          "drift_mmps", {"料边横移速度的标准差", "standard deviation of the edge's sideways speed"})
          .between(0, 1000)
          .otherwise(assumption({"卷绕整齐的料卷", "a roll that was wound straight"})),
      field_of<&Plant::Disturbances::correlation_s>("correlation_s",
                                                    {"打滑与横移的相关时间", "correlation time of slip and drift"})
          .between(0.001, 1000)
          .otherwise(assumption({"约为料膜走过一米的时间", "about the time in which a metre of web passes"})),
      field_of<&Plant::Disturbances::cell_noise_ratio>(
          "cell_noise_ratio", {"张力传感器噪声的标准差（占设定值）",
                               "standard deviation of a load cell's noise, over the tension's set-point"})
          .between(0, 1)
          .otherwise(assumption({"0.2 %，常见精度等级", "0.2 %, a usual class"})),
      field_of<&Plant::Disturbances::edge_noise_mm>(
          "edge_noise_mm", {"料边传感器噪声的标准差", "standard deviation of an edge sensor's noise"})
          .between(0, 10)
          .otherwise(assumption({"红外或超声边缘传感器", "an infrared or ultrasonic sensor"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Control>>& fields() {
  static const std::vector<Field<Plant::Control>> kFields = {
      field_of<&Plant::Control::period_ms>("period_ms", {"控制周期", "control period"})
          .between(1, 10'000)
          .otherwise(from("3GPP TS 22.104", {"表 5.2-1，过程自动化闭环控制：10 ms 以上",
                                             "table 5.2-1, closed-loop control in process automation: 10 ms or more"})),
      field_of<&Plant::Control::deadline_ms>(
          "deadline_ms", {"从采样到指令生效的期限；控制器按此时延整定",
                          "from a sample to its command's effect; what the controllers are tuned for"})
          .between(0.1, 10'000)
          .otherwise(assumption({"半个控制周期", "half a control period"})),
      field_of<&Plant::Control::closed_loop_ratio>(
          "closed_loop_ratio", {"闭环时间常数与等效时延之比（SIMC 的 τc/θ）",
                                "time constant of the closed loop over its effective delay (SIMC's tau_c / theta)"})
          .between(0.1, 100)
          .otherwise(from("Skogestad, J. Process Control 13 (2003)",
                          {"推荐的紧整定 τc = θ", "what it recommends for tight control, tau_c = theta"})),
      field_of<&Plant::Control::compute_ms>("compute_ms", {"控制器计算时间", "time a controller computes"})
          .between(0, 1000)
          .otherwise(assumption({"边缘服务器上的软 PLC", "a soft PLC on an edge server"})),
      field_of<&Plant::Control::message_bytes>("message_bytes", {"每条消息", "a message"})
          .between(16, 1472)
          .otherwise(closed_loop_row()),
      field_of<&Plant::Control::clock_deviation_ppm>(
          "clock_deviation_ppm",
          {"传感器时钟频率偏差的上限，正负均匀分布", "how far a sensor's clock is off at most, uniform either way"})
          .between(0, 1000)
          .otherwise(assumption({"普通晶振", "an ordinary crystal"})),
      field_of<&Plant::Control::is_recorded>("is_recorded", {"逐周期记录", "every cycle is recorded"})
          .otherwise(assumption({"验收要看每个周期", "acceptance looks at every cycle"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Drive>>& fields() {
  static const std::vector<Field<Plant::Drive>> kFields = {
      field_of<&Plant::Drive::lag_ms>("lag_ms", {"驱动器自身速度环的时间常数", "time constant of its own speed loop"})
          .between(0.1, 10'000)
          .otherwise(assumption({"伺服驱动，带宽约 8 Hz，含辊的惯量", "a servo drive with its roller, some 8 Hz"})),
      field_of<&Plant::Drive::trim_ratio>(
          "trim_ratio", {"辊速修正的上限（占线速度）", "greatest trim of a roller's speed, over the line's"})
          .between(0.0001, 1)
          .otherwise(assumption({"正负 2 %", "2 % either way"})),
      field_of<&Plant::Drive::axis_mmps>("axis_mmps", {"纠偏轴的最高速度", "greatest speed of a guide's axis"})
          .between(0.1, 10'000)
          .otherwise(assumption({"滚珠丝杠伺服轴", "a servo axis with a ball screw"})),
      field_of<&Plant::Drive::survival_ms>(
          "survival_ms",
          {"多久收不到指令就停下工段（看门狗）", "without a command for so long it stops the section (watchdog)"})
          .between(1, 60'000)
          .otherwise(from("Beckhoff TF6271 PROFINET RT Controller",
                          {"手册：看门狗默认三个周期", "manual: a watchdog of three cycles by default"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Stops>>& fields() {
  static const std::vector<Field<Plant::Stops>> kFields = {
      field_of<&Plant::Stops::restart_s>("restart_s", {"急停后操作工确认并重新起动，平均",
                                                       "an operator acknowledges a stop and starts again, in the mean"})
          .between(0, kDayS)
          .otherwise(assumption({"走到操作台，确认，升速", "to walk to the panel, acknowledge, speed up"})),
      field_of<&Plant::Stops::rethread_s>(
          "rethread_s", {"断料后重新穿料并起动，平均", "to thread a torn web and start again, in the mean"})
          .between(0, kDayS)
          .otherwise(assumption({"两分钟", "two minutes"})),
      field_of<&Plant::Stops::spread_ratio>("spread_ratio",
                                            {"上述时间及修复时间的标准差与均值之比（对数正态）",
                                             "standard deviation of these and of repairs over their mean (lognormal)"})
          .between(0, 2)
          .otherwise(assumption({"人工操作", "work by hand"})),
      field_of<&Plant::Stops::start_tension_ratio>("start_tension_ratio",
                                                   {"起动时张力与设定值之比", "tension at a start over its set-point"})
          .between(0, 1)
          .otherwise(assumption({"停机张力", "tension at standstill"})),
      field_of<&Plant::Stops::start_waste_m>("start_waste_m",
                                             {"每次起动后作废的长度", "web that is waste after each start"})
          .between(0, 10'000)
          .otherwise(assumption({"升速段与接头", "made while it speeds up, and the splice"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Orders>>& fields() {
  static const std::vector<Field<Plant::Orders>> kFields = {
      field_of<&Plant::Orders::length_m>("length_m", {"订单的合格长度，平均", "good web of an order, in the mean"})
          .between(1, 1e6),
      field_of<&Plant::Orders::spread_ratio>(
          "spread_ratio",
          {"订单长度的标准差与均值之比（对数正态）", "standard deviation of an order over its mean (lognormal)"})
          .between(0, 5)
          .otherwise(assumption({"大小单混排", "small and large ones in turn"})),
      field_of<&Plant::Orders::unit_m>("unit_m",
                                       {"作为一件判定和计数的长度", "web that is judged and counted as one unit"})
          .between(0.01, 1000)
          .otherwise(assumption({"一米", "a metre"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::ChangeOver>>& fields() {
  static const std::vector<Field<Plant::ChangeOver>> kFields = {
      field_of<&Plant::ChangeOver::tooling_s>("tooling_s", {"换辊、换模、换卷", "change of rollers, tools and rolls"})
          .between(0, kDayS),
      field_of<&Plant::ChangeOver::connectors>(
          "connectors", {"要拔下、移位、再插上的接插件数", "plugs to be pulled, moved and plugged again"})
          .between(0, 1000)
          .otherwise(wireless()),
      field_of<&Plant::ChangeOver::connector_s>("connector_s", {"每个接插件", "for each of them"})
          .between(0, kDayS)
          .otherwise(wireless()),
      field_of<&Plant::ChangeOver::test_s>("test_s", {"插好之后的信号测试", "test of the signals afterwards"})
          .between(0, kDayS)
          .otherwise(wireless())};
  return kFields;
}

template <>
const std::vector<Field<Plant::Cables>>& fields() {
  static const std::vector<Field<Plant::Cables>> kFields = {
      field_of<&Plant::Cables::life_h>(
          "life_h", {"拖链电缆的特征寿命（韦布尔尺度参数，按运行时间），0 为没有电缆",
                     "life of a cable in its chain (scale of Weibull's distribution, running time); 0: no cables"})
          .between(0, 1e6)
          .otherwise(wireless()),
      field_of<&Plant::Cables::shape>("shape", {"韦布尔形状参数；大于 1 为磨损", "shape of it; above 1: it wears"})
          .between(0.2, 20)
          .otherwise(assumption({"弯折疲劳", "fatigue by bending"})),
      field_of<&Plant::Cables::repair_s>("repair_s",
                                         {"查找并更换一根电缆，平均", "to find and replace one, in the mean"})
          .between(0, kDayS)
          .otherwise(assumption({"备件在线边", "with a spare one at hand"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant>>& fields() {
  static const std::vector<Field<Plant>> kFields = {
      field_of<&Plant::rollers>("rollers",
                                {"驱动张力辊，按料膜走向", "driven tension rollers, in the order of the web's way"})
          .required(),
      field_of<&Plant::guides>("guides", {"纠偏伺服轴", "servo axes that guide the web's edge"}),
      field_of<&Plant::web>("web", {"料膜", "web"}),
      field_of<&Plant::disturbances>("disturbances", {"扰动", "what disturbs the loops"}),
      field_of<&Plant::control>("control", {"闭环控制", "control"}),
      field_of<&Plant::drive>("drive", {"驱动器", "drives"}),
      field_of<&Plant::stops>("stops", {"停机与重新起动", "stops and starts"}),
      field_of<&Plant::orders>("orders", {"订单", "orders"}),
      field_of<&Plant::change_over>("change_over", {"换单", "change-over"}),
      field_of<&Plant::cables>("cables", {"拖链电缆，每个回路一根", "cables in moving chains, one for each loop"}),
      field_of<&Plant::operators>("operators", {"操作工人数", "operators"})
          .between(1, 1000)
          .otherwise(assumption({"放卷、收卷各一人", "one at either end"}))};
  return kFields;
}

}  // namespace plantproof::scenarios
