#include "scenarios/parameter_docs.hpp"

#include <fmt/format.h>

#include "scenarios/scenario.hpp"

namespace plantproof::scenarios {
namespace {

using core::Language;

constexpr core::Language kZh = Language::Zh;

constexpr std::string_view kIntroductionEn = R"(# Parameters of a scenario file

This page is made by a program from the definition of the parameters; do not edit it. What a scenario says, and why:
`plantproof explain SCENARIO`, where SCENARIO is an id or a file.

    hall: {length_m: 100, width_m: 30, height_m: 10}  # as-built drawing
    pilot:
      network:
        kind: nr
        carrier: {frequency_ghz: 3.75, bandwidth_mhz: 100, subcarrier_spacing_khz: 30, pattern: DU}  # assumption
        gnbs:
          - {x_m: 50, y_m: 15, z_m: 8}  # 假设：吊顶 | assumption: hung from the ceiling

`hall`, and for `pilot` and `baseline` a `network`, are the plant and its radios; `process` is what the plant does, of which `pilot.process` and
`baseline.process` may override single values. A parameter is named by its dotted path, items of a
list by their index: `pilot.network.gnbs.0.x_m`; below, N is any item. Keys carry their unit. A key that nobody reads is an error, and so is a value outside its
range; a network that contradicts itself or the tables of a standard is refused before anything runs, with all that is wrong at once.

The comment at the end of a line is the source of the values on that line. One that begins with `assumption` or `假设` marks them as
assumed; where it has two languages, ` | ` parts Chinese from English. A value without a source counts as assumed, unless it is the default.
)";

constexpr std::string_view kIntroductionZh = R"(# 场景文件的参数

本页由程序按参数的定义生成，请勿手改。一个场景取了什么值、依据什么：`plantproof explain SCENARIO`，SCENARIO 为场景名或文件。

    hall: {length_m: 100, width_m: 30, height_m: 10}  # 竣工图
    pilot:
      network:
        kind: nr
        carrier: {frequency_ghz: 3.75, bandwidth_mhz: 100, subcarrier_spacing_khz: 30, pattern: DU}  # 假设
        gnbs:
          - {x_m: 50, y_m: 15, z_m: 8}  # 假设：吊顶 | assumption: hung from the ceiling

`hall` 是厂房，`pilot`（试点）与 `baseline`（基线）各有一个 `network`；`process` 是工厂的过程，`pilot.process` 与 `baseline.process` 可单独改写其中的值。参数以点分路径命名，列表中的项用序号：`pilot.network.gnbs.0.x_m`，下文以 N 代之。单位写在键里。
没有人读的键是错误，超出范围的值也是；自相矛盾或不合标准表格的网络，运行之前就连同所有错处一并拒绝。

行尾的注释是该行各值的出处。以“假设”或 `assumption` 开头者标明为假设；有两种语言时，` | ` 之前为中文，之后为英文。没有出处的值按假设计，除非它就是默认值。
)";

std::string range_of(const ParameterInfo& info) {
  if (!info.choices.empty()) return fmt::format("`{}`", fmt::join(info.choices, "`, `"));
  if (!info.least) return {};
  return fmt::format("{} … {}", *info.least, *info.most);
}

std::string line_of(const ParameterRow& row, Language language) {
  const ParameterInfo& info = *row.info;
  const auto say = [&](const core::Text& text) { return text.in(language); };
  if (!info.otherwise) {
    return fmt::format("| `{}` | {} | {} | {} |  | {} |\n", info.key, say(row.title), say(info.unit()), range_of(info),
                       say({"必填", "required"}));
  }
  return fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", info.key, say(row.title), say(info.unit()), range_of(info),
                     say(row.value), say(info.otherwise->text()));
}

/// Of a part, which `next` is in.
std::string heading(const ParameterRow& part, const ParameterRow& next, Language language) {
  const std::string& title = part.title.in(language);
  if (part.path.empty()) return fmt::format("## {}", title);
  if (part.path == "network") return fmt::format("## `network`, `kind: {}`", next.value.en);
  if (part.path == "hall" || part.path == "process") return fmt::format("## `{}`: {}", part.path, title);
  return fmt::format("### `{}`: {}", part.pattern(), title);
}

}  // namespace

std::string parameters_markdown(Language language) {
  const std::string_view columns = language == kZh ? "| 键 | 含义 | 单位 | 取值 | 默认 | 依据 |\n"
                                                   : "| key | meaning | unit | values | default | why |\n";
  std::string page(language == kZh ? kIntroductionZh : kIntroductionEn);
  const std::vector<ParameterRow> rows = all_parameters();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ParameterRow& row = rows[i];
    if (!row.is_part()) {
      page += line_of(row, language);
      continue;
    }
    page += '\n' + heading(row, rows[i + 1], language) + '\n';
    if (i + 1 < rows.size() && !rows[i + 1].is_part()) page += fmt::format("\n{}|---|---|---|---|---|---|\n", columns);
  }
  return page;
}

}  // namespace plantproof::scenarios
