// SPDX-License-Identifier: MIT
#include "services/kit/engine/projections.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>
#include <sstream>

namespace rapport::kit {
namespace {

/// What is made of one type of event.
struct Projected {
    std::string type, kept_in, form;
    friend auto operator<=>(const Projected&, const Projected&) = default;
};
using Projection = std::set<Projected>;

/// How the names in kit_meta begin under which a projection stands; the source's follows.
constexpr std::string_view prefix = "projects.";

std::string text_of(const Projection& projection) {
    std::string text;
    for (const auto& [type, kept_in, form] : projection)
        text.append(type).append("\t").append(kept_in).append("\t").append(form).append("\n");
    return text;
}

Projection projection_from(const std::string& text) {
    Projection projection;
    std::istringstream lines(text);
    for (Projected one; std::getline(lines, one.type, '\t') && std::getline(lines, one.kept_in, '\t') &&
                        std::getline(lines, one.form);)
        projection.insert(one);
    return projection;
}

std::map<std::string, Projection> projections_of(const RouteTable& routes) {
    std::map<std::string, Projection> all;
    for (const auto& [consumer, events] : routes.events)
        if (consumer.as == bus::Follower::From::start)
            for (const EventRoute& route : events) {
                Projection& projection = all[consumer.source];
                projection.insert({route.type, route.kept_in, route.form});
                for (const std::string_view former : route.was)
                    if (!former.empty()) projection.insert({std::string(former), route.kept_in, route.form});
            }
    return all;
}

std::map<std::string, Projection> stored_projections(Db& db) {
    std::map<std::string, Projection> all;
    for (const auto& [name, value] : db.rows<std::string, std::string>("select name, value from kit_meta"))
        if (name.starts_with(prefix)) all[name.substr(prefix.size())] = projection_from(value);
    return all;
}

enum class Missing { nothing, some, another_form };

/// A table whose form is another is not mended by what is heard again: its entities have their newest version already.
Missing missing_of(const Projection& has, const Projection& wanted) {
    Missing missing = Missing::nothing;
    for (const Projected& one : wanted) {
        if (has.contains(one)) continue;
        const bool another_form = std::ranges::any_of(
            has, [&one](const Projected& before) { return before.kept_in == one.kept_in && before.form != one.form; });
        if (another_form) return Missing::another_form;
        missing = Missing::some;
    }
    return missing;
}

/// What waits for an operator comes again with the rest.
void read_anew(Db& db, const std::string& source, Missing missing) {
    const std::string consumer = Consumer{.source = source}.name();
    const std::int64_t heard =
        missing == Missing::another_form
            ? db.run("delete from kit_cursors where consumer = ? and source = ?", {consumer, source})
            : db.run("update kit_cursors set sequence = 0, event = null where consumer = ? and source = ?",
                     {consumer, source});
    if (heard == 0) return;
    db.run("delete from kit_dead_letters where consumer = ? and source = ?", {consumer, source});
    spdlog::info("what {} told is read anew: this version keeps something of it that the store lacks", source);
}

void compare(Db& db, const std::map<std::string, Projection>& wanted) {
    const auto stored = stored_projections(db);
    for (const auto& [source, projection] : wanted) {
        const auto has = stored.find(source);
        const Missing missing = has == stored.end() ? Missing::another_form : missing_of(has->second, projection);
        if (missing != Missing::nothing) read_anew(db, source, missing);
        if (has != stored.end() && has->second == projection) continue;
        db.run(
            "insert into kit_meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
            {std::string(prefix) + source, text_of(projection)});
    }
    // What is projected no more is not kept up to date: should it be projected again, it is read anew.
    for (const auto& [source, unused] : stored)
        if (!wanted.contains(source)) db.run("delete from kit_meta where name = ?", {std::string(prefix) + source});
}

}  // namespace

void read_anew_what_is_missing(Db& db, const RouteTable& routes) {
    const auto wanted = projections_of(routes);
    db.begin(Db::Isolation::committed);
    try {
        compare(db, wanted);
        db.commit();
    } catch (...) {
        db.rollback();
        throw;
    }
}

}  // namespace rapport::kit
