#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "core/decibel.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "data/column.hpp"

// The tables of evidence: one struct a row, one definition a table. What a column is called in a file, what it may hold
// and what it means stands in tables.cpp, once; the reader, the writer, the documentation page, the JSON schema and
// every error text are made from that. Members without a comment mean what the definition of their column says.
namespace plantproof::data {

using core::Instant;
using core::Nanoseconds;

enum class FlowKind { OneWay, RoundTrip };
enum class Access { Nr, Lte, Wifi, Wired, None };
enum class AttachmentEvent { Attached, Detached };
enum class Judgement { Good, Bad };
enum class SessionKind { Training, Maintenance };
enum class DecisionStage { Simulation, Perception, Decision };

struct Flow {
  std::string flow;
  std::string source;
  std::string destination;
  FlowKind kind = FlowKind::OneWay;
  std::optional<Nanoseconds> period;
  std::optional<Nanoseconds> deadline;
  std::optional<Nanoseconds> survival_time;
};

struct Message {
  std::string flow;
  std::int64_t sequence = 0;
  Instant sent;
  std::optional<Instant> received;  ///< none: lost. On a round_trip flow, when the answer arrived.
  std::optional<std::int64_t> bytes;
};

struct RadioSample {
  Instant time;
  std::string device;
  double x_m = 0;
  double y_m = 0;
  std::optional<std::string> cell;
  std::optional<core::Dbm> ss_rsrp;      ///< none: no signal was found there
  std::optional<core::Decibel> ss_sinr;  ///< none: no signal was found there
};

struct Device {
  std::string device;
  std::optional<std::string> stage;
  std::optional<Access> access;  ///< none: not established
};

struct Attachment {
  Instant time;
  std::string device;
  AttachmentEvent event = AttachmentEvent::Attached;
};

struct Shift {
  std::string shift;
  Instant start;
  Instant end;
  std::optional<double> labour_hours;
};

struct ProducedUnit {
  Instant time;
  std::string station;
  std::string unit;
  bool good = false;
};

struct Inspection {
  std::string item;
  std::string station;
  Instant presented;
  std::optional<Instant> judged_at;    ///< none: the item passed without a judgement
  std::optional<Judgement> actual;     ///< none: not established
  std::optional<Judgement> judgement;  ///< none: the item passed without a judgement
};

struct Session {
  std::string session;
  SessionKind kind = SessionKind::Training;
  std::string person;
  Instant start;
  std::optional<Instant> end;
  std::optional<bool> completed;   ///< none: not established
  std::optional<bool> quality_ok;  ///< none: not established
};

struct ControlCycle {
  std::string loop;
  std::int64_t cycle = 0;
  Instant time;
  bool on_time = false;
  bool correct = false;
};

struct Decision {
  std::string robot;
  std::string task;
  DecisionStage stage = DecisionStage::Simulation;
  Instant time;
  bool correct = false;
};

struct StockChange {
  std::string item;
  Instant changed;
  std::optional<Instant> visible;           ///< none: never
  std::optional<double> actual_quantity;    ///< none: not counted
  std::optional<double> reported_quantity;  ///< none: never reported
};

struct Mission {
  std::string mission;
  std::optional<std::string> vehicle;  ///< none: no vehicle has it yet
  Instant requested;
  std::optional<Instant> started;
  std::optional<Instant> finished;
  std::optional<double> distance_m;
};

struct VehicleService {
  std::string vehicle;
  Nanoseconds in_service{0};
  Nanoseconds available{0};
};

struct CostItem {
  std::string item;
  std::string category;
  double amount_cny = 0;
};

struct Record {
  std::string source;
  Instant due;
  std::optional<Instant> received;  ///< none: lost
  std::optional<bool> valid;        ///< none where nothing was received
};

struct Resolution {
  std::string request;
  std::string identifier;
  Instant sent;
  std::optional<Instant> answered;  ///< none: lost
  std::optional<bool> correct;      ///< none where nothing was answered
};

/// Every row type, in the order the tables are listed everywhere.
using RowTypes = std::tuple<Flow, Message, RadioSample, Device, Attachment, Shift, ProducedUnit, Inspection, Session,
                            ControlCycle, Decision, StockChange, Mission, VehicleService, CostItem, Record, Resolution>;

/// What there is to know of a table without its row type.
struct TableInfo {
  std::string name;
  core::Text row_is;
  std::vector<ColumnInfo> columns;
  std::vector<std::string> key;  ///< columns whose values together are unique in a run; empty: none need be
  struct Order {
    std::string time;                 ///< this column never falls ...
    std::vector<std::string> within;  ///< ... among the rows that are alike in these
  };
  std::optional<Order> order;
  struct Span {
    std::string earlier;
    std::string later;  ///< in the same row, where both are there, not before `earlier`; both are read from one clock
  };
  std::vector<Span> spans;

  [[nodiscard]] const ColumnInfo* find(std::string_view column) const;
  /// The number of columns where there is none of that name.
  [[nodiscard]] std::size_t index_of(std::string_view column) const;
};

/// A table's definition: the one place its columns are named.
template <class Row>
struct TableDefinition {
  TableInfo info;
  std::vector<Column<Row>> columns;  ///< parallel to info.columns
};

/// The definition of the table whose rows are `Row`s; specialised for each of RowTypes.
template <class Row>
const TableDefinition<Row>& table();
template <>
const TableDefinition<Flow>& table();
template <>
const TableDefinition<Message>& table();
template <>
const TableDefinition<RadioSample>& table();
template <>
const TableDefinition<Device>& table();
template <>
const TableDefinition<Attachment>& table();
template <>
const TableDefinition<Shift>& table();
template <>
const TableDefinition<ProducedUnit>& table();
template <>
const TableDefinition<Inspection>& table();
template <>
const TableDefinition<Session>& table();
template <>
const TableDefinition<ControlCycle>& table();
template <>
const TableDefinition<Decision>& table();
template <>
const TableDefinition<StockChange>& table();
template <>
const TableDefinition<Mission>& table();
template <>
const TableDefinition<VehicleService>& table();
template <>
const TableDefinition<CostItem>& table();
template <>
const TableDefinition<Record>& table();
template <>
const TableDefinition<Resolution>& table();

/// All 17, in the order of RowTypes.
const std::vector<const TableInfo*>& all_tables();
/// Their names, in the same order.
const std::vector<std::string>& table_names();
/// The table of that name, or null.
const TableInfo* find_table(std::string_view name);

/// Calls `visit(table<Row>())` for every row type, in order.
template <class Visitor>
void for_each_table(Visitor&& visit) {
  [&]<class... Row>(std::type_identity<std::tuple<Row...>>) {
    (visit(table<Row>()), ...);
  }(std::type_identity<RowTypes>{});
}

template <>
const std::vector<std::string>& choice_names<FlowKind>();
template <>
const std::vector<std::string>& choice_names<Access>();
template <>
const std::vector<std::string>& choice_names<AttachmentEvent>();
template <>
const std::vector<std::string>& choice_names<Judgement>();
template <>
const std::vector<std::string>& choice_names<SessionKind>();
template <>
const std::vector<std::string>& choice_names<DecisionStage>();

}  // namespace plantproof::data
