// A table of an evidence directory. The input's first line names it, the rest is the file. What is taken is the same
// when it is written and read again.
#include "core/input_error.hpp"
#include "data/evidence.hpp"
#include "data/tables.hpp"
#include "evidence.hpp"
#include "harness.hpp"

namespace plantproof::fuzz {
namespace {

constexpr std::string_view kManifest = "schema: plantproof-evidence/1\nscenario: line-coordination\nsource: field\n";

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
  try {
    data::Evidence evidence = data::Evidence::open(folder.path() / "read");
    require_same_when_read_again(evidence, folder.path() / "again");
  } catch (const core::InputFailure& failure) {
    require_places(failure.errors(),
                   {{(folder.path() / "read/pilot/1" / (table + ".csv")).string(), std::string(text)}});
  }
  return 0;
}

}  // namespace plantproof::fuzz
