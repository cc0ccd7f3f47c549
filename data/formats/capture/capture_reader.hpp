#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>

#include "../format.hpp"
#include "capture_file.hpp"
#include "packet.hpp"

// What the formats of captures have in common: which packets of a file can be used, and what is said of the others.
namespace plantproof::data::capture {

/// The options that all formats of captures read, for Format::options; they follow `own`.
std::vector<Format::Option> with_reader_options(std::vector<Format::Option> own);

struct ReaderOptions {
  input::YamlNode filter;
  core::Nanoseconds longest_pause{0};
  core::Nanoseconds within{0};  ///< how far packets may be out of order: as far as they are looked for
};

/// Reads `filter`, `within` and `longest_pause`, the last two with what holds unless they are given.
ReaderOptions reader_options(const input::YamlNode& options, core::Nanoseconds within, core::Nanoseconds longest_pause);

/// Reads an address that a campaign names; none where the node does not exist, and after an error.
std::optional<Address> address_option(const input::YamlNode& node);

/// The two ends that a campaign chooses packets by.
struct Selection {
  std::optional<Address> source;
  std::optional<Address> destination;

  [[nodiscard]] bool has(const AddressPair& pair) const {
    return (!source || *source == pair.source) && (!destination || *destination == pair.destination);
  }
};

/// The packets of a capture that have whole headers and pass the filter; the others are refused. So is one in which the
/// file breaks off. Fails the source where the rest of a file cannot be read, and where its times jump as they do in
/// captures that were merged.
class CaptureReader {
 public:
  /// `second_name` is what the campaign calls a file that is not the source's own; empty for the source's own file.
  CaptureReader(const std::filesystem::path& path, std::string second_name, const ReaderOptions& options, Sink& sink);

  /// Goes to the next packet that can be used; false at the end, and after the source failed.
  bool next();
  [[nodiscard]] const Packet& packet() const { return packet_; }
  /// The same, for who sees it otherwise than the capture point did.
  [[nodiscard]] Packet& packet() { return packet_; }
  [[nodiscard]] std::int64_t time_ns() const { return file_.time_ns(); }
  [[nodiscard]] std::int64_t number() const { return file_.number(); }
  [[nodiscard]] std::uint32_t snapshot_length() const { return file_.snapshot_length(); }

  /// Of any packet, also those that cannot be used. The last is known once next() returned false. `first` is the
  /// greatest time there is, and `last` the least, of a file without packets.
  [[nodiscard]] std::int64_t first_ns() const { return first_; }
  [[nodiscard]] std::int64_t last_ns() const { return last_; }
  [[nodiscard]] bool is_at_end() const { return is_at_end_; }
  [[nodiscard]] std::int64_t packets() const { return file_.number(); }

  /// Counts a packet of this file as refused. Texts come without the packet's number.
  void refuse(core::Refusal reason, std::int64_t number, const core::Text& what);
  /// Fails the source for a packet of this file.
  void fail(std::int64_t number, const core::Text& what);
  /// Counts packets as not relevant.
  void pass_over(std::int64_t packets) { passed_over_ += packets; }
  /// To be called once, at the end: what a judge should know.
  void finish();

 private:
  [[nodiscard]] core::Text placed(std::int64_t number, const core::Text& what) const;
  bool follows();

  CaptureFile file_;
  std::string second_name_;
  ReaderOptions options_;
  Sink* sink_;
  Packet packet_;
  int link_type_ = 0;
  bool has_filter_ = false;
  bool is_at_end_ = false;
  std::int64_t first_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t last_ = std::numeric_limits<std::int64_t>::min();
  std::int64_t before_ = 0;
  std::int64_t passed_over_ = 0;
  std::int64_t backward_steps_ = 0;
  std::int64_t first_backward_step_ = 0;
  std::int64_t longest_backward_step_ = 0;
  std::int64_t cut_ = 0;
};

}  // namespace plantproof::data::capture
