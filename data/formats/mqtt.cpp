#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/time.hpp"
#include "format.hpp"
#include "input/file.hpp"
#include "time_text.hpp"
#include "vda5050.hpp"

// A recorded MQTT session: one message a line, {"topic", "payload", "timestamp", "retain"?}. What is made of it:
//
//     topic                                     evidence
//     .../vN/.../<serial>/connection (6.14)     devices, attachments
//     .../vN/.../<serial>/order      (6.6)      missions
//     .../vN/.../<serial>/state      (6.10)     devices; missions, vehicles; inspections
//     ccu/order/active, response, completed     production: the factory model's order control, not in the standard
//
// Clauses are those of VDA 5050 2.0.0. Every time is the recorder's: it is the one clock that all messages share.
namespace plantproof::data {

const Format& mqtt_format();

namespace {

using core::Instant;
using core::Nanoseconds;
using core::Refusal;
using nlohmann::json;

// A time in a payload that is so much older than the log is not when the message was sent.
constexpr Nanoseconds kOldBefore = std::chrono::minutes(1);
// "at the latest every 30s" (6.10).
constexpr Nanoseconds kLongestSilence = std::chrono::seconds(30);
// The order control stands for the whole line: a unit is finished by no single station.
const std::string kControl = "ccu";

enum class Subject { State, Connection, Order, OpenOrders, CompletedOrders };

struct Topic {
  Subject subject;
  std::string device;
};

std::vector<std::string_view> levels_of(std::string_view topic) {
  std::vector<std::string_view> levels;
  while (true) {
    const std::size_t slash = topic.find('/');
    levels.push_back(topic.substr(0, slash));
    if (slash == std::string_view::npos) return levels;
    topic.remove_prefix(slash + 1);
  }
}

// interfaceName/majorVersion/manufacturer/serialNumber/topic (6.3). The dialect puts a gateway's name before some
// serial numbers.
std::optional<Topic> parse_topic(std::string_view topic) {
  if (topic == "ccu/order/active" || topic == "ccu/order/response") return Topic{Subject::OpenOrders, ""};
  if (topic == "ccu/order/completed") return Topic{Subject::CompletedOrders, ""};
  const std::vector<std::string_view> levels = levels_of(topic);
  if (levels.size() < 5) return std::nullopt;
  const std::string_view version = levels[1];
  if (version.size() < 2 || version[0] != 'v' || version.find_first_not_of("0123456789", 1) != std::string_view::npos) {
    return std::nullopt;
  }
  static const std::map<std::string_view, Subject> kSubjects = {
      {"state", Subject::State}, {"connection", Subject::Connection}, {"order", Subject::Order}};
  const auto subject = kSubjects.find(levels.back());
  if (subject == kSubjects.end()) return std::nullopt;
  return Topic{subject->second, std::string(levels[levels.size() - 2])};
}

struct Message {
  std::size_t line;
  std::size_t column;  ///< of its payload
  std::string topic_text;
  Topic topic;
  Instant received;
  std::optional<Instant> sent;   ///< by the sender's clock
  std::optional<bool> retained;  ///< none: the recorder does not say
  json payload;
};

std::size_t column_of(std::string_view line, std::string_view key) {
  return line.find(fmt::format("\"{}\"", key)) + 1;
}

core::Text not_json(std::string_view zh, std::string_view en, std::size_t character) {
  return {fmt::format("{}不是完整的 JSON：第 {} 个字符处出错", zh, character),
          fmt::format("{} is no whole JSON: character {} does not fit", en, character)};
}

// The message of a line, or nothing after it was refused.
std::optional<Message> parse_line(std::string_view line, std::size_t number, const Zone* zone, Sink& sink) {
  json record;
  try {
    record = json::parse(line);
  } catch (const json::parse_error& error) {
    sink.refuse(Refusal::Malformed, number, error.byte, not_json("该行", "the line", error.byte));
    return std::nullopt;
  }
  if (!record.is_object() || !record.contains("topic")) {
    sink.refuse(Refusal::NotRelevant, number, 0,
                {"不是 MQTT 消息：没有 topic", "not an MQTT message: it has no topic"});
    return std::nullopt;
  }
  std::string key = "topic";
  try {
    const std::string topic_text = vda5050::text(record, key).value_or("");
    const auto topic = parse_topic(topic_text);
    if (!topic) {
      sink.refuse(Refusal::NotRelevant, number, column_of(line, key),
                  {fmt::format("主题“{}”与所读表无关", topic_text),
                   fmt::format("the topic “{}” is of no table read here", topic_text)});
      return std::nullopt;
    }
    key = "timestamp";
    const auto time_text = vda5050::text(record, key);
    if (!time_text) throw vda5050::FieldProblem{Refusal::MissingValue, {"没有 timestamp", "there is no timestamp"}};
    const auto received = parse_iso8601(*time_text, zone);
    if (const auto* problem = std::get_if<core::Text>(&received))
      throw vda5050::FieldProblem{Refusal::WrongType, *problem};
    key = "payload";
    if (!record.contains(key))
      throw vda5050::FieldProblem{Refusal::MissingValue, {"没有 payload", "there is no payload"}};
    json payload = record[key];
    if (payload.is_string()) payload = json::parse(payload.get_ref<const std::string&>());
    Message message{number, column_of(line, key), topic_text, *topic, std::get<Instant>(received), {},
                    {},     std::move(payload)};
    const json retain = record.value("retain", json());
    if (retain.is_boolean()) message.retained = retain.get<bool>();
    if (message.payload.is_object() && message.payload.contains("timestamp") &&
        message.payload["timestamp"].is_string()) {
      const auto sent = parse_iso8601(message.payload["timestamp"].get_ref<const std::string&>(), zone);
      if (const auto* instant = std::get_if<Instant>(&sent)) message.sent = *instant;
    }
    return message;
  } catch (const json::parse_error& error) {
    sink.refuse(Refusal::Malformed, number, column_of(line, key), not_json("payload ", "the payload", error.byte));
  } catch (const vda5050::FieldProblem& problem) {
    sink.refuse(problem.reason, number, column_of(line, key), problem.what);
  }
  return std::nullopt;
}

// What the senders' clocks say of the messages, and which of them are only copies from before the log.
class Dating {
 public:
  explicit Dating(Instant log_begin) : log_begin_(log_begin) {}

