#include "core/provenance.hpp"

namespace plantproof::core {
namespace {

struct RefusalName {
  Refusal refusal;
  std::string id;
  Text text;
};

const std::vector<RefusalName>& refusal_names() {
  static const std::vector<RefusalName> kNames = {
      {Refusal::CellCount, "cell_count", {"单元格数与表头不符", "number of cells differs from the header"}},
      {Refusal::WrongType, "wrong_type", {"类型错误", "wrong type"}},
      {Refusal::OutOfRange, "out_of_range", {"超出范围", "out of range"}},
      {Refusal::MissingValue, "missing_value", {"缺少必填值", "missing value"}},
      {Refusal::DuplicateKey, "duplicate_key", {"键重复", "duplicate key"}},
      {Refusal::TimeBackwards, "time_backwards", {"时间倒退", "time runs backwards"}},
      {Refusal::Unmatched, "unmatched", {"连接时无对应行", "no matching row to join"}},
      {Refusal::NotRelevant, "not_relevant", {"与该表无关的记录", "record of another kind"}},
      {Refusal::Malformed, "malformed", {"无法解析", "cannot be read"}},
  };
  return kNames;
}

}  // namespace

std::string_view refusal_id(Refusal refusal) {
  return refusal_names()[static_cast<std::size_t>(refusal)].id;
}

const Text& refusal_text(Refusal refusal) {
  return refusal_names()[static_cast<std::size_t>(refusal)].text;
}

std::optional<Refusal> refusal_from_id(std::string_view id) {
  for (const RefusalName& name : refusal_names()) {
    if (name.id == id) return name.refusal;
  }
  return std::nullopt;
}

const std::vector<std::string>& refusal_ids() {
  static const std::vector<std::string> kIds = [] {
    std::vector<std::string> ids;
    for (const RefusalName& name : refusal_names()) ids.push_back(name.id);
    return ids;
  }();
  return kIds;
}

}  // namespace plantproof::core
