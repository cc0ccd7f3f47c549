#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "input/yaml.hpp"
#include "scenarios/parameter.hpp"

// How the parts of a scenario file are described: a struct by its fields, a field by its key and the member it is
// stored in. Reading a file and telling what it says are two walks over one description.
namespace plantproof::scenarios {

/// Where a part is read from.
struct Source {
  input::YamlNode map;   ///< need not exist
  core::Position where;  ///< where it stands that the file leaves out
  bool is_whole = true;  ///< what is missing has its default; else it stays as it is: this overrides another source
};

/// A member of a part: a parameter, a part of its own, or a list of parts.
template <class Part>
struct Field {
  ParameterInfo info;
  void (*read)(const ParameterInfo& info, const Source& source, Part& part);
  void (*tell)(const ParameterInfo& info, const Part& part, const std::string& path, std::vector<ParameterRow>& rows);
  void (*furnish)(Part& part);  ///< gives a list an item of defaults where it has none

  Field between(double least, double most) && {
    info.least = least;
    info.most = most;
    return std::move(*this);
  }
  Field otherwise(Origin origin) && {
    info.otherwise = std::move(origin);
    return std::move(*this);
  }
  /// A part or a list that a file may not leave out.
  Field required() && {
    info.otherwise.reset();
    return std::move(*this);
  }
};

/// The fields of a part, in the order they are told; specialised beside the table of each.
template <class Part>
const std::vector<Field<Part>>& fields();
/// The names of an enumeration's values in files, in its order; specialised beside each enumeration.
template <class Enum>
const std::vector<std::string>& choice_names();

Origin from(const std::string& document, const core::Text& clause);
Origin assumption(core::Text why);
/// What a comment says of the value beside it; nothing without a comment. "assumption: ..." and "假设：..." are
/// assumptions, all else names a source; " | " parts Chinese from English.
std::optional<Origin> origin_of_comment(const std::string& comment);

namespace field {

template <class Member>
struct MemberOf;
template <class P, class T>
struct MemberOf<T P::*> {
  using Part = P;
  using Type = T;
};
template <class T>
struct IsParameter : std::false_type {};
template <class T>
struct IsParameter<Parameter<T>> : std::true_type {};

void read_value(const ParameterInfo& info, const input::YamlNode& node, double& value);
void read_value(const ParameterInfo& info, const input::YamlNode& node, std::int64_t& value);
void read_value(const ParameterInfo& info, const input::YamlNode& node, bool& value);
void read_value(const ParameterInfo& info, const input::YamlNode& node, std::string& value);
std::string written(double value);
std::string written(std::int64_t value);
std::string written(bool value);
std::string written(const std::string& value);

/// The value of the key, an error when it must be there and is not.
input::YamlNode value_in(const Source& source, const ParameterInfo& info);
/// Adds an error when this is there and is no map.
void expect_map(const input::YamlNode& node);
/// What the file says of a value it gives.
Origin origin_in(const input::YamlNode& node, bool is_the_default, const ParameterInfo& info);

ParameterRow parameter_row(const ParameterInfo& info, const std::string& path, const std::string& value,
                           const std::optional<Origin>& origin);
ParameterRow part_row(const core::Text& title, const std::string& path);

}  // namespace field

template <class Part>
void read_part(Source source, Part& part) {
  field::expect_map(source.map);
  if (source.map.is_map()) source.where = source.map.position();
  for (const Field<Part>& field : fields<Part>()) field.read(field.info, source, part);
}

/// Adds the rows of a part: its own parameters, then the parts in it.
template <class Part>
void tell_part(const Part& part, const core::Text& title, const std::string& path, std::vector<ParameterRow>& rows) {
  rows.push_back(field::part_row(title, path));
  const auto first = static_cast<std::ptrdiff_t>(rows.size());
  const std::string prefix = path.empty() ? "" : path + ".";
  for (const Field<Part>& field : fields<Part>()) field.tell(field.info, part, prefix + field.info.key, rows);
  const auto is_own = [&](const ParameterRow& row) {
    return !row.is_part() && row.path.find('.', prefix.size()) == std::string::npos;
  };
  std::stable_partition(rows.begin() + first, rows.end(), is_own);
}

/// Gives every list in a part an item of defaults where it has none: the part as a page of all parameters shows it.
template <class Part>
void furnish_part(Part& part) {
  for (const Field<Part>& field : fields<Part>()) field.furnish(part);
}

namespace field {

template <class T>
void read(const ParameterInfo& info, const Source& source, Parameter<T>& parameter) {
  const input::YamlNode node = value_in(source, info);
  if (!node.exists()) {
    if (source.is_whole) parameter.where = source.where;
    return;
  }
  parameter.where = node.position();
  const T fallback = parameter.value;
  if constexpr (std::is_enum_v<T>) {
    parameter.value = static_cast<T>(node.choice(choice_names<T>()));
  } else {
    read_value(info, node, parameter.value);
  }
  parameter.origin = origin_in(node, info.otherwise && parameter.value == fallback, info);
}

template <class Part>
void read(const ParameterInfo& info, const Source& source, Part& part) {
  read_part({value_in(source, info), source.where, source.is_whole}, part);
}

/// A list is one value: it overrides another as a whole.
template <class Part>
void read(const ParameterInfo& info, const Source& source, std::vector<Part>& list) {
  const input::YamlNode node = value_in(source, info);
  if (node.exists()) list.clear();
  for (const input::YamlNode& item : node.items()) read_part({item, source.where}, list.emplace_back());
  if (node.is_list() && list.empty() && !info.otherwise) node.reject({"至少要有一项", "at least one is needed"});
}

template <class T>
void tell(const ParameterInfo& info, const Parameter<T>& parameter, const std::string& path,
          std::vector<ParameterRow>& rows) {
  if constexpr (std::is_enum_v<T>) {
    const std::string& name = choice_names<T>()[static_cast<std::size_t>(parameter.value)];
    rows.push_back(parameter_row(info, path, name, parameter.origin));
  } else {
    rows.push_back(parameter_row(info, path, written(parameter.value), parameter.origin));
    if constexpr (std::is_same_v<T, double> || std::is_same_v<T, std::int64_t>) {
      rows.back().number = static_cast<double>(parameter.value);
      rows.back().is_whole = std::is_same_v<T, std::int64_t>;
    }
  }
}

template <class Part>
void tell(const ParameterInfo& info, const Part& part, const std::string& path, std::vector<ParameterRow>& rows) {
  tell_part(part, info.title, path, rows);
}

template <class Part>
void tell(const ParameterInfo& info, const std::vector<Part>& list, const std::string& path,
          std::vector<ParameterRow>& rows) {
  if (list.empty()) rows.push_back(parameter_row(info, path, {}, {}));
  for (std::size_t i = 0; i < list.size(); ++i) tell_part(list[i], info.title, path + "." + std::to_string(i), rows);
}

template <class T>
void furnish(Parameter<T>& /*parameter*/) {}

template <class Part>
void furnish(Part& part) {
  furnish_part(part);
}

template <class Part>
void furnish(std::vector<Part>& list) {
  if (list.empty()) list.emplace_back();
  for (Part& item : list) furnish_part(item);
}

}  // namespace field

/// The field that a member is stored in; `Part` is to be named where it only inherits the member.
template <auto kMember, class Part = typename field::MemberOf<decltype(kMember)>::Part>
Field<Part> field_of(const std::string& key, const core::Text& title) {
  using Type = typename field::MemberOf<decltype(kMember)>::Type;
  Field<Part> result;
  result.info.key = key;
  result.info.title = title;
  result.read = [](const ParameterInfo& info, const Source& source, Part& part) {
    field::read(info, source, part.*kMember);
  };
  result.tell = [](const ParameterInfo& info, const Part& part, const std::string& path,
                   std::vector<ParameterRow>& rows) { field::tell(info, part.*kMember, path, rows); };
  result.furnish = [](Part& part) { field::furnish(part.*kMember); };
  if constexpr (field::IsParameter<Type>::value) {
    using Value = decltype(Type::value);
    if constexpr (std::is_enum_v<Value>) result.info.choices = choice_names<Value>();
  } else {
    result.info.otherwise = Origin{};  // a part or a list may be left out, unless it is required()
  }
  return result;
}

}  // namespace plantproof::scenarios
