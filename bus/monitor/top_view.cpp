// SPDX-License-Identifier: MIT
#include "bus/monitor/top_view.hpp"

#include <algorithm>

#include "bus/monitor/text.hpp"

namespace rapport::bus::monitor {
namespace {

/// Growth of a count; of one that became less it is of a bus started anew: all of it.
double grown(std::int64_t now, std::int64_t before) { return static_cast<double>(now >= before ? now - before : now); }

double in_ms(std::chrono::nanoseconds time) { return std::chrono::duration<double, std::milli>(time).count(); }

void set_latency(TopRow& row, const Histogram& recent) {
    row.p50_ms = in_ms(recent.quantile(0.5));
    row.p99_ms = in_ms(recent.quantile(0.99));
}

Histogram histogram_of(const ServedMethod& method) {
    return method.latency ? Histogram::of(*method.latency) : Histogram();
}

}  // namespace

void TopView::look(std::vector<Served> services, const std::map<std::string, std::int64_t>& lags, Time at) {
    before_ = std::exchange(now_, Look{std::move(services), at});
    lags_ = lags;
}

const ServedMethod* TopView::before(const std::string& service, const std::string& method) const {
    const auto known = std::ranges::find(before_.services, service, &Served::name);
    if (known == before_.services.end()) return nullptr;
    const auto found = std::ranges::find(known->methods, method, &ServedMethod::name);
    return found == known->methods.end() ? nullptr : &*found;
}

void TopView::add_service(const Served& service, std::vector<TopRow>& rows) const {
    const double seconds = std::max(1e-3, std::chrono::duration<double>(now_.at - before_.at).count());
    TopRow all{.service = service.name,
               .instances = service.instances,
               .waiting = service.waiting,
               .in_hand = service.in_hand};
    if (const auto lag = lags_.find(service.name); lag != lags_.end()) all.lag = lag->second;
    Histogram together;
    std::vector<TopRow> methods;
    for (const auto& method : service.methods) {
        if (method.name == "$stats") continue;  // the looking itself
        static const ServedMethod none;
        const auto* const known = before(service.name, method.name);
        const ServedMethod& earlier = known ? *known : none;
        const Histogram recent = histogram_of(method).since(histogram_of(earlier));
        TopRow row{.service = service.name,
                   .method = method.name,
                   .rate = grown(method.requests, earlier.requests) / seconds,
                   .bytes = grown(method.bytes, earlier.bytes) / seconds,
                   .error_rate = grown(method.errors, earlier.errors) / seconds};
        if (row.rate == 0 && row.bytes == 0) continue;
        set_latency(row, recent);
        together.merge(recent);
        all.rate += row.rate;
        all.bytes += row.bytes;
        all.error_rate += row.error_rate;
        methods.push_back(std::move(row));
    }
    set_latency(all, together);
    std::ranges::stable_sort(methods, std::greater(), &TopRow::rate);
    rows.push_back(std::move(all));
    std::ranges::move(methods, std::back_inserter(rows));
}

std::vector<TopRow> TopView::rows() const {
    std::vector<TopRow> rows;
    if (before_.at == Time{}) return rows;  // nothing to compare with
    for (const auto& service : now_.services) add_service(service, rows);
    return rows;
}

TopRow TopView::total() const {
    TopRow total;
    for (const auto& row : rows()) {
        if (row.method) continue;
        total.rate += row.rate;
        total.bytes += row.bytes;
        total.error_rate += row.error_rate;
        total.instances += row.instances;
        total.waiting += row.waiting;
        total.in_hand += row.in_hand;
        total.lag = total.lag.value_or(0) + row.lag.value_or(0);
    }
    return total;
}

std::vector<std::vector<std::string>> top_lines(const std::vector<TopRow>& rows) {
    std::vector<std::vector<std::string>> lines{
        {"SERVICE", "RATE/s", "BYTES/s", "ERRORS/s", "P50", "P99", "QUEUE", "BUSY", "LAG"}};
    const auto time = [](double ms) { return ms > 0 ? took_text(static_cast<std::int64_t>(ms * 1'000)) : "-"; };
    for (const auto& row : rows) {
        const bool service = !row.method;
        lines.push_back({service ? printable(row.service) : "  " + printable(*row.method), short_number(row.rate),
                         short_number(row.bytes), short_number(row.error_rate), time(row.p50_ms), time(row.p99_ms),
                         service ? std::to_string(row.waiting) : "", service ? std::to_string(row.in_hand) : "",
                         row.lag ? std::to_string(*row.lag) : ""});
        if (service && row.instances != 1) lines.back()[0] += " (" + std::to_string(row.instances) + ")";
    }
    return lines;
}

}  // namespace rapport::bus::monitor
