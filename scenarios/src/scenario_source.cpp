#include "scenarios/scenario_source.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "core/embedded_file.hpp"
#include "core/nearest_name.hpp"
#include "input/file.hpp"
#include "input/yaml.hpp"
#include "parts.hpp"

namespace plantproof::scenarios {

std::span<const core::EmbeddedFile> embedded_variants();

namespace {

constexpr std::string_view kSet = "set:";

/// "line-coordination/variants/narrow-band.yaml" as "line-coordination/narrow-band".
std::string id_of_variant(std::string_view file) {
  const std::filesystem::path path(file);
  return fmt::format("{}/{}", path.begin()->string(), path.stem().string());
}

std::optional<ScenarioSource::Document> embedded(std::string_view id) {
  for (const core::EmbeddedFile& file : embedded_scenarios()) {
    if (file.name == fmt::format("{}/scenario.yaml", id))
      return ScenarioSource::Document{std::string(file.name), std::string(file.text)};
  }
  for (const core::EmbeddedFile& file : embedded_variants()) {
    if (id_of_variant(file.name) == id) return ScenarioSource::Document{std::string(file.name), std::string(file.text)};
  }
  return std::nullopt;
}

ScenarioSource::Document find_document(const std::string& id_or_file, const core::Position& where) {
  if (auto document = embedded(id_or_file)) return *document;
  if (std::filesystem::is_regular_file(id_or_file)) return {id_or_file, input::read_file(id_or_file)};
  std::vector<std::string> valid = scenario_ids();
  for (std::string& variant : variant_ids()) valid.push_back(std::move(variant));
  const core::Text hint = core::suggestion(id_or_file, valid);
  throw core::InputFailure(where,
                           {fmt::format("没有场景或场景文件“{}”；{}", id_or_file, hint.zh),
                            fmt::format("there is no scenario, nor a file of one, “{}”; {}", id_or_file, hint.en)});
}

/// The scenario that a document is a variant of; nothing when it is none.
std::optional<ScenarioSource::Document> origin_of(const ScenarioSource::Document& document) {
  core::InputErrors errors;
  const input::YamlDocument yaml(document.file, document.text, errors);
  errors.throw_if_any();
  const input::YamlNode of = yaml.root().optional("variant_of");
  if (!of.exists()) return std::nullopt;
  const std::string id = of.text();
  errors.throw_if_any();
  if (auto origin = embedded(id)) return origin;
  return find_document((std::filesystem::path(document.file).parent_path() / id).string(), of.position());
}

ScenarioSource::Document settings_of(const std::vector<std::string>& assignments) {
  ScenarioSource::Document document{"--set", {}};
  for (const std::string& assignment : assignments) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0 || assignment.find('\n') != std::string::npos) {
      throw core::InputFailure({"--set", 0, 0}, {fmt::format("“{}”应写成 参数路径=值", assignment),
                                                 fmt::format("“{}” must be written path=value", assignment)});
    }
    const std::string value = assignment.substr(equals + 1);
    const bool is_pattern = value.starts_with('*');  // which YAML takes for an alias
    document.text += fmt::format("- {}: {}  # 假设：由命令行给定 | assumption: given on the command line\n",
                                 assignment.substr(0, equals), is_pattern ? '"' + value + '"' : value);
  }
  return document;
}

/// Where in a text the line begins that says what is set; npos without one.
std::size_t line_of_set(std::string_view text) {
  if (text.starts_with(kSet)) return 0;
  const std::size_t at = text.find("\nset:");
  return at == std::string_view::npos ? at : at + 1;
}

/// The items of a list of settings, one or more lines each, indented by two.
std::string items_in(std::string_view text) {
  if (const std::size_t at = line_of_set(text); at != std::string_view::npos)
    text.remove_prefix(std::min(text.find('\n', at), text.size() - 1) + 1);
  std::string items;
  std::optional<std::size_t> indent;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t first = line.find_first_not_of(' ');
    if (first == std::string_view::npos) continue;
    if (!indent && line[first] == '-') indent = first;
    items += "  " + std::string(line.substr(std::min(indent.value_or(first), first))) + "\n";
  }
  return items;
}

}  // namespace

void check_set_is_last(const ScenarioSource::Document& document, core::InputErrors& errors) {
  const std::string_view text = document.text;
  const std::size_t set = line_of_set(text);
  if (set == std::string_view::npos) return;
  auto line =
      static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(set), '\n')) + 1;
  for (std::size_t at = text.find('\n', set); at < text.size() - 1; at = text.find('\n', at + 1)) {
    ++line;
    if (std::string_view(" -#\n\r").find(text[at + 1]) == std::string_view::npos)
      errors.add({document.file, line, 1}, {"set 之后不能再有别的键", "nothing may follow after set"});
  }
}

std::vector<std::string> variant_ids() {
  std::vector<std::string> ids;
  for (const core::EmbeddedFile& file : embedded_variants()) ids.push_back(id_of_variant(file.name));
  return ids;
}

ScenarioSource scenario_source(const std::string& id_or_file, const std::vector<std::string>& assignments) {
  ScenarioSource source{find_document(id_or_file, {}), {}};
  if (const auto origin = origin_of(source.scenario)) source = {*origin, {source.scenario}};
  if (!assignments.empty()) source.settings.push_back(settings_of(assignments));
  return source;
}

std::string whole_text(const ScenarioSource& source) {
  std::string text = source.scenario.text;
  std::string items;
  if (const std::size_t at = line_of_set(text); at != std::string::npos) {
    items = items_in(text);
    text.resize(at);
  }
  for (const ScenarioSource::Document& settings : source.settings) items += items_in(settings.text);
  if (items.empty()) return text;
  if (!text.ends_with('\n')) text += '\n';
  return fmt::format("{}{}\n{}", text, kSet, items);
}

}  // namespace plantproof::scenarios
