// SPDX-License-Identifier: MIT
#include "bus/monitor/selection.hpp"

#include <algorithm>

#include "bus/monitor/text.hpp"

namespace rapport::bus::monitor {
namespace {

/// Without a choice of one's own, what the other options speak of; else events.
std::vector<Kind> kinds_of(const Tail& options) {
    using enum Kind;
    if (options.match_replies) return {req, rep, err};
    if (!options.kinds.empty()) return options.kinds;
    if (options.errors) return {err};
    if (options.min_latency) return {rep, err};
    if (!options.methods.empty()) return {req, rep, err};
    return {event};
}

/// What a pattern says before its first `*`.
std::string beginning(const std::string& pattern) { return pattern.substr(0, pattern.find('*')); }

/// As the bus understands it: a name, or a beginning that ends in `*`.
std::string coarse(const std::string& pattern) {
    const auto star = pattern.find('*');
    return star == pattern.npos ? pattern : pattern.substr(0, star + 1);
}

/// The service that a pattern of SERVICE.METHOD is about.
std::string service_of(const std::string& pattern) {
    const auto dot = pattern.find('.'), star = pattern.find('*');
    return dot < star ? pattern.substr(0, dot) : coarse(pattern);
}

}  // namespace

Selection::Selection(const Tail& options) : options_(options), filter_(parse_filter(options.where)) {
    for (const Kind kind : kinds_of(options)) kinds_[static_cast<std::size_t>(kind)] = true;
}

std::vector<std::string> Selection::topics() const {
    std::vector<std::string> topics;
    for (const auto& pattern : options_.patterns.empty() ? options_.types : options_.patterns)
        topics.push_back(beginning(pattern));
    if (topics.empty())
        for (const auto& source : options_.sources) {
            const auto begin = beginning(source);
            topics.push_back(begin == source ? source + "." : begin);
        }
    if (topics.empty()) topics.emplace_back();
    return topics;
}

bool Selection::may_want_source(std::string_view source) const {
    const std::string dotted = std::string(source) + ".";
    return std::ranges::any_of(
               topics(),
               [&](const std::string& topic) { return topic.starts_with(dotted) || dotted.starts_with(topic); }) &&
           matches_any(source, options_.sources, true);
}

bool Selection::hears_all_of(const std::string& source) const {
    const std::string dotted = source + ".";
    return std::ranges::any_of(topics(), [&](const std::string& topic) { return dotted.starts_with(topic); });
}

TapRequest Selection::tap(bool bodies) const {
    TapRequest request{.bodies = bodies, .sample = options_.sample, .rate = options_.rate};
    constexpr std::pair<Kind, TapKind> kinds[] = {
        {Kind::req, TapKind::req}, {Kind::rep, TapKind::rep}, {Kind::err, TapKind::err}, {Kind::hb, TapKind::hb}};
    // What is said of who asked stands in the request alone, and its answers are told by it.
    const bool joined = !options_.actor.empty() || !options_.trace.empty() || !options_.where.empty();
    for (const auto& [kind, tapped] : kinds)
        if (has(kind) || (kind == Kind::req && joined && calls())) request.kinds.push_back(tapped);
    for (const auto& source : options_.sources) request.services.push_back(coarse(source));
    if (request.services.empty())
        for (const auto& pattern : options_.patterns) request.services.push_back(service_of(pattern));
    const bool bare = std::ranges::none_of(options_.methods, [](const auto& m) { return m.find('.') != m.npos; });
    if (bare && !has(Kind::hb))
        for (const auto& method : options_.methods) request.methods.push_back(coarse(method));
    return request;
}

bool Selection::wants(const Record& record) const {
    if (!has(record.kind)) return false;
    if (!matches_any(record.type, options_.patterns, true) || matches_any(record.type, options_.exclude, false))
        return false;
    if (!matches_any(record.source, options_.sources, true)) return false;
    if (!options_.types.empty() && (record.kind != Kind::event || !matches_any(record.type, options_.types, true)))
        return false;
    if (!options_.methods.empty() &&
        (record.kind == Kind::event ||
         (!matches_any(record.method, options_.methods, true) && !matches_any(record.type, options_.methods, true))))
        return false;
    if (!options_.actor.empty() && !matches_pattern(record.actor, options_.actor)) return false;
    if (!options_.trace.empty() && record.trace != options_.trace) return false;
    if (options_.errors && record.kind != Kind::err && record.kind != Kind::event) return false;
    return !options_.min_latency || !record.took || *record.took >= options_.min_latency->count();
}

}  // namespace rapport::bus::monitor