  // Whether the broker handed out an old message again. It then says so (MQTT 3.1.1 clause 3.3.1.3), however wrong the
  // sender's clock may be; where the recorder did not keep that flag, a time before the log tells, and only in the
  // first message of a topic, since only the start of a subscription brings copies.
  bool is_copy(const Message& message) {
    const bool is_old = message.sent && *message.sent < log_begin_ - kOldBefore;
    const bool is_first = topics_.insert(message.topic_text).second;
    const bool is_copy = message.retained.value_or(is_old && is_first);
    if (is_copy) {
      ++copies_;
    } else if (is_old) {
      ++old_;
      oldest_ = std::max(oldest_, log_begin_ - *message.sent);
    } else if (message.sent && message.topic.subject != Subject::Connection) {
      // Connection messages stay out: a last will's time is "always outdated" (6.14).
      const Nanoseconds difference = message.received - *message.sent;
      least_ = compared_ == 0 ? difference : std::min(least_, difference);
      most_ = compared_ == 0 ? difference : std::max(most_, difference);
      ++compared_;
    }
    return is_copy;
  }

  void remark(Sink& sink) const {
    if (compared_ > 0) {
      const auto range =
          fmt::format("{:.0f} .. {:.0f} ms", core::in_milliseconds(least_), core::in_milliseconds(most_));
      sink.remark(
          {fmt::format("{} 条消息带有发送方时刻，接收减发送为 {}：各时钟未经同步确认，证据中一律采用记录器的时刻",
                       compared_, range),
           fmt::format(
               "{} messages carry their sender's time; receive minus payload time is {}: the clocks are not known to "
               "agree, every time in the evidence is the recorder's",
               compared_, range)});
    }
    if (old_ > 0) {
      const auto age = core::in_seconds(oldest_);
      sink.remark(
          {fmt::format(
               "{} 条实时消息的发送方时刻早于记录开始（最多早 {:.0f} s）：时钟有误，或所述为更早的变化；未计入上述范围",
               old_, age),
           fmt::format(
               "{} live messages bear a time from before the log (by up to {:.0f} s): a wrong clock, or an earlier "
               "change told again; not in the range of the clocks",
               old_, age)});
    }
    if (copies_ > 0) {
      sink.remark(
          {fmt::format("{} 条消息是记录开始前的保留副本：不作为任何事件的时刻", copies_),
           fmt::format("{} messages are retained copies from before the log: nothing is dated by them", copies_)});
    }
  }

