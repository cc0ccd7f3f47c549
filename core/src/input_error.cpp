#include "core/input_error.hpp"

namespace plantproof::core {

std::string InputError::message(Language language) const {
  std::string text = where.file;
  if (where.line != 0) text += ":" + std::to_string(where.line);
  if (where.line != 0 && where.column != 0) text += ":" + std::to_string(where.column);
  if (!text.empty()) text += ": ";
  return text + what.in(language);
}

void InputErrors::add(Position where, Text what) {
  if (kept_.size() < kKept) kept_.push_back({std::move(where), std::move(what)});
  ++count_;
}

void InputErrors::add(const InputErrors& others) {
  for (const InputError& error : others.kept_) {
    if (kept_.size() < kKept) kept_.push_back(error);
  }
  count_ += others.count_;
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

InputFailure::InputFailure(InputErrors errors)
    : errors_(std::move(errors)), english_(errors_.message(Language::En)) {}

namespace {

InputErrors just(Position where, Text what) {
  InputErrors errors;
  errors.add(std::move(where), std::move(what));
  return errors;
}

}  // namespace

InputFailure::InputFailure(Position where, Text what) : InputFailure(just(std::move(where), std::move(what))) {}

}  // namespace plantproof::core
