#include "workers.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <list>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "console.hpp"
#include "core/input_error.hpp"
#include "input/number.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX wants it declared

namespace plantproof::app {
namespace {

constexpr int kSignalled = -1;

core::InputFailure cannot_start(const std::filesystem::path& program, int error) {
  return {
      {program.string(), 0, 0},
      {fmt::format("无法启动：{}", std::strerror(error)), fmt::format("cannot be started: {}", std::strerror(error))}};
}

/// A pipe that this process reads from and a child writes to.
struct Pipe {
  int reading = -1;
  int writing = -1;

  static Pipe open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw core::InputFailure({}, core::same_in_both(std::strerror(errno)));
    return {ends[0], ends[1]};
  }
};

/// A job under way.
class Worker {
 public:
  Worker(const std::filesystem::path& program, const Job& job) : name_(job.name) {
    const Pipe output = Pipe::open();
    const Pipe messages = Pipe::open();
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output.writing, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, messages.writing, STDERR_FILENO);
    std::vector<std::string> words = {program.string()};
    words.insert(words.end(), job.arguments.begin(), job.arguments.end());
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int error = ::posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(output.writing);
    ::close(messages.writing);
    output_ = output.reading;
    messages_ = messages.reading;
    if (error != 0) {
      close_pipes();
      throw cannot_start(program, error);
    }
  }
  ~Worker() {
    if (!is_over_) {
      ::kill(process_, SIGTERM);
      wait();
    }
    close_pipes();
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  [[nodiscard]] double share() const { return share_; }
  [[nodiscard]] std::array<pollfd, 2> waits_for() const {
    return {pollfd{output_, POLLIN, 0}, pollfd{messages_, POLLIN, 0}};
  }

  /// Reads what is there. Whether it has closed both its ends, and so is at its end.
  bool read() {
    if (output_ >= 0 && !append(output_, text_)) output_ = closed(output_);
    if (messages_ >= 0 && !append(messages_, written_)) messages_ = closed(messages_);
    for (std::size_t end = text_.find('\n'); end != std::string::npos; end = text_.find('\n')) {
      if (const auto share = input::parse_number(text_.substr(0, end))) share_ = *share;
      text_.erase(0, end + 1);
    }
    return output_ < 0 && messages_ < 0;
  }

  /// What went wrong; nothing when nothing did.
  std::optional<FailedJob> end() {
    const int status = wait();
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return std::nullopt;
    return FailedJob{name_, WIFEXITED(status) ? WEXITSTATUS(status) : kSignalled, written_};
  }

 private:
  static int closed(int end) {
    ::close(end);
    return -1;
  }
  void close_pipes() {
    if (output_ >= 0) output_ = closed(output_);
    if (messages_ >= 0) messages_ = closed(messages_);
  }
  static bool append(int end, std::string& text) {
    pollfd ready{end, POLLIN, 0};
    while (::poll(&ready, 1, 0) > 0) {
      std::array<char, 4096> buffer{};
      const ssize_t count = ::read(end, buffer.data(), buffer.size());
      if (count <= 0) return count < 0 && errno == EINTR;
      text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return true;
  }
  int wait() {
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    is_over_ = true;
    return status;
  }

  std::string name_;
  pid_t process_ = 0;
  int output_ = -1;
  int messages_ = -1;
  std::string text_;
  std::string written_;
  double share_ = 0;
  bool is_over_ = false;
};

void wait_for_news(const std::list<Worker>& workers) {
  std::vector<pollfd> ends;
  for (const Worker& worker : workers) {
    for (const pollfd& end : worker.waits_for()) ends.push_back(end);
  }
  ::poll(ends.data(), ends.size(), -1);
}

}  // namespace

std::filesystem::path program_beside(const std::string& name) {
  return std::filesystem::canonical("/proc/self/exe").parent_path() / name;
}

std::vector<FailedJob> run_jobs(const std::filesystem::path& program, const std::vector<Job>& jobs, int workers,
                                const std::function<void(double)>& progress) {
  std::vector<FailedJob> failed;
  std::list<Worker> running;
  std::size_t started = 0;
  std::size_t ended = 0;
  while (ended < jobs.size()) {
    while (started < jobs.size() && running.size() < static_cast<std::size_t>(workers))
      running.emplace_back(program, jobs[started++]);
    wait_for_news(running);
    double done = static_cast<double>(ended);
    for (auto worker = running.begin(); worker != running.end();) {
      const bool is_at_its_end = worker->read();
      done += is_at_its_end ? 1 : worker->share();
      if (!is_at_its_end) {
        ++worker;
        continue;
      }
      if (auto failure = worker->end()) failed.push_back(std::move(*failure));
      worker = running.erase(worker);
      ++ended;
    }
    if (!failed.empty() && failed.back().exit_code == kUsageOrInputError) break;
    if (progress) progress(done / static_cast<double>(jobs.size()));
  }
  return failed;
}

}  // namespace plantproof::app
