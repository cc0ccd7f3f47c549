#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/time.hpp"
#include "format.hpp"
#include "input/byte_stream.hpp"
#include "input/utf8.hpp"
#include "mqtt_plant.hpp"
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
using mqtt::LogMessage;
using mqtt::Plant;
using mqtt::Subject;
using mqtt::Topic;
using nlohmann::json;

// A time in a payload that is so much older than the log is not when the message was sent.
constexpr Nanoseconds kOldBefore = std::chrono::minutes(1);

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

// The character, from 1, at which a key is; 0 where it is not.
std::size_t column_of(std::string_view line, std::string_view key) {
  const std::size_t byte = line.find(fmt::format("\"{}\"", key));
  return byte == std::string_view::npos ? 0 : input::characters(line.substr(0, byte)) + 1;
}

// The character, from 1, that does not fit.
std::size_t column_of(std::string_view text, const json::parse_error& error) {
  return input::characters(text.substr(0, std::max<std::size_t>(error.byte, 1) - 1)) + 1;
}

core::Text not_json(std::string_view zh, std::string_view en, std::size_t character) {
  return {fmt::format("{}不是完整的 JSON：第 {} 个字符处出错", zh, character),
          fmt::format("{} is no whole JSON: character {} does not fit", en, character)};
}

core::Text beyond_numbers() {
  return {"JSON 中的某个数超出范围", "a number in the JSON is out of range"};
}

// The message of a line, or nothing after it was refused.
std::optional<LogMessage> parse_line(std::string_view line, std::size_t number, const Zone* zone, Sink& sink) {
  json record;
  try {
    record = json::parse(line);
  } catch (const json::parse_error& error) {
    const std::size_t column = column_of(line, error);
    sink.refuse(Refusal::Malformed, number, column, not_json("该行", "the line", column));
    return std::nullopt;
  } catch (const json::out_of_range&) {
    sink.refuse(Refusal::OutOfRange, number, 0, beyond_numbers());
    return std::nullopt;
  }
  if (!record.is_object() || !record.contains("topic")) {
    sink.refuse(Refusal::NotRelevant, number, 0,
                {"不是 MQTT 消息：没有 topic", "not an MQTT message: it has no topic"});
    return std::nullopt;
  }
  std::string key = "topic";
  std::string payload;
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
    if (const auto* problem = std::get_if<core::Text>(&received)) {
      throw vda5050::FieldProblem{Refusal::WrongType, *problem};
    }
    key = "payload";
    if (!record.contains(key)) {
      throw vda5050::FieldProblem{Refusal::MissingValue, {"没有 payload", "there is no payload"}};
    }
    LogMessage message;
    message.line = number;
    message.column = column_of(line, key);
    message.topic_text = topic_text;
    message.topic = *topic;
    message.received = std::get<Instant>(received);
    message.payload = record[key];
    if (message.payload.is_string()) {
      payload = message.payload.get<std::string>();
      message.payload = json::parse(payload);
    }
    const json retain = record.value("retain", json());
    if (retain.is_boolean()) message.retained = retain.get<bool>();
    if (message.payload.is_object() && message.payload.contains("timestamp") &&
        message.payload["timestamp"].is_string()) {
      const auto sent = parse_iso8601(message.payload["timestamp"].get_ref<const std::string&>(), zone);
      if (const auto* instant = std::get_if<Instant>(&sent)) message.sent = *instant;
    }
    return message;
  } catch (const json::parse_error& error) {
    sink.refuse(Refusal::Malformed, number, column_of(line, key),
                not_json("payload ", "the payload", column_of(payload, error)));
  } catch (const json::out_of_range&) {
    sink.refuse(Refusal::OutOfRange, number, column_of(line, key), beyond_numbers());
  } catch (const vda5050::FieldProblem& problem) {
    sink.refuse(problem.reason, number, column_of(line, key), problem.what);
  }
  return std::nullopt;
}

// What the senders' clocks say of the messages, and which of them are only copies from before the log.
class Dating {
 public:
  explicit Dating(Instant log_begin) : log_begin_(log_begin) {}

  // Takes note of a message. True when it is an old one that the broker handed out again. It then says so (MQTT 3.1.1
  // clause 3.3.1.3), however wrong the sender's clock may be; where the recorder did not keep that flag, a time before
  // the log tells, and only in the first message of a topic, since only the start of a subscription brings copies.
  bool see(const LogMessage& message) {
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
               "messages that carry their sender's time: {}; receive minus payload time is {}: the clocks are not "
               "known to agree, every time in the evidence is the recorder's",
               compared_, range)});
    }
    if (old_ > 0) {
      const auto age = core::in_seconds(oldest_);
      sink.remark(
          {fmt::format(
               "{} 条实时消息的发送方时刻早于记录开始（最多早 {:.0f} s）：时钟有误，或所述为更早的变化；未计入上述范围",
               old_, age),
           fmt::format(
               "live messages that bear a time from before the log: {} (by up to {:.0f} s): a wrong clock, or an "
               "earlier change told again; not in the range of the clocks",
               old_, age)});
    }
    if (copies_ > 0) {
      sink.remark(
          {fmt::format("{} 条消息是记录开始前的保留副本：不作为任何事件的时刻", copies_),
           fmt::format("retained copies of messages from before the log: {}; nothing is dated by them", copies_)});
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

void read(const Source& source, Sink& sink) {
  std::optional<Access> access;
  if (const auto option = source.options.optional("access"); option.exists()) {
    access = static_cast<Access>(option.choice(choice_names<Access>()));
  }
  const auto check = source.options.optional("quality_check");
  Plant plant(access, check.exists() ? check.text() : "CHECK_QUALITY");

  const std::string bytes = input::read_content(source.path);
  std::vector<LogMessage> messages;
  std::string_view rest = bytes;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (auto message = parse_line(line, number, source.zone, sink)) messages.push_back(std::move(*message));
  }
  std::stable_sort(messages.begin(), messages.end(),
                   [](const LogMessage& a, const LogMessage& b) { return a.received < b.received; });

  Dating dating(messages.empty() ? Instant() : messages.front().received);
  for (const LogMessage& message : messages) {
    const bool is_copy = dating.see(message);
    try {
      if (is_copy ? plant.recall(message) : plant.take(message)) {
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
  plant.write(sink);
}

}  // namespace

const Format& mqtt_format() {
  static const Format kFormat = {
      "mqtt",
      {"MQTT 会话记录（JSON 行）：VDA 5050 2.0 及 fischertechnik 工厂模型方言的状态、订单与连接消息 → "
       "missions、vehicles、attachments、devices、inspections、production",
       "an MQTT session log (JSON lines): states, orders and connections of VDA 5050 2.0 and of the fischertechnik "
       "factory model's dialect → missions, vehicles, attachments, devices, inspections, production"},
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
