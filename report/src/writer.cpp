#include "writer.hpp"

#include <fmt/format.h>

#include "unicode.hpp"

namespace plantproof::report {
namespace {

using validators::Verdict;

constexpr std::size_t kWidth = 100;
constexpr std::size_t kMargin = 12;  ///< of the labels before paragraphs
constexpr std::string_view kBullet = "- ";

}  // namespace

std::string_view sign(Verdict verdict) {
  switch (verdict) {
    case Verdict::Pass:
      return "√";
    case Verdict::Fail:
      return "×";
    case Verdict::Inconclusive:
      return "?";
    case Verdict::NoData:
      return "-";
    case Verdict::Invalid:
      return "!";
  }
  return "";
}

Ink ink_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Pass:
      return Ink::Good;
    case Verdict::Fail:
    case Verdict::Invalid:
      return Ink::Bad;
    case Verdict::Inconclusive:
    case Verdict::NoData:
      return Ink::Open;
  }
  return Ink::Plain;
}

void Writer::paragraph(std::string_view label, std::string_view text, Ink ink) {
  hang(label, Ink::Faint, kMargin, text, ink);
}

void Writer::bullet(std::string_view text) {
  hang(std::string(kMargin, ' ') + std::string(kBullet), Ink::Plain, kMargin + kBullet.size(), text, Ink::Plain);
}

void Writer::line(std::string_view text, Ink ink) {
  for (const std::string& part : wrap(text, kWidth)) text_ += drawn(part, ink, style_.colour) + '\n';
}

void Writer::rows(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows) {
  text_ += table(columns, rows, kWidth, style_.colour);
}

void Writer::rows_at_margin(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows) {
  std::string lines = table(columns, rows, kWidth - kMargin, style_.colour);
  for (std::size_t end = 0; !lines.empty(); lines.erase(0, end)) {
    end = lines.find('\n') + 1;
    text_ += std::string(kMargin, ' ') + lines.substr(0, end);
  }
}

Cell Writer::verdict_cell(Verdict verdict) const {
  return {fmt::format("{} {}", sign(verdict), say(validators::verdict_text(verdict))), ink_of(verdict)};
}

void Writer::hang(std::string_view label, Ink label_ink, std::size_t margin, std::string_view text, Ink ink) {
  // A label too long for the margin, as an id may be, stands on lines of its own.
  std::vector<std::string> labels = wrap(label, kWidth);
  const bool fits = labels.size() == 1 && width_of(labels.front()) < margin;
  std::string before(margin, ' ');
  if (fits) {
    before = drawn(labels.front(), label_ink, style_.colour) + std::string(margin - width_of(labels.front()), ' ');
  } else {
    for (const std::string& part : labels) text_ += drawn(part, label_ink, style_.colour) + '\n';
  }
  for (const std::string& part : wrap(text, kWidth - margin)) {
    text_ += before + drawn(part, ink, style_.colour) + '\n';
    before.assign(margin, ' ');
  }
}

}  // namespace plantproof::report
