#include "mqtt_plant.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace plantproof::data::mqtt {
namespace {

using core::Instant;
using core::Nanoseconds;
using nlohmann::json;
using vda5050::ActionStatus;

// "at the latest every 30s" (VDA 5050 6.10).
constexpr Nanoseconds kLongestSilence = std::chrono::seconds(30);
// The order control stands for the whole line: a unit is finished by no single station.
const std::string kControl = "ccu";

class Numbering {
 public:
  std::string next(const std::string& name, const std::string& station) {
    const int count = ++counts_[{name, station}];
    return count == 1 ? name : fmt::format("{}#{}", name, count);
  }

 private:
  std::map<std::pair<std::string, std::string>, int> counts_;
};

template <class Value, class Time>
std::vector<std::pair<std::string, Value>> in_order_of(const std::map<std::string, Value>& values, Time Value::*time) {
  std::vector<std::pair<std::string, Value>> sorted(values.begin(), values.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const auto& a, const auto& b) { return a.second.*time < b.second.*time; });
  return sorted;
}

template <class Visit>
void for_each_order(const json& payload, Visit visit) {
  if (!payload.is_array()) {
    vda5050::expect_object(payload);
    return visit(payload);
  }
  for (const json& order : payload) {
    vda5050::expect_object(order);
    visit(order);
  }
}

bool has_ended(const vda5050::ActionState& action) {
  return action.status == ActionStatus::Finished || action.status == ActionStatus::Failed;
}

}  // namespace

void Service::see_state(Instant time, bool is_ready) {
  advance(time);
  available_ += pending_;
  pending_ = Nanoseconds(0);
  longest_silence_ = std::max(longest_silence_, time - last_);
  last_ = time;
  is_available_ = is_ready;
}

void Service::see_disconnection(Instant time) {
  advance(time);
  is_available_ = false;
}

void Service::advance(Instant time) {
  if (is_available_) pending_ += time - since_;
  since_ = time;
}

bool Plant::take(const LogMessage& message) {
  switch (message.topic.subject) {
    case Subject::State:
      take_state(message.topic.device, message.received, vda5050::parse_state(message.payload));
      break;
    case Subject::Connection:
      take_connection(message.topic.device, message.received, vda5050::is_online(message.payload));
      break;
    case Subject::Order: {
      auto order = vda5050::parse_order(message.payload);
      if (!order) return false;
      take_order(message.topic.device, message.received, std::move(*order));
      break;
    }
    case Subject::OpenOrders:
      for_each_order(message.payload, [&](const json& order) { take_open(order); });
      break;
    case Subject::CompletedOrders:
      for_each_order(message.payload, [&](const json& order) { take_completed(order, message.received); });
      break;
  }
  return true;
}

bool Plant::recall(const LogMessage& copy) {
  if (copy.topic.subject != Subject::Connection || !vda5050::is_online(copy.payload)) return false;
  recalled_.insert(copy.topic.device);
  return true;
}

void Plant::write(Sink& sink) const {
  for (const auto& [device, online] : devices_) sink.add(Device{device, std::nullopt, access_});
  for (const Attachment& attachment : attachments_) sink.add(attachment);
  for (const Drive& drive : drives_) {
    sink.add(Mission{fmt::format("{}/{}", drive.order.id, drive.first_update), drive.vehicle, drive.requested,
                     drive.started, drive.finished, std::nullopt});
  }
  if (!unrequested_.empty()) {
    sink.remark(
        {fmt::format("{} 个订单只在状态消息中出现，记录中没有下单消息：不作为运输任务", unrequested_.size()),
         fmt::format("orders that states name and no request in the log: {}; no missions", unrequested_.size())});
  }
  write_services(sink);
  write_checks(sink);
  write_units(sink);
}

