// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "bus/base/fields.hpp"

namespace rapport::cli::doctor {

/// How grave a finding is.
enum class Level : unsigned char {
    ok,
    warning,  ///< works, and will not for ever
    failed,
};
constexpr auto names_of(Level) { return std::array<std::string_view, 3>{"ok", "warning", "failed"}; }

/// What was looked at, what was found, and, where something is wrong, what to do. Words say what a person has to mend;
/// what can be typed is the command, whole, which works as it stands on the deployment that was looked at.
struct Check {
    Level level = Level::ok;
    std::string name, finding;
    std::optional<std::string> remedy, command;

    static constexpr auto fields =
        describe(Field{"level", &Check::level, "ok, warning or failed"},
                 Field{"name", &Check::name, "what was looked at"}, Field{"finding", &Check::finding, "what was found"},
                 Field{"remedy", &Check::remedy, "what to do"}, Field{"command", &Check::command, "what to type"});
};
using Checks = std::vector<Check>;

inline Check ok(std::string name, std::string finding) {
    return {Level::ok, std::move(name), std::move(finding), {}, {}};
}
inline Check warning(std::string name, std::string finding, std::string remedy,
                     std::optional<std::string> command = {}) {
    return {Level::warning, std::move(name), std::move(finding), std::move(remedy), std::move(command)};
}
inline Check failed(std::string name, std::string finding, std::string remedy,
                    std::optional<std::string> command = {}) {
    return {Level::failed, std::move(name), std::move(finding), std::move(remedy), std::move(command)};
}
/// Words as a shell takes them.
std::string command(const std::vector<std::string>& words);

/// A line a check, its remedy below it, and the sum.
std::string as_lines(const Checks& checks);
std::string as_json(const Checks& checks);
/// 0, 1 or 5, as the README says.
int exit_code(const Checks& checks);

}  // namespace rapport::cli::doctor