 private:
  Instant log_begin_;
  std::set<std::string> topics_;
  std::int64_t copies_ = 0;
  std::int64_t old_ = 0;
  std::int64_t compared_ = 0;
  Nanoseconds oldest_{0};
  Nanoseconds least_{0};
  Nanoseconds most_{0};
};

// A vehicle's service time: what a state message says holds until the next one.
class Service {
 public:
  explicit Service(Instant first) : first_(first), last_(first), since_(first) {}

  void see_state(Instant time, bool is_ready) {
    advance(time);
    available_ += pending_;
    pending_ = Nanoseconds(0);
    longest_silence_ = std::max(longest_silence_, time - last_);
    last_ = time;
    is_available_ = is_ready;
  }
  // A vehicle that is back in connection is available again with its next state.
  void see_disconnection(Instant time) {
    advance(time);
    is_available_ = false;
  }

  [[nodiscard]] Nanoseconds in_service() const { return last_ - first_; }
  [[nodiscard]] Nanoseconds available() const { return available_; }
  [[nodiscard]] Nanoseconds longest_silence() const { return longest_silence_; }

 private:
  void advance(Instant time) {
    if (is_available_) pending_ += time - since_;
    since_ = time;
  }

  Instant first_;
  Instant last_;   ///< state message
  Instant since_;  ///< when anything was last heard
  bool is_available_ = false;
  Nanoseconds available_{0};
  Nanoseconds pending_{0};  ///< available, after the last state message: not in service unless another one comes
  Nanoseconds longest_silence_{0};
};

// One drive: an order with all updates that reached the vehicle before it had finished (6.6.2). The dialect sends every
// drive of a production order as an update of the same orderId, after the one before has ended.
struct Drive {
  std::string vehicle;
  vda5050::Order order;
  std::int64_t first_update = 0;
  Instant requested;
  std::optional<Instant> started;
  std::optional<Instant> finished;
  bool is_over = false;
};

struct Check {
  std::string station;
  std::string order;
  std::string workpiece;
  Instant presented;
  bool is_over = false;
  Instant over_at;
  std::optional<Judgement> judgement;
};

struct ProductionOrder {
  std::string type;
  std::string workpiece;
  std::optional<Instant> completed;
  bool is_good = false;
};

// Names of things that may come by a station more than once: "w", "w#2", "w#3".
class Numbering {
 public:
  std::string next(const std::string& name, const std::string& station) {
    const int count = ++counts_[{name, station}];
    return count == 1 ? name : fmt::format("{}#{}", name, count);
  }

 private:
  std::map<std::pair<std::string, std::string>, int> counts_;
};

class Session {
 public:
  Session(std::optional<Access> access, std::string check_type) : access_(access), check_type_(std::move(check_type)) {}

  // What a copy still tells: a device that it calls connected was so before the log, and is seen to be so with its next
  // message. False when the copy tells nothing.
  bool recall(const Message& copy) {
    if (copy.topic.subject != Subject::Connection || !vda5050::is_online(copy.payload)) return false;
    recalled_.insert(copy.topic.device);
    return true;
  }

  // False when the message is of no table after all. Throws vda5050::FieldProblem.
  bool take(const Message& message) {
    switch (message.topic.subject) {
      case Subject::State:
        take_state(message.topic.device, message.received, vda5050::parse_state(message.payload));
        return true;
      case Subject::Connection:
        take_connection(message.topic.device, message.received, vda5050::is_online(message.payload));
        return true;
      case Subject::Order:
        if (auto order = vda5050::parse_order(message.payload)) {
          take_order(message.topic.device, message.received, std::move(*order));
          return true;
        }
        return false;
      case Subject::OpenOrders:
        for_each_order(message.payload, [&](const json& order) { take_open(order); });
        return true;
      case Subject::CompletedOrders:
        for_each_order(message.payload, [&](const json& order) { take_completed(order, message.received); });
        return true;
    }
    return false;
  }

