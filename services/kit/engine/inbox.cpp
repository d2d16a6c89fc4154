// SPDX-License-Identifier: MIT
#include "services/kit/engine/inbox.hpp"

#include "bus/base/codec.hpp"

namespace rapport::kit {
namespace {

using Row = std::tuple<std::int64_t, std::string, std::string, std::string, std::int64_t, std::string, std::string,
                       std::string>;

bus::DeadLetter letter_of(const Row& row) {
    const auto& [number, consumer, source, subject, sequence, error, parked, event] = row;
    return {.row = number,
            .consumer = consumer,
            .source = source,
            .subject = subject,
            .sequence = sequence,
            .error = error,
            .parked = instant_from(parked).value_or(Instant{}),
            .event = {from_json(event)}};
}

std::vector<bus::DeadLetter> letters_where(Db& db, const std::string& condition, std::initializer_list<Param> params) {
    std::vector<bus::DeadLetter> letters;
    for (const Row& row : db.rows<std::int64_t, std::string, std::string, std::string, std::int64_t, std::string,
                                  std::string, std::string>(
             "select row, consumer, source, subject, sequence, error, parked, event from kit_dead_letters where " +
                 condition,
             params))
        letters.push_back(letter_of(row));
    return letters;
}

}  // namespace

std::vector<Consumer> Inbox::consumers(Db& db) {
    std::vector<Consumer> all;
    for (const auto& [name, source] :
         db.rows<std::string, std::string>("select consumer, source from kit_cursors order by consumer, source"))
        all.push_back({name == "projection" ? bus::Follower::From::start : bus::Follower::From::head, source});
    return all;
}

bus::Cursor Inbox::cursor(Db& db, const Consumer& consumer) {
    if (const auto known = cursors_.find(consumer); known != cursors_.end()) return known->second;
    const auto row = db.row<std::string, std::int64_t, std::optional<std::string>>(
        "select epoch, sequence, event from kit_cursors where consumer = ? and source = ?",
        {consumer.name(), consumer.source});
    bus::Cursor cursor;
    if (row) cursor = {std::get<0>(*row), std::get<1>(*row), uuid_from(std::get<2>(*row).value_or(""))};
    return cursors_[consumer] = cursor;
}

void Inbox::move(Db& db, const Consumer& consumer, const bus::Cursor& cursor) {
    db.run(
        "insert into kit_cursors (consumer, source, epoch, sequence, event) values (?, ?, ?, ?, ?) "
        "on conflict (consumer, source) do update set epoch = excluded.epoch, sequence = excluded.sequence, "
        "event = excluded.event",
        {consumer.name(), consumer.source, cursor.epoch, cursor.sequence, cursor.event});
    cursors_[consumer] = cursor;
}

bool Inbox::blocked(Db& db, const Consumer& consumer, const std::string& subject) {
    return db
        .row<std::int64_t>("select row from kit_dead_letters where consumer = ? and source = ? and subject = ? limit 1",
                           {consumer.name(), consumer.source, subject})
        .has_value();
}

void Inbox::park(Db& db, const Consumer& consumer, const bus::Event& event, const std::string& error, Instant now) {
    db.run(
        "insert into kit_dead_letters (consumer, source, subject, sequence, event, error, parked) "
        "values (?, ?, ?, ?, ?, ?, ?)",
        {consumer.name(), consumer.source, event.subject, event.sequence, to_json(encode(event)), error, now});
}

std::vector<bus::DeadLetter> Inbox::letters(Db& db, std::int64_t after) {
    return letters_where(db, "row > ? order by row limit 200", {after});
}

std::optional<bus::DeadLetter> Inbox::letter(Db& db, std::int64_t row) {
    auto found = letters_where(db, "row = ?", {row});
    if (found.empty()) return {};
    return std::move(found.front());
}

void Inbox::drop(Db& db, std::int64_t row) { db.run("delete from kit_dead_letters where row = ?", {row}); }

bool Inbox::put_aside(Db& db, const Consumer& consumer) {
    return db
        .row<std::int64_t>("select row from kit_dead_letters where consumer = ? and source = ? limit 1",
                           {consumer.name(), consumer.source})
        .has_value();
}

void Inbox::note_loss(Db& db, const Consumer& consumer, const std::string& epoch, const bus::HistoryBreak& broken,
                      Instant now) {
    db.run("insert into kit_losses (consumer, source, epoch, handled, last, noticed) values (?, ?, ?, ?, ?, ?)",
           {consumer.name(), consumer.source, epoch, broken.handled, broken.last, now});
}

std::vector<bus::Loss> Inbox::losses(Db& db) {
    std::vector<bus::Loss> all;
    for (auto& [row, consumer, source, epoch, handled, last, noticed] :
         db.rows<std::int64_t, std::string, std::string, std::string, std::int64_t, std::int64_t, std::string>(
             "select row, consumer, source, epoch, handled, last, noticed from kit_losses order by row limit 200"))
        all.push_back({row, std::move(consumer), std::move(source), std::move(epoch), handled, last,
                       instant_from(noticed).value_or(Instant{})});
    return all;
}

std::int64_t Inbox::acknowledge(Db& db, const std::optional<std::string>& source) {
    if (!source) return db.run("delete from kit_losses");
    return db.run("delete from kit_losses where source = ?", {*source});
}

}  // namespace rapport::kit
