// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sdk/host/plugins.hpp"
#include "sdk/tools/rows.hpp"

namespace rapport::sdk::tools {

/// What one check found.
enum class Verdict { passed, failed, skipped };

std::string_view to_string(Verdict verdict);

/// What one test of a plugin came to.
struct Finding {
    std::string test;
    Verdict verdict = Verdict::passed;
    std::string detail;  ///< what was seen, the fault and what to do, or why it was skipped
    std::chrono::duration<double, std::milli> took{};
};

/// With what a plugin is tried.
struct CheckOptions {
    /// JSON object; where it holds "{scratch}", a private folder stands there, and what a channel leaves in it is
    /// watched. "{http}", "{smtp_host}" and "{smtp_port}" stand for servers that keep what they are sent and answer as
    /// the test wants it.
    std::string settings = "{}";
    std::uint64_t seed = 1;  ///< of the rows that are made up
    /// Rows to use in place of made-up ones, for a rule that takes only certain values.
    std::function<std::vector<Row>(const Inputs&)> rows = {};
    std::optional<std::string> send_to = {};     ///< a channel is tried with messages to there; else it sends nothing
    std::string answer = "ok";                   ///< the body with which {http} takes a message
    std::chrono::milliseconds deadline{10'000};  ///< of each call, 100,000 rows included
    std::filesystem::path host = {};             ///< as in PluginSpec
};

/// Tests whether a plugin keeps its contract, each test in a child with a deadline, and tells each finding as it comes.
/// Ends early where what is left makes no sense, or would hang or die again. Blocks; PluginError::host where children
/// or servers cannot be started.
std::vector<Finding> check(const std::filesystem::path& file, const CheckOptions& options,
                           const std::function<void(const Finding&)>& tell = {});

/// Whether nothing failed.
bool passed(std::span<const Finding> findings);

}  // namespace rapport::sdk::tools
