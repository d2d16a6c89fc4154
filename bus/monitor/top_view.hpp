// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "bus/base/histogram.hpp"
#include "bus/monitor/directory.hpp"

namespace rapport::bus::monitor {

/// What one method, or a service in all, did since the look before; of a method that was called.
struct TopRow {
    std::string service;
    std::optional<std::string> method;           ///< none: the service in all
    double rate = 0, bytes = 0, error_rate = 0;  ///< a second
    double p50_ms = 0, p99_ms = 0;
    std::int64_t instances = 0, waiting = 0, in_hand = 0;  ///< of a service
    std::optional<std::int64_t> lag;                       ///< of a service that follows others: events behind, in all

    static constexpr auto fields = describe(
        Field{"service", &TopRow::service, "who"}, Field{"method", &TopRow::method, "absent: the service in all"},
        Field{"rate", &TopRow::rate, "answers a second"}, Field{"bytes", &TopRow::bytes, "a second, in and out"},
        Field{"error_rate", &TopRow::error_rate, "errors a second"},
        Field{"p50_ms", &TopRow::p50_ms, "from a request's arrival at the bus to its answer's departure"},
        Field{"p99_ms", &TopRow::p99_ms, "the same of 99 of 100"},
        Field{"instances", &TopRow::instances, "processes that serve it"},
        Field{"waiting", &TopRow::waiting, "requests that wait for credit"},
        Field{"in_hand", &TopRow::in_hand, "requests being answered"},
        Field{"lag", &TopRow::lag, "events that it has still to handle"});
};

/// Two looks at the bus, and what happened between them.
class TopView {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// The state as the bus tells it at that time; how far behind services are.
    void look(std::vector<Served> services, const std::map<std::string, std::int64_t>& lags, Time at);
    /// Services by name, each followed by the methods that were called, busiest first.
    std::vector<TopRow> rows() const;
    /// All services together.
    TopRow total() const;

private:
    struct Look {
        std::vector<Served> services;
        Time at{};
    };
    const ServedMethod* before(const std::string& service, const std::string& method) const;
    void add_service(const Served& service, std::vector<TopRow>& rows) const;

    Look now_, before_;
    std::map<std::string, std::int64_t> lags_;
};

/// Rows as text, a line each, the head first.
std::vector<std::vector<std::string>> top_lines(const std::vector<TopRow>& rows);

}  // namespace rapport::bus::monitor
