#include "view.hpp"

namespace plantproof::metrics {

std::vector<Window> windows_of(const data::Evidence& evidence, data::Phase phase) {
  std::vector<Window> windows;
  for (const data::Run& run : evidence.runs(phase)) {
    const auto* shifts = run.tables.rows<data::Shift>();
    if (shifts == nullptr) continue;
    for (const data::Shift& shift : *shifts) {
      if (shift.start == shift.end) continue;
      windows.push_back({run.name, shift.shift, &run.tables, shift.start, shift.end, shift.labour_hours});
    }
  }
  return windows;
}

}  // namespace plantproof::metrics
