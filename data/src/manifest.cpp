#include "data/manifest.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "agreement.hpp"
#include "core/nearest_name.hpp"
#include "data/tables.hpp"
#include "input/number.hpp"
#include "input/yaml.hpp"

namespace plantproof::data {
namespace {

constexpr core::Nanoseconds kLongestUncertainty = std::chrono::hours(24);
constexpr std::string_view kClocksAtTwoEnds = "messages";
constexpr std::string_view kOtherClocks = "default";
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

std::string parse_sha256(const input::YamlNode& node) {
  std::string text = node.text();
  const bool valid = text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (node.is_scalar() && !valid) {
    node.reject({"应为 64 位小写十六进制的 SHA-256", "expected a SHA-256: 64 lower-case hexadecimal digits"});
  }
  return text;
}

double positive(const input::YamlNode& node) {
  const double value = node.number();
  const bool is_number = node.is_scalar() && input::parse_number(node.text());
  if (is_number && value <= 0) node.reject({"必须大于 0", "must be greater than 0"});
  return value;
}

Area parse_area(const input::YamlNode& node) {
  return {.length_m = positive(node.required("length_m")),
          .width_m = positive(node.required("width_m")),
          .origin_x_m = node.optional("origin_x_m").number(),
          .origin_y_m = node.optional("origin_y_m").number()};
}

/// The items of a list of named places, each name once.
template <class Place, class Parse>
std::vector<Place> parse_places(const input::YamlNode& list, const Parse& parse) {
  std::vector<Place> places;
  for (const input::YamlNode& node : list.items()) {
    if (places.size() == kMostSites) {
      node.reject({fmt::format("至多 {} 项", kMostSites), fmt::format("there may be {} at most", kMostSites)});
      list.accept();
      break;
    }
    Place place = parse(node);
    if (std::ranges::find(places, place.name, &Place::name) != places.end()) {
      node.reject({fmt::format("名称“{}”已经有了", place.name), fmt::format("there is a “{}” already", place.name)});
    }
    places.push_back(std::move(place));
  }
  return places;
}

/// A polygon by its corners, or a rectangle as an area is written.
FloorObstacle parse_obstacle(const input::YamlNode& node) {
  FloorObstacle obstacle{node.required("name").text(), {}};
  const input::YamlNode corners = node.optional("corners_m");
  if (!corners.exists()) {
    const Area area = parse_area(node);
    const double x_m = area.origin_x_m;
    const double y_m = area.origin_y_m;
    obstacle.corners = {
        {x_m, y_m}, {x_m + area.length_m, y_m}, {x_m + area.length_m, y_m + area.width_m}, {x_m, y_m + area.width_m}};
    return obstacle;
  }
  const std::vector<input::YamlNode> items = corners.items();
  if (corners.is_list() && (items.size() < 3 || items.size() > kMostCorners)) {
    corners.reject({fmt::format("多边形应有 3 至 {} 个角", kMostCorners),
                    fmt::format("a polygon has 3 to {} corners", kMostCorners)});
    corners.accept();
    return obstacle;
  }
  for (const input::YamlNode& item : items) {
    const std::vector<input::YamlNode> pair = item.items();
    if (item.is_list() && pair.size() != 2) {
      item.reject({"角应写成 [x, y]，单位 m", "a corner is written [x, y], in metres"});
      item.accept();
    } else if (item.is_list()) {
      obstacle.corners.push_back({pair[0].number(), pair[1].number()});
    }
  }
  return obstacle;
}

core::SourceAccount parse_source(const input::YamlNode& node) {
  core::SourceAccount account;
  account.path = node.required("path").text();
  account.sha256 = parse_sha256(node.required("sha256"));
  account.format = node.required("format").text();
  account.rows_read = node.required("rows_read").integer(0, kMost);
  account.rows_used = node.required("rows_used").integer(0, kMost);
  for (const auto& [reason, rows] : node.optional("refused").entries()) {
    const auto refusal = core::refusal_from_id(reason);
    if (refusal) {
      account.refused[*refusal] = rows.integer(0, kMost);
    } else {
      const core::Text hint = core::suggestion(reason, core::refusal_ids());
      rows.reject({fmt::format("不认识的拒绝原因“{}”；{}", reason, hint.zh),
                   fmt::format("unknown reason “{}” to refuse a row; {}", reason, hint.en)});
    }
  }
  auto accounted = static_cast<std::uint64_t>(account.rows_used);  // ten numbers of 63 bits: it may wrap, not break
  for (const auto& [refusal, rows] : account.refused) accounted += static_cast<std::uint64_t>(rows);
  if (node.is_map() && accounted != static_cast<std::uint64_t>(account.rows_read)) {
    node.reject({fmt::format("rows_read 为 {}，而 rows_used 与 refused 合计 {}", account.rows_read, accounted),
                 fmt::format("rows_read is {}, but rows_used and refused make {}", account.rows_read, accounted)});
  }
  for (const input::YamlNode& remark : node.optional("remarks").items()) account.remarks.push_back(remark.bilingual());
  return account;
}

/// A text that is shown on one line, and says something.
std::string parse_line(const input::YamlNode& node) {
  std::string text = node.text();
  if (!node.is_scalar()) return text;
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; })) {
    node.reject({"应为一行文字", "expected one line of text"});
  } else if (text.find_first_not_of(' ') == std::string::npos) {
    node.reject({"不可为空", "may not be empty"});
  }
  return text;
}

