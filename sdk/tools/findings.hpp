// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "sdk/host/sample.hpp"
#include "sdk/tools/check.hpp"

namespace rapport::sdk::tools {

// What tests of `check` have in common.

inline std::vector<Finding> checked(const std::string& name, CheckOptions options = {}) {
    options.deadline = std::chrono::seconds(3);
    return check(sample(name, "").file, options);
}

inline const Finding* find(const std::vector<Finding>& findings, const std::string& test) {
    const auto at = std::ranges::find(findings, test, &Finding::test);
    return at == findings.end() ? nullptr : &*at;
}

/// What failed, as "test: detail" lines.
inline std::string faults(const std::vector<Finding>& findings) {
    std::string out;
    for (const auto& each : findings)
        if (each.verdict == Verdict::failed) out += each.test + ": " + each.detail + "\n";
    return out;
}

}  // namespace rapport::sdk::tools