  void write(Sink& sink) {
    for (const auto& [device, online] : devices_) sink.add(Device{device, std::nullopt, access_});
    for (const Attachment& attachment : attachments_) sink.add(attachment);
    for (const Drive& drive : drives_) {
      sink.add(Mission{fmt::format("{}/{}", drive.order.id, drive.first_update), drive.vehicle, drive.requested,
                       drive.started, drive.finished, std::nullopt});
    }
    write_services(sink);
    write_checks(sink);
    write_units(sink);
    if (!unrequested_.empty()) {
      sink.remark({fmt::format("{} 个订单只在状态消息中出现，记录中没有下单消息：不作为运输任务", unrequested_.size()),
                   fmt::format("{} orders are named by states only, their request is not in the log: no missions",
                               unrequested_.size())});
    }
  }

 private:
  void take_state(const std::string& device, Instant time, const vda5050::State& state) {
    devices_.try_emplace(device);
    if (recalled_.contains(device)) take_connection(device, time, true);
    if (state.is_vehicle) {
      services_.try_emplace(device, time).first->second.see_state(time, state.is_ready);
      follow_drive(device, time, state);
    }
    for (const vda5050::ActionState& action : state.actions) {
      if (action.type == check_type_) follow_check(device, time, state.order, action);
    }
  }

  void take_connection(const std::string& device, Instant time, bool is_online) {
    recalled_.erase(device);
    std::optional<bool>& known = devices_[device];
    const auto service = services_.find(device);
    if (!is_online && service != services_.end()) service->second.see_disconnection(time);
    if (known == is_online) return;
    known = is_online;
    attachments_.push_back({time, device, is_online ? AttachmentEvent::Attached : AttachmentEvent::Detached});
  }

  void take_order(const std::string& vehicle, Instant time, vda5050::Order order) {
    const auto [latest, is_new] = updates_.try_emplace({vehicle, order.id}, order.update);
    // A repetition; a lower update is not taken over by the vehicle either (6.6.4.3).
    if (!is_new && order.update <= latest->second) return;
    latest->second = order.update;
    Drive* current = current_drive(vehicle);
    if (current != nullptr && current->order.id == order.id && !current->is_over) {
      current->order.update = order.update;
      current->order.last_node = std::move(order.last_node);
      current->order.actions.insert(current->order.actions.end(), order.actions.begin(), order.actions.end());
      return;
    }
    current_[vehicle] = drives_.size();
    const std::int64_t first_update = order.update;
    drives_.push_back({vehicle, std::move(order), first_update, time, {}, {}, false});
  }

  Drive* current_drive(const std::string& vehicle) {
    const auto current = current_.find(vehicle);
    return current == current_.end() ? nullptr : &drives_[current->second];
  }

  void follow_drive(const std::string& vehicle, Instant time, const vda5050::State& state) {
    if (state.order.empty()) return;
    if (!updates_.contains({vehicle, state.order})) unrequested_.insert(state.order);
    Drive* drive = current_drive(vehicle);
    if (drive == nullptr || drive->is_over || drive->order.id != state.order || state.update < drive->first_update)
      return;
    if (!drive->started) drive->started = time;
    // The order is finished when every node is reached and every action has ended (6.6.1, 6.10.2, 6.11); nodeStates
    // alone do not tell it in the dialect.
    if (state.update < drive->order.update || state.path_is_left || state.last_node != drive->order.last_node) return;
    bool has_failed = false;
    for (const std::string& id : drive->order.actions) {
      const auto action =
          std::find_if(state.actions.begin(), state.actions.end(), [&](const auto& a) { return a.id == id; });
      if (action == state.actions.end()) return;
      if (action->status != vda5050::ActionStatus::Finished && action->status != vda5050::ActionStatus::Failed) return;
      has_failed = has_failed || action->status == vda5050::ActionStatus::Failed;
    }
    drive->is_over = true;
    if (!has_failed) drive->finished = time;
  }