/// Adds an error at the value of a key that is no table's name.
void check_table(const std::string& table, const input::YamlNode& value) {
  if (find_table(table) != nullptr) return;
  const core::Text hint = core::suggestion(table, table_names());
  value.reject(
      {fmt::format("没有表“{}”；{}", table, hint.zh), fmt::format("there is no table “{}”; {}", table, hint.en)});
}

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      result += c;
    }
  }
  return result + '"';
}

// A name as it is where YAML takes it for nothing else, quoted where it might.
std::string name(std::string_view text) {
  const auto is_plain = [](char c) { return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || c == '_' || c == '-'; };
  const auto is_plain_or_digit = [&](char c) { return is_plain(c) || ('0' <= c && c <= '9'); };
  const bool plain = !text.empty() && is_plain(text[0]) && text[0] != '-' && text != "null" && text != "Null" &&
                     text != "NULL" && std::all_of(text.begin(), text.end(), is_plain_or_digit);
  return plain ? std::string(text) : in_quotes(text);
}

std::string keys_of(const Area& area) {
  return fmt::format("length_m: {}, width_m: {}, origin_x_m: {}, origin_y_m: {}", area.length_m, area.width_m,
                     area.origin_x_m, area.origin_y_m);
}

}  // namespace

const std::vector<std::string>& origin_names() {
  static const std::vector<std::string> kNames = {"field", "simulated", "synthetic"};
  return kNames;
}

ClockUncertainty read_clock_uncertainty(const input::YamlNode& node,
                                        const std::function<core::Nanoseconds(const input::YamlNode& scalar)>& length) {
  ClockUncertainty uncertainty;
  if (!node.is_map()) {
    uncertainty.of_difference = length(node);
    return uncertainty;
  }
  for (const auto& [clock, value] : node.entries()) {
    if (clock == kOtherClocks) {
      uncertainty.of_other_clocks = length(value);
    } else {
      uncertainty.of_clock[clock] = {length(value), value.position()};
    }
  }
  return uncertainty;
}

void read_agreement(const input::YamlNode& root, Manifest& manifest) {
  const input::YamlNode scenario = root.required("scenario");
  manifest.provenance.scenario = scenario.text();
  manifest.provenance.scenario_where = scenario.position();
  if (const input::YamlNode who = root.optional("measured_by"); who.exists()) manifest.measured_by = parse_line(who);
  if (const input::YamlNode area = root.optional("area"); area.exists()) {
    manifest.area = parse_area(area);
  }
  manifest.gnbs = parse_places<GnbSite>(root.optional("gnbs"), [](const input::YamlNode& node) {
    GnbSite site{node.required("name").text(), node.required("x_m").number(), node.required("y_m").number(), {}};
    if (const input::YamlNode azimuth = node.optional("azimuth_deg"); azimuth.exists())
      site.azimuth_deg = azimuth.number(-360, 360);
    return site;
  });
  manifest.zones = parse_places<FloorZone>(root.optional("zones"), [](const input::YamlNode& node) {
    return FloorZone{node.required("name").text(), parse_area(node)};
  });
  manifest.obstacles = parse_places<FloorObstacle>(root.optional("obstacles"), &parse_obstacle);
  for (const auto& [name, value] : root.optional("parameters").entries()) {
    manifest.provenance.parameters.push_back({name, value.number(), value.position()});
  }
  for (const auto& [table, value] : root.optional("planned_rows").entries()) {
    check_table(table, value);
    manifest.provenance.planned.push_back({table, value.integer(1, kMost), 0, value.position()});
  }
}

Manifest parse_manifest(const std::string& file, std::string_view text, core::InputErrors& errors) {
  Manifest manifest;
  const input::YamlDocument document(file, text, errors);
  const input::YamlNode root = document.root();
  if (!root.exists()) return manifest;
  const input::YamlNode schema = root.required("schema");
  if (schema.exists() && schema.text() != kManifestSchema) {
    schema.reject({fmt::format("schema 应为 {}", kManifestSchema), fmt::format("schema must be {}", kManifestSchema)});
  }
  read_agreement(root, manifest);
  manifest.provenance.origin = static_cast<core::Origin>(root.required("source").choice(origin_names()));
  for (const auto& [table, value] : root.optional("clock_uncertainty_ns").entries()) {
    check_table(table, value);
    if (value.is_map() && table != kClocksAtTwoEnds) {
      value.reject({fmt::format("只有表 {} 按两端时钟声明，这里应为一个数", kClocksAtTwoEnds),
                    fmt::format("only the clocks of table {} are declared one by one: expected a number here",
                                kClocksAtTwoEnds)});
    }
    manifest.clock_uncertainty[table] = read_clock_uncertainty(value, [](const input::YamlNode& scalar) {
      return core::Nanoseconds(scalar.integer(0, kLongestUncertainty.count()));
    });
  }
  for (const auto& [path, hash] : root.optional("files").entries()) manifest.files[path] = parse_sha256(hash);
  for (const input::YamlNode& source : root.optional("sources").items()) {
    manifest.provenance.sources.push_back(parse_source(source));
  }
  if (const input::YamlNode simulation = root.optional("simulation"); simulation.exists()) {
    manifest.simulation = SimulationNote{.seed = simulation.required("seed").integer(0, kMost),
                                         .scenario_sha256 = parse_sha256(simulation.required("scenario_sha256")),
                                         .tool_version = simulation.required("tool_version").text()};
  }
  document.report_unread();
  return manifest;
}

