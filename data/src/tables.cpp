// The definition of every evidence table. Nothing else in the project spells a column's name, unit, range or meaning.
#include "data/tables.hpp"

#include <algorithm>

namespace plantproof::data {

template <>
const std::vector<std::string>& choice_names<FlowKind>() {
  static const std::vector<std::string> kNames = {"one_way", "round_trip"};
  return kNames;
}
template <>
const std::vector<std::string>& choice_names<Access>() {
  static const std::vector<std::string> kNames = {"nr", "lte", "wifi", "wired", "none"};
  return kNames;
}
template <>
const std::vector<std::string>& choice_names<AttachmentEvent>() {
  static const std::vector<std::string> kNames = {"attached", "detached"};
  return kNames;
}
template <>
const std::vector<std::string>& choice_names<Judgement>() {
  static const std::vector<std::string> kNames = {"good", "bad"};
  return kNames;
}
template <>
const std::vector<std::string>& choice_names<SessionKind>() {
  static const std::vector<std::string> kNames = {"training", "maintenance"};
  return kNames;
}
template <>
const std::vector<std::string>& choice_names<DecisionStage>() {
  static const std::vector<std::string> kNames = {"simulation", "perception", "decision"};
  return kNames;
}

namespace {

struct Rules {
  std::vector<std::string> key;
  std::optional<TableInfo::Order> order;
  std::vector<TableInfo::Span> spans;
};

template <class Row>
TableDefinition<Row> define(std::string name, core::Text row_is, std::vector<Column<Row>> columns, Rules rules) {
  TableDefinition<Row> definition;
  definition.info = {std::move(name),      std::move(row_is),      {},
                     std::move(rules.key), std::move(rules.order), std::move(rules.spans)};
  for (const Column<Row>& column : columns) definition.info.columns.push_back(column.info);
  definition.columns = std::move(columns);
  return definition;
}

TableInfo::Order rising(std::string time, std::vector<std::string> within) {
  return {std::move(time), std::move(within)};
}

}  // namespace

template <>
const TableDefinition<Flow>& table() {
  static const auto kTable =
      define<Flow>("flows", {"一条通信关系", "a communication relation"},
                   {column<&Flow::flow>("flow", {"流的名称", "name of the flow"}),
                    column<&Flow::source>("source", {"发送设备", "sending device"}),
                    column<&Flow::destination>("destination", {"接收设备", "receiving device"}),
                    column<&Flow::kind>("kind", {"one_way 为单向；round_trip 为往返（received_ns 是应答到达的时刻）",
                                                 "one_way, or round_trip (received_ns is when the answer arrived)"}),
                    column<&Flow::period>("period_ns", {"传输间隔", "transfer interval (TS 22.104)"}),
                    column<&Flow::deadline>("deadline_ns", {"应用给出的截止时间", "deadline the application sets"}),
                    column<&Flow::survival_time>("survival_time_ns", {"存活时间", "survival time (TS 22.104)"})},
                   {.key = {"flow"}, .order = {}, .spans = {}});
  return kTable;
}

template <>
const TableDefinition<Message>& table() {
  static const auto kTable = define<Message>(
      "messages", {"发送的一条消息", "a message sent"},
      {column<&Message::flow>("flow", {"所属的流", "the flow it belongs to"}).refers_to("flows"),
       column<&Message::sequence>("sequence", {"流内序号", "sequence number in its flow"}).at_least(0),
       column<&Message::sent>("sent_ns", {"发送时刻", "when it was sent"}),
       column<&Message::received>("received_ns", {"接收时刻；空 = 丢失", "when it was received; empty = lost"}),
       column<&Message::bytes>("bytes", {"载荷字节数", "payload size in bytes"}).at_least(0)},
      {.key = {"flow", "sequence"}, .order = rising("sent_ns", {"flow"}), .spans = {}});
  return kTable;
}

template <>
const TableDefinition<RadioSample>& table() {
  static const auto kTable = define<RadioSample>(
      "radio", {"一个无线采样", "a radio sample"},
      {column<&RadioSample::time>("time_ns", {"采样时刻", "when it was taken"}),
       column<&RadioSample::device>("device", {"测量终端", "measuring device"}),
       column<&RadioSample::x_m>("x_m", {"平面坐标 x", "floor coordinate x"}).between(-1e8, 1e8),
       column<&RadioSample::y_m>("y_m", {"平面坐标 y", "floor coordinate y"}).between(-1e8, 1e8),
       column<&RadioSample::cell>("cell", {"服务小区；空 = 无", "serving cell; empty = none"}),
       column<&RadioSample::ss_rsrp>("ss_rsrp_dbm", {"SS-RSRP；空 = 未测到信号，或不是 5G",
                                                     "SS-RSRP (TS 38.215 5.1.1); empty = no signal found, or not 5G"})
           .between(-200, 50),
       column<&RadioSample::ss_sinr>("ss_sinr_db", {"SS-SINR；空 = 未测到信号，或不是 5G",
                                                    "SS-SINR (TS 38.215 5.1.5); empty = no signal found, or not 5G"})
           .between(-100, 100)},
      {.key = {"time_ns", "device"}, .order = rising("time_ns", {"device"}), .spans = {}});
  return kTable;
}

template <>
const TableDefinition<Device>& table() {
  static const auto kTable = define<Device>(
      "devices", {"一台设备", "a device"},
      {column<&Device::device>("device", {"设备名称", "name of the device"}),
       column<&Device::stage>("stage",
                              {"所属生产环节；空 = 不属于任何环节", "its production stage; empty = belongs to none"}),
       column<&Device::access>("access", {"接入方式；空 = 未确认", "how it is connected; empty = not established"})},
      {.key = {"device"}, .order = {}, .spans = {}});
  return kTable;
}

template <>
const TableDefinition<Attachment>& table() {
  static const auto kTable =
      define<Attachment>("attachments", {"一次附着变化", "a change of attachment"},
                         {column<&Attachment::time>("time_ns", {"变化时刻", "when it changed"}),
                          column<&Attachment::device>("device", {"设备", "the device"}).refers_to("devices"),
                          column<&Attachment::event>("event", {"附着或脱离", "attached or detached"})},
                         {.key = {}, .order = rising("time_ns", {"device"}), .spans = {}});
  return kTable;
}

template <>
const TableDefinition<Shift>& table() {
  static const auto kTable = define<Shift>(
      "shifts", {"一个生产时段（班次）", "a production window"},
      {column<&Shift::shift>(
           "shift", {"班次名称；两阶段同名者配对", "name of the shift; equal names of the two phases are a pair"}),
       column<&Shift::start>("start_ns", {"开始", "start"}), column<&Shift::end>("end_ns", {"结束", "end"}),
       column<&Shift::labour_hours>("labour_hours", {"投入工时", "hours of labour spent"}).at_least(0)},
      {.key = {"shift"}, .order = rising("start_ns", {}), .spans = {{"start_ns", "end_ns"}}});
  return kTable;
}

template <>
const TableDefinition<ProducedUnit>& table() {
  static const auto kTable = define<ProducedUnit>(
      "production",
      {"一件完工品（多工位产线只记最后工位）", "a finished unit (of a line of several stations, the last one)"},
      {column<&ProducedUnit::time>("time_ns", {"完工时刻", "when it was finished"}),
       column<&ProducedUnit::station>("station", {"工位", "the station"}),
       column<&ProducedUnit::unit>("unit", {"产品编号", "the unit's number"}),
       column<&ProducedUnit::good>("good", {"是否良品", "whether it is good"})},
      {.key = {"unit"}, .order = rising("time_ns", {"station"}), .spans = {}});
  return kTable;
}

template <>
const TableDefinition<Inspection>& table() {
  static const auto kTable = define<Inspection>(
      "inspections", {"一件被检品", "a judged item"},
      {column<&Inspection::item>("item", {"被检品编号", "the item's number"}),
       column<&Inspection::station>("station", {"检测工位", "the inspecting station"}),
       column<&Inspection::presented>("presented_ns", {"送检时刻", "when it was presented"}),
       column<&Inspection::judged_at>("judged_ns", {"判定时刻；空 = 未判定", "when it was judged; empty = not judged"}),
       column<&Inspection::actual>("actual", {"真实品质；空 = 未确认", "what it really is; empty = not established"}),
       column<&Inspection::judgement>("judged",
                                      {"判定结果；空 = 未判定", "what it was judged to be; empty = not judged"})},
      {.key = {"item", "station"},
       .order = rising("presented_ns", {"station"}),
       .spans = {{"presented_ns", "judged_ns"}}});
  return kTable;
}

template <>
const TableDefinition<Session>& table() {
  static const auto kTable = define<Session>(
      "sessions", {"一次 AR/VR 会话（每人次一行）", "an AR/VR session of one person"},
      {column<&Session::session>("session", {"会话编号", "the session's number"}),
       column<&Session::kind>("kind", {"培训或远程维护", "training or remote maintenance"}),
       column<&Session::person>("person", {"参加者", "who took part"}),
       column<&Session::start>("start_ns", {"开始", "start"}),
       column<&Session::end>("end_ns", {"结束；空 = 未记录", "end; empty = not recorded"}),
       column<&Session::completed>("completed",
                                   {"是否完成；空 = 未确认", "whether it was completed; empty = not established"}),
       column<&Session::quality_ok>("quality_ok", {"质量是否可接受；空 = 未确认",
                                                   "whether its quality was acceptable; empty = not established"})},
      {.key = {"session", "person"}, .order = {}, .spans = {{"start_ns", "end_ns"}}});
  return kTable;
}

template <>
const TableDefinition<ControlCycle>& table() {
  static const auto kTable = define<ControlCycle>(
      "control_cycles", {"一个控制周期", "a control cycle"},
      {column<&ControlCycle::loop>("loop", {"控制回路", "the control loop"}),
       column<&ControlCycle::cycle>("cycle", {"周期序号", "number of the cycle in its loop"}).at_least(0),
       column<&ControlCycle::time>("time_ns", {"周期开始", "when the cycle began"}),
       column<&ControlCycle::on_time>("on_time", {"指令是否及时生效", "whether a command took effect in time"}),
       column<&ControlCycle::correct>("correct", {"指令是否正确", "whether the command was the right one"})},
      {.key = {"loop", "cycle"}, .order = rising("time_ns", {"loop"}), .spans = {}});
  return kTable;
}

template <>
const TableDefinition<Decision>& table() {
  static const auto kTable = define<Decision>(
      "decisions", {"机器人的一次决策", "a robot decision"},
      {column<&Decision::robot>("robot", {"机器人", "the robot"}),
       column<&Decision::task>("task", {"装配任务", "the assembly task"}),
       column<&Decision::stage>("stage", {"环节：数字化仿真、在线感知、智能决策",
                                          "digital simulation, online perception or intelligent decision"}),
       column<&Decision::time>("time_ns", {"时刻", "when"}),
       column<&Decision::correct>("correct", {"是否正确", "whether it was right"})},
      {.key = {"robot", "task", "stage"}, .order = rising("time_ns", {"robot", "stage"}), .spans = {}});
  return kTable;
}

template <>
const TableDefinition<StockChange>& table() {
  static const auto kTable = define<StockChange>(
      "stock_changes", {"一次库存变化", "a stock change"},
      {column<&StockChange::item>("item", {"物料", "the item"}),
       column<&StockChange::changed>("changed_ns", {"实际变化时刻", "when the stock really changed"}),
       column<&StockChange::visible>("visible_ns",
                                     {"系统可见时刻；空 = 从未", "when the system showed it; empty = never"}),
       column<&StockChange::actual_quantity>("actual_quantity",
                                             {"实际数量；空 = 未清点", "quantity counted; empty = not counted"}),
       column<&StockChange::reported_quantity>("reported_quantity",
                                               {"系统数量；空 = 未上报", "quantity reported; empty = never reported"})},
      {.key = {"item", "changed_ns"}, .order = rising("changed_ns", {"item"}), .spans = {}});
  return kTable;
}

template <>
const TableDefinition<Mission>& table() {
  static const auto kTable = define<Mission>(
      "missions", {"一次运输任务", "a transport mission"},
      {column<&Mission::mission>("mission", {"任务编号", "the mission's number"}),
       column<&Mission::vehicle>("vehicle", {"车辆；空 = 尚未派车", "the vehicle; empty = none has it yet"}),
       column<&Mission::requested>("requested_ns", {"下单时刻", "when it was requested"}),
       column<&Mission::started>("started_ns", {"开始；空 = 未开始", "start; empty = not started"}),
       column<&Mission::finished>("finished_ns", {"完成；空 = 未完成", "end; empty = not finished"}),
       column<&Mission::distance_m>("distance_m", {"行驶距离；空 = 未知", "distance driven; empty = not known"})
           .at_least(0)},
      {.key = {"mission"},
       .order = {},
       .spans = {{"requested_ns", "started_ns"}, {"started_ns", "finished_ns"}, {"requested_ns", "finished_ns"}}});
  return kTable;
}

template <>
const TableDefinition<VehicleService>& table() {
  static const auto kTable = define<VehicleService>(
      "vehicles", {"一辆车的服务时间", "a vehicle's service time"},
      {column<&VehicleService::vehicle>("vehicle", {"车辆", "the vehicle"}),
       column<&VehicleService::in_service>("in_service_ns", {"投入运行的时间", "time in service"}),
       column<&VehicleService::available>("available_ns", {"其中可用的时间", "of it, time available"})},
      {.key = {"vehicle"}, .order = {}, .spans = {}});
  return kTable;
}

template <>
const TableDefinition<CostItem>& table() {
  static const auto kTable = define<CostItem>(
      "costs", {"一个成本项", "a cost item"},
      {column<&CostItem::item>("item", {"成本项", "the item"}),
       column<&CostItem::category>("category", {"类别", "its category"}),
       column<&CostItem::amount_cny>("amount_cny", {"金额（元）；贷项为负", "amount in CNY; a credit is negative"})
           .between(-1e15, 1e15)},
      {.key = {"item"}, .order = {}, .spans = {}});
  return kTable;
}

template <>
const TableDefinition<Record>& table() {
  static const auto kTable = define<Record>(
      "records", {"一次数据采集", "a data collection"},
      {column<&Record::source>("source", {"数据源", "the data source"}),
       column<&Record::due>("due_ns", {"应采时刻", "when it was due"}),
       column<&Record::received>("received_ns", {"收到时刻；空 = 丢失", "when it was received; empty = lost"}),
       column<&Record::valid>("valid",
                              {"是否有效；丢失时可空", "whether it is valid; may be empty where it was lost"})},
      {.key = {"source", "due_ns"}, .order = rising("due_ns", {"source"}), .spans = {}});
  return kTable;
}

template <>
const TableDefinition<Resolution>& table() {
  static const auto kTable = define<Resolution>(
      "resolutions", {"一次标识解析", "an identifier resolution"},
      {column<&Resolution::request>("request", {"请求编号", "the request's number"}),
       column<&Resolution::identifier>("identifier", {"被解析的标识", "the identifier resolved"}),
       column<&Resolution::sent>("sent_ns", {"发出时刻", "when it was sent"}),
       column<&Resolution::answered>("answered_ns", {"应答时刻；空 = 丢失", "when it was answered; empty = lost"}),
       column<&Resolution::correct>(
           "correct", {"应答是否正确；丢失时可空", "whether the answer was right; may be empty where it was lost"})},
      {.key = {"request"}, .order = {}, .spans = {{"sent_ns", "answered_ns"}}});
  return kTable;
}

const ColumnInfo* TableInfo::find(std::string_view column) const {
  const std::size_t index = index_of(column);
  return index < columns.size() ? &columns[index] : nullptr;
}

std::size_t TableInfo::index_of(std::string_view column) const {
  const auto found = std::ranges::find(columns, column, &ColumnInfo::name);
  return static_cast<std::size_t>(found - columns.begin());
}

const std::vector<const TableInfo*>& all_tables() {
  static const std::vector<const TableInfo*> kTables = [] {
    std::vector<const TableInfo*> tables;
    for_each_table([&](const auto& definition) { tables.push_back(&definition.info); });
    return tables;
  }();
  return kTables;
}

const std::vector<std::string>& table_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const TableInfo* info : all_tables()) names.push_back(info->name);
    return names;
  }();
  return kNames;
}

const TableInfo* find_table(std::string_view name) {
  for (const TableInfo* info : all_tables()) {
    if (info->name == name) return info;
  }
  return nullptr;
}

}  // namespace plantproof::data
