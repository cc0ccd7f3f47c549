// Writes the samples: plantproof_samples FOLDER makes FOLDER/<scenario>/pass and FOLDER/<scenario>/fail, the same bytes
// every time.
#include <cstdio>
#include <filesystem>

#include "core/input_error.hpp"
#include "story.hpp"

int main(int argc, char** argv) {
  using namespace plantproof;
  using samples::Outcome;
  if (argc != 2) {
    fmt::print(stderr, "plantproof_samples 文件夹 / FOLDER\n");
    return 2;
  }
  try {
    for (data::Evidence (*story)(Outcome) :
         {&samples::digital_workshop, &samples::visual_inspection, &samples::ar_vr, &samples::wireless_control,
          &samples::cloud_robot, &samples::material_tracking, &samples::agv_transport, &samples::data_collection,
          &samples::line_coordination}) {
      for (const auto& [outcome, name] : {std::pair(Outcome::Pass, "pass"), std::pair(Outcome::Fail, "fail")}) {
        data::Evidence evidence = story(outcome);
        evidence.write(std::filesystem::path(argv[1]) / evidence.manifest().provenance.scenario / name);
      }
    }
  } catch (const core::InputFailure& failure) {
    fmt::print(stderr, "{}{}", failure.errors().message(core::Language::Zh),
               failure.errors().message(core::Language::En));
    return 1;
  }
  return 0;
}