std::string write_manifest(const Manifest& manifest) {
  const core::Provenance& provenance = manifest.provenance;
  std::string text =
      fmt::format("schema: {}\nscenario: {}\nsource: {}\n", kManifestSchema, in_quotes(provenance.scenario),
                  origin_names()[static_cast<std::size_t>(provenance.origin)]);
  const auto out = std::back_inserter(text);
  if (!manifest.measured_by.empty()) fmt::format_to(out, "measured_by: {}\n", in_quotes(manifest.measured_by));
  if (manifest.area) {
    fmt::format_to(out, "area: {{{}}}\n", keys_of(*manifest.area));
  }
  if (!manifest.gnbs.empty()) text += "gnbs:\n";
  for (const GnbSite& gnb : manifest.gnbs) {
    fmt::format_to(out, "  - {{name: {}, x_m: {}, y_m: {}{}}}\n", name(gnb.name), gnb.x_m, gnb.y_m,
                   gnb.azimuth_deg ? fmt::format(", azimuth_deg: {}", *gnb.azimuth_deg) : "");
  }
  if (!manifest.zones.empty()) text += "zones:\n";
  for (const FloorZone& zone : manifest.zones)
    fmt::format_to(out, "  - {{name: {}, {}}}\n", name(zone.name), keys_of(zone.area));
  if (!manifest.obstacles.empty()) text += "obstacles:\n";
  for (const FloorObstacle& obstacle : manifest.obstacles) {
    std::string corners;
    for (const FloorObstacle::Corner& corner : obstacle.corners)
      corners += fmt::format("{}[{}, {}]", corners.empty() ? "" : ", ", corner.x_m, corner.y_m);
    fmt::format_to(out, "  - {{name: {}, corners_m: [{}]}}\n", name(obstacle.name), corners);
  }
  if (!provenance.parameters.empty()) text += "parameters:\n";
  for (const core::AgreedParameter& parameter : provenance.parameters) {
    fmt::format_to(out, "  {}: {}\n", name(parameter.name), parameter.value);
  }
  if (!provenance.planned.empty()) text += "planned_rows:\n";
  for (const core::PlannedRows& rows : provenance.planned) fmt::format_to(out, "  {}: {}\n", rows.table, rows.planned);
  if (!manifest.clock_uncertainty.empty()) text += "clock_uncertainty_ns:\n";
  for (const auto& [table, uncertainty] : manifest.clock_uncertainty) {
    if (uncertainty.of_difference) {
      fmt::format_to(out, "  {}: {}\n", table, uncertainty.of_difference->count());
      continue;
    }
    fmt::format_to(out, "  {}:\n", table);
    if (uncertainty.of_other_clocks)
      fmt::format_to(out, "    {}: {}\n", kOtherClocks, uncertainty.of_other_clocks->count());
    for (const auto& [clock, of] : uncertainty.of_clock)
      fmt::format_to(out, "    {}: {}\n", name(clock), of.uncertainty.count());
  }
  if (!manifest.files.empty()) text += "files:\n";
  for (const auto& [path, hash] : manifest.files) fmt::format_to(out, "  {}: {}\n", in_quotes(path), hash);
  if (!provenance.sources.empty()) text += "sources:\n";
  for (const core::SourceAccount& source : provenance.sources) {
    fmt::format_to(out, "  - path: {}\n    sha256: {}\n    format: {}\n    rows_read: {}\n    rows_used: {}\n",
                   in_quotes(source.path), source.sha256, name(source.format), source.rows_read, source.rows_used);
    if (!source.refused.empty()) text += "    refused:\n";
    for (const auto& [reason, rows] : source.refused)
      fmt::format_to(out, "      {}: {}\n", core::refusal_id(reason), rows);
    if (!source.remarks.empty()) text += "    remarks:\n";
    for (const core::Text& remark : source.remarks) {
      fmt::format_to(out, "      - {{zh: {}, en: {}}}\n", in_quotes(remark.zh), in_quotes(remark.en));
    }
  }
  if (manifest.simulation) {
    fmt::format_to(out, "simulation: {{seed: {}, scenario_sha256: {}, tool_version: {}}}\n", manifest.simulation->seed,
                   manifest.simulation->scenario_sha256, in_quotes(manifest.simulation->tool_version));
  }
  return text;
}

}  // namespace plantproof::data
