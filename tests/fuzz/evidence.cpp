#include "evidence.hpp"

#include <string>

#include "core/input_error.hpp"
#include "data/manifest.hpp"
#include "data/table_io.hpp"
#include "harness.hpp"

namespace plantproof::fuzz {
namespace {

// The text of every table of every run. It says all of the rows there is, so equal texts are equal tables.
std::string text_of(const data::Evidence& evidence) {
  std::string text;
  for (const data::Phase phase : {data::Phase::Baseline, data::Phase::Pilot}) {
    for (const data::Run& run : evidence.runs(phase)) {
      data::for_each_table([&]<class Row>(const data::TableDefinition<Row>& definition) {
        const auto* rows = run.tables.rows<Row>();
        if (rows == nullptr) return;
        text += std::string(data::phase_name(phase)) + "/" + run.name + "/" + definition.info.name + "\n";
        text += data::write_table(*rows);
      });
    }
  }
  return text;
}

}  // namespace

void require_same_when_read_again(data::Evidence& evidence, const std::filesystem::path& directory) {
  try {
    evidence.write(directory);
    const data::Evidence again = data::Evidence::open(directory);
    require(again.manifest().provenance.sealed == !evidence.manifest().files.empty(), "what was written is sealed");
    const std::string before = text_of(evidence);
    const std::string after = text_of(again);
    require(before == after, "the tables are the same when they are read again", before + "-- and --\n" + after);
    const std::string was = data::write_manifest(evidence.manifest());
    const std::string is = data::write_manifest(again.manifest());
    require(was == is, "the manifest is the same when it is read again", was + "-- and --\n" + is);
  } catch (const core::InputFailure& failure) {
    require(false, "what is accepted can be written and read again", failure.what());
  }
}

}  // namespace plantproof::fuzz
