// SPDX-License-Identifier: MIT
#include "services/kit/service/span_log.hpp"

#include <fmt/format.h>

namespace rapport::kit {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;

std::string_view name_of(SpanLog::Kind kind) {
    constexpr std::string_view names[] = {"http", "request", "event", "job"};
    return names[static_cast<std::size_t>(kind)];
}

}  // namespace

void SpanLog::add(Step step) {
    if (!step.own.sampled) return;
    const auto now = duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch());
    const auto took = duration_cast<microseconds>(std::chrono::steady_clock::now() - step.begun);
    Kept kept{std::move(step), (now - took).count(), took.count()};
    const std::scoped_lock lock(mutex_);
    if (kept_.size() < most) return kept_.push_back(std::move(kept));
    kept_[next_] = std::move(kept);
    next_ = (next_ + 1) % most;
}

std::vector<bus::Span> SpanLog::of(const std::string& trace) const {
    std::vector<bus::Span> spans;
    const auto wanted = bus::trace_parent_from("00-" + trace + "-0000000000000001-01");
    if (!wanted) return spans;
    const std::scoped_lock lock(mutex_);
    for (std::size_t i = 0; i < kept_.size(); ++i) {
        const auto& [step, start, took] = kept_[(next_ + i) % kept_.size()];
        if (step.own.trace != wanted->trace) continue;
        bus::Span& span = spans.emplace_back();
        span = {.trace = trace,
                .id = fmt::format("{:016x}", step.own.step),
                .service = step.service,
                .kind = std::string(name_of(step.kind)),
                .name = step.name,
                .start = start,
                .took = took};
        if (step.parent) span.parent = fmt::format("{:016x}", step.parent);
        if (!step.event.nil()) span.event = to_text(step.event);
        if (!step.error.empty()) span.error = step.error;
    }
    return spans;
}

}  // namespace rapport::kit
