#include "core/input_error.hpp"

#include <algorithm>
#include <tuple>

namespace plantproof::core {

std::string InputError::message(Language language) const {
  std::string text = where.file;
  if (where.line != 0) text += ":" + std::to_string(where.line);
  if (where.line != 0 && where.column != 0) text += ":" + std::to_string(where.column);
  if (!text.empty()) text += ": ";
  return text + what.in(language);
}

void InputErrors::add(Position where, Text what) {
  ++count_;
  if (kept_.size() == kKept) return;
  const auto is_of_file = [&](const InputError& error) { return error.where.file == where.file; };
  const auto first = std::find_if(kept_.begin(), kept_.end(), is_of_file);
  const auto end = std::find_if_not(first, kept_.end(), is_of_file);
  const auto at = std::upper_bound(first, end, where, [](const Position& a, const InputError& b) {
    return std::tie(a.line, a.column) < std::tie(b.where.line, b.where.column);
  });
  kept_.insert(at, {std::move(where), std::move(what)});
}

void InputErrors::add(const InputErrors& others) {
  for (const InputError& error : others.kept_) add(error.where, error.what);
  count_ += others.count_ - others.kept_.size();
}

void InputErrors::throw_if_any() const {
  if (!empty()) throw InputFailure(*this);
}

std::string InputErrors::message(Language language) const {
  std::string text;
  for (const InputError& error : kept_) text += error.message(language) + "\n";
  if (count_ > kept_.size()) {
    const std::string more = std::to_string(count_ - kept_.size());
    text += Text{"…… 另有 " + more + " 处错误\n", "... and " + more + " more errors\n"}.in(language);
  }
  return text;
}

InputFailure::InputFailure(InputErrors errors) : errors_(std::move(errors)), english_(errors_.message(Language::En)) {}

namespace {

InputErrors just(Position where, Text what) {
  InputErrors errors;
  errors.add(std::move(where), std::move(what));
  return errors;
}

}  // namespace

InputFailure::InputFailure(Position where, Text what) : InputFailure(just(std::move(where), std::move(what))) {}

}  // namespace plantproof::core
