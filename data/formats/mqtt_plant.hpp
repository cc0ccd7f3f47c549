#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "data/tables.hpp"
#include "format.hpp"
#include "vda5050.hpp"

namespace plantproof::data::mqtt {

enum class Subject { State, Connection, Order, OpenOrders, CompletedOrders };

struct Topic {
  Subject subject = Subject::State;
  std::string device;  ///< "" where the order control speaks
};

/// A message of the log.
struct LogMessage {
  std::size_t line = 0;
  std::size_t column = 0;  ///< of its payload
  std::string topic_text;
  Topic topic;
  core::Instant received;             ///< by the recorder's clock
  std::optional<core::Instant> sent;  ///< by the sender's clock
  std::optional<bool> retained;       ///< none: the recorder does not say
  nlohmann::json payload;
};

/// A vehicle's service time, from its first state message to the last: what one says holds until the next.
class Service {
 public:
  explicit Service(core::Instant first) : first_(first), last_(first), since_(first) {}

  void see_state(core::Instant time, bool is_ready);
  /// The vehicle is unavailable until its next state.
  void see_disconnection(core::Instant time);

  [[nodiscard]] core::Nanoseconds in_service() const { return last_ - first_; }
  [[nodiscard]] core::Nanoseconds available() const { return available_; }
  [[nodiscard]] core::Nanoseconds longest_silence() const { return longest_silence_; }

 private:
  void advance(core::Instant time);

  core::Instant first_;
  core::Instant last_;   ///< state message
  core::Instant since_;  ///< when anything was last heard
  bool is_available_ = false;
  core::Nanoseconds available_{0};
  core::Nanoseconds pending_{0};  ///< available after the last state message: not in service unless another one comes
  core::Nanoseconds longest_silence_{0};
};

/// What the messages of a log, in the order of time, tell of the plant.
///
/// A mission is one drive: an order with all the updates that reached the vehicle before it had finished (VDA
/// 5050 6.6.2). An update after that is a drive of its own: the dialect sends every leg of a production order so. A
/// mission is named order/update, after its first update. Only a drive whose request is in the log is one.
///
/// An inspection is an action of the agreed type; it is presented when the action starts (INITIALIZING or RUNNING) and
/// judged when it ends with the result PASSED or FAILED. The status tells how the checking went, the result how the
/// item is: FINISHED with the result FAILED is a bad item. A unit is a PRODUCTION order that the order control saw open
/// and completed within the log; it is good when it ended FINISHED and none of its inspections was bad. A workpiece
/// that comes to a station again is named "w#2", "w#3".
class Plant {
 public:
  Plant(std::optional<Access> access, std::string check_type) : access_(access), check_type_(std::move(check_type)) {}

  /// Takes in a message. False when it is of no table after all. Throws vda5050::FieldProblem.
  bool take(const LogMessage& message);
  /// What a copy of a message from before the log still tells: a device that was connected then is so again with its
  /// next message. False when it tells nothing. Throws vda5050::FieldProblem.
  bool recall(const LogMessage& copy);
  /// The rows and the remarks, after the last message.
  void write(Sink& sink) const;

 private:
  struct Drive {
    std::string vehicle;
    vda5050::Order order;
    std::int64_t first_update = 0;
    core::Instant requested;
    std::optional<core::Instant> started;
    std::optional<core::Instant> finished;
    bool is_over = false;
  };
  struct Check {
    std::string station;
    std::string order;
    std::string workpiece;
    core::Instant presented;
    std::optional<core::Instant> over_at;
    std::optional<Judgement> judgement;
  };
  struct ProductionOrder {
    std::string type;
    std::string workpiece;
    std::optional<core::Instant> completed;
    bool is_good = false;
  };

  void take_state(const std::string& device, core::Instant time, const vda5050::State& state);
  void take_connection(const std::string& device, core::Instant time, bool is_online);
  void take_order(const std::string& vehicle, core::Instant time, vda5050::Order order);
  void take_open(const nlohmann::json& order);
  void take_completed(const nlohmann::json& order, core::Instant time);
  Drive* current_drive(const std::string& vehicle);
  void follow_drive(const std::string& vehicle, core::Instant time, const vda5050::State& state);
  void follow_check(const std::string& station, core::Instant time, const std::string& order,
                    const vda5050::ActionState& action);
  void write_services(Sink& sink) const;
  void write_checks(Sink& sink) const;
  void write_units(Sink& sink) const;

  std::optional<Access> access_;
  std::string check_type_;
  std::map<std::string, std::optional<bool>> devices_;  ///< whether online; none where the device never said
  std::set<std::string> recalled_;                      ///< online before the log, not heard of since
  std::vector<Attachment> attachments_;
  std::vector<Drive> drives_;
  std::map<std::string, std::size_t> current_;                           ///< each vehicle's last drive
  std::map<std::pair<std::string, std::string>, std::int64_t> updates_;  ///< vehicle and order: the last update
  std::set<std::string> unrequested_;
  std::map<std::string, Service> services_;
  std::map<std::string, Check> checks_;  ///< by action
  std::set<std::string> unseen_checks_;
  std::map<std::string, ProductionOrder> orders_;
  std::set<std::string> earlier_orders_;
};

}  // namespace plantproof::data::mqtt
