// Every parameter of the plant visual-inspection. Nothing else in the project spells its key, unit, range, title or the
// source of its default.
#include "scenarios/visual_inspection.hpp"

#include "camera.hpp"
#include "field.hpp"

namespace plantproof::scenarios {

using Plant = VisualInspection;

template <>
const std::vector<std::string>& choice_names<Plant::Way>() {
  static const std::vector<std::string> kNames = {"cameras", "inspectors"};
  return kNames;
}
template <>
const std::vector<std::string>& choice_names<Plant::Unjudged>() {
  static const std::vector<std::string> kNames = {"pass", "reject"};
  return kNames;
}

namespace {

Origin schoonard() {
  return from("Schoonard, Gould & Miller, Ergonomics 16 (1973)",
              {"集成电路目检：误拒 2 %", "inspection of integrated circuits: 2 % false rejects"});
}

Origin mackworth(const core::Text& what) {
  return from("Mackworth, Quarterly Journal of Experimental Psychology 1 (1948)", what);
}

}  // namespace

template <>
const std::vector<Field<Plant::Line>>& fields() {
  static const std::vector<Field<Plant::Line>> kFields = {
      field_of<&Plant::Line::x_m>("x_m", {"位置 x", "place, x"}).between(0, 1000),
      field_of<&Plant::Line::y_m>("y_m", {"位置 y", "place, y"}).between(0, 1000)};
  return kFields;
}

template <>
const std::vector<Field<Plant::Defects>>& fields() {
  static const std::vector<Field<Plant::Defects>> kFields = {
      field_of<&Plant::Defects::ratio>("ratio", {"不良品比例", "share of items that are bad"})
          .between(0, 1)
          .otherwise(assumption({"成熟工序", "a mature process"})),
      field_of<&Plant::Defects::smallest_mm>("smallest_mm",
                                             {"最小缺陷；更小的不算", "smallest defect: what is less is none"})
          .between(0.001, 100)
          .otherwise(assumption({"五个像素", "five pixels"})),
      field_of<&Plant::Defects::size_exponent>(
          "size_exponent", {"尺寸 s 的概率密度 ∝ 1/s 的几次方", "the density of sizes s goes as 1/s to this power"})
          .between(1.01, 10)
          .otherwise(from("Stapper, IBM J. Res. Develop. 27 (1983)", {"缺陷尺寸分布", "distribution of defect sizes"})),
      field_of<&Plant::Defects::contrast_ratio>(
          "contrast_ratio", {"缺陷与周围的灰度差（占满量程）", "contrast with what is around it, of full scale"})
          .between(0.001, 1)
          .otherwise(
              assumption({"三个像素处信噪比为 5（Rose 判据）：机器视觉的经验下限",
                          "a signal-to-noise ratio of 5 (Rose's criterion) at three pixels, machine vision's least"}))};
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
          .otherwise(assumption({"手掌大小的工件", "an item as large as a hand"})),
      field_of<&Plant::Camera::snr_db>("snr_db", {"相机信噪比", "signal-to-noise ratio of the camera"})
          .between(10, 80)
          .otherwise(camera_manual()),
      field_of<&Plant::Camera::texture_ratio>(
          "texture_ratio", {"表面纹理的灰度起伏（占满量程）", "how much the surface's grey varies, of full scale"})
          .between(0, 1)
          .otherwise(assumption({"机加工金属面", "machined metal"})),
      bits_per_pixel<&Plant::Camera::bits_per_pixel>(),
      encoding_time<&Plant::Camera::encoding_ms>(),
      field_of<&Plant::Camera::images>("images", {"每件拍几张", "images of every item"})
          .between(1, 16)
          .otherwise(assumption({"三种打光各一张", "one for each of three lights"})),
      field_of<&Plant::Camera::interval_ms>("interval_ms", {"相邻两张的间隔", "from one image to the next"})
          .between(0, 10'000)
          .otherwise(assumption({"频闪光源切换", "the strobe changes lights"})),
      field_of<&Plant::Camera::retakes>("retakes", {"意见不一时补拍几张", "more images when the first disagree"})
          .between(0, 16)
          .otherwise(assumption({"五票不会平局", "five votes cannot tie"})),
      field_of<&Plant::Camera::coarseness>(
          "coarseness", {"起始粗糙度 n：每 2^n 行列取一像素", "coarseness n at the start: every 2^n-th pixel each way"})
          .between(0, 6)
          .otherwise(assumption({"全分辨率", "full resolution"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Adaptation>>& fields() {
  static const std::vector<Field<Plant::Adaptation>> kFields = {
      field_of<&Plant::Adaptation::enabled>("enabled",
                                            {"网络慢时降低分辨率", "coarser images when the network is slow"})
          .otherwise(assumption({"宁可粗，不可迟", "better coarse than late"})),
      field_of<&Plant::Adaptation::coarsest>("coarsest", {"最粗的粗糙度", "the coarsest"})
          .between(0, 6)
          .otherwise(assumption({"长宽各四分之一", "a quarter each way"})),
      field_of<&Plant::Adaptation::slow_ms>(
          "slow_ms", {"一件的图像到齐慢于此，下一件更粗", "images of an item that take longer make the next coarser"})
          .between(1, 60'000)
          .otherwise(assumption({"还来得及补拍", "a retake is still possible then"})),
      field_of<&Plant::Adaptation::calm_items>(
          "calm_items", {"连续几件快于一半后变细", "as many in half that time, one after the other, make them finer"})
          .between(1, 10'000)
          .otherwise(assumption({"约 16 s 的观察", "looks for some 16 s"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Server>>& fields() {
  static const std::vector<Field<Plant::Server>> kFields = {
      field_of<&Plant::Server::gpus>("gpus", {"GPU 数", "GPUs"})
          .between(1, 1000)
          .otherwise(assumption({"一台边缘服务器", "one edge server"})),
      field_of<&Plant::Server::inference_ms>("inference_ms",
                                             {"判一张全分辨率图像的时间；越粗越快，与像素数成正比",
                                              "to judge an image of full resolution; in proportion to its pixels"})
          .between(0, 60'000)
          .otherwise(assumption({"约 4 ms 每百万像素", "about 4 ms a megapixel"})),
      field_of<&Plant::Server::disturbed_ratio>(
          "disturbed_ratio",
          {"一张图像因反光、油污而判反的概率", "probability that a reflection or dirt turns an image's judgement"})
          .between(0, 0.5)
          .otherwise(from("Int. J. Advances in Applied Sciences 14 (2025) 838",
                          {"叶轮表面缺陷，单图正确率 99.8 %", "impeller surfaces, 99.8 % of images right"})),
      field_of<&Plant::Server::reserve_ms>(
          "reserve_ms", {"到剔除口前多久必须下结论", "how long before the gate it decides at the latest"})
          .between(0, 60'000)
          .otherwise(assumption({"结果下发与剔除动作", "for the result's way and the gate's move"})),
      field_of<&Plant::Server::order_bytes>("order_bytes", {"发给相机的指令", "an order to a camera"})
          .between(16, 65'000)
          .otherwise(assumption({"件号与指令", "the item's number and what to do"})),
      field_of<&Plant::Server::result_bytes>("result_bytes", {"发给剔除口的结果", "a result for the gate"})
          .between(16, 65'000)
          .otherwise(assumption({"件号与判定", "the item's number and the judgement"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant::Inspectors>>& fields() {
  static const std::vector<Field<Plant::Inspectors>> kFields = {
      field_of<&Plant::Inspectors::per_line>("per_line", {"每条线的质检员", "inspectors at each line"})
          .between(1, 100)
          .otherwise(assumption({"线两侧各一人", "one on each side of it"})),
      field_of<&Plant::Inspectors::item_s>("item_s",
                                           {"精神饱满时看一件的平均时间", "an item takes this on average when rested"})
          .between(0.1, 3600)
          .otherwise(
              assumption({"取放加四五次注视，每次约 0.3 s", "to take and put it, and some five looks of 0.3 s"})),
      field_of<&Plant::Inspectors::spread_ratio>(
          "spread_ratio",
          {"时间的标准差与平均之比（对数正态）", "standard deviation of that time over its mean (lognormal)"})
          .between(0, 3)
          .otherwise(assumption({"手工作业常见", "common in manual work"})),
      field_of<&Plant::Inspectors::hit_ratio>("hit_ratio",
                                              {"精神饱满时发现不良品的比例", "share of bad items found when rested"})
          .between(0, 1)
          .otherwise(
              from("Juran, Quality Control Handbook (1974)", {"目检约发现八成缺陷", "inspectors find some 80 %"})),
      field_of<&Plant::Inspectors::false_reject_ratio>("false_reject_ratio",
                                                       {"良品误拒的比例", "share of good items rejected"})
          .between(0, 1)
          .otherwise(schoonard()),
      field_of<&Plant::Inspectors::tiring_min>("tiring_min",
                                               {"疲劳 1 - exp(-t/τ) 的 τ", "tau of fatigue, 1 - exp(-t / tau)"})
          .between(0.1, 1000)
          .otherwise(mackworth({"半小时内下降最多", "most of the decline is in the first half hour"})),
      field_of<&Plant::Inspectors::tired_hit_loss_ratio>(
          "tired_hit_loss_ratio", {"疲劳到头时少发现的比例", "share of the found that tiredness misses"})
          .between(0, 1)
          .otherwise(mackworth({"半小时下降 10 % 至 15 %", "10 % to 15 % less after half an hour"})),
      field_of<&Plant::Inspectors::tired_slowing_ratio>(
          "tired_slowing_ratio", {"疲劳到头时慢多少", "how much longer an item takes when tired"})
          .between(0, 10)
          .otherwise(assumption({"班末比班初慢一成", "a tenth slower at the end"})),
      field_of<&Plant::Inspectors::work_min>("work_min", {"两次休息之间", "from one break to the next"})
          .between(1, 1000)
          .otherwise(assumption({"每两小时休息", "a break every two hours"})),
      field_of<&Plant::Inspectors::break_min>("break_min", {"一次休息", "a break"})
          .between(0, 1000)
          .otherwise(assumption({"工间休息", "a short rest"})),
      field_of<&Plant::Inspectors::buffer_items>(
          "buffer_items", {"线边缓存；满了线就停", "items that wait at the line; when it is full the line stops"})
          .between(1, 100'000)
          .otherwise(assumption({"一个周转箱", "one box"}))};
  return kFields;
}

template <>
const std::vector<Field<Plant>>& fields() {
  static const std::vector<Field<Plant>> kFields = {
      field_of<&Plant::lines>("lines", {"产线的检测处", "where a line is inspected"}).required(),
      field_of<&Plant::takt_s>("takt_s", {"节拍：相邻两件的间隔", "takt: from one item to the next"})
          .between(0.01, 3600)
          .otherwise(assumption({"每线每小时 4500 件", "4500 items an hour and line"})),
      field_of<&Plant::belt_speed_mps>("belt_speed_mps", {"传送带速度", "speed of the belt"})
          .between(0.001, 30)
          .otherwise(assumption({"件距 0.2 m", "items 0.2 m apart"})),
      field_of<&Plant::view_m>("view_m", {"工件完整可见的一段带长", "how far an item is in view on the belt"})
          .between(0.001, 10)
          .otherwise(assumption({"0.6 s 内可补拍", "0.6 s for a retake"})),
      field_of<&Plant::gate_m>("gate_m", {"拍摄点到剔除口的带长", "from the camera to the reject gate"})
          .between(0.001, 100)
          .otherwise(assumption({"1.2 s 内须有结果", "1.2 s for the result"})),
      field_of<&Plant::attendants>("attendants",
                                   {"质检员以外看线的人", "people who mind the lines, besides inspectors"})
          .between(0, 1000)
          .otherwise(assumption({"一名巡检员", "one for all lines"})),
      field_of<&Plant::defects>("defects", {"缺陷", "defects"}),
      field_of<&Plant::way>("way", {"由谁质检", "who inspects"})
          .otherwise(assumption({"相机与边缘服务器", "cameras and an edge server"})),
      field_of<&Plant::camera>("camera", {"相机", "camera"}),
      field_of<&Plant::adaptation>("adaptation", {"随网络降低分辨率", "how images follow the network"}),
      field_of<&Plant::server>("server", {"边缘服务器", "edge server"}),
      field_of<&Plant::unjudged>("unjudged", {"到剔除口仍无结果的工件", "an item without a result at the gate"})
          .otherwise(assumption({"不放过未检品", "nothing unjudged leaves the line"})),
      field_of<&Plant::inspectors>("inspectors", {"质检员", "inspectors"})};
  return kFields;
}

}  // namespace plantproof::scenarios
