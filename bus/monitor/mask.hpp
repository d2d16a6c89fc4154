// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <set>

#include "bus/monitor/record.hpp"
#include "bus/wire/info.hpp"

namespace rapport::bus::monitor {

/// What takes the place of a value that is not shown.
inline constexpr std::string_view masked_value = "***";

/// Which fields of a value are not to be shown, by their paths; lists have no step of their own: `emails.address`.
struct HiddenFields {
    std::set<std::string, std::less<>> paths = {};
    std::set<std::string, std::less<>> names = {};  ///< of fields anywhere
    std::size_t longest = 0;                        ///< text beyond so many bytes is cut; 0: none is

    bool hides_nothing() const { return paths.empty() && names.empty() && longest == 0; }
};

/// The value with what is hidden masked.
Any hide(const Any& value, const HiddenFields& hidden, const std::string& path = {});

/// Knows from what services tell of themselves (`$info`) which of their fields are about a person, or secret. Of what
/// it knows nothing it shows nothing.
class Masks {
public:
    void learn(const ServiceInfo& info);
    bool knows(const std::string& service) const { return known_.contains(service); }
    /// Masks the record's data and result: what is secret always, what is personal unless it is to be shown.
    void apply(Record& record, bool show_personal) const;
    /// The same for the data of one event.
    Any event_data(const std::string& type, const Any& data, bool show_personal) const;

private:
    /// By what is personal, and what is secret, as well as where anything may stand.
    struct Fields {
        HiddenFields personal, secret;
    };
    static Fields fields_of(const Any& schema);
    Any masked(const std::string& key, const Any& value, bool show_personal) const;

    std::set<std::string> known_;
    std::map<std::string, Fields> fields_;  ///< by `event TYPE`, `request SERVICE.METHOD`, `result SERVICE.METHOD`
};

}  // namespace rapport::bus::monitor
