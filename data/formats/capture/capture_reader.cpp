#include "capture_reader.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "../source_options.hpp"

namespace plantproof::data::capture {
namespace {

constexpr core::Nanoseconds kLongestWindow = std::chrono::minutes(1);

double seconds(std::int64_t ns) {
  return core::in_seconds(core::Nanoseconds(ns));
}

}  // namespace

std::vector<Format::Option> with_reader_options(std::vector<Format::Option> own) {
  const std::vector<Format::Option> common = {
      {"filter",
       {"只取通过此过滤表达式的包（pcap-filter(7)，如 udp port 2112；带 VLAN 标签的写 vlan and ...）；其余不计",
        "only packets that this filter lets through (pcap-filter(7), such as udp port 2112; vlan and ... for tagged "
        "ones); the others do not count"}},
      {"longest_pause",
       {"相邻两个包最多相隔多久，例如 600s；超过即视为拼接的捕获，报错",
        "the longest time between two packets, such as 600s; more is an error: captures that were merged"}}};
  own.insert(own.end(), common.begin(), common.end());
  return own;
}

ReaderOptions reader_options(const input::YamlNode& options, core::Nanoseconds within,
                             core::Nanoseconds longest_pause) {
  return {options.optional("filter"), duration_option(options.optional("longest_pause"), longest_pause, kFarthestTime),
          duration_option(options.optional("within"), within, kLongestWindow)};
}

std::optional<Address> address_option(const input::YamlNode& node) {
  if (!node.exists()) return std::nullopt;
  const std::string text = node.text();
  if (!node.is_scalar()) return std::nullopt;
  auto address = Address::parse(text);
  if (!address) {
    node.reject({fmt::format("“{}”不是 IPv4、IPv6 或 MAC 地址", text),
                 fmt::format("“{}” is no address of IPv4, IPv6 or Ethernet (MAC)", text)});
  }
  return address;
}

CaptureReader::CaptureReader(const std::filesystem::path& path, std::string second_name, const ReaderOptions& options,
                             Sink& sink)
    : file_(path),
      second_name_(std::move(second_name)),
      options_(options),
      sink_(&sink),
      link_type_(file_.link_type()),
      has_filter_(options.filter.exists()) {
  if (!has_filter_) return;
  if (const auto problem = file_.set_filter(options.filter.text())) {
    options.filter.reject({fmt::format("过滤表达式有误：{}", *problem), fmt::format("not a filter: {}", *problem)});
  }
}

bool CaptureReader::next() {
  while (!sink_->has_failed() && file_.next()) {
    if (!follows()) break;
    if (has_filter_ && !file_.is_selected()) {
      ++passed_over_;
      continue;
    }
    switch (decode(link_type_, file_.bytes(), file_.length(), packet_)) {
      case Decoding::Whole:
        return true;
      case Decoding::OtherProtocol:
        ++passed_over_;
        break;
      case Decoding::Cut:
        ++cut_;
        refuse(
            core::Refusal::Malformed, number(),
            {fmt::format("只捕获了 {} 字节中的 {} 字节，报头不完整", file_.length(), file_.bytes().size()),
             fmt::format("{} of {} bytes were captured: its headers are cut", file_.bytes().size(), file_.length())});
        break;
      case Decoding::Malformed:
        refuse(core::Refusal::Malformed, number(), {"报头自相矛盾", "its headers contradict themselves"});
        break;
    }
  }
  is_at_end_ = true;
  return false;
}

// Whether the packet's time can follow the one before it.
bool CaptureReader::follows() {
  const std::int64_t time = file_.time_ns();
  if (number() > 1) {
    const std::int64_t step = time - before_;
    if (step > options_.longest_pause.count() || -step > options_.longest_pause.count()) {
      fail(number(),
           {fmt::format(
                "与前一个包相隔 {:.0f} s：像是拼接的捕获。请拆开，分别作为各批次；若确为停顿，请写 longest_pause",
                seconds(step)),
            fmt::format("it is {:.0f} s from the packet before it: captures that were merged? Split them into runs, or "
                        "write longest_pause where it is a pause",
                        seconds(step))});
      return false;
    }
    if (last_ - time > options_.within.count()) {
      fail(number(),
           {fmt::format("时间倒退 {:.3f} s，超过 within：请先按时间排序（reordercap）", seconds(last_ - time)),
            fmt::format("time goes back by {:.3f} s, more than within: sort the capture first (reordercap)",
                        seconds(last_ - time))});
      return false;
    }
    if (step < 0) {
      if (backward_steps_++ == 0) first_backward_step_ = number();
      longest_backward_step_ = std::max(longest_backward_step_, -step);
    }
  }
  before_ = time;
  first_ = std::min(first_, time);
  last_ = std::max(last_, time);
  return true;
}

core::Text CaptureReader::placed(std::int64_t number, const core::Text& what) const {
  return {fmt::format("{}{}第 {} 个包：{}", second_name_, second_name_.empty() ? "" : " ", number, what.zh),
          fmt::format("{}{}packet {}: {}", second_name_, second_name_.empty() ? "" : " ", number, what.en)};
}

void CaptureReader::refuse(core::Refusal reason, std::int64_t number, const core::Text& what) {
  sink_->refuse(reason, 0, 0, placed(number, what));
}

void CaptureReader::fail(std::int64_t number, const core::Text& what) {
  sink_->fail(0, 0, placed(number, what));
}

void CaptureReader::finish() {
  sink_->pass_over(passed_over_);
  const std::string name = second_name_.empty() ? "" : second_name_ + " ";
  if (backward_steps_ > 0) {
    sink_->remark({fmt::format("{}有 {} 次时间倒退，最早在第 {} 个包，最多 {} ns", name, backward_steps_,
                               first_backward_step_, longest_backward_step_),
                   fmt::format("{}time goes back {} times, first at packet {}, by {} ns at most", name, backward_steps_,
                               first_backward_step_, longest_backward_step_)});
  }
  if (cut_ > 0) {
    sink_->remark({fmt::format("{}{} 个包捕获长度不足，报头不完整，已拒绝", name, cut_),
                   fmt::format("{}{} packets were captured too short for their headers, and refused", name, cut_)});
  }
  if (!file_.problem()) return;
  if (!file_.is_truncated()) {
    sink_->fail(0, 0, {name + file_.problem()->zh, name + file_.problem()->en});
    return;
  }
  refuse(core::Refusal::Malformed, number() + 1, {"文件在此包中断", "the file breaks off within it"});
  sink_->remark({fmt::format("{}在第 {} 个包处被截断：其后的包无从得知", name, number() + 1),
                 fmt::format("{}is truncated in packet {}: what came after cannot be known", name, number() + 1)});
}

}  // namespace plantproof::data::capture
