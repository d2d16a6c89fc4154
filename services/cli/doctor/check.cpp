// SPDX-License-Identifier: MIT
#include "services/cli/doctor/check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bus/base/codec.hpp"
#include "services/cli/verb.hpp"

namespace rapport::cli::doctor {
namespace {

constexpr int wants_attention = 5;

std::int64_t count(const Checks& checks, Level level) { return std::ranges::count(checks, level, &Check::level); }

struct Report {
    Checks checks;
    std::int64_t ok = 0, warnings = 0, failed = 0;
    static constexpr auto fields =
        describe(Field{"checks", &Report::checks, "each"}, Field{"ok", &Report::ok, "how many are well"},
                 Field{"warnings", &Report::warnings, "how many want attention"},
                 Field{"failed", &Report::failed, "how many are broken"});
};

}  // namespace

std::string command(const std::vector<std::string>& words) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@%+,";
    std::string line;
    for (const auto& word : words) {
        if (!line.empty()) line += ' ';
        if (!word.empty() && word.find_first_not_of(plain) == word.npos) {
            line += word;
            continue;
        }
        line += '\'';
        for (const char c : word) line += c == '\'' ? std::string("'\\''") : std::string(1, c);
        line += '\'';
    }
    return line;
}

std::string as_lines(const Checks& checks) {
    std::string lines;
    for (const auto& check : checks) {
        lines += fmt::format("{:<8} {:<22} {}\n", name_of(check.level), check.name, check.finding);
        if (check.remedy) lines += fmt::format("{:<8} {:<22} → {}\n", "", "", *check.remedy);
        if (check.command) lines += fmt::format("{:<8} {:<22}   $ {}\n", "", "", *check.command);
    }
    return lines + fmt::format("{} ok, {} warnings, {} failed\n", count(checks, Level::ok),
                               count(checks, Level::warning), count(checks, Level::failed));
}

std::string as_json(const Checks& checks) {
    return to_pretty_json(encode(Report{.checks = checks,
                                        .ok = count(checks, Level::ok),
                                        .warnings = count(checks, Level::warning),
                                        .failed = count(checks, Level::failed)})) +
           "\n";
}

int exit_code(const Checks& checks) {
    if (count(checks, Level::failed) > 0) return Exit::wrong;
    return count(checks, Level::warning) > 0 ? wants_attention : static_cast<int>(Exit::ok);
}

}  // namespace rapport::cli::doctor
