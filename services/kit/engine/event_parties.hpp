// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <span>

#include "bus/events/event.hpp"
#include "bus/wire/info.hpp"
#include "services/kit/store/derivation.hpp"

namespace rapport::kit {

/// Which parties a service's events concern, as their data says it.
class EventParties {
public:
    /// None.
    EventParties() = default;
    /// `fields` are the fields of data that name a party, `contact.party`: each holds for all those types of event that
    /// have it. std::logic_error for one that none of them has.
    EventParties(std::span<const bus::EventInfo> types, std::span<const std::string> fields);

    /// What was told by a type's former name concerns those in the same fields.
    void also(const std::string& former, const std::string& type);

    /// Adds to an event the parties that its data names, and those that it named before a change. Each is there once.
    void complete(bus::Event& event) const;
    /// The index of a history that was written before events had parties, or when other fields named them. This must
    /// outlive it.
    Derivation derivation() const;

    /// Stores in the index that the event of that sequence, time and type concerns a party.
    static void index(Db& db, std::int64_t sequence, const std::string& party, const std::string& time,
                      const std::string& type);

private:
    using Path = std::vector<std::string>;

    using Paths = std::vector<Path>;
    std::map<std::string, Paths, std::less<>> paths_;  ///< by type of event
};

}  // namespace rapport::kit
