#pragma once

#include <array>
#include <random>
#include <tuple>

#include "data/tables.hpp"

// Rows that obey every rule of their table, whatever the seed, without asking the table's definition: member by member.
namespace plantproof::data::tests {

auto members(auto& r) requires requires {
  r.survival_time;
}
{ return std::tie(r.flow, r.source, r.destination, r.kind, r.period, r.deadline, r.survival_time); }
auto members(auto& r) requires requires {
  r.sequence;
}
{ return std::tie(r.flow, r.sequence, r.sent, r.received, r.bytes); }
auto members(auto& r) requires requires {
  r.ss_rsrp;
}
{ return std::tie(r.time, r.device, r.x_m, r.y_m, r.cell, r.ss_rsrp, r.ss_sinr); }
auto members(auto& r) requires requires {
  r.access;
}
{ return std::tie(r.device, r.stage, r.access); }
auto members(auto& r) requires requires {
  r.event;
}
{ return std::tie(r.time, r.device, r.event); }
auto members(auto& r) requires requires {
  r.shift;
}
{ return std::tie(r.shift, r.start, r.end, r.labour_hours); }
auto members(auto& r) requires requires {
  r.good;
}
{ return std::tie(r.time, r.station, r.unit, r.good); }
auto members(auto& r) requires requires {
  r.judgement;
}
{ return std::tie(r.item, r.station, r.presented, r.judged_at, r.actual, r.judgement); }
auto members(auto& r) requires requires {
  r.session;
}
{ return std::tie(r.session, r.kind, r.person, r.start, r.end, r.completed, r.quality_ok); }
auto members(auto& r) requires requires {
  r.loop;
}
{ return std::tie(r.loop, r.cycle, r.time, r.on_time, r.correct); }
auto members(auto& r) requires requires {
  r.robot;
}
{ return std::tie(r.robot, r.task, r.stage, r.time, r.correct); }
auto members(auto& r) requires requires {
  r.visible;
}
{ return std::tie(r.item, r.changed, r.visible, r.actual_quantity, r.reported_quantity); }
auto members(auto& r) requires requires {
  r.mission;
}
{ return std::tie(r.mission, r.vehicle, r.requested, r.started, r.finished, r.distance_m); }
auto members(auto& r) requires requires {
  r.in_service;
}
{ return std::tie(r.vehicle, r.in_service, r.available); }
auto members(auto& r) requires requires {
  r.amount_cny;
}
{ return std::tie(r.item, r.category, r.amount_cny); }
auto members(auto& r) requires requires {
  r.due;
}
{ return std::tie(r.source, r.due, r.received, r.valid); }
auto members(auto& r) requires requires {
  r.identifier;
}
{ return std::tie(r.request, r.identifier, r.sent, r.answered, r.correct); }

class RandomRows {
 public:
  explicit RandomRows(unsigned seed) : random_(seed) {}

  template <class Row>
  std::vector<Row> rows(std::size_t count) {
    std::vector<Row> result(count);
    for (Row& row : result) std::apply([&](auto&... member) { (fill(member), ...); }, members(row));
    return result;
  }

 private:
  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  std::int64_t rising() { return now_ += static_cast<std::int64_t>(1 + below(1'000'000'000)); }

  // A number of its own ends every text, so that no key is there twice.
  void fill(std::string& text) {
    static constexpr std::array<std::string_view, 16> kNasty = {
        "a", ",",  "\"",   "\"\"", "  leading",    "中文，全角", "a,\"b\",c", "'",
        ";", "\t", "=1+1", "#",    "\xEF\xBB\xBF", "é\r",        "true",      "\\n"};
    text.clear();
    for (std::uint64_t pieces = below(4); pieces > 0; --pieces) text += kNasty[below(kNasty.size())];
    text += std::to_string(++texts_);
    if (below(4) == 0) text += below(2) == 0 ? "\"" : " ";
  }
  void fill(std::int64_t& value) { value = static_cast<std::int64_t>(random_() >> (1 + below(63))); }
  // Within the range of every column, and with all its binary digits in use.
  void fill(double& value) { value = std::uniform_real_distribution<double>(0, 50)(random_); }
  void fill(bool& value) { value = below(2) == 0; }
  void fill(core::Dbm& value) { value = core::Dbm(std::uniform_real_distribution<double>(-140, -40)(random_)); }
  void fill(core::Decibel& value) { value = core::Decibel(std::uniform_real_distribution<double>(-20, 40)(random_)); }
  void fill(Instant& value) { value = Instant(Nanoseconds(rising())); }
  void fill(Nanoseconds& value) { value = Nanoseconds(static_cast<std::int64_t>(random_() >> (3 + below(61)))); }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void fill(Enum& value) { value = static_cast<Enum>(below(choice_names<Enum>().size())); }
  template <class T>
  void fill(std::optional<T>& value) {
    value.reset();
    if (below(3) != 0) fill(value.emplace());
  }

  std::mt19937_64 random_;
  std::int64_t now_ = 1'754'559'185'000'000'000;
  std::uint64_t texts_ = 0;
};

}  // namespace plantproof::data::tests
