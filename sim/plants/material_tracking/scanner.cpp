#include "material_tracking/scanner.hpp"

#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

namespace plantproof::plants::material {

std::int64_t with_a_wrong_digit(std::int64_t number, core::Draws& draws) {
  std::string digits = fmt::format("{}", number);
  char& digit = digits[static_cast<std::size_t>(draws.uniform() * static_cast<double>(digits.size()))];
  constexpr int kOthers = 9;
  constexpr int kBase = 10;
  const int further = 1 + static_cast<int>(draws.uniform() * kOthers);
  digit = static_cast<char>('0' + (digit - '0' + further) % kBase);
  return std::stoll(digits);
}

Scanner::Scanner(const scenarios::MaterialTracking::Scanning& scanning, const std::string& where, const Stock& stock,
                 Book& book, Plant& plant)
    : scanning_(scanning), stock_(stock), book_(book), plant_(plant), slips_(plant.draws("slips of " + where)) {}

bool Scanner::forgets() {
  return slips_.uniform() < scanning_.forgotten_ratio.value;
}

std::int64_t Scanner::typed(std::int64_t pieces) {
  if (slips_.uniform() >= scanning_.typing_error_ratio.value) return pieces;
  return (pieces < 0 ? -1 : 1) * with_a_wrong_digit(std::abs(pieces), slips_);
}

void Scanner::watch(const std::shared_ptr<const Passage>& passage) {
  core::Instant when = passage->cleared();
  for (std::size_t i = 0; i < passage->bins.size(); ++i) {
    const bool is_forgotten = forgets();
    const std::int64_t pieces = typed(stock_.pieces_in_bin(passage->bins[i].item));
    if (is_forgotten) continue;
    when += core::of_seconds(scanning_.scan_s.value);
    plant_.simulation.at(when, [this, passage, i, pieces] {
      const Crossing& bin = passage->bins[i];
      book_.take(booking_of(*passage, bin, pieces, passage->crosses(bin), stock_));
    });
  }
}

void Scanner::handled(const Handling& handling) {
  const bool is_forgotten = forgets();
  const std::int64_t pieces = typed(handling.bins * stock_.pieces_in_bin(handling.item));
  const auto record = stock_.record(handling.place, handling.item);
  if (is_forgotten || !record) return;
  const Booking booking{plant_.simulation.now(), {{*record, pieces, handling.change}}};
  plant_.simulation.after(core::of_seconds(scanning_.scan_s.value), [this, booking] { book_.take(booking); });
}

}  // namespace plantproof::plants::material
