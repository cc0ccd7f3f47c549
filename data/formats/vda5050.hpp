#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/provenance.hpp"
#include "core/text.hpp"

// What the messages of VDA 5050 version 2.0.0 say, as far as evidence asks. Two layouts are read: the standard's, and
// the dialect of the fischertechnik factory model, which extends it to stations and calls some fields otherwise:
//
//     standard (6.7, 6.10.6)                     dialect
//     nodes[].nodeId, nodes[].actions[]          nodes[].id, nodes[].action
//     action.actionId                            action.id
//     actionStates[]                             actionStates[] and the current one again in actionState
//     .actionId .actionType .actionStatus        .id .command .state
//     .resultDescription                         .result
//     nodeStates[] until the nodes are reached   nodeStates[] always empty
//
// An optional field that is missing or null says nothing (6.1.1). Every function throws FieldProblem where a field is
// not what the standard says it is.
namespace plantproof::data::vda5050 {

/// Why a message is not understood.
struct FieldProblem {
  core::Refusal reason;
  core::Text what;
};

/// The value of a field, or none where it is missing or null.
std::optional<std::string> text(const nlohmann::json& object, std::string_view key);
/// The items of a list; none where it is missing or null.
const nlohmann::json& list(const nlohmann::json& object, std::string_view key);
/// Throws unless the message is a JSON object.
void expect_object(const nlohmann::json& message);

/// A connection message (6.14): true when the device is ONLINE, false when it is OFFLINE or CONNECTIONBROKEN.
bool is_online(const nlohmann::json& message);

/// An order (6.6, 6.7): where it leads, and what is to be done on the way.
struct Order {
  std::string id;
  std::int64_t update = 0;
  std::string last_node;  ///< of base and horizon together
  std::vector<std::string>
      actions;  ///< ids, of released nodes and edges only: those of the horizon may still change (6.6.2)
};
/// Nothing when the message names no nodes: in the dialect an order to a station, which transports nothing.
std::optional<Order> parse_order(const nlohmann::json& message);

/// How far an action is (6.11). Waiting stands for every status that tells of nothing having happened yet.
enum class ActionStatus { Waiting, Underway, Finished, Failed };

struct ActionState {
  std::string id;
  std::string type;
  ActionStatus status = ActionStatus::Waiting;
  std::string result;     ///< "" where there is none
  std::string workpiece;  ///< the dialect's metadata.workpieceId; "" where there is none
};

/// A state message (6.10).
struct State {
  std::string order;  ///< the order being driven, or the last one that was; "" when there was none
  std::int64_t update = 0;
  std::string last_node;
  bool path_is_left = false;  ///< nodes or edges are still to be travelled
  bool is_vehicle =
      false;  ///< it says whether it is driving, which the standard requires and the dialect's stations never do
  /// Whether the vehicle could take and drive an order. It cannot while it is paused or charging, in an emergency stop,
  /// in a mode without master control (MANUAL, SERVICE, TEACHIN), or has an error above WARNING: "AGV is ready to
  /// start" (6.10.6), and above URGENT of version 3: "can continue its current order and is able to take new orders".
  bool is_ready = false;
  std::vector<ActionState> actions;
};
State parse_state(const nlohmann::json& message);

}  // namespace plantproof::data::vda5050
