// SPDX-License-Identifier: MIT
#include "services/kit/engine/outbox.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "bus/base/codec.hpp"

namespace rapport::kit {
namespace {

constexpr std::size_t page_bytes = 1 << 20;

std::string hex(std::span<const unsigned char> bytes) {
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    text.pop_back();
    return text;
}

std::string hash(std::initializer_list<std::string_view> parts) {
    crypto_generichash_state state;
    std::array<unsigned char, 32> out;
    crypto_generichash_init(&state, nullptr, 0, out.size());
    for (const std::string_view part : parts)
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
    crypto_generichash_final(&state, out.data(), out.size());
    return hex(out);
}

std::string new_salt() {
    std::array<unsigned char, 16> bytes;
    randombytes_buf(bytes.data(), bytes.size());
    return hex(bytes);
}

bus::Event event_of(const std::string& head, const std::optional<std::string>& body) {
    auto event = decode_stored<bus::Event>(from_json(head));
    if (body) event.data.bytes = from_json(*body);
    else event.erased = true;
    return event;
}

/// The events that a statement finds; it selects head and body.
std::vector<bus::Event> events_of(Db& db, const EventParties& parties, std::string_view sql,
                                  std::span<const Param> params) {
    std::vector<bus::Event> events;
    for (const auto& [head, body] : db.rows<std::string, std::optional<std::string>>(sql, params)) {
        events.push_back(event_of(head, body));
        if (events.back().parties.empty()) parties.complete(events.back());
    }
    return events;
}

/// A condition on kit_events.
struct Clause {
    std::string sql;
    std::vector<Param> params;

    /// Only those that are the reader's, of those after a sequence.
    void narrow(const OwnParties& own, std::int64_t after) {
        if (own.all()) return;
        sql += " and sequence in (select sequence from kit_event_parties where " + own.condition("party") +
               " and sequence > ?)";
        params.insert(params.end(), own.params().begin(), own.params().end());
        params.emplace_back(after);
    }
};

/// Only those types: `complaints.opened`, or `complaints.*`.
void narrow_types(Clause& clause, const std::vector<std::string>& types) {
    if (types.empty()) return;
    std::string any;
    for (const std::string& type : types) {
        any += any.empty() ? "" : " or ";
        if (type.ends_with('*')) {
            any += "substr(type, 1, " + std::to_string(type.size() - 1) + ") = ?";
            clause.params.emplace_back(type.substr(0, type.size() - 1));
        } else {
            any += "type = ?";
            clause.params.emplace_back(type);
        }
    }
    clause.sql += " and (" + any + ")";
}

/// The party, the one that it was merged into, and those that were merged into that one.
std::vector<std::string> merged_with(Db& db, const Uuid& party) {
    const auto survivor = db.row<std::string>("select survivor from kit_merged_parties where id = ?", {party});
    std::vector<std::string> parties{survivor ? std::get<0>(*survivor) : to_text(party)};
    for (auto& [merged] : db.rows<std::string>("select id from kit_merged_parties where survivor = ?", {parties[0]}))
        parties.push_back(std::move(merged));
    return parties;
}

using TimeAndSequence = std::tuple<std::string, std::int64_t>;

/// The newest events of one party, found by the index alone.
std::vector<TimeAndSequence> newest_of(Db& db, const std::string& party, const AskTimeline& asked) {
    Clause clause{"party = ?", {party}};
    if (asked.before) {
        clause.sql += " and (time, sequence) < (?, ?)";
        clause.params.emplace_back(*asked.before);
        clause.params.emplace_back(asked.sequence.value_or(0));
    }
    narrow_types(clause, asked.types);
    clause.params.emplace_back(asked.limit);
    return db.rows<std::string, std::int64_t>("select time, sequence from kit_event_parties where " + clause.sql +
                                                  " order by time desc, sequence desc limit ?",
                                              clause.params);
}

struct Row {
    std::int64_t sequence = 0;
    std::string id, type, subject, head;
    std::optional<std::string> body, salt;  ///< none of one that was erased before it was stored
    std::string digest, chain;
    std::vector<std::string> parties;
    std::string time;