  void follow_check(const std::string& station, Instant time, const std::string& order,
                    const vda5050::ActionState& action) {
    using vda5050::ActionStatus;
    auto check = checks_.find(action.id);
    if (check == checks_.end()) {
      if (action.status == ActionStatus::Waiting) return;
      if (action.status != ActionStatus::Underway) {
        unseen_checks_.insert(action.id);
        return;
      }
      check = checks_.emplace(action.id, Check{station, order, {}, time, false, {}, {}}).first;
    }
    if (!action.workpiece.empty()) check->second.workpiece = action.workpiece;
    if (check->second.is_over || action.status == ActionStatus::Waiting || action.status == ActionStatus::Underway)
      return;
    check->second.is_over = true;
    check->second.over_at = time;
    // The status tells how the checking went, the result how the item is: FINISHED with FAILED is a bad item.
    if (action.result == "PASSED" && action.status == ActionStatus::Finished) check->second.judgement = Judgement::Good;
    if (action.result == "FAILED") check->second.judgement = Judgement::Bad;
  }

  template <class Visit>
  static void for_each_order(const json& payload, Visit visit) {
    if (payload.is_array()) {
      for (const json& order : payload) {
        vda5050::expect_object(order);
        visit(order);
      }
    } else {
      vda5050::expect_object(payload);
      visit(payload);
    }
  }

  void take_open(const json& message) {
    const std::string id = vda5050::text(message, "orderId").value_or("");
    ProductionOrder& order = orders_[id];
    order.type = vda5050::text(message, "orderType").value_or("");
    if (auto workpiece = vda5050::text(message, "workpieceId")) order.workpiece = std::move(*workpiece);
  }

  // The list is of all orders since the control was reset: those that were never open in this log ended before it.
  void take_completed(const json& message, Instant time) {
    const std::string id = vda5050::text(message, "orderId").value_or("");
    const std::string state = vda5050::text(message, "state").value_or("");
    const auto order = orders_.find(id);
    if (order == orders_.end()) {
      earlier_orders_.insert(id);
      return;
    }
    if (order->second.completed || (state != "FINISHED" && state != "ERROR")) return;
    order->second.completed = time;
    order->second.is_good = state == "FINISHED";
    if (auto workpiece = vda5050::text(message, "workpieceId")) order->second.workpiece = std::move(*workpiece);
  }

  void write_services(Sink& sink) const {
    for (const auto& [vehicle, service] : services_) {
      sink.add(VehicleService{vehicle, service.in_service(), service.available()});
      if (service.longest_silence() > kLongestSilence) {
        const double silence = core::in_seconds(service.longest_silence());
        sink.remark(
            {fmt::format("车辆 {} 曾 {:.0f} s 没有状态消息（VDA 5050 6.10 要求至多 30 s）：此间按前一状态计", vehicle,
                         silence),
             fmt::format(
                 "no state of vehicle {} for {:.0f} s (VDA 5050 6.10 asks for one every 30 s): the state before it is "
                 "taken to hold",
                 vehicle, silence)});
      }
    }
  }

  void write_checks(Sink& sink) const {
    Numbering numbering;
    std::vector<std::pair<std::string, Check>> checks(checks_.begin(), checks_.end());
    std::stable_sort(checks.begin(), checks.end(),
                     [](const auto& a, const auto& b) { return a.second.presented < b.second.presented; });
    std::size_t unjudged = 0;
    for (const auto& [action, check] : checks) {
      const auto order = orders_.find(check.order);
      const std::string known = order == orders_.end() ? "" : order->second.workpiece;
      const std::string item = !check.workpiece.empty() ? check.workpiece : !known.empty() ? known : action;
      Inspection inspection{
          numbering.next(item, check.station), check.station, check.presented, {}, {}, check.judgement};
      if (check.judgement) inspection.judged_at = check.over_at;
      if (!check.judgement) ++unjudged;
      sink.add(std::move(inspection));
    }
    if (unjudged > 0) {
      sink.remark({fmt::format("{} 次质量检测没有 PASSED 或 FAILED 的结果：记为未判定", unjudged),
                   fmt::format("{} quality checks came to no result PASSED or FAILED: not judged", unjudged)});
    }
    if (!unseen_checks_.empty()) {
      sink.remark({fmt::format("{} 次质量检测的开始不在记录中：未采用", unseen_checks_.size()),
                   fmt::format("the start of {} quality checks is not in the log: not used", unseen_checks_.size())});
    }
  }

