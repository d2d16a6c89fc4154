// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace rapport::gateway {

/// What the gateway counts, told as Prometheus reads it. Thread-safe.
class Metrics {
public:
    /// An answered request. `route` is the pattern, never the path itself, so that the number of series stays small.
    void request(std::string_view verb, std::string_view route, int status, std::chrono::nanoseconds took);
    /// An answered call over the bus; `code` is `ok` or the error's.
    void call(std::string_view service, std::string_view code);

    std::atomic<std::int64_t> requests_open{0}, event_clients{0}, event_overflows{0}, services_up{0};

    /// The text format 0.0.4.
    std::string text() const;

private:
    /// Upper bounds in milliseconds; above the last is the sum of all.
    static constexpr std::array<double, 11> bounds{1, 2.5, 5, 10, 25, 50, 100, 250, 1'000, 2'500, 10'000};
    struct Series {
        std::map<int, std::uint64_t> by_status;
        std::array<std::uint64_t, bounds.size()> buckets{};
        std::uint64_t count = 0;
        double seconds = 0;
    };
    using Key = std::pair<std::string, std::string>;

    mutable std::mutex mutex_;
    std::map<Key, Series, std::less<>> requests_;      ///< by verb and route
    std::map<Key, std::uint64_t, std::less<>> calls_;  ///< by service and code
};

/// A label's value with `\`, `"` and line ends made harmless.
std::string label(std::string_view value);

}  // namespace rapport::gateway
