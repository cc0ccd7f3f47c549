// A scenario file, and settings over it where the input has a file "variant". What is taken is one scenario file, which
// says the same when it is read.
#include "core/input_error.hpp"
#include "harness.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/scenario_source.hpp"

namespace plantproof::fuzz {
namespace {

std::string text_of(const scenarios::Scenario& scenario) {
  std::string text = scenario.id + " " + scenario.title.zh + " " + scenario.title.en + " " + scenario.criteria + "\n";
  for (const scenarios::ParameterRow& row : scenarios::parameters(scenario))
    text += row.path + " = " + row.value.zh + " " + row.value.en + "\n";
  return text;
}

}  // namespace

int try_input(std::string_view input) {
  const Files files = files_of(input);
  scenarios::ScenarioSource source{{"scenario.yaml", files.at("")}, {}};
  if (const auto variant = files.find("variant"); variant != files.end())
    source.settings.push_back({"variant.yaml", variant->second});
  std::string read;
  std::string whole;
  try {
    read = text_of(scenarios::parse_scenario(source));
    whole = scenarios::whole_text(source);
  } catch (const core::InputFailure& failure) {
    Files named = {{"scenario.yaml", source.scenario.text}};
    if (!source.settings.empty()) named["variant.yaml"] = source.settings.front().text;
    require_places(failure.errors(), named);
    return 0;
  }
  try {
    const std::string again = text_of(scenarios::parse_scenario("whole.yaml", whole));
    require(again == read, "the whole text is the same scenario", read + "-- and --\n" + again);
  } catch (const core::InputFailure& failure) {
    require(false, "the whole text of a scenario can be read", failure.what() + whole);
  }
  return 0;
}

}  // namespace plantproof::fuzz
