#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/text.hpp"

namespace plantproof::data::capture {

/// A pcap or pcapng file, read packet by packet with libpcap, so with its limits: all packets of a file have one link
/// type. Times are nanoseconds since 1970, whatever the file's resolution.
///
///     CaptureFile file(path);
///     while (file.next()) use(file.number(), file.time_ns(), file.bytes(), file.length());
class CaptureFile {
 public:
  /// Throws core::InputFailure when it cannot be opened, is no capture, or has a link type that decode() does not know.
  explicit CaptureFile(const std::filesystem::path& path);
  ~CaptureFile();
  CaptureFile(CaptureFile&&) noexcept;
  CaptureFile& operator=(CaptureFile&&) noexcept;

  /// Keeps the packets that a filter of libpcap (pcap-filter(7)) lets through apart from the rest. What is wrong with
  /// the filter, in libpcap's words, or nothing.
  std::optional<std::string> set_filter(const std::string& expression);

  /// Goes to the next packet; false at the end, and where problem() begins.
  bool next();
  /// Why the file could not be read to its end, or nothing.
  [[nodiscard]] const std::optional<core::Text>& problem() const;
  /// The file ends within its last packet, number() + 1: that is the problem, and all packets before it are whole.
  [[nodiscard]] bool is_truncated() const;

  /// The packet's number in the file, from 1; 0 before the first.
  [[nodiscard]] std::int64_t number() const { return number_; }
  [[nodiscard]] std::int64_t time_ns() const { return time_ns_; }
  /// What was captured of it; valid until next().
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return bytes_; }
  /// Its length when it was sent, bytes.
  [[nodiscard]] std::uint32_t length() const { return length_; }
  /// Whether the filter lets it through; true without a filter.
  [[nodiscard]] bool is_selected() const;

  [[nodiscard]] int link_type() const;
  /// The most bytes of a packet that are in the file, as its header says.
  [[nodiscard]] std::uint32_t snapshot_length() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
  std::int64_t number_ = 0;
  std::int64_t time_ns_ = 0;
  std::span<const std::uint8_t> bytes_;
  std::uint32_t length_ = 0;
};

}  // namespace plantproof::data::capture
