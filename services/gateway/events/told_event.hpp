// SPDX-License-Identifier: MIT
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "bus/base/filter.hpp"
#include "bus/events/event.hpp"
#include "services/gateway/events/positions.hpp"

namespace rapport::gateway {

/// What a listener wants to hear.
struct Wanted {
    std::vector<std::string> types;        ///< `complaints.opened`, or `complaints.*`; none: everything
    std::vector<std::string> not_sources;  ///< sources that are not for this listener
    std::vector<Uuid> parties;             ///< only what concerns one of them; none: all
    std::vector<std::string> subjects;     ///< only what is told of one of them; none: all
    std::optional<Filter> where;           ///< only events that it holds for
    bool own_parties = false;              ///< only what concerns the listener's own parties
    bool references = false;               ///< events without their data
    Positions after;                       ///< where to go on; sources that it does not name: from now on

    /// Whether the listener may hear that source at all.
    bool hears(std::string_view source) const;
    /// Whether some event of that source may be wanted.
    bool follows(std::string_view source) const;
    bool wants(std::string_view source, std::string_view type) const;
};

/// An event on its way to many listeners: each form of it is made once, when the first one needs it. It refers to the
/// event.
class ToldEvent {
public:
    explicit ToldEvent(const bus::Event& event) : event_(event) {}
    const bus::Event& event() const { return event_; }
    bool is_for(const Wanted& wanted);
    /// Its lines of a stream but for the id: event, data and the blank line.
    const std::string& text(bool reference);

private:
    const Any& record();

    const bus::Event& event_;
    std::optional<Any> record_;
    std::string whole_, reference_;
};

/// The version of the record that an event is about, where its data tell it.
std::optional<std::int64_t> version_told(const bus::Event& event);

}  // namespace rapport::gateway
