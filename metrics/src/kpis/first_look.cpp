#include "first_look.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "metrics/onlooker.hpp"

namespace plantproof::metrics {
namespace {

using data::FlowKind;

/// Looks on while evidence is opened. With thousands of flows a look is large even before it has seen anything.
class FirstOnlooker final : public data::Onlooker {
 public:
  explicit FirstOnlooker(std::shared_ptr<const FirstLook> nothing) : nothing_(std::move(nothing)) {}
  [[nodiscard]] std::unique_ptr<Onlooker> another() const override { return std::make_unique<FirstOnlooker>(nothing_); }
  void add(const data::Message& message) override {
    if (!look_) look_.emplace(*nothing_);
    look_->add(message);
  }
  void merge(Onlooker&& next) override {
    std::optional<FirstLook>& later = dynamic_cast<FirstOnlooker&>(next).look_;
    if (!later) return;
    if (look_) {
      look_->merge(std::move(*later));
    } else {
      look_.emplace(std::move(*later));
    }
  }
  [[nodiscard]] const FirstLook& look() const { return look_ ? *look_ : *nothing_; }

 private:
  std::shared_ptr<const FirstLook> nothing_;
  std::optional<FirstLook> look_;  ///< none: nothing was seen
};

}  // namespace

FlowLook::FlowLook(const data::Flow& of, const data::Evidence& evidence, bool is_in_pair)
    : flow(of), has_reverse(is_in_pair), is_from_a(of.source < of.destination) {
  const bool is_one_way = of.kind == FlowKind::OneWay;
  if (is_one_way) uncertainty = evidence.clock_uncertainty(of).value_or(core::Nanoseconds(0));
  bounds = TightBounds(is_from_a ? TightBounds::Side::Most : TightBounds::Side::Least);
  if (!is_one_way && of.period && *of.period > core::Nanoseconds(0)) pace.emplace(*of.period);
}

void FlowLook::see_interval(core::Nanoseconds interval) {
  ++intervals;
  if (!flow.period) return;
  const double off_ms = core::in_milliseconds(interval - *flow.period);
  const double most_ms = 0.1 * core::in_milliseconds(*flow.period);
  if (off_ms < -most_ms) ++too_short;
  if (off_ms > most_ms) ++too_long;
}

void FlowLook::add(const data::Message& message) {
  if (n++ == 0) {
    first_sent = message.sent;
  } else {
    see_interval(message.sent - last_sent);
  }
  last_sent = message.sent;
  if (pace) pace->add({message.sequence, message.sent, message.received});
  if (!message.received) return;
  const core::Nanoseconds apparent = *message.received - message.sent;
  if (apparent < -uncertainty) ++negatives;
  worst = std::min(worst, apparent);
  if (has_reverse)
    bounds.add(is_from_a ? OffsetBound{message.sent, apparent} : OffsetBound{*message.received, -apparent});
}

void FlowLook::merge(const FlowLook& next) {
  if (next.n == 0) return;
  if (n == 0) {
    *this = next;
    return;
  }
  n += next.n;
  intervals += next.intervals;
  too_short += next.too_short;
  too_long += next.too_long;
  see_interval(next.first_sent - last_sent);
  last_sent = next.last_sent;
  negatives += next.negatives;
  worst = std::min(worst, next.worst);
  bounds.merge(next.bounds);
  if (pace) pace->merge(*next.pace);
}

bool FlowLook::keeps_period() const {
  return intervals == 0 || (too_short <= intervals / 2 && intervals - too_long > intervals / 2);
}

FirstLook::FirstLook(const data::Evidence& evidence, const data::Run& run, bool with_tallies) {
  const auto& rows = *run.tables.rows<data::Flow>();
  std::vector<const data::Flow*> by_name;
  std::set<std::pair<std::string, std::string>> directions;
  for (const data::Flow& flow : rows) {
    by_name.push_back(&flow);
    if (flow.kind == FlowKind::OneWay) directions.emplace(flow.source, flow.destination);
  }
  std::ranges::sort(by_name, {}, [](const data::Flow* flow) -> const std::string& { return flow->flow; });
  bool has_pairs = false;
  for (const data::Flow* flow : by_name) {
    const bool has_reverse = flow->kind == FlowKind::OneWay && directions.contains({flow->destination, flow->source});
    has_pairs = has_pairs || has_reverse;
    flows_.emplace_back(*flow, evidence, has_reverse);
    number_of_[flow->flow] = flows_.size();
  }
  if (with_tallies && !has_pairs)
    tallies_.emplace(flows_.size(), flows_.size() * evidence.runs(data::Phase::Pilot).size());
}

void FirstLook::add(const data::Message& message) {
  const std::size_t number = number_of_[message.flow];
  if (number == 0) return;
  flows_[number - 1].add(message);
  if (tallies_) tallies_->add(number - 1, measured(message));
}

void FirstLook::merge(FirstLook&& next) {
  for (std::size_t i = 0; i < flows_.size(); ++i) flows_[i].merge(next.flows_[i]);
  if (tallies_) tallies_->merge(std::move(*next.tallies_));
}

core::Instant FirstLook::start() const {
  core::Instant start = core::Instant::max();
  for (const FlowLook& flow : flows_) {
    if (flow.n > 0) start = std::min(start, flow.first_sent);
  }
  return start;
}

core::Instant FirstLook::end() const {
  core::Instant end = core::Instant::min();
  for (const FlowLook& flow : flows_) {
    if (flow.n > 0) end = std::max(end, flow.last_sent);
  }
  return end;
}

std::shared_ptr<const FirstLook> first_look(const data::Evidence& evidence, const data::Run& run) {
  const data::TableOnDisk* file = run.tables.on_disk<data::Message>();
  if (file != nullptr && file->onlooker) {
    if (const auto* seen = dynamic_cast<const FirstOnlooker*>(file->onlooker.get()))
      return {file->onlooker, &seen->look()};
  }
  return std::make_shared<const FirstLook>(
      data::pass<data::Message>(run.tables, FirstLook(evidence, run, file != nullptr)));
}

std::unique_ptr<data::Onlooker> onlooker(const data::Evidence& evidence, data::Phase phase, const data::Run& run) {
  if (phase != data::Phase::Pilot || run.tables.rows<data::Flow>() == nullptr) return nullptr;
  return std::make_unique<FirstOnlooker>(std::make_shared<const FirstLook>(evidence, run, true));
}

}  // namespace plantproof::metrics
