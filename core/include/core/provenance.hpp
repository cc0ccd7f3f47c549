#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/input_error.hpp"
#include "core/text.hpp"

namespace plantproof::core {

/// Where evidence was taken. `Synthetic` is made by a generator to show the product: it says nothing about any plant.
enum class Origin { Field, Simulated, Synthetic };

/// Why a row of a source did not become a row of evidence. Its id is what evidence.yaml holds.
enum class Refusal {
  CellCount,      ///< fewer or more cells than the header has
  WrongType,      ///< a cell is not of its column's type
  OutOfRange,     ///< a value is outside its column's range
  MissingValue,   ///< a cell that may not be empty is
  DuplicateKey,   ///< the row's key was there before
  TimeBackwards,  ///< a time before the one of the row above it
  Unmatched,      ///< a join: the other file has no row with this key
  NotRelevant,    ///< a record of another kind than the table asks for
  Malformed,      ///< the record cannot be read at all
};
std::string_view refusal_id(Refusal refusal);
std::optional<Refusal> refusal_from_id(std::string_view id);
/// All ids, in the order of the enumeration.
const std::vector<std::string>& refusal_ids();
const Text& refusal_text(Refusal refusal);

/// A file that evidence was imported from, and what became of its rows: rows_read = rows_used + everything refused.
struct SourceAccount {
  std::string path;
  std::string sha256;  ///< 64 lower-case hexadecimal digits
  std::string format;
  std::int64_t rows_read = 0;
  std::int64_t rows_used = 0;
  std::map<Refusal, std::int64_t> refused;
  std::vector<Text> remarks;  ///< what the reader saw that a judge should know
};

/// A table of one run as it was read.
struct TableAccount {
  std::string path;  ///< "pilot/1/messages.csv", relative to the evidence directory
  std::int64_t rows = 0;
};

/// A parameter that the parties agreed on, and where it is written.
struct AgreedParameter {
  std::string name;
  double value = 0;
  Position where;
};

/// How many rows of a table the pilot was to have, as the parties agreed before the measurement.
struct PlannedRows {
  std::string table;
  std::int64_t planned = 0;
  std::int64_t found = 0;  ///< rows of the table in all runs of the pilot
  Position where = {};     ///< of the agreement
};

/// A parameter of a simulated plant that no source gives.
struct Assumption {
  std::string path;  ///< "process.stations.0.work_s"
  Text value;        ///< with its unit
  Text why;          ///< may be empty
};

/// A parameter of a simulated plant that the scenario it is called after has otherwise.
struct ChangedParameter {
  std::string path;
  Text value;  ///< with its unit; empty: the plant does not have it
  Text own;    ///< the scenario's own, likewise
};

/// Which plant was simulated.
struct SimulatedPlant {
  Text title;  ///< empty: the scenario's own
  std::int64_t seed = 0;
  std::vector<ChangedParameter> changes;  ///< but for the seed
};

/// What a verdict must say about its evidence besides the numbers.
struct Provenance {
  std::string directory;
  std::string scenario;
  Position scenario_where;
  Origin origin = Origin::Field;
  bool sealed = false;  ///< every table file is listed with its hash, and all of them match
  std::vector<AgreedParameter> parameters;
  std::vector<PlannedRows> planned;  ///< at most one a table; a table that is not named has no plan
  std::vector<TableAccount> tables;
  std::vector<SourceAccount> sources;
  std::optional<SimulatedPlant> plant;  ///< of a simulation, whose scenario is with its evidence
  std::vector<Assumption> assumptions;  ///< of that plant, all there are
};

}  // namespace plantproof::core
