// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/method.hpp"

/// What records are called. The gateway reads it from the records themselves; a service whose records not everybody may
/// read that is to know their names answers it in a route of its own: `on(kit::names, this, &Desk::names)`.
namespace rapport::kit {

/// A record of a type, `accounts.User`.
struct NamedRef {
    std::string type;
    Uuid id;
    static constexpr auto fields =
        describe(Field{"type", &NamedRef::type, "its schema's name: registry.Party", length(1, 200)},
                 Field{"id", &NamedRef::id, "its id"});
    friend bool operator==(const NamedRef&, const NamedRef&) = default;
    friend auto operator<=>(const NamedRef&, const NamedRef&) = default;
};

/// What `$names` is asked.
struct AskNames {
    std::vector<NamedRef> refs;
    static constexpr auto fields = describe(Field{"refs", &AskNames::refs, "which records", length(1, 500)});
};

/// What a record is called, and how it is shown where there is room for a line.
struct NamedRecord {
    std::string type;
    Uuid id;
    std::optional<std::string> number;
    std::string title;
    std::optional<std::string> subtitle, state;
    bool retired = false;
    static constexpr auto fields =
        describe(Field{"type", &NamedRecord::type, "its schema's name: registry.Party"},
                 Field{"id", &NamedRecord::id, "its id"}, Field{"number", &NamedRecord::number, "what people quote"},
                 Field{"title", &NamedRecord::title, "what it is called, or about", personal},
                 Field{"subtitle", &NamedRecord::subtitle, "what tells it from others of its title", personal},
                 Field{"state", &NamedRecord::state, "the state that it is in"},
                 Field{"retired", &NamedRecord::retired, "whether it is not used any more", defaulted});
};

/// Its answer.
struct Names {
    std::vector<NamedRecord> items;
    static constexpr auto fields = describe(Field{"items", &Names::items, "those that there are"});
};

inline constexpr Query<AskNames, Names> names{
    "$names", bus_only, roles(Role::agent, Role::account_manager, Role::service), "List what records are called."};

}  // namespace rapport::kit
