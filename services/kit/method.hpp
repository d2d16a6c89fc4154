// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <array>
#include <string_view>

#include "bus/base/fields.hpp"

namespace rapport::kit {

/// What somebody is here: each method says which of them may call it.
enum class Role { admin, manager, agent, account_manager, auditor, respondent, service };
constexpr auto names_of(Role) {
    using namespace std::literals;
    return std::array{"admin"sv, "manager"sv, "agent"sv, "account_manager"sv, "auditor"sv, "respondent"sv, "service"sv};
}

/// Who may call a method: made by the functions and constants below.
struct Roles {
    /// Who may call it beside those that are listed.
    enum class Besides {
        managers,  ///< admin and manager, and auditor where it only reads
        nobody,
        whoever_is_signed_in,
        everyone,
    };
    std::array<Role, 6> list{};
    std::size_t size = 0;
    Besides besides = Besides::managers;

    /// Whether the role allows it.
    constexpr bool admit(Role role, bool reads) const {
        if (std::find(list.begin(), list.begin() + size, role) != list.begin() + size) return true;
        switch (besides) {
            case Besides::managers:
                return role == Role::admin || role == Role::manager || (reads && role == Role::auditor);
            case Besides::nobody:
                return false;
            case Besides::whoever_is_signed_in:
                return role != Role::respondent && role != Role::service;
            case Besides::everyone:
                return true;
        }
        return false;
    }
};
/// These, and `admin` and `manager`; `auditor` as well where the method only reads.
template <class... R>
constexpr Roles roles(R... role) {
    return {.list = {role...}, .size = sizeof...(role)};
}
inline constexpr Roles managers = roles();
/// These and no others.
template <class... R>
constexpr Roles only(R... role) {
    return {.list = {role...}, .size = sizeof...(role), .besides = Roles::Besides::nobody};
}
/// Whoever has an account, with any role or none.
inline constexpr Roles signed_in{.besides = Roles::Besides::whoever_is_signed_in};
/// Services and people alike, those with a link too.
inline constexpr Roles everyone{.besides = Roles::Besides::everyone};

/// Where a method that only reads is offered over HTTP, below /api/v1. Names in braces are fields of the request.
/// GET is safe (RFC 9110): a link, a prefetch or another site may cause it.
struct Reading {
    std::string_view verb, path;
    int status = 200;
};
/// Where a method that does something is offered: by any other verb.
struct Acting {
    std::string_view verb, path;
    int status = 200;
};
constexpr Reading GET(std::string_view path) { return {"GET", path}; }
constexpr Acting POST(std::string_view path) { return {"POST", path}; }
constexpr Acting PATCH(std::string_view path) { return {"PATCH", path}; }
constexpr Acting PUT(std::string_view path) { return {"PUT", path}; }
constexpr Acting DELETE(std::string_view path) { return {"DELETE", path}; }
/// POST that makes something: 201 and a Location.
constexpr Acting CREATE(std::string_view path) { return {"POST", path, 201}; }
/// Offered on the bus alone.
struct BusOnly {
    // NOLINTBEGIN(google-explicit-constructor): it stands where either is declared
    constexpr operator Reading() const { return {}; }
    constexpr operator Acting() const { return {}; }
    // NOLINTEND(google-explicit-constructor)
};
inline constexpr BusOnly bus_only{};

/// A method that changes state: runs on the writer, answers after commit.
template <class Req, class Res>
struct Command {
    using Request = Req;
    using Result = Res;
    std::string_view name;
    Acting http;
    Roles roles;
    std::string_view doc = {};
};

/// A method that reads: runs on a snapshot opened after the request arrived, and has no effect anywhere.
template <class Req, class Res>
struct Query {
    using Request = Req;
    using Result = Res;
    std::string_view name;
    Reading http;
    Roles roles;
    std::string_view doc = {};
};

/// A method that does something outside of the store, such as asking a mail server whether it would take letters. It
/// may take its time, stores nothing and tells nothing, and is done again when it is asked for again.
template <class Req, class Res>
struct Operation {
    using Request = Req;
    using Result = Res;
    std::string_view name;
    Acting http;
    Roles roles;
    std::string_view doc = {};
};

/// Types of event by which earlier versions told something: what they told is read as what tells it now.
using FormerTypes = std::array<std::string_view, 2>;

/// A type of event and what its data is. `type` begins with the service's name and a dot.
template <class T>
struct Event {
    using Data = T;
    std::string_view type;
    std::string_view doc = {};
    FormerTypes was = {};
};

/// The answer of a method that has nothing to say.
struct Nothing {
    bool ok = true;
    static constexpr auto fields = describe(Field{"ok", &Nothing::ok, "always true", defaulted});
};

/// One page of a list.
template <class T>
struct Page {
    std::vector<T> items;
    std::optional<std::string> next;  ///< give it as `after` to get the following page; none: this was the last
    std::int64_t total = 0;           ///< of the whole list
    std::string total_is = "exact";   ///< exact or at_least

    static std::string title() { return std::string(shape_of<T>().title()) + "Page"; }
    static constexpr auto fields =
        describe(Field{"items", &Page::items, "in order"}, Field{"next", &Page::next, "cursor of the following page"},
                 Field{"total", &Page::total, "how many there are in all"},
                 Field{"total_is", &Page::total_is, "exact, or at_least where there are more than are counted"});
};

/// A method named by the id of an entity.
template <class IdType>
struct ById {
    IdType id;
    static constexpr auto fields = describe(Field{"id", &ById::id, "its id"});
};
/// One that changes the entity.
template <class IdType>
struct AtVersion {
    IdType id;
    std::optional<std::int64_t> version;
    static constexpr auto fields = describe(identity(&AtVersion::id, &AtVersion::version));
};
/// One that somebody gives a reason for.
template <class IdType>
struct WithReason {
    IdType id;
    std::optional<std::int64_t> version;
    std::string reason;
    static constexpr auto fields = describe(identity(&WithReason::id, &WithReason::version),
                                            Field{"reason", &WithReason::reason, "why", length(1, 2000), multiline});
};

}  // namespace rapport::kit
