#include "metrics/surroundings.hpp"

#include <algorithm>
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

bool has_signal(const data::RadioSample* sample) {
  return sample->ss_rsrp || sample->ss_sinr;
}

bool is_weak(const data::RadioSample& sample, const SignalFloor& floor) {
  return !has_signal(&sample) || (sample.ss_rsrp && sample.ss_rsrp->dbm() < floor.rsrp_dbm) ||
         (sample.ss_sinr && sample.ss_sinr->db() < floor.sinr_db);
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

Surroundings::Surroundings(const data::Run& run, std::vector<TimeSpan> spans) : tracks_(tracks_of(run)) {
  for (const auto& device : rows_or_none<data::Device>(run)) named_.push_back(device.device);
  std::ranges::sort(named_);
  see_attachments(run);
  see_messages(run, std::move(spans));
}

bool Surroundings::is_known(std::string_view device) const {
  return std::ranges::binary_search(named_, device) || tracks_.contains(device) || offline_.contains(device);
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

bool Surroundings::has_changed_cell(std::string_view device, const Stretch& in) const {
  const auto track = tracks_.find(device);
  if (track == tracks_.end()) return false;
  const auto& samples = track->second;
  auto after = std::ranges::lower_bound(samples, in.from, {}, &data::RadioSample::time);
  for (; after != samples.end(); ++after) {
    if (after == samples.begin()) continue;
    const data::RadioSample& old = **std::prev(after);
    if (old.time >= in.to) break;
    if (core::in_seconds((*after)->time - old.time) > kLongestGapS) continue;
    if (old.cell && (*after)->cell && *old.cell != *(*after)->cell) return true;
  }
  return false;
}

bool Surroundings::has_weak_signal(std::string_view device, const Stretch& in, const SignalFloor& floor) const {
  const auto track = tracks_.find(device);
  if (track == tracks_.end() || std::ranges::none_of(track->second, has_signal)) return false;
  const auto from = std::ranges::lower_bound(track->second, in.from, {}, &data::RadioSample::time);
  const auto to = std::ranges::lower_bound(track->second, in.to, {}, &data::RadioSample::time);
  return std::any_of(from, to, [&](const data::RadioSample* sample) { return is_weak(*sample, floor); });
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
      return of_any_device([&](auto device) { return has_changed_cell(device, in); });
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
    if (offline_.contains(device)) return true;
    const auto track = tracks_.find(device);
    return track != tracks_.end() && std::ranges::any_of(track->second, [&](const data::RadioSample* sample) {
             return in.from <= sample->time && sample->time < in.to;
           });
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
