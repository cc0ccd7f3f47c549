#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "command_line.hpp"
#include "data/evidence.hpp"
#include "report/page.hpp"
#include "report/report.hpp"
#include "scenarios/scenario.hpp"
#include "validators/assess.hpp"

namespace plantproof::app {

/// How evidence is to be judged, as a user says it.
struct Judging {
  Criteria criteria;
  std::vector<std::string> readings;
  bool sequential = false;
  std::optional<int> looks;

  /// Throws core::InputFailure where a reading is not written CLAUSE=NAME, or looks or confidence are out of range.
  [[nodiscard]] validators::AssessOptions options() const;
};
void add_judging_options(CLI::App& verb, const CommandLine& line, Judging& judging);

/// What was simulated, in an evidence directory.
inline constexpr const char* kScenarioFile = "scenario.yaml";

/// Evidence with its verdict.
struct Judged {
  data::Evidence evidence;
  std::optional<scenarios::Scenario> scenario;  ///< that was simulated
  validators::Assessment assessment;
  bool grows = false;  ///< it was taken as what has been recorded so far
};

/// Judges evidence directories, in several threads if need be; holds the packs that the verdicts refer to, so it must
/// outlive them.
class Judge {
 public:
  Judge(const Judging& judging, const CommandLine& line);
  /// Shows the terminal how far it is.
  Judged judge(const std::string& directory);
  /// Tells `progress` the share of bytes read.
  Judged judge(const std::string& directory, const std::function<void(double)>& progress);
  /// Judges what has been recorded so far, unless the evidence is sealed: by a sequential test where the pack allows
  /// it; nothing else passes or fails without the rows that were planned.
  Judged judge_so_far(const std::string& directory);

 private:
  Judged judge_opened(const std::string& directory, const data::Opening& opening);
  const validators::Pack& pack_for(const core::Provenance& provenance);

  std::string asked_pack_;
  validators::AssessOptions options_;
  const CommandLine& line_;
  std::mutex mutex_;  ///< of packs_
  std::map<std::string, std::unique_ptr<validators::Pack>> packs_;
};

/// The verdict for a terminal; of several a summary.
std::string verdict_text(const std::vector<validators::Assessment>& assessments, const report::TerminalStyle& style);

/// The arguments that judge in the same way, each after a space: " --criteria FILE --looks 3".
std::string arguments_of(const Judging& judging);
/// An argument as a shell takes it for one word.
std::string quoted(const std::string& argument);

/// How much of a report is drawn: pictures of KPIs are what takes time, then the hall in motion and its stops.
enum class Drawn : std::uint8_t { Nothing, KpisOnly, Everything };

/// What a report on evidence that was judged as a user says draws.
report::ReportContent report_content(const Judged& judged, const Judging& judging, core::Language language,
                                     Drawn drawn = Drawn::Everything);
/// The same as a page.
std::string report_page(const Judged& judged, const Judging& judging, core::Language language);
/// Two of them side by side as a page. Throws core::InputFailure when they are of different scenarios.
std::string comparison_page(const report::ReportContent& before, const report::ReportContent& after,
                            const Judging& judging, core::Language language);

/// The exit code that goes with all of these verdicts together.
int exit_code(const std::vector<validators::Verdict>& verdicts);

}  // namespace plantproof::app
