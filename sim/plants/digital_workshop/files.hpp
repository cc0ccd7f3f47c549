#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "plants/plant.hpp"
#include "plants/timer.hpp"
#include "scenarios/digital_workshop.hpp"

namespace plantproof::plants::workshop {

/// Where programs and tool data are kept, at the edge.
inline constexpr const char* kFileServer = "file-server";

/// Fetches files for a device, one after the other, block by block: it asks for a block, and for the next when that has
/// come. A block that does not come in time is asked for again, as often as it takes.
class FileClient {
 public:
  /// Opens the two flows of the device. Plant and parameters outlive the client.
  FileClient(Plant& plant, const scenarios::DigitalWorkshop::Files& files, const std::string& device);
  FileClient(const FileClient&) = delete;
  FileClient& operator=(const FileClient&) = delete;

  /// Requests to the server, and blocks from it.
  [[nodiscard]] static std::vector<data::Flow> flows_of(const std::string& device);

  /// Fetches a file, at once or when those before it are there; a file of no bytes is one block of none. Then `done` is
  /// called.
  void fetch(std::int64_t bytes, std::function<void()> done);

  /// How often a block was asked for again.
  [[nodiscard]] std::int64_t repeats() const { return repeats_; }

 private:
  struct File {
    std::int64_t bytes;
    std::function<void()> done;
  };

  [[nodiscard]] std::int64_t blocks_of(const File& file) const;
  void ask();
  void answer(std::uint64_t block);
  void came(std::uint64_t block);

  Plant& plant_;
  const scenarios::DigitalWorkshop::Files& files_;
  network::FlowId requests_{};
  network::FlowId blocks_{};
  std::vector<File> wanted_;  ///< all there have been
  std::size_t file_ = 0;      ///< the one that is being fetched
  std::int64_t block_ = 0;    ///< of it
  Timer timeout_;
  std::int64_t repeats_ = 0;
};

}  // namespace plantproof::plants::workshop
