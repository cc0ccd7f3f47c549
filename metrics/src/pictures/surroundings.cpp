#include "metrics/surroundings.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <utility>

#include "data/pass.hpp"
#include "rows.hpp"

namespace plantproof::metrics {
namespace {

using core::Instant;
using Times = std::vector<Instant>;

std::ptrdiff_t count_in(const Times& times, Instant from, Instant to) {
  return std::max<std::ptrdiff_t>(0, std::ranges::lower_bound(times, to) - std::ranges::lower_bound(times, from));
}

bool has_signal(const data::RadioSample& sample) {
  return sample.ss_rsrp || sample.ss_sinr;
}

/// The less of both; of an absent one the other.
template <class Value>
void take_least(std::optional<Value>& least, const std::optional<Value>& value) {
  if (value && (!least || *value < *least)) least = value;
}

/// When messages were missed, and when any were sent in some spans.
struct MessageTimes {
  struct OfFlow {
    const data::Flow* flow = nullptr;  ///< null where the table flows does not name it
    Times sent;
    Times missed;
  };
  data::ByName<OfFlow> flows;
  const std::vector<TimeSpan>* spans;  ///< united

  void add(const data::Message& message) {
    OfFlow& of = flows[message.flow];
    if (of.flow == nullptr) return;
    if (is_missed(message, *of.flow)) of.missed.push_back(message.sent);
    const auto span = std::ranges::upper_bound(*spans, message.sent, {}, &TimeSpan::end);
    if (span != spans->end() && span->start <= message.sent) of.sent.push_back(message.sent);
  }
  void merge(MessageTimes&& next) {
    next.flows.for_each([&](const std::string& name, const OfFlow& later) {
      OfFlow& of = flows[name];
      of.sent.insert(of.sent.end(), later.sent.begin(), later.sent.end());
      of.missed.insert(of.missed.end(), later.missed.begin(), later.missed.end());
    });
  }
};

}  // namespace

Surroundings::Surroundings(const data::Run& run, std::vector<TimeSpan> spans) {
  for (const auto& device : rows_or_none<data::Device>(run)) named_.push_back(device.device);
  std::ranges::sort(named_);
  see_radio(run, spans);
  see_attachments(run);
  see_messages(run, std::move(spans));
}

bool Surroundings::Signal::is_weak(const SignalFloor& floor) const {
  return is_missing || (least_rsrp && least_rsrp->dbm() < floor.rsrp_dbm) ||
         (least_sinr && least_sinr->db() < floor.sinr_db);
}

void Surroundings::see_radio(const data::Run& run, const std::vector<TimeSpan>& spans) {
  if (spans.empty()) return;
  for (const TimeSpan& span : spans) {
    for (const Instant at : {span.start - core::of_seconds(kBeforeDownTimeS), span.start, span.end})
      marks_.push_back(at);
  }
  std::ranges::sort(marks_);
  marks_.erase(std::unique(marks_.begin(), marks_.end()), marks_.end());
  data::visit_in_order<data::RadioSample>(run.tables, [this](const data::RadioSample& sample) {
    auto found = radio_.find(sample.device);
    if (found == radio_.end()) found = radio_.emplace(sample.device, Radio()).first;
    Radio& radio = found->second;
    radio.has_signal = radio.has_signal || has_signal(sample);
    see_cell(sample, radio);
    const auto mark = std::ranges::upper_bound(marks_, sample.time);
    if (mark == marks_.begin() || mark == marks_.end()) return;
    Signal& signal = radio.signals[static_cast<std::size_t>(mark - marks_.begin()) - 1];
    signal.is_sampled = true;
    signal.is_missing = signal.is_missing || !has_signal(sample);
    take_least(signal.least_rsrp, sample.ss_rsrp);
    take_least(signal.least_sinr, sample.ss_sinr);
  });
}

/// A change of the cell happened in every stretch that the time from the sample before reaches into.
void Surroundings::see_cell(const data::RadioSample& sample, Radio& radio) const {
  const auto before = std::exchange(radio.last_at, sample.time);
  const bool is_change = before && core::in_seconds(sample.time - *before) <= kLongestGapS && sample.cell &&
                         radio.last_cell && *sample.cell != *radio.last_cell;
  if (radio.last_cell != sample.cell) radio.last_cell = sample.cell;
  if (!is_change) return;
  const auto first = std::ranges::upper_bound(marks_, *before);
  const auto last = std::ranges::upper_bound(marks_, sample.time);
  for (auto end = std::max(first, marks_.begin() + 1); end != marks_.end() && end <= last; ++end)
    radio.signals[static_cast<std::size_t>(end - marks_.begin()) - 1].has_changed_cell = true;
}

bool Surroundings::is_known(std::string_view device) const {
  return std::ranges::binary_search(named_, device) || radio_.contains(device) || offline_.contains(device);
}

void Surroundings::see_messages(const data::Run& run, std::vector<TimeSpan> spans) {
  for (TimeSpan& span : spans) span.start -= core::of_seconds(kBeforeDownTimeS);
  spans = united(std::move(spans));
  MessageTimes nothing{{}, &spans};
  for (const auto& row : rows_or_none<data::Flow>(run)) {
    nothing.flows[row.flow].flow = &row;
    Flow& flow = flows_[row.flow];
    flow.ends = {row.source, row.destination};
    std::ranges::copy_if(flow.ends, std::back_inserter(flow.devices), [this](auto end) { return is_known(end); });
    if (flow.devices.empty()) flow.devices = flow.ends;
  }
  MessageTimes times = data::pass<data::Message>(run.tables, nothing);
  for (auto& [name, flow] : flows_) {
    flow.sent = std::move(times.flows[name].sent);
    flow.missed = std::move(times.flows[name].missed);
    std::ranges::sort(flow.sent);
    std::ranges::sort(flow.missed);
  }
}

void Surroundings::see_attachments(const data::Run& run) {
  std::vector<const data::Attachment*> changes;
  for (const auto& change : rows_or_none<data::Attachment>(run)) changes.push_back(&change);
  std::ranges::stable_sort(changes, {}, &data::Attachment::time);
  std::map<std::string_view, Instant> since;
  for (const data::Attachment* change : changes) {
    std::vector<Stretch>& offline = offline_[change->device];
    if (change->event == data::AttachmentEvent::Detached) {
      since.emplace(change->device, change->time);
    } else if (const auto began = since.find(change->device); began != since.end()) {
      offline.push_back({began->second, change->time});
      since.erase(began);
    }
  }
  for (const auto& [device, began] : since) offline_[device].push_back({began, Instant::max()});
}

core::Nanoseconds Surroundings::offline(std::string_view device, Instant from, Instant to) const {
  core::Nanoseconds sum{0};
  const auto found = offline_.find(device);
  if (found == offline_.end()) return sum;
  for (const Stretch& each : found->second)
    sum += std::max(core::Nanoseconds(0), std::min(each.to, to) - std::max(each.from, from));
  return sum;
}

std::int64_t Surroundings::missed(std::string_view device, Instant from, Instant to) const {
  std::int64_t sum = 0;
  for (const auto& [name, flow] : flows_)
    sum += std::ranges::count(flow.ends, device) * count_in(flow.missed, from, to);
  return sum;
}

template <class IsSo>
bool Surroundings::any_signal(std::string_view device, const Stretch& in, const IsSo& is_so) const {
  const auto found = radio_.find(device);
  if (found == radio_.end()) return false;
  const auto number = [this](Instant mark) {
    return static_cast<std::size_t>(std::ranges::lower_bound(marks_, mark) - marks_.begin());
  };
  const auto& signals = found->second.signals;
  return std::any_of(signals.lower_bound(number(in.from)), signals.lower_bound(number(in.to)),
                     [&](const auto& each) { return is_so(each.second); });
}

bool Surroundings::has_weak_signal(std::string_view device, const Stretch& in, const SignalFloor& floor) const {
  const auto found = radio_.find(device);
  return found != radio_.end() && found->second.has_signal &&
         any_signal(device, in, [&](const Signal& signal) { return signal.is_weak(floor); });
}

bool Surroundings::missed_every_device(const Flow& flow, const Stretch& in) const {
  const auto is_of_flow = [&](std::string_view device) { return std::ranges::count(flow.devices, device) > 0; };
  std::set<std::string_view> heard;
  std::set<std::string_view> missed;
  for (const auto& [name, other] : flows_) {
    if (std::ranges::any_of(other.devices, is_of_flow) || count_in(other.sent, in.from, in.to) == 0) continue;
    heard.insert(other.devices.begin(), other.devices.end());
    if (count_in(other.missed, in.from, in.to) > 0) missed.insert(other.devices.begin(), other.devices.end());
  }
  return heard.size() >= kFewestOthers && missed.size() == heard.size();
}

bool Surroundings::is_seen(Circumstance what, const Flow& flow, const Stretch& in, const SignalFloor& floor) const {
  const auto of_any_device = [&](const auto& is_so) { return std::ranges::any_of(flow.devices, is_so); };
  switch (what) {
    case Circumstance::Detached:
      return of_any_device([&](auto device) { return offline(device, in.from, in.to) > core::Nanoseconds(0); });
    case Circumstance::CellChanged:
      return of_any_device([&](auto device) { return any_signal(device, in, std::mem_fn(&Signal::has_changed_cell)); });
    case Circumstance::WeakSignal:
      return of_any_device([&](auto device) { return has_weak_signal(device, in, floor); });
    case Circumstance::DeviceFlows:
      return std::ranges::any_of(flows_, [&](const auto& each) {
        const Flow& other = each.second;
        return &other != &flow && std::ranges::find_first_of(other.devices, flow.devices) != other.devices.end() &&
               count_in(other.missed, in.from, in.to) > 0;
      });
    case Circumstance::EveryDevice:
      return missed_every_device(flow, in);
  }
  return false;
}

bool Surroundings::is_recorded(const Flow& flow, const Stretch& in) const {
  const auto has_rows = [&](std::string_view device) {
    return offline_.contains(device) || any_signal(device, in, std::mem_fn(&Signal::is_sampled));
  };
  return std::ranges::any_of(flow.devices, has_rows) || std::ranges::any_of(flows_, [&](const auto& each) {
           return &each.second != &flow && count_in(each.second.sent, in.from, in.to) > 0;
         });
}

Circumstances Surroundings::around(std::string_view name, Instant from, Instant to, const SignalFloor& floor) const {
  Circumstances told;
  const Flow& flow = flows_.at(name);
  const Instant begin = from - core::of_seconds(kBeforeDownTimeS);
  for (std::size_t i = 0; i < kCircumstances; ++i) {
    const auto what = static_cast<Circumstance>(i);
    const bool before = is_seen(what, flow, {begin, from}, floor);
    const bool during = is_seen(what, flow, {from, to}, floor);
    if (before || during) told.seen.push_back({what, before, during});
  }
  told.is_recorded = !told.seen.empty() || is_recorded(flow, {begin, to});
  return told;
}

}  // namespace plantproof::metrics
