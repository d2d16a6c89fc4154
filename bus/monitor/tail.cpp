// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <ostream>

#include "bus/base/filter.hpp"
#include "bus/base/wire.hpp"
#include "bus/client/client.hpp"
#include "bus/events/subscriber.hpp"
#include "bus/monitor/text.hpp"
#include "bus/monitor/verbs.hpp"
#include "bus/wire/endpoints.hpp"

namespace rapport::bus::monitor {
namespace {

/// How often the stop flag is looked at.
constexpr Loop::Duration glance{100};
constexpr Loop::Duration reach_time{3'000};

/// Counts what the bus, or we, dropped: sequences have no gaps of their own.
class Gaps {
public:
    /// How many events of the source were missed before this one.
    std::int64_t before(const Event& event) {
        auto& [epoch, last] = last_[event.source];
        const bool known = epoch == event.epoch;
        const std::int64_t missed = known ? event.sequence - last - 1 : 0;
        if (!known || event.sequence > last) last = event.sequence;
        epoch = event.epoch;
        return std::max<std::int64_t>(missed, 0);
    }

private:
    std::map<std::string, std::pair<std::string, std::int64_t>> last_;
};

class Printer {
public:
    Printer(const Tail& options, std::ostream& out, std::ostream& err)
        : options_(options), filter_(parse_filter(options.where)), out_(out), err_(err) {
        for (const auto& pattern : options.patterns) topics_.push_back(pattern.substr(0, pattern.find('*')));
        if (topics_.empty()) topics_.emplace_back();
    }

    const std::vector<std::string>& topics() const { return topics_; }
    bool done() const { return !out_ || (options_.count && printed_ >= *options_.count); }

    void event(const Event& event) {
        if (done()) return;
        note_gap(event);
        if (!wanted(event.type)) return;
        try {
            const Any cloudevent = to_cloudevent(event);
            if (!matches(filter_, cloudevent)) return;
            print(event, cloudevent);
        } catch (const Error& error) {
            err_ << "an event of " << printable(event.source) << " cannot be shown: " << error.what() << std::endl;
        }
    }

private:
    bool wanted(std::string_view type) const {
        return options_.patterns.empty() || std::ranges::any_of(options_.patterns, [type](const std::string& pattern) {
                   return matches_pattern(type, pattern);
               });
    }

    void note_gap(const Event& event) {
        const bool all_of_source = std::ranges::any_of(
            topics_, [&](const std::string& topic) { return (event.source + ".").starts_with(topic); });
        if (!all_of_source) return;
        if (const auto missed = gaps_.before(event); missed > 0)
            err_ << "missed " << missed << " of " << printable(event.source) << std::endl;
    }

    void print(const Event& event, const Any& cloudevent) {
        if (options_.format == Format::jsonl) out_ << to_json(cloudevent.bytes);
        else if (options_.format == Format::json) out_ << to_pretty_json(cloudevent.bytes);
        else print_line(event);
        out_ << std::endl;
        ++printed_;
    }

    void print_line(const Event& event) {
        out_ << to_text(event.time) << "  " << printable(event.type) << "  " << printable(event.subject) << "  #"
             << event.sequence << "  " << printable(event.actor.id);
        if (event.quiet) out_ << "  quiet";
        if (!event.data.empty()) out_ << "  " << to_json(event.data.bytes);
    }

    const Tail& options_;
    const Filter filter_;
    std::ostream &out_, &err_;
    std::vector<std::string> topics_;
    Gaps gaps_;
    std::int64_t printed_ = 0;
};

}  // namespace

int tail(const Target& target, const Tail& options, std::ostream& out, std::ostream& err,
         const std::atomic<bool>& stop) try {
    std::optional<Printer> printer;
    try {
        printer.emplace(options, out, err);
    } catch (const Error& error) {
        err << error.what() << std::endl;
        return used_wrongly;
    }
    const auto endpoints = Endpoints::of(target.requests_endpoint);
    Loop loop;
    const Subscriber subscriber(loop, endpoints.subscribe, printer->topics(),
                                {.on_event = [&](const Event& event) { printer->event(event); }});
    // A subscriber waits for its bus in silence; a request does not.
    Client(loop, endpoints.requests).ask("bus", "$ping", {}, {.timeout = reach_time, .actor = target.actor});
    err << "listening" << std::endl;
    loop.every(glance, [] {});
    loop.run_until([&] { return printer->done() || stop; }, Loop::Duration::max());
    return 0;
} catch (const Error& error) {
    return report(error, err);
}

}  // namespace rapport::bus::monitor
