#include <fmt/format.h>

#include "report/report.hpp"
#include "unicode.hpp"
#include "words.hpp"

namespace plantproof::report {
namespace {

using validators::Assessment;
using validators::CriterionResult;
using validators::Finding;
using validators::Verdict;

/// Text as XML 1.0 holds it, in an element or in an attribute: control characters are dropped, an attribute's line ends
/// kept.
std::string escaped(std::string_view text) {
  std::u32string kept;
  for (const char32_t code : decode(text)) {
    if ((is_control(code) && code != U'\n' && code != U'\t') || code == 0xFFFE || code == 0xFFFF) continue;
    kept += code;
  }
  std::string xml;
  for (const char letter : encode(kept)) {
    switch (letter) {
      case '&':
        xml += "&amp;";
        break;
      case '<':
        xml += "&lt;";
        break;
      case '>':
        xml += "&gt;";
        break;
      case '"':
        xml += "&quot;";
        break;
      case '\'':
        xml += "&apos;";
        break;
      case '\n':
        xml += "&#10;";
        break;
      case '\t':
        xml += "&#9;";
        break;
      default:
        xml += letter;
    }
  }
  return xml;
}

struct Counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;

  void add(const Counts& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
  }
  [[nodiscard]] std::string attributes() const {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\" time=\"0\"", tests, failures, errors);
  }
};

Counts count(const Assessment& assessment) {
  Counts counts;
  for (const Finding& finding : assessment.findings) {
    ++counts.tests;
    if (finding.verdict == Verdict::Fail) {
      ++counts.failures;
    } else if (finding.verdict != Verdict::Pass) {
      ++counts.errors;
    }
  }
  return counts;
}

std::string test_case(const Finding& finding, const Assessment& assessment, core::Language language) {
  const auto say = [&](const core::Text& text) { return escaped(text.in(language)); };
  std::string xml =
      fmt::format("    <testcase name=\"{} {}\" classname=\"{}.{}\" time=\"0\">\n", escaped(finding.clause->id),
                  say(finding.clause->title), escaped(assessment.pack->id), escaped(assessment.scenario->id));
  if (finding.verdict != Verdict::Pass) {
    xml +=
        fmt::format("      <{} message=\"{}\" type=\"{}\"/>\n", finding.verdict == Verdict::Fail ? "failure" : "error",
                    say(finding.sentence), validators::verdict_id(finding.verdict));
  }
  xml += "      <system-out>";
  for (const core::Text& sentence : sentences(finding)) xml += say(sentence) + '\n';
  for (const CriterionResult& criterion : finding.criteria) {
    for (const core::Text& note : deciding_notes(criterion)) xml += "- " + say(note) + '\n';
  }
  return xml + "</system-out>\n    </testcase>\n";
}

std::string property(std::string_view name, std::string_view value) {
  return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, escaped(value));
}

std::string suite(const Assessment& assessment, core::Language language) {
  const core::Provenance& provenance = assessment.provenance;
  const validators::Pack& pack = *assessment.pack;
  std::string xml = fmt::format("  <testsuite name=\"{} {}\" {}>\n    <properties>\n", escaped(assessment.scenario->id),
                                escaped(provenance.directory), count(assessment).attributes());
  xml += property("verdict", validators::verdict_id(assessment.verdict));
  xml += property("face_value", validators::verdict_id(assessment.face_value));
  xml += property("source", origin_sentence(provenance.origin).in(language));
  xml += property("seal", seal_sentence(provenance.sealed).in(language));
  xml += property("criteria", fmt::format("{} {} {}", pack.id, pack.version, pack.sha256));
  xml += property("confidence", fmt::format("{}", assessment.bound_confidence.level()));
  xml += property("looks", fmt::format("{}", assessment.looks));
  xml += "    </properties>\n";
  for (const Finding& finding : assessment.findings) xml += test_case(finding, assessment, language);
  return xml + "  </testsuite>\n";
}

}  // namespace

std::string junit(std::span<const Assessment> assessments, core::Language language) {
  Counts counts;
  std::string suites;
  for (const Assessment& assessment : assessments) {
    counts.add(count(assessment));
    suites += suite(assessment, language);
  }
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"plantproof\" {}>\n",
                     counts.attributes()) +
         suites + "</testsuites>\n";
}

}  // namespace plantproof::report
