// Every parameter of the plant cloud-robot. Nothing else in the project spells its key, unit, range, title or the
// source of its default.
#include "scenarios/cloud_robot.hpp"

#include "camera.hpp"
#include "core/time.hpp"
#include "field.hpp"
#include "walk_test.hpp"

namespace plantproof::scenarios {

using Plant = CloudRobot;

template <>
const std::vector<std::string>& choice_names<Plant::Way>() {
  static const std::vector<std::string> kNames = {"edge", "local"};
  return kNames;
}

namespace {

Origin assembly_row() {
  return from("3GPP TS 22.104",
              {"表 5.2-1，移动操作面板与装配机器人（A.2.4.1）：40 至 250 B，4 至 8 ms",
               "table 5.2-1, mobile control panels, assembly robots (A.2.4.1): 40 to 250 B, 4 to 8 ms"});
}

}  // namespace

template <>
const std::vector<Field<Plant::Cell>>& fields() {
  static const std::vector<Field<Plant::Cell>> kFields = {
      field_of<&Plant::Cell::x_m>("x_m", {"夹具位置 x", "place of the fixture, x"}).between(0, 1000),
      field_of<&Plant::Cell::y_m>("y_m", {"夹具位置 y", "place of the fixture, y"}).between(0, 1000)};
  return kFields;
}

template <>
const std::vector<Field<Plant::Target>>& fields() {
  static const std::vector<Field<Plant::Target>> kFields = {
      field_of<&Plant::Target::speed_mmps>("speed_mmps", {"名义速度", "speed at which it moves on"})
          .between(0, 10'000)
          .otherwise(assumption({"吊具 0.1 m/s 连续行进，夹具不动", "carriers move on at 0.1 m/s, a fixture stays"})),
      field_of<&Plant::Target::speed_error_ratio>(
          "speed_error_ratio", {"速度误差的标准差与速度之比", "standard deviation of the known speed's error over it"})
          .between(0, 1)
          .otherwise(assumption({"编码器与链条伸长", "encoder and stretch of the chain"})),
      field_of<&Plant::Target::sway_mm>("sway_mm",
                                        {"摆动的标准差（每轴）", "standard deviation of its sway along either axis"})
          .between(0, 1000)
          .otherwise(assumption({"吊具在链上晃动；夹具在浮动托盘上", "a carrier hangs, a fixture stands on a pallet"})),
      field_of<&Plant::Target::sway_s>("sway_s",
                                       {"摆动的时间常数（临界阻尼）", "time constant of its sway, critically damped"})
          .between(0.01, 100)
          .otherwise(assumption({"0.6 m 长的吊具自由摆动周期约 1.6 s，除以 2π 为 0.25 s；有阻尼时更慢",
                                 "a carrier of 0.6 m swings in 1.6 s, over 2 pi 0.25 s; slower with its damper"})),
      field_of<&Plant::Target::tolerance_mm>("tolerance_mm", {"允许的位姿误差（半径）", "how far off a hand may come"})
          .between(0.01, 1000)
          .otherwise(assumption({"夹爪每侧开口余量；夹具导入倒角",
                                 "how much wider the gripper opens on each side; the fixture's chamfer"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Motion>>& fields() {
  static const std::vector<Field<Plant::Motion>> kFields = {
      field_of<&Plant::Motion::fetch_s>("fetch_s", {"到下一个零件前，平均", "to the next part, in the mean"})
          .between(0, core::kSecondsPerHour)
          .otherwise(assumption({"六轴机器人 1 m 行程", "a metre of a six-axis robot"})),
      field_of<&Plant::Motion::transfer_s>("transfer_s",
                                           {"从抓取到夹具前，平均", "from the carrier to the fixture, in the mean"})
          .between(0, core::kSecondsPerHour)
          .otherwise(assumption({"六轴机器人 0.8 m 行程", "0.8 m of a six-axis robot"})),
      field_of<&Plant::Motion::fit_s>("fit_s", {"插入到位，平均", "to push a part home, in the mean"})
          .between(0, core::kSecondsPerHour)
          .otherwise(assumption({"力控插入", "under force control"})),
      field_of<&Plant::Motion::spread_ratio>(
          "spread_ratio",
          {"上述时间的标准差与均值之比（对数正态）", "standard deviation of these times over their mean (lognormal)"})
          .between(0, 2)
          .otherwise(assumption({"路径随零件位置而变", "ways differ with the parts' places"})),
      field_of<&Plant::Motion::approach_ms>("approach_ms", {"从出发到接触", "from setting off to the contact"})
          .between(1, 10'000)
          .otherwise(assumption({"最后 50 mm，0.5 m/s", "the last 50 mm at 0.5 m/s"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Camera>>& fields() {
  static const std::vector<Field<Plant::Camera>> kFields = {
      image_width<&Plant::Camera::width_px>(),
      image_height<&Plant::Camera::height_px>(),
      field_of<&Plant::Camera::field_of_view_mm>("field_of_view_mm",
                                                 {"图像宽对应的视野", "what the image's width shows"})
          .between(1, 10'000)
          .otherwise(assumption({"吊具宽", "the width of a carrier"})),
      field_of<&Plant::Camera::localisation_px>(
          "localisation_px",
          {"位姿误差的标准差（像素，每轴）", "standard deviation of a place in the image along either axis, pixels"})
          .between(0, 100)
          .otherwise(assumption({"亚像素定位的常见水平", "usual below a pixel"})),
      bits_per_pixel<&Plant::Camera::bits_per_pixel>(),
      encoding_time<&Plant::Camera::encoding_ms>(),
      field_of<&Plant::Camera::coarseness>(
          "coarseness", {"粗糙度 n：每 2^n 行列取一像素", "coarseness n: every 2^n-th pixel each way"})
          .between(0, 6)
          .otherwise(assumption({"全分辨率", "full resolution"})),
      field_of<&Plant::Camera::images>("images", {"每次观察拍几张", "images of every look"})
          .between(1, 100)
          .otherwise(assumption({"迟到一张，还有前一张", "where one is late there is the one before"})),
      field_of<&Plant::Camera::interval_ms>("interval_ms", {"相邻两张的间隔", "from one image to the next"})
          .between(1, 10'000)
          .otherwise(assumption({"每秒约六张", "some six a second"})),
      field_of<&Plant::Camera::patience_ms>(
          "patience_ms", {"多久没有回执就当图像已丢", "an image without a receipt for so long is given up"})
          .between(1, 60'000)
          .otherwise(assumption({"丢图极少，宁可多等", "images are hardly ever lost"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Neighbour>>& fields() {
  static const std::vector<Field<Plant::Neighbour>> kFields = {
      field_of<&Plant::Neighbour::sway_mm>("sway_mm", {"手部位置的标准差", "standard deviation of its hand's place"})
          .between(0, 10'000)
          .otherwise(assumption({"传感器引导的装配动作", "moves that sensors guide"})),
      field_of<&Plant::Neighbour::sway_s>("sway_s", {"其时间常数（临界阻尼）", "its time constant, critically damped"})
          .between(0.01, 100)
          .otherwise(assumption({"速度标准差 0.5 m/s", "a standard deviation of 0.5 m/s of its speed"})),
      field_of<&Plant::Neighbour::free_mm>("free_mm", {"偏离中位多远就挡路", "so far from its middle it is in the way"})
          .between(0, 10'000)
          .otherwise(assumption({"两臂中位的净距", "what is between the arms in their middles"})),
      field_of<&Plant::Neighbour::passage_ms>("passage_ms",
                                              {"从出发到两臂最近", "from setting off to where the arms are nearest"})
          .between(0, 10'000)
          .otherwise(assumption({"出发不久即经过", "they pass soon"})),
      field_of<&Plant::Neighbour::tolerance_mm>("tolerance_mm",
                                                {"孪生预测的允许误差", "tolerance of the twin's prediction"})
          .between(0.1, 10'000)
          .otherwise(assumption({"路径规划留的位置不确定度（ISO/TS 15066 的 Z）",
                                 "what planned paths allow for positions (Z of ISO/TS 15066)"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Visits>>& fields() {
  static const std::vector<Field<Plant::Visits>> kFields = {
      field_of<&Plant::Visits::every_s>("every_s", {"人手伸入间隔，平均", "between two visits, in the mean"})
          .between(0.1, 1e6)
          .otherwise(assumption({"人机同区，上料与理料", "people lay out parts in the same zone"})),
      field_of<&Plant::Visits::stay_s>("stay_s", {"停留，平均", "a stay, in the mean"})
          .between(0, core::kSecondsPerHour)
          .otherwise(assumption({"放一件就走", "to lay down one part"})),
      field_of<&Plant::Visits::spread_ratio>("spread_ratio", {"停留的标准差与均值之比（对数正态）",
                                                              "standard deviation of a stay over its mean (lognormal)"})
          .between(0, 2)
          .otherwise(assumption({"人工动作", "work by hand"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Computer>>& fields() {
  static const std::vector<Field<Plant::Computer>> kFields = {
      field_of<&Plant::Computer::gpus>("gpus", {"GPU 数", "GPUs"})
          .between(1, 1000)
          .otherwise(assumption({"一台边缘服务器", "one edge server"})),
      field_of<&Plant::Computer::inference_ms>("inference_ms",
                                               {"从一张全分辨率图像求位姿的时间；与像素数成正比",
                                                "a pose from an image of full resolution; in proportion to its pixels"})
          .between(0, 60'000)
          .otherwise(assumption({"约 4 ms 每百万像素", "about 4 ms a megapixel"})),
      field_of<&Plant::Computer::misread_ratio>(
          "misread_ratio", {"把一张图像里的好件看坏、坏件看好的概率",
                            "probability that an image makes a good part look faulty, or a faulty one good"})
          .between(0, 0.5)
          .otherwise(from("Int. J. Advances in Applied Sciences 14 (2025) 838",
                          {"叶轮表面缺陷，单图正确率 99.8 %", "impeller surfaces, 99.8 % of images right"})),
      field_of<&Plant::Computer::deciding_ms>("deciding_ms", {"仿真与决策的计算时间", "to simulate and decide"})
          .between(0, 10'000)
          .otherwise(assumption({"一次短程运动的预演", "one short motion is played through"})),
      field_of<&Plant::Computer::lead_ms>(
          "lead_ms", {"出发前多久开始决策", "so long before the robot sets off it begins to decide"})
          .between(0, 10'000)
          .otherwise(assumption({"决策与指令下发", "to decide, and for the command's way"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Messages>>& fields() {
  static const std::vector<Field<Plant::Messages>> kFields = {
      field_of<&Plant::Messages::state_ms>("state_ms", {"机器人状态的周期", "period of a robot's state"})
          .between(1, 10'000)
          .otherwise(assembly_row()),
      field_of<&Plant::Messages::state_bytes>("state_bytes", {"一条状态", "a state"})
          .between(16, 1472)
          .otherwise(assembly_row()),
      field_of<&Plant::Messages::receipt_bytes>("receipt_bytes", {"一张图像的回执", "the receipt of an image"})
          .between(16, 1472)
          .otherwise(assumption({"图像编号", "its number"})),
      field_of<&Plant::Messages::look_bytes>("look_bytes", {"一次观察的通告", "what announces a look"})
          .between(16, 65'000)
          .otherwise(assumption({"编号、步骤与出发时刻", "its number, its step, and when the robot sets off"})),
      field_of<&Plant::Messages::command_bytes>("command_bytes", {"一条指令", "a command"})
          .between(16, 65'000)
          .otherwise(assumption({"动作与位姿", "an action and a pose"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Recovery>>& fields() {
  static const std::vector<Field<Plant::Recovery>> kFields = {
      field_of<&Plant::Recovery::stop_s>("stop_s", {"安全停止后再就位", "to be in place again after a safe stop"})
          .between(0, core::kSecondsPerHour)
          .otherwise(assumption({"减速、退回", "to slow down and go back"})),
      field_of<&Plant::Recovery::reject_s>("reject_s", {"剔除一件", "to throw a part out"})
          .between(0, core::kSecondsPerHour)
          .otherwise(assumption({"旁边有废料箱", "there is a bin beside it"})),
      field_of<&Plant::Recovery::miss_s>("miss_s", {"抓空后再就位", "to be in place again after a part was missed"})
          .between(0, core::kSecondsPerHour)
          .otherwise(assumption({"退回，等吊具稳定", "to go back until the carrier hangs still"})),
      field_of<&Plant::Recovery::touch_s>("touch_s", {"两臂相碰后复位", "to start again after the arms have touched"})
          .between(0, core::kSecondsPerHour)
          .otherwise(assumption({"力限停止，人工确认", "they stop at a force, and somebody acknowledges"})),
      field_of<&Plant::Recovery::jam_s>("jam_s", {"清除夹具里卡死的零件", "to clear a part that jams in the fixture"})
          .between(0, core::kSecondsPerHour)
          .otherwise(assumption({"人工取出", "taken out by hand"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant>>& fields() {
  static const std::vector<Field<Plant>> kFields = {
      field_of<&Plant::cells>("cells", {"装配单元，各有两台机器人", "assembly cells, of two robots each"}).required(),
      field_of<&Plant::apart_m>("apart_m", {"一个单元里两台机器人的间距", "between the two robots of a cell"})
          .between(0, 100)
          .otherwise(assumption({"隔夹具相对", "either side of the fixture"})),
      field_of<&Plant::faulty_ratio>("faulty_ratio", {"坏件比例", "share of parts that are faulty"})
          .between(0, 1)
          .otherwise(assumption({"来料", "as they come in"})),
      field_of<&Plant::look_ms>("look_ms", {"从第一张图像到出发", "from the first image until the robot sets off"})
          .between(20, 60'000)
          .otherwise(assumption({"悬停约半秒", "it hovers for half a second"})),
      field_of<&Plant::carrier>("carrier", {"吊具，零件从这里取", "the carrier that parts are picked from"}),
      field_of<&Plant::fixture>("fixture", {"夹具，零件装进这里", "the fixture that parts are fitted into"}),
      field_of<&Plant::motion>("motion", {"机器人动作", "motions"}),
      field_of<&Plant::camera>("camera", {"相机", "camera"}),
      field_of<&Plant::neighbour>("neighbour", {"同单元的另一台机器人", "the other robot of the cell"}),
      field_of<&Plant::visits>("visits", {"人手伸入安全区", "people who reach into a robot's zone"}),
      field_of<&Plant::way>("way", {"由谁感知、仿真、决策", "who perceives, simulates and decides"})
          .otherwise(assumption({"边缘服务器", "an edge server"})),
      field_of<&Plant::computer>("computer", {"其计算机", "its computer"}),
      field_of<&Plant::messages>("messages", {"消息", "messages"}),
      field_of<&Plant::recovery>("recovery", {"出错后的恢复", "what goes wrong takes time"}),
      field_of<&Plant::survey>("survey", {"走测（way: edge）", "walk test (way: edge)"})};
  return kFields;
}

}  // namespace plantproof::scenarios
