#include <exception>

#include "command_line.hpp"
#include "console.hpp"
#include "core/input_error.hpp"

int main(int argc, char** argv) {
  using namespace plantproof;  // NOLINT(google-build-using-namespace): the whole program
  app::make_failed_writes_errors();
  try {
    return app::run_command_line(argc, argv);
  } catch (const core::InputFailure& failure) {
    app::print_error(failure.errors().message(app::choose_language(argc, argv)));
    return app::kUsageOrInputError;
  } catch (const std::exception& error) {
    app::print_error(std::string("plantproof: ") + error.what() + "\n");
    return app::kInternalError;
  }
}
