// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>

#include "services/cli/up/log_file.hpp"

namespace rapport::cli::up {

/// What the operator is told: on standard error, and in `up.log`. A standard error that nobody reads (a pipe that is
/// full, a terminal that was stopped) loses lines; it never makes us wait, since we keep everything else running.
class Console {
public:
    explicit Console(const std::filesystem::path& logs) : log_(logs / "up.log") {}

    /// Something that we did or saw.
    void say(std::string_view text);
    /// A line that is in another log already: on a terminal only.
    void show(std::string_view program, std::string_view line) const;

private:
    LogFile log_;
};

}  // namespace rapport::cli::up