void Plant::take_state(const std::string& device, Instant time, const vda5050::State& state) {
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

void Plant::take_connection(const std::string& device, Instant time, bool is_online) {
  recalled_.erase(device);
  const auto service = services_.find(device);
  if (!is_online && service != services_.end()) service->second.see_disconnection(time);
  std::optional<bool>& known = devices_[device];
  if (known == is_online) return;
  known = is_online;
  attachments_.push_back({time, device, is_online ? AttachmentEvent::Attached : AttachmentEvent::Detached});
}

void Plant::take_order(const std::string& vehicle, Instant time, vda5050::Order order) {
  const auto [latest, is_new] = updates_.try_emplace({vehicle, order.id}, order.update);
  // A repetition, or a lower update, which the vehicle does not take over (6.6.4.3).
  if (!is_new && order.update <= latest->second) return;
  latest->second = order.update;
  Drive* drive = current_drive(vehicle);
  if (drive != nullptr && drive->order.id == order.id && !drive->is_over) {
    drive->order.update = order.update;
    drive->order.last_node = std::move(order.last_node);
    drive->order.actions.insert(drive->order.actions.end(), order.actions.begin(), order.actions.end());
    return;
  }
  current_[vehicle] = drives_.size();
  const std::int64_t first_update = order.update;
  drives_.push_back({vehicle, std::move(order), first_update, time, {}, {}, false});
}

void Plant::take_open(const json& message) {
  ProductionOrder& order = orders_[vda5050::text(message, "orderId").value_or("")];
  order.type = vda5050::text(message, "orderType").value_or("");
  if (auto workpiece = vda5050::text(message, "workpieceId")) order.workpiece = std::move(*workpiece);
}

// The list is of all orders since the control was reset: those that were never open in this log ended before it.
void Plant::take_completed(const json& message, Instant time) {
  const std::string id = vda5050::text(message, "orderId").value_or("");
  const std::string state = vda5050::text(message, "state").value_or("");
  const auto found = orders_.find(id);
  if (found == orders_.end()) {
    earlier_orders_.insert(id);
    return;
  }
  ProductionOrder& order = found->second;
  if (order.completed || (state != "FINISHED" && state != "ERROR")) return;
  order.completed = time;
  order.is_good = state == "FINISHED";
  if (auto workpiece = vda5050::text(message, "workpieceId")) order.workpiece = std::move(*workpiece);
}

Plant::Drive* Plant::current_drive(const std::string& vehicle) {
  const auto current = current_.find(vehicle);
  return current == current_.end() ? nullptr : &drives_[current->second];
}

void Plant::follow_drive(const std::string& vehicle, Instant time, const vda5050::State& state) {
  if (state.order.empty()) return;
  if (!updates_.contains({vehicle, state.order})) unrequested_.insert(state.order);
  Drive* drive = current_drive(vehicle);
  if (drive == nullptr || drive->is_over || drive->order.id != state.order || state.update < drive->first_update)
    return;
  if (!drive->started) drive->started = time;
  // The drive is over when every node is reached (6.10.2) and every action has ended (6.11). In the dialect nodeStates
  // tell nothing, so the last node has to be named too.
  if (state.update < drive->order.update || state.path_is_left || state.last_node != drive->order.last_node) return;
  bool has_failed = false;
  for (const std::string& id : drive->order.actions) {
    const auto action =
        std::find_if(state.actions.begin(), state.actions.end(), [&](const auto& a) { return a.id == id; });
    if (action == state.actions.end() || !has_ended(*action)) return;
    has_failed = has_failed || action->status == ActionStatus::Failed;
  }
  drive->is_over = true;
  if (!has_failed) drive->finished = time;
}

void Plant::follow_check(const std::string& station, Instant time, const std::string& order,
                         const vda5050::ActionState& action) {
  if (action.status == ActionStatus::Waiting) return;
  auto found = checks_.find(action.id);
  if (found == checks_.end()) {
    if (has_ended(action)) {
      unseen_checks_.insert(action.id);
      return;
    }
    found = checks_.emplace(action.id, Check{station, order, {}, time, {}, {}}).first;
  }
  Check& check = found->second;
  if (!action.workpiece.empty()) check.workpiece = action.workpiece;
  if (check.over_at || !has_ended(action)) return;
  check.over_at = time;
  if (action.result == "FAILED") check.judgement = Judgement::Bad;
  if (action.result == "PASSED" && action.status == ActionStatus::Finished) check.judgement = Judgement::Good;
}

void Plant::write_services(Sink& sink) const {
  for (const auto& [vehicle, service] : services_) {
    sink.add(VehicleService{vehicle, service.in_service(), service.available()});
    if (service.longest_silence() <= kLongestSilence) continue;
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

void Plant::write_checks(Sink& sink) const {
  Numbering numbering;
  std::size_t unjudged = 0;
  for (const auto& [action, check] : in_order_of(checks_, &Check::presented)) {
    const auto order = orders_.find(check.order);
    std::string item = check.workpiece;
    if (item.empty() && order != orders_.end()) item = order->second.workpiece;
    if (item.empty()) item = action;
    Inspection inspection{numbering.next(item, check.station), check.station, check.presented, {}, {}, check.judgement};
    if (check.judgement) {
      inspection.judged_at = check.over_at;
    } else {
      ++unjudged;
    }
    sink.add(std::move(inspection));
  }
  if (unjudged > 0) {
    sink.remark({fmt::format("{} 次质量检测没有 PASSED 或 FAILED 的结果：记为未判定", unjudged),
                 fmt::format("quality checks without a result PASSED or FAILED: {}; not judged", unjudged)});
  }
  if (!unseen_checks_.empty()) {
    sink.remark({fmt::format("{} 次质量检测的开始不在记录中：未采用", unseen_checks_.size()),
                 fmt::format("quality checks whose start is not in the log: {}; not used", unseen_checks_.size())});
  }
}

void Plant::write_units(Sink& sink) const {
  Numbering numbering;
  for (const auto& [id, order] : in_order_of(orders_, &ProductionOrder::completed)) {
    if (order.type != "PRODUCTION" || !order.completed) continue;
    const bool was_judged_bad = std::any_of(checks_.begin(), checks_.end(), [order_id = id](const auto& entry) {
      return entry.second.order == order_id && entry.second.judgement == Judgement::Bad;
    });
    const std::string unit = numbering.next(order.workpiece.empty() ? id : order.workpiece, kControl);
    sink.add(ProducedUnit{*order.completed, kControl, unit, order.is_good && !was_judged_bad});
  }
  if (!earlier_orders_.empty()) {
    sink.remark({fmt::format("已完成订单列表中有 {} 个在记录开始前结束：不计产出", earlier_orders_.size()),
                 fmt::format("completed orders that ended before the log: {}; no units", earlier_orders_.size())});
  }
}

}  // namespace plantproof::data::mqtt
