#pragma once

#include <string>

#include <archive.h>
#include <archive_entry.h>

namespace plantproof::tests {

/// As `gzip` and `zstd` write it: add_filter is archive_write_add_filter_gzip or archive_write_add_filter_zstd.
inline std::string compressed(const std::string& bytes, int (*add_filter)(archive*)) {
  std::string result(bytes.size() + 4096, '\0');
  std::size_t used = 0;
  archive* written = archive_write_new();
  add_filter(written);
  archive_write_set_format_raw(written);
  archive_write_set_bytes_per_block(written, 0);
  archive_write_open_memory(written, result.data(), result.size(), &used);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_write_header(written, entry);
  archive_write_data(written, bytes.data(), bytes.size());
  archive_entry_free(entry);
  archive_write_close(written);
  archive_write_free(written);
  result.resize(used);
  return result;
}

}  // namespace plantproof::tests
