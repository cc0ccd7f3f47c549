#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace plantproof::app {

/// A program to be run, which prints the share that is done, line by line, and what is wrong to standard error.
struct Job {
  std::string name;
  std::vector<std::string> arguments;
};

/// A job that did not end well.
struct FailedJob {
  std::string name;
  int exit_code = 0;     ///< -1: it was killed by a signal
  std::string messages;  ///< what it wrote to standard error
};

/// Runs the program for each job, in a process of its own, so many at a time; `progress` is called with the share of
/// all that is done. When one finds its input wrong (kUsageOrInputError) the others would as well: all are ended.
/// Throws core::InputFailure when the program cannot be started.
std::vector<FailedJob> run_jobs(const std::filesystem::path& program, const std::vector<Job>& jobs, int workers,
                                const std::function<void(double)>& progress);

/// The program of this name beside this one.
std::filesystem::path program_beside(const std::string& name);

}  // namespace plantproof::app