    static constexpr auto fields =
        describe(Field{"sequence", &Row::sequence, ""}, Field{"id", &Row::id, ""}, Field{"type", &Row::type, ""},
                 Field{"subject", &Row::subject, ""}, Field{"head", &Row::head, ""}, Field{"body", &Row::body, ""},
                 Field{"salt", &Row::salt, ""}, Field{"digest", &Row::digest, ""}, Field{"chain", &Row::chain, ""},
                 Field{"parties", &Row::parties, ""}, Field{"time", &Row::time, ""});
};
struct Rows {
    std::vector<Row> rows;
    static constexpr auto fields = describe(Field{"rows", &Rows::rows, ""});
};

void store(Db& db, std::vector<Row>& rows) {
    if (db.dialect() == Db::Dialect::postgresql) {
        // One statement for all: there each is a journey to the server.
        const Rows all{std::move(rows)};
        db.run(
            "with given as (select * from json_to_recordset(cast(? as json) -> 'rows') as given (sequence bigint, "
            "id text, type text, subject text, head text, body text, salt text, digest text, chain text, "
            "parties json, time text)), told as (insert into kit_events (sequence, id, type, subject, head, body, "
            "salt, digest, "
            "chain) select sequence, id, type, subject, head, body, salt, digest, chain from given) "
            "insert into kit_event_parties (party, sequence, time, type) select party, sequence, time, type from given "
            "cross join json_array_elements_text(given.parties) as named (party)",
            {to_json(encode(all))});
        return;
    }
    for (const Row& row : rows) {
        db.run(
            "insert into kit_events (sequence, id, type, subject, head, body, salt, digest, chain) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {row.sequence, row.id, row.type, row.subject, row.head, row.body, row.salt, row.digest, row.chain});
        for (const std::string& party : row.parties) EventParties::index(db, row.sequence, party, row.time, row.type);
    }
}

/// Says of each event which one is before it, of all that follow a sequence.
void link(Db& db, std::int64_t after, std::vector<bus::Event>& events) {
    std::optional<Uuid> previous;
    if (const auto row = db.row<std::string>("select id from kit_events where sequence = ?", {after}))
        previous = uuid_from(std::get<0>(*row));
    for (bus::Event& event : events) event.previous = std::exchange(previous, event.id);
}

std::string epoch_of(Db& db) {
    const auto row = db.row<std::string>("select value from kit_meta where name = 'epoch'");
    return row ? std::get<0>(*row) : std::string();
}

}  // namespace

Outbox::Outbox(Db& db, std::string source) : source_(std::move(source)) {
    db.run("insert into kit_meta (name, value) values ('epoch', ?) on conflict (name) do nothing",
           {new_uuid(SystemClock().now())});
    reload(db);
}

void Outbox::reload(Db& db) {
    epoch_ = epoch_of(db);
    const auto row = db.row<std::int64_t, std::string, std::string>(
        "select sequence, chain, head from kit_events order by sequence desc limit 1");
    last_ = row ? std::get<0>(*row) : 0;
    chain_ = row ? std::get<1>(*row) : "";
    const auto newest = row ? decode_stored<bus::Event>(from_json(std::get<2>(*row))) : bus::Event{};
    last_id_ = row ? std::optional(newest.id) : std::nullopt;
    recorded_ = newest.recorded;
}

void Outbox::append(Db& db, std::span<bus::Event> events, Instant now) {
    recorded_ = std::max(recorded_, now);
    std::vector<Row> rows;
    for (bus::Event& event : events) {
        event.sequence = ++last_;
        event.epoch = epoch_;
        event.recorded = recorded_;
        Any data = std::exchange(event.data, {});
        const std::string body = event.erased ? "" : to_json(data.bytes), salt = new_salt();
        Row row{event.sequence, to_text(event.id), event.type, event.subject, to_json(encode(event))};
        if (!event.erased) {
            row.body = body;
            row.salt = salt;
        }
        event.data = std::move(data);
        event.previous = std::exchange(last_id_, event.id);
        row.digest = hash({salt, body});
        row.chain = chain_ = hash({chain_, row.head, row.digest});
        for (const Uuid& party : event.parties) row.parties.push_back(to_text(party));
        row.time = to_text(event.time);
        rows.push_back(std::move(row));
    }
    store(db, rows);
}

void erase_data(bus::Event& event) {
    event.data = {};
    event.erased = true;
}

void erase_data(std::span<bus::Event> events, std::span<const Uuid> parties) {
    for (bus::Event& event : events)
        if (std::ranges::find_first_of(event.parties, parties) != event.parties.end()) erase_data(event);
}

bus::Watermark Outbox::watermark() const { return {.source = source_, .epoch = epoch_, .last = last_, .id = last_id_}; }

bus::Watermark Outbox::watermark(Db& db, const std::string& source) {
    bus::Watermark mark{.source = source, .epoch = epoch_of(db)};
    if (const auto row =
            db.row<std::int64_t, std::string>("select sequence, id from kit_events order by sequence desc limit 1")) {
        mark.last = std::get<0>(*row);
        mark.id = uuid_from(std::get<1>(*row));
    }
    return mark;
}

bus::EventPage Outbox::read(Db& db, const bus::ReadEvents& request, const Reader& reader) {
    const auto mark = watermark(db, "");
    bus::EventPage page{.epoch = mark.epoch, .last = mark.last, .id = mark.id};
    Clause after{"sequence > ?", {request.after}};
    after.narrow(reader.own, request.after);
    // By bytes first: the sequences of a page that is small enough, so that large bodies are never read in vain.
    Clause sizes = after;
    sizes.params.emplace_back(request.limit);
    const auto found = db.rows<std::int64_t, std::int64_t>(
        "select sequence, length(head) + coalesce(length(body), 0) from kit_events where " + sizes.sql +
            " order by sequence limit ?",
        sizes.params);
    std::size_t bytes = 0;
    std::int64_t until = request.after;
    for (const auto& [sequence, size] : found) {
        bytes += static_cast<std::size_t>(size);
        if (bytes > page_bytes && until != request.after) break;
        until = sequence;
    }
    Clause these = after;
    these.params.emplace_back(until);
    auto events = events_of(
        db, reader.parties,
        "select head, body from kit_events where " + these.sql + " and sequence <= ? order by sequence", these.params);
    if (reader.own.all()) link(db, request.after, events);
    else page.through = std::ssize(found) < request.limit && std::size(events) == found.size() ? mark.last : until;
    page.events.assign(events.begin(), events.end());
    return page;
}

std::vector<bus::Event> Outbox::about(Db& db, const std::string& subject, const Reader& reader) {
    Clause of{"subject = ?", {subject}};
    of.narrow(reader.own, 0);
    return events_of(db, reader.parties,
                     "select head, body from kit_events where " + of.sql + " order by sequence limit 1000", of.params);
}

Timeline Outbox::of_party(Db& db, const AskTimeline& asked, const Reader& reader) {
    const auto parties = merged_with(db, asked.party);
    if (!reader.own.all() && std::ranges::none_of(parties, [&](const auto& one) { return reader.own.have(db, one); }))
        return {};
    std::vector<TimeAndSequence> found;
    for (const std::string& party : parties) {
        const auto theirs = newest_of(db, party, asked);
        found.insert(found.end(), theirs.begin(), theirs.end());
    }
    std::sort(found.begin(), found.end(), std::greater<>());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    if (std::ssize(found) > asked.limit) found.resize(static_cast<std::size_t>(asked.limit));
    Timeline told{.more = std::ssize(found) == asked.limit};
    std::size_t bytes = 0;
    for (const auto& [time, sequence] : found) {
        const Param of[] = {sequence};
        const auto one = events_of(db, reader.parties, "select head, body from kit_events where sequence = ?", of);
        if (one.empty()) continue;
        bytes += one.front().data.bytes.size();
        if (bytes > page_bytes && !told.events.empty()) {
            told.more = true;
            break;
        }
        told.events.emplace_back(one.front());
    }
    return told;
}

std::vector<bus::Event> Outbox::newest_about(Db& db, const std::string& subject, const Reader& reader,
                                             std::optional<std::int64_t> before, std::int64_t limit) {
    Clause of{"subject = ? and sequence < ?", {subject, before.value_or(INT64_MAX)}};
    of.narrow(reader.own, 0);
    of.params.emplace_back(limit);
    return events_of(db, reader.parties,
                     "select head, body from kit_events where " + of.sql + " order by sequence desc limit ?",
                     of.params);
}

Verification Outbox::verify(Db& db, const std::string& source) {
    Verification found{.source = source, .epoch = epoch_of(db)};
    // The store counts them: a history has more ids than we should keep in memory.
    const auto twice = db.row<std::int64_t>(
        "select count(*) from (select id from kit_events group by id having count(*) > 1) as twice");
    found.duplicates = std::get<0>(twice.value());
    std::string chain;
    std::int64_t last = 0;
    for (;;) {
        const auto rows = db.rows<std::int64_t, std::string, std::optional<std::string>, std::optional<std::string>,
                                  std::string, std::string>(
            "select sequence, head, body, salt, digest, chain from kit_events where sequence > ? "
            "order by sequence limit 1000",
            {last});
        if (rows.empty()) return found;
        for (const auto& [sequence, head, body, salt, digest, stored] : rows) {
            ++found.events;
            found.gaps += sequence - last - 1;
            chain = hash({chain, head, digest});
            const bool intact = chain == stored && (!body || hash({salt.value_or(""), *body}) == digest);
            if (!intact && found.chain_intact) {
                found.chain_intact = false;
                found.first_bad = sequence;
            }
            chain = stored;  // one bad event is one finding, not all that follow
            last = sequence;
        }
    }
}

}  // namespace rapport::kit
