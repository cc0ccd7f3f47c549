// Writes the pages that are made from the definitions of tables and parameters, and the pictures of the simulated hall:
// plantproof_docs FOLDER, where FOLDER is docs/.
#include <filesystem>

#include <fmt/format.h>

#include "core/input_error.hpp"
#include "coverage_picture.hpp"
#include "data/table_docs.hpp"
#include "delay_picture.hpp"
#include "input/file.hpp"
#include "scenarios/parameter_docs.hpp"

int main(int count, char** arguments) {
  using namespace plantproof;
  if (count != 2) {
    fmt::print(stderr, "plantproof_docs FOLDER\n");
    return 2;
  }
  const std::filesystem::path folder = arguments[1];
  try {
    input::write_file(folder / "evidence.md", data::tables_markdown(core::Language::En));
    input::write_file(folder / "evidence.zh.md", data::tables_markdown(core::Language::Zh));
    input::write_file(folder / "scenario.md", scenarios::parameters_markdown(core::Language::En));
    input::write_file(folder / "scenario.zh.md", scenarios::parameters_markdown(core::Language::Zh));
    input::write_file(folder / "schema" / "evidence.schema.json", data::tables_json_schema());
    const auto samples = docs::walk_the_hall();
    input::write_file(folder / "pictures" / "coverage.svg", docs::coverage_svg(samples, core::Language::En));
    input::write_file(folder / "pictures" / "coverage.zh.svg", docs::coverage_svg(samples, core::Language::Zh));
    const auto delays = docs::measure_delays();
    input::write_file(folder / "pictures" / "delays.svg", docs::delays_svg(delays, core::Language::En));
    input::write_file(folder / "pictures" / "delays.zh.svg", docs::delays_svg(delays, core::Language::Zh));
  } catch (const core::InputFailure& failure) {
    fmt::print(stderr, "{}", failure.errors().message(core::Language::En));
    return 2;
  }
}
