// SPDX-License-Identifier: MIT
#include "services/kit/unit.hpp"

#include <algorithm>
#include <cstdio>

#include "services/kit/engine/rehearsal.hpp"

namespace rapport::kit {
namespace {

constexpr std::size_t max_event_bytes = 1 << 20;

/// One simple statement after another: one that does several things at once has SQLite open a savepoint of its own.
std::int64_t count_in_table(Db& db, const std::string& name) {
    if (db.run("update kit_counters set value = value + 1 where name = ?", {name}) == 0)
        db.run("insert into kit_counters (name, value) values (?, 1)", {name});
    return std::get<0>(db.row<std::int64_t>("select value from kit_counters where name = ?", {name}).value());
}

/// Where many transactions count at once, none may wait for another to end: so a sequence, which leaves gaps.
std::int64_t count_in_sequence(Db& db, const std::string& name) {
    const std::string sequence = "\"kit_number_" + name + '"';
    const auto there = db.row<std::optional<std::string>>("select cast(to_regclass(?) as text)", {sequence});
    if (!std::get<0>(there.value())) {
        db.rows<std::string>("select cast(pg_advisory_xact_lock(hashtextextended(current_schema() || ?, 0)) as text)",
                             {sequence});
        db.script("create sequence if not exists " + sequence + ";\n");
    }
    return std::get<0>(db.row<std::int64_t>("select nextval(cast(? as regclass))", {sequence}).value());
}

}  // namespace

UnknownReference::UnknownReference(std::string source, const std::string& field, std::string_view what)
    : Error(
          Code::not_found,
          field + ": no such " + (what.empty() ? field.substr(field.rfind('.') + 1) : std::string(what)) + " is known",
          [&field] {
              Any details;
              Writer out(details.bytes);
              out.map(1);
              out.text("field");
              out.text(field);
              return details;
          }()),
      source_(std::move(source)) {}

Unit::Unit(Db& db, Instant now, Actor actor, std::string service, Origin origin, OwnParties own)
    : View(db, now, std::move(actor), std::move(own)), service_(std::move(service)), origin_(std::move(origin)) {
    quiet_ = origin_.cause && origin_.cause->quiet;
}

void Unit::emit(std::string_view type, const Uuid& subject, Any data, Instant happened, Concerning concerning) {
    if (data.bytes.size() > max_event_bytes)
        throw Error(Code::resource_exhausted, std::string(type) + " would be larger than 1 MiB");
    bus::Event event{.id = new_uuid(now()),
                     .source = service_,
                     .type = std::string(type),
                     .subject = to_text(subject),
                     .time = happened,
                     .traceparent = origin_.traceparent,
                     .correlationid = origin_.correlation,
                     .actor = actor(),
                     .parties = std::move(concerning.parties),
                     .quiet = quiet_,
                     .data = std::move(data)};
    if (origin_.cause) event.causationid = to_text(origin_.cause->id);
    emitted_.push_back(std::move(event));
}

std::string Unit::next_number(char letter) {
    if (std::ranges::find(numbered_, letter, &Numbered::letter) == numbered_.end())
        throw std::logic_error(service_ + " declares no numbers of the letter " + letter + " (Definition::numbered)");
    if (rehearsed_)
        return stand_ins_.emplace_back(stand_in_for_a_number(letter, static_cast<std::int64_t>(stand_ins_.size()) + 1));
    const std::string name = std::string{letter} + '-' + to_text(now()).substr(0, 4);
    const std::int64_t count =
        db().dialect() == Db::Dialect::sqlite ? count_in_table(db(), name) : count_in_sequence(db(), name);
    char number[40];
    std::snprintf(number, sizeof number, "%s-%06lld", name.c_str(), static_cast<long long>(count));
    return number;
}

void Unit::set_timer(std::string_view name, std::string_view key, Instant due, std::optional<Instant> since) {
    db().run(
        "insert into kit_timers (name, key, due, since) values (?, ?, ?, ?) "
        "on conflict (name, key) do update set due = excluded.due, since = excluded.since",
        {name, key, due, since});
}

void Unit::cancel_timer(std::string_view name, std::string_view key) {
    db().run("delete from kit_timers where name = ? and key = ?", {name, key});
}

void Unit::start_job(std::string_view job, const std::string& payload) {
    const bus::Event* cause = origin_.cause;
    db().run(
        "insert into kit_jobs (id, kind, payload, due, since, attempts, trace, correlation, quiet) "
        "values (?, ?, ?, ?, ?, 0, ?, ?, ?)",
        {new_uuid(now()), job, to_json(payload), now(), now(), origin_.traceparent,
         cause ? std::optional(to_text(cause->id)) : origin_.correlation, quiet_ ? 1 : 0});
    started_jobs_ = true;
}

void check_sees_all(const View& view, std::string_view what) {
    if (!view.own_parties().all())
        throw Error(Code::permission_denied, std::string(what) + ", and you see some of them alone");
}

Error old_version(std::int64_t current, Any record) {
    Any details;
    Writer out(details.bytes);
    out.map(record.empty() ? 1 : 2);
    out.text("version");
    out.integer(current);
    if (!record.empty()) {
        out.text("current");
        out.raw(record.bytes);
    }
    return {Code::aborted, "version: somebody changed it meanwhile; it is at version " + std::to_string(current),
            std::move(details)};
}

void check_version(std::optional<std::int64_t> named, std::int64_t current) {
    if (named && *named != current) throw old_version(current);
}

}  // namespace rapport::kit
