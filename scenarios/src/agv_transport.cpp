#include "scenarios/agv_transport.hpp"

#include "field.hpp"

namespace plantproof::scenarios {
namespace {

constexpr double kDayS = 86'400;
constexpr double kMinuteMs = 60'000;
constexpr double kLongestH = 200'000;
constexpr double kMostCny = 1e9;
constexpr double kMostDatagram = 65'000;

Origin no_driver() {
  return assumption({"无人驾驶", "nobody drives"});
}

template <class Part>
std::vector<Field<Part>> named_place(const core::Text& name) {
  return {field_of<&Part::name>("name", name), field_of<&Part::x_m>("x_m", {"位置 x", "place, x"}).between(0, 1000),
          field_of<&Part::y_m>("y_m", {"位置 y", "place, y"}).between(0, 1000)};
}

}  // namespace

template <>
const std::vector<Field<RoadPoint>>& fields() {
  static const std::vector<Field<RoadPoint>> kFields = named_place<RoadPoint>({"路口名", "name"});
  return kFields;
}

template <>
const std::vector<Field<Road>>& fields() {
  static const std::vector<Field<Road>> kFields = {
      field_of<&Road::from>("from", {"起点", "from"}), field_of<&Road::to>("to", {"终点", "to"}),
      field_of<&Road::is_two_way>("is_two_way", {"双向共用一条车道", "one lane for both directions"})
          .otherwise(assumption({"单行道", "a one-way road"}))};
  return kFields;
}

template <>
const std::vector<Field<TransportBay>>& fields() {
  static const std::vector<Field<TransportBay>> kFields = named_place<TransportBay>({"名称", "name"});
  return kFields;
}

template <>
const std::vector<Field<MaterialFlow>>& fields() {
  static const std::vector<Field<MaterialFlow>> kFields = {
      field_of<&MaterialFlow::from>("from", {"取货工位", "station it comes from"}),
      field_of<&MaterialFlow::to>("to", {"送货工位", "station it goes to"}),
      field_of<&MaterialFlow::orders_per_h>(
          "orders_per_h", {"每小时平均订单数（泊松过程）", "orders an hour, in the mean (a Poisson process)"})
          .between(0, 10'000),
      field_of<&MaterialFlow::orders_waiting>("orders_waiting",
                                              {"开始时已在等的订单", "orders that wait when the run begins"})
          .between(0, 10'000)
          .otherwise(assumption({"从空开始", "it begins with none"}))};
  return kFields;
}

template <>
const std::vector<Field<TransportVehicle>>& fields() {
  static const std::vector<Field<TransportVehicle>> kFields = {
      field_of<&TransportVehicle::name>("name", {"车辆名的前缀", "what vehicles are called, before their number"})
          .otherwise(assumption({"AGV", "AGVs"})),
      field_of<&TransportVehicle::count>("count", {"车辆数", "vehicles"}).between(1, 200),
      field_of<&TransportVehicle::length_m>("length_m", {"车长", "length"}).between(0.1, 20),
      field_of<&TransportVehicle::width_m>("width_m", {"车宽", "width"})
          .between(0.1, 10)
          .otherwise(assumption({"比托盘宽一点", "a little wider than a pallet"})),
      field_of<&TransportVehicle::height_m>(
          "height_m", {"带载总高，遮挡其他终端的 5G 无线电；0 为不遮挡",
                       "height with its load, which stands in the way of the 5G of others; 0: it does not"})
          .between(0, 10)
          .otherwise(assumption({"货物低于天线", "loads are lower than the antennas"})),
      field_of<&TransportVehicle::clearance_m>(
          "clearance_m",
          {"停车时车头、车尾到路口中心的距离", "from its ends to the middle of a crossing, before and behind it"})
          .between(0, 10),
      field_of<&TransportVehicle::speed_mps>("speed_mps", {"行驶速度", "speed"}).between(0.05, 10),
      field_of<&TransportVehicle::corner_mps>("corner_mps", {"转弯速度", "speed round a bend"}).between(0.05, 10),
      field_of<&TransportVehicle::acceleration_mps2>("acceleration_mps2", {"加速度", "acceleration"}).between(0.01, 10),
      field_of<&TransportVehicle::deceleration_mps2>("deceleration_mps2", {"制动减速度", "deceleration"})
          .between(0.01, 10),
      field_of<&TransportVehicle::load_s>("load_s", {"取货时间", "to take a load"}).between(0, kDayS),
      field_of<&TransportVehicle::unload_s>("unload_s", {"卸货时间", "to put it down"}).between(0, kDayS)};
  return kFields;
}

template <>
const std::vector<Field<VehicleBattery>>& fields() {
  static const std::vector<Field<VehicleBattery>> kFields = {
      field_of<&VehicleBattery::capacity_kwh>("capacity_kwh", {"电池容量", "capacity"}).between(0.01, 1000),
      field_of<&VehicleBattery::driving_kw>("driving_kw", {"行驶功率", "what it takes while driving"}).between(0, 1000),
      field_of<&VehicleBattery::standing_kw>("standing_kw", {"静止功率", "what it takes at rest"}).between(0, 1000),
      field_of<&VehicleBattery::charging_kw>("charging_kw", {"充电功率", "what a charger gives it"})
          .between(0.01, 1000),
      field_of<&VehicleBattery::charge_below_ratio>(
          "charge_below_ratio",
          {"任务之间电量低于此值就去充电", "charge below which it goes charging between missions"})
          .between(0.05, 0.95),
      field_of<&VehicleBattery::charge_to_ratio>("charge_to_ratio", {"充到此值离开", "charge at which it leaves"})
          .between(0.05, 1)};
  return kFields;
}

template <>
const std::vector<Field<FleetMessages>>& fields() {
  static const std::vector<Field<FleetMessages>> kFields = {
      field_of<&FleetMessages::heartbeat_period_ms>(
          "heartbeat_period_ms",
          {"下行心跳周期，含其他车辆的位置", "period of the heartbeat to each vehicle, with the places of the others"})
          .between(1, kMinuteMs),
      field_of<&FleetMessages::heartbeat_bytes>("heartbeat_bytes", {"心跳长度", "a heartbeat"}).between(16, 1472),
      field_of<&FleetMessages::state_period_ms>(
          "state_period_ms", {"状态消息（state）的周期，事件另发", "period of the states, besides those of events"})
          .between(1, kMinuteMs),
      field_of<&FleetMessages::state_bytes>("state_bytes", {"状态消息长度", "a state"}).between(16, kMostDatagram),
      field_of<&FleetMessages::order_bytes>("order_bytes",
                                            {"订单消息（order）及其更新的长度", "an order, or its update"})
          .between(16, kMostDatagram),
      field_of<&FleetMessages::ask_ahead_s>(
          "ask_ahead_s",
          {"在不得不制动前多久申请下一段路", "so long before it would have to brake it asks for more road"})
          .between(0, 60)};
  return kFields;
}

template <>
const std::vector<Field<FleetWatchdog>>& fields() {
  static const std::vector<Field<FleetWatchdog>> kFields = {
      field_of<&FleetWatchdog::caution_after_ms>(
          "caution_after_ms",
          {"多久收不到消息，不知他车位置，减速", "silence after which it slows down: where are the others?"})
          .between(1, kMinuteMs),
      field_of<&FleetWatchdog::cautious_mps>("cautious_mps", {"减速后的速度", "how fast it is then"}).between(0, 10),
      field_of<&FleetWatchdog::stop_after_ms>("stop_after_ms", {"多久收不到消息就停车", "silence after which it stops"})
          .between(1, kMinuteMs),
      field_of<&FleetWatchdog::restart_s>("restart_s", {"恢复通信到重新起步", "from hearing again to moving again"})
          .between(0, 3600)};
  return kFields;
}

template <>
const std::vector<Field<FleetRescue>>& fields() {
  static const std::vector<Field<FleetRescue>> kFields = {
      field_of<&FleetRescue::people>("people", {"可赶去处理的人数", "people who can be called"})
          .between(0, 100)
          .otherwise(assumption({"一人值班", "one on duty"})),
      field_of<&FleetRescue::x_m>("x_m", {"待命位置 x", "where they start from, x"}).between(0, 1000),
      field_of<&FleetRescue::y_m>("y_m", {"待命位置 y", "where they start from, y"}).between(0, 1000),
      field_of<&FleetRescue::walking_mps>("walking_mps", {"步行速度", "how fast they walk"}).between(0.1, 5),
      field_of<&FleetRescue::call_after_s>(
          "call_after_s",
          {"车辆失联或停驶多久后派人", "for so long a vehicle is away or stands cut off before one is called"})
          .between(0, kDayS),
      field_of<&FleetRescue::reset_s>("reset_s", {"在车旁处理的时间", "at the vehicle"}).between(0, kDayS)};
  return kFields;
}

template <>
const std::vector<Field<FleetDriver>>& fields() {
  static const std::vector<Field<FleetDriver>> kFields = {
      field_of<&FleetDriver::is_there>("is_there", {"每车一名司机，不用网络", "one on every vehicle, and no network"})
          .otherwise(no_driver()),
      field_of<&FleetDriver::order_s>("order_s", {"得到下一张单", "to get the next order"})
          .between(0, kDayS)
          .otherwise(no_driver())};
  return kFields;
}

template <>
const std::vector<Field<TransportCosts>>& fields() {
  static const std::vector<Field<TransportCosts>> kFields = {
      field_of<&TransportCosts::vehicle_cny>("vehicle_cny", {"每辆车的价格", "a vehicle"}).between(0, kMostCny),
      field_of<&TransportCosts::vehicle_life_h>("vehicle_life_h", {"车辆折旧的运行小时", "hours of operation it lasts"})
          .between(1, kLongestH),
      field_of<&TransportCosts::maintenance_cny_per_h>("maintenance_cny_per_h",
                                                       {"每辆车的维护费", "maintenance of a vehicle"})
          .between(0, 10'000),
      field_of<&TransportCosts::energy_cny_per_kwh>("energy_cny_per_kwh", {"电价", "electricity"}).between(0, 100),
      field_of<&TransportCosts::supervisors>("supervisors", {"车队监控人数", "people who watch the fleet"})
          .between(0, 1000)
          .otherwise(assumption({"无专人", "nobody"})),
      field_of<&TransportCosts::supervisor_cny_per_h>("supervisor_cny_per_h", {"监控人工", "one of them"})
          .between(0, 10'000),
      field_of<&TransportCosts::rescuer_cny_per_h>(
          "rescuer_cny_per_h", {"现场处理人工，只计忙时", "a person on the way to a vehicle or at it"})
          .between(0, 10'000),
      field_of<&TransportCosts::driver_cny_per_h>("driver_cny_per_h", {"司机人工", "a driver"})
          .between(0, 10'000)
          .otherwise(no_driver()),
      field_of<&TransportCosts::downtime_cny_per_h>(
          "downtime_cny_per_h", {"一辆车停驶给生产造成的损失", "what production loses while a vehicle stands cut off"})
          .between(0, kMostCny),
      field_of<&TransportCosts::network_cny>(
          "network_cny", {"网络建设费中由车队分摊的部分", "the fleet's share of building the network"})
          .between(0, kMostCny),
      field_of<&TransportCosts::network_life_h>("network_life_h", {"网络折旧的运行小时", "hours of operation it lasts"})
          .between(1, kLongestH),
      field_of<&TransportCosts::network_cny_per_h>("network_cny_per_h", {"网络运行费，含流量", "running it, with fees"})
          .between(0, 100'000)};
  return kFields;
}

template <>
const std::vector<Field<AgvTransport>>& fields() {
  static const std::vector<Field<AgvTransport>> kFields = {
      field_of<&AgvTransport::points>("points", {"路口", "points where roads meet"}).required(),
      field_of<&AgvTransport::roads>("roads", {"道路（直线）", "straight roads"}).required(),
      field_of<&AgvTransport::section_m>(
          "section_m", {"道路分段的最大长度，一段一车", "longest piece of road; a piece has one vehicle"})
          .between(1, 1000),
      field_of<&AgvTransport::stations>("stations", {"取送货工位，在最近的道路旁", "stations, beside the nearest road"})
          .required(),
      field_of<&AgvTransport::parking>("parking",
                                       {"停车位，依次归各车", "parking places, one for each vehicle in order"})
          .required(),
      field_of<&AgvTransport::chargers>("chargers", {"充电位", "chargers"}).required(),
      field_of<&AgvTransport::flows>("flows", {"物流", "flows of material"}).required(),
      field_of<&AgvTransport::vehicle>("vehicle", {"车辆", "the vehicles"}),
      field_of<&AgvTransport::battery>("battery", {"电池", "their batteries"}),
      field_of<&AgvTransport::messages>("messages", {"车与调度之间的消息（VDA 5050）", "messages after VDA 5050"}),
      field_of<&AgvTransport::watchdog>("watchdog", {"通信看门狗", "what a vehicle does that hears nothing"}),
      field_of<&AgvTransport::rescue>("rescue", {"人工处理", "people who go to a vehicle"}),
      field_of<&AgvTransport::driver>("driver", {"司机", "drivers"}),
      field_of<&AgvTransport::costs>("costs", {"价格", "prices"})};
  return kFields;
}

}  // namespace plantproof::scenarios