  void write_units(Sink& sink) const {
    Numbering numbering;
    std::vector<std::pair<std::string, ProductionOrder>> units;
    for (const auto& entry : orders_) {
      if (entry.second.type == "PRODUCTION" && entry.second.completed) units.push_back(entry);
    }
    std::stable_sort(units.begin(), units.end(),
                     [](const auto& a, const auto& b) { return a.second.completed < b.second.completed; });
    for (const auto& [id, order] : units) {
      const bool was_judged_bad = std::any_of(checks_.begin(), checks_.end(), [&](const auto& entry) {
        return entry.second.order == id && entry.second.judgement == Judgement::Bad;
      });
      const std::string unit = numbering.next(order.workpiece.empty() ? id : order.workpiece, kControl);
      sink.add(ProducedUnit{*order.completed, kControl, unit, order.is_good && !was_judged_bad});
    }
    if (!earlier_orders_.empty()) {
      sink.remark({fmt::format("已完成订单列表中有 {} 个在记录开始前结束：不计产出", earlier_orders_.size()),
                   fmt::format("{} orders in the list of completed ones ended before the log: no units",
                               earlier_orders_.size())});
    }
  }

  std::optional<Access> access_;
  std::string check_type_;
  std::map<std::string, std::optional<bool>> devices_;  ///< whether online; none where the device never said
  std::set<std::string> recalled_;
  std::vector<Attachment> attachments_;
  std::vector<Drive> drives_;
  std::map<std::string, std::size_t> current_;                           ///< each vehicle's last drive
  std::map<std::pair<std::string, std::string>, std::int64_t> updates_;  ///< vehicle and order: its last update
  std::set<std::string> unrequested_;
  std::map<std::string, Service> services_;
  std::map<std::string, Check> checks_;  ///< by action
  std::set<std::string> unseen_checks_;
  std::map<std::string, ProductionOrder> orders_;
  std::set<std::string> earlier_orders_;
};

void read(const Source& source, Sink& sink) {
  std::optional<Access> access;
  if (const auto option = source.options.optional("access"); option.exists()) {
    access = static_cast<Access>(option.choice(choice_names<Access>()));
  }
  const auto check = source.options.optional("quality_check");
  Session session(access, check.exists() ? check.text() : "CHECK_QUALITY");

  const std::string bytes = input::read_file(source.path);
  std::vector<Message> messages;
  std::string_view rest = bytes;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (auto message = parse_line(line, number, source.zone, sink)) messages.push_back(std::move(*message));
  }
  std::stable_sort(messages.begin(), messages.end(),
                   [](const Message& a, const Message& b) { return a.received < b.received; });

  Dating dating(messages.empty() ? Instant() : messages.front().received);
  for (const Message& message : messages) {
    const bool is_copy = dating.is_copy(message);
    try {
      if (is_copy ? session.recall(message) : session.take(message)) {
        sink.use();
      } else {
        sink.refuse(Refusal::NotRelevant, message.line, message.column,
                    is_copy ? core::Text{"记录开始前的保留副本", "a retained copy of a message from before the log"}
                            : core::Text{"没有路径节点的订单，不是运输任务", "an order without nodes is no transport"});
      }
    } catch (const vda5050::FieldProblem& problem) {
      sink.refuse(problem.reason, message.line, message.column, problem.what);
    }
  }
  dating.remark(sink);
  session.write(sink);
}

}  // namespace

const Format& mqtt_format() {
  static const Format kFormat = {
      "mqtt",
      {"MQTT 会话记录（JSON 行）：VDA 5050 2.0 及 fischertechnik 工厂模型方言的状态、订单与连接消息 → "
       "missions、vehicles、attachments、devices、inspections、production",
       "an MQTT session log (JSON lines): states, orders and connections of VDA 5050 2.0 and of the fischertechnik "
       "factory model's "
       "dialect → missions, vehicles, attachments, devices, inspections, production"},
      {{"access",
        {"设备的接入方式（nr、lte、wifi、wired、none）；不写则为未确认",
         "how the devices are connected (nr, lte, wifi, wired, none); not established where it is left out"}},
       {"quality_check",
        {"质量检测动作的类型，其结果为 PASSED 或 FAILED；默认 CHECK_QUALITY",
         "type of the action that judges an item, with the result PASSED or FAILED; CHECK_QUALITY unless given"}}},
      read};
  return kFormat;
}

}  // namespace plantproof::data
