// SPDX-License-Identifier: MIT
#include "services/gateway/http/metrics.hpp"

#include <fmt/format.h>

namespace rapport::gateway {

void Metrics::request(std::string_view verb, std::string_view route, int status, std::chrono::nanoseconds took) {
    const double ms = std::chrono::duration<double, std::milli>(took).count();
    const std::scoped_lock lock(mutex_);
    Series& series = requests_[Key(verb, route)];
    ++series.by_status[status];
    ++series.count;
    series.seconds += ms / 1'000;
    for (std::size_t i = 0; i < bounds.size(); ++i)
        if (ms <= bounds[i]) ++series.buckets[i];
}

void Metrics::call(std::string_view service, std::string_view code) {
    const std::scoped_lock lock(mutex_);
    ++calls_[Key(service, code)];
}

std::string Metrics::text() const {
    fmt::memory_buffer out;
    const auto to = std::back_inserter(out);
    const auto head = [&](std::string_view name, std::string_view type, std::string_view help) {
        fmt::format_to(to, "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
    };
    const std::scoped_lock lock(mutex_);
    head("rapport_http_requests_total", "counter", "Requests answered.");
    for (const auto& [key, series] : requests_)
        for (const auto& [status, count] : series.by_status)
            fmt::format_to(to, "rapport_http_requests_total{{verb=\"{}\",route=\"{}\",status=\"{}\"}} {}\n", key.first,
                           label(key.second), status, count);
    head("rapport_http_request_seconds", "histogram", "Time from a whole request to its answer.");
    for (const auto& [key, series] : requests_) {
        const std::string labels = fmt::format("verb=\"{}\",route=\"{}\"", key.first, label(key.second));
        for (std::size_t i = 0; i < bounds.size(); ++i)
            fmt::format_to(to, "rapport_http_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labels, bounds[i] / 1'000,
                           series.buckets[i]);
        fmt::format_to(to, "rapport_http_request_seconds_bucket{{{},le=\"+Inf\"}} {}\n", labels, series.count);
        fmt::format_to(to, "rapport_http_request_seconds_sum{{{}}} {}\n", labels, series.seconds);
        fmt::format_to(to, "rapport_http_request_seconds_count{{{}}} {}\n", labels, series.count);
    }
    head("rapport_bus_calls_total", "counter", "Calls over the bus, by service and outcome.");
    for (const auto& [key, count] : calls_)
        fmt::format_to(to, "rapport_bus_calls_total{{service=\"{}\",code=\"{}\"}} {}\n", label(key.first), key.second,
                       count);
    const auto gauge = [&](std::string_view name, std::string_view help, std::int64_t value) {
        head(name, "gauge", help);
        fmt::format_to(to, "{} {}\n", name, value);
    };
    gauge("rapport_http_requests_open", "Requests not answered yet.", requests_open);
    gauge("rapport_event_clients", "Listeners of server-sent events.", event_clients);
    gauge("rapport_event_overflows", "Listeners closed because they were too slow.", event_overflows);
    gauge("rapport_services_up", "Services that the bus knows.", services_up);
    return fmt::to_string(out);
}

std::string label(std::string_view value) {
    std::string out;
    for (const char c : value) {
        if (c == '\\' || c == '"') out += '\\';
        if (c == '\n') out += "\\n";
        else out += c;
    }
    return out;
}

}  // namespace rapport::gateway
