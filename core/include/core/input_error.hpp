#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <vector>

#include "core/text.hpp"

namespace plantproof::core {

/// A place in a file someone wrote. Line and column count from 1, columns in characters; 0 means the whole file, or the
/// whole line.
struct Position {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

/// What is wrong with an input, and where. `what` names the value found and, for a misspelt name, the nearest valid
/// one.
struct InputError {
  Position where;
  Text what;

  /// "file:line:column: what", leaving out what is 0.
  [[nodiscard]] std::string message(Language language) const;
};

/// Collects the errors of an input, so that all of them are reported at once. Keeps the first kKept that are added and
/// counts the rest. Those kept stand in the order a reader wants to work through them: files as they came, each from
/// its top to its end.
class InputErrors {
 public:
  static constexpr std::size_t kKept = 100;

  void add(Position where, Text what);
  void add(const InputErrors& others);

  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] const std::vector<InputError>& kept() const { return kept_; }
  /// Throws InputFailure when there is an error; returns when there is none.
  void throw_if_any() const;
  /// One line an error, then "... and N more".
  [[nodiscard]] std::string message(Language language) const;

 private:
  std::vector<InputError> kept_;
  std::size_t count_ = 0;
};

/// Thrown when an input cannot be used. The command line maps it to exit code 2.
class InputFailure : public std::exception {
 public:
  explicit InputFailure(InputErrors errors);
  InputFailure(Position where, Text what);

  [[nodiscard]] const InputErrors& errors() const { return errors_; }
  /// The English message: for a debugger; a user reads errors() in a language.
  [[nodiscard]] const char* what() const noexcept override { return english_.c_str(); }

 private:
  InputErrors errors_;
  std::string english_;
};

}  // namespace plantproof::core
