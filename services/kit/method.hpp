// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <array>
#include <string_view>

#include "bus/base/fields.hpp"

namespace rapport::kit {

enum class Role { admin, manager, agent, account_manager, auditor, respondent, service };
constexpr auto names_of(Role) {
    using namespace std::literals;
    return std::array{"admin"sv, "manager"sv, "agent"sv, "account_manager"sv, "auditor"sv, "respondent"sv, "service"sv};
}

/// Who may call a method. `admin` and `manager` always may; `auditor` may call every query.
struct Roles {
    std::array<Role, 6> list{};
    std::size_t size = 0;
    bool everyone = false;
};
template <class... R>
constexpr Roles roles(R... role) {
    return {.list = {role...}, .size = sizeof...(role)};
}
/// Everyone who is signed in.
inline constexpr Roles everyone{.everyone = true};

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
    constexpr operator Reading() const { return {}; }
    constexpr operator Acting() const { return {}; }
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

/// A type of event and what its data is. `type` begins with the service's name and a dot.
template <class T>
struct Event {
    using Data = T;
    std::string_view type;
    std::string_view doc = {};
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

    static constexpr auto fields =
        describe(Field{"items", &Page::items, "in order"}, Field{"next", &Page::next, "cursor of the following page"},
                 Field{"total", &Page::total, "how many there are in all"},
                 Field{"total_is", &Page::total_is, "exact, or at_least where there are more than are counted"});
};

/// A method named by the id of an entity.
template <class IdType>
struct ById {
    IdType id;
    static constexpr auto fields = describe(Field{"id", &ById::id, "which"});
};

}  // namespace rapport::kit
