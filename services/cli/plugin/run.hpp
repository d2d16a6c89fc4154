// SPDX-License-Identifier: MIT
#pragma once
#include "sdk/tools/subject.hpp"
#include "services/cli/plugin/data.hpp"

namespace rapport::cli::plugin {

/// How to run a plugin on rows of a file.
struct RunOptions {
    DataOptions data;
    std::string now;  ///< RFC 3339; by default the clock
    bool explain = false, json = false, in_process = false, send = false;
};

/// Scores each row with the rule, or sends each as a message through the channel (only probes it without `send`), and
/// prints what came of it. The spec is that of `subject` with settings. Answers the exit code: 1 if a row failed or a
/// message was not taken.
int run(const sdk::tools::Subject& subject, const RunOptions& options);

}  // namespace rapport::cli::plugin
