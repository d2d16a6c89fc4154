// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "bus/base/fields.hpp"

namespace rapport::cli::doctor {

enum class Level : unsigned char {
    ok,
    warning,  ///< works, and will not for ever
    failed,
};
constexpr auto names_of(Level) { return std::array<std::string_view, 3>{"ok", "warning", "failed"}; }

/// What was looked at, what was found, and, where something is wrong, what to do.
struct Check {
    Level level = Level::ok;
    std::string name, finding;
    std::optional<std::string> remedy;

    static constexpr auto fields = describe(
        Field{"level", &Check::level, "ok, warning or failed"}, Field{"name", &Check::name, "what was looked at"},
        Field{"finding", &Check::finding, "what was found"}, Field{"remedy", &Check::remedy, "what to do"});
};
using Checks = std::vector<Check>;

inline Check ok(std::string name, std::string finding) { return {Level::ok, std::move(name), std::move(finding), {}}; }
inline Check warning(std::string name, std::string finding, std::string remedy) {
    return {Level::warning, std::move(name), std::move(finding), std::move(remedy)};
}
inline Check failed(std::string name, std::string finding, std::string remedy) {
    return {Level::failed, std::move(name), std::move(finding), std::move(remedy)};
}

/// A line a check, its remedy below it, and the sum.
std::string as_lines(const Checks& checks);
std::string as_json(const Checks& checks);
/// 0, 1 or 5, as the README says.
int exit_code(const Checks& checks);

}  // namespace rapport::cli::doctor
