// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace rapport::bus::testing {

/// Keeps what this process logs while it lives. To be made before there are threads that log.
class LogCapture {
public:
    LogCapture();
    ~LogCapture();
    LogCapture(const LogCapture&) = delete;
    LogCapture& operator=(const LogCapture&) = delete;
    /// Whether some line has that text. Thread-safe.
    bool has(std::string_view text) const;
    /// All of it, for a test that fails. Thread-safe.
    std::string text() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::bus::testing
