// A bare loop of fast-cpp-csv-parser over the table of `plantproof_messages generate DIR`, in one thread: every row
// read, nothing made of it but a count and a sum. What it took on stderr.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

#define CSV_IO_NO_THREAD
#include <csv.h>

int main(int count, char** arguments) {
  if (count < 2) return 2;
  const int runs = count > 2 ? std::atoi(arguments[2]) : 5;
  const std::string path = std::string(arguments[1]) + "/pilot/1/messages.csv";
  std::vector<std::pair<double, double>> seconds;
  for (int run = 0; run < runs; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    const std::clock_t cpu = std::clock();
    io::CSVReader<5, io::trim_chars<>, io::no_quote_escape<','>> table(path);
    table.read_header(io::ignore_no_column, "flow", "sequence", "sent_ns", "received_ns", "bytes");
    const char* flow = nullptr;
    const char* received = nullptr;  // empty where the message was lost, which is no number to the parser
    std::int64_t sequence = 0;
    std::int64_t sent = 0;
    std::int64_t bytes = 0;
    std::int64_t rows = 0;
    std::int64_t delays = 0;
    while (table.read_row(flow, sequence, sent, received, bytes)) {
      ++rows;
      std::int64_t at = 0;
      if (std::from_chars(received, received + std::strlen(received), at).ec == std::errc()) delays += at - sent;
    }
    seconds.emplace_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(),
                         static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC);
    std::printf("%lld rows, %lld ns\n", static_cast<long long>(rows), static_cast<long long>(delays));
  }
  std::sort(seconds.begin(), seconds.end());
  const auto& [wall, cpu] = seconds[seconds.size() / 2];
  std::fprintf(stderr, "fast-cpp-csv-parser: %.2f s, %.2f s CPU, median of %d runs\n", wall, cpu, runs);
}
