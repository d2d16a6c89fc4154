// SPDX-License-Identifier: MIT
#include "bus/monitor/history.hpp"

#include <algorithm>

#include "bus/base/codec.hpp"

namespace rapport::bus::monitor {
namespace {

constexpr std::int64_t page_size = 500;

}  // namespace

History::History(Client& client, std::optional<Actor> actor, const Since& since, Instant now)
    : client_(client), actor_(std::move(actor)), since_(since), now_(now) {}

void History::add(const Watermark& source) { add(source, beginning(source)); }

std::int64_t History::beginning(const Watermark& source) {
    if (const auto* sequence = std::get_if<std::int64_t>(&since_)) return std::max<std::int64_t>(*sequence - 1, 0);
    if (const auto* time = std::get_if<Instant>(&since_)) return recorded_since(source, *time);
    if (const auto* ago = std::get_if<std::chrono::microseconds>(&since_))
        return recorded_since(source, now_ - std::chrono::duration_cast<Millis>(*ago));
    return 0;
}

/// The last sequence that was recorded before that time: halving, since recorded times never go back.
std::int64_t History::recorded_since(const Watermark& source, Instant time) {
    std::int64_t before = 0, from = source.last;
    while (before < from) {
        const auto middle = before + (from - before) / 2;
        const auto page = ask(source.source, middle, 1);
        if (page.events.empty() || page.events.front().recorded >= time) from = middle;
        else before = middle + 1;
    }
    return before;
}

EventPage History::ask(const std::string& source, std::int64_t after, std::int64_t limit) {
    return decode<EventPage>(client_.ask(source, "$events", encode(ReadEvents{.after = after, .limit = limit}),
                                         {.actor = actor_, .query = true, .retry = true}));
}

void History::fill(Source& source) {
    if (!source.page.empty() || source.after >= source.until.last) return;
    auto page = ask(source.until.source, source.after, std::min(page_size, source.until.last - source.after));
    if (page.events.empty()) source.after = source.until.last;
    for (Event event : page.events) {
        source.after = event.sequence;
        source.page.push_back(std::move(event));
    }
}

void History::read(const std::function<bool(Event event)>& on_event) {
    for (;;) {
        for (Source& source : sources_) fill(source);
        std::erase_if(sources_, [](const Source& source) { return source.done(); });
        if (sources_.empty()) return;
        const auto oldest =
            std::ranges::min_element(sources_, {}, [](const Source& source) { return source.page.front().recorded; });
        Event next = std::move(oldest->page.front());
        oldest->page.pop_front();
        if (!on_event(std::move(next))) return;
    }
}

}  // namespace rapport::bus::monitor
