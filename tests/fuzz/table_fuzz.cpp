// A table of an evidence directory. The input's first line names it, the rest is the file. Its rows and what is wrong
// with it are the same whatever the blocks it is read in; what is taken is the same when it is written and read again.
#include "core/input_error.hpp"
#include "data/evidence.hpp"
#include "data/table_io.hpp"
#include "data/tables.hpp"
#include "evidence.hpp"
#include "harness.hpp"

namespace plantproof::fuzz {
namespace {

constexpr std::string_view kManifest = "schema: plantproof-evidence/1\nscenario: line-coordination\nsource: field\n";

template <class Row>
std::string read_in_blocks(const std::filesystem::path& path, std::size_t block) {
  core::InputErrors errors;
  std::string outcome;
  try {
    const auto read = data::read_table<Row>(path, path.string(), {}, errors, block);
    outcome = read.sha256 + "\n" + data::write_table(read.rows);
  } catch (const core::InputFailure& failure) {
    errors = failure.errors();
  }
  // Which of very many errors are kept may differ.
  return errors.count() > core::InputErrors::kKept ? outcome : outcome + errors.message(core::Language::En);
}

void require_same_in_any_blocks(const std::filesystem::path& path, std::string_view table, std::size_t size) {
  data::for_each_table([&]<class Row>(const data::TableDefinition<Row>& definition) {
    if (definition.info.name != table) return;
    const std::string whole = read_in_blocks<Row>(path, data::TextBlocks::kBlock);
    const std::string in_blocks = read_in_blocks<Row>(path, 3 + size / 5);
    require(whole == in_blocks, "a table is the same whatever the blocks it is read in",
            whole + "-- and --\n" + in_blocks);
  });
}

}  // namespace

int try_input(std::string_view input) {
  const std::size_t line = input.find('\n');
  if (line == std::string_view::npos) return -1;
  const std::string table(input.substr(0, line));
  if (data::find_table(table) == nullptr) return -1;
  const std::string_view text = input.substr(line + 1);
  const Folder folder;
  folder.write("read/evidence.yaml", kManifest);
  folder.write("read/pilot/1/" + table + ".csv", text);
  const auto path = folder.path() / "read/pilot/1" / (table + ".csv");
  require_same_in_any_blocks(path, table, text.size());
  try {
    data::Evidence evidence = data::Evidence::open(folder.path() / "read");
    require_same_when_read_again(evidence, folder.path() / "again");
  } catch (const core::InputFailure& failure) {
    require_places(failure.errors(), {{path.string(), std::string(text)}});
  }
  return 0;
}

}  // namespace plantproof::fuzz
