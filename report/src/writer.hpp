#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/layout.hpp"
#include "report/report.hpp"
#include "validators/verdict.hpp"

// What pages for a terminal are put together from.
namespace plantproof::report {

/// Signs of the verdicts that are in every terminal font and in GBK, and their inks.
std::string_view sign(validators::Verdict verdict);
Ink ink_of(validators::Verdict verdict);

/// A page of at most 100 columns, written from its top to its end.
class Writer {
 public:
  explicit Writer(const TerminalStyle& style) : style_(style) {}

  [[nodiscard]] const std::string& say(const core::Text& text) const { return text.in(style_.language); }

  /// A label in the margin and a text beside it.
  void paragraph(std::string_view label, std::string_view text, Ink ink = Ink::Plain);
  /// An item of a list beside the margin.
  void bullet(std::string_view text);
  void line(std::string_view text, Ink ink);
  void blank() { text_ += '\n'; }
  void rows(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows);
  /// The same, beginning at the margin.
  void rows_at_margin(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows);
  [[nodiscard]] Cell verdict_cell(validators::Verdict verdict) const;

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void hang(std::string_view label, Ink label_ink, std::size_t margin, std::string_view text, Ink ink);

  TerminalStyle style_;
  std::string text_;
};

}  // namespace plantproof::report
