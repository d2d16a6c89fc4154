// SPDX-License-Identifier: MIT
#include "services/notifier/notice_parties.hpp"

#include <algorithm>

#include "services/kit/entities/party_events.hpp"
#include "services/notifier/api.hpp"

namespace rapport::notifier {
namespace {

void add(std::vector<Uuid>& parties, const Uuid& party) {
    if (std::ranges::find(parties, party) == parties.end()) parties.push_back(party);
}

}  // namespace

kit::Table<Notice> notices_table() {
    kit::TableSpec spec = kit::table_of("notices", shape_of<Notice>(), kit::owned_by("parties"));
    spec.columns.emplace_back("person");  // by which, with others, a notice is told from the rest of its event
    return {"notice", spec};
}

std::vector<Uuid> NoticeParties::of(const kit::View& view, const bus::Event& event) const {
    std::vector<Uuid> parties;
    for (const Uuid& party : event.parties) add(parties, kit::canonical_party(view, party));
    return parties;
}

kit::Routes NoticeParties::routes() const {
    return {kit::follows_merges(notices_,
                                [this](kit::Unit& unit, const Notice&, Notice after) { notices_.put(unit, after); }),
            kit::EventRoute{kit::EventRoute::As::reaction, std::string(kit::party_erased.type),
                            [this](kit::Unit& unit, const bus::Event& told) {
                                forget(unit, decode_stored<kit::PartyErased>(told.data).party);
                            }}};
}

void NoticeParties::forget(kit::Unit& unit, const Uuid& party) const {
    const std::vector<Uuid> parties = kit::parties_that_are(unit, party);
    const kit::Condition theirs[] = {kit::of_any(notices_.owner(), parties)};
    std::vector<Notice> all = kit::all_of(unit, notices_, theirs);
    for (const Uuid& one : parties)
        for (Notice& notice : notices_.rows(
                 unit, "where person in (select id from known_contacts where person = ?) order by row", {one}))
            if (std::ranges::find(all, notice.id, &Notice::id) == all.end()) all.push_back(std::move(notice));
    for (Notice& notice : all) {
        const bool open = notice.state == State::waiting || notice.state == State::queued;
        blank_personal(notice);
        if (open) notice = skipped(std::move(notice), "the party was erased", unit.now());
        notices_.put(unit, notice);
        unit.db().run("delete from held_events where notice = ?", {notice.id});
        if (open) unit.emit(api::skipped, notice.id, fate_of(notice), kit::Concerning{notice.parties});
    }
}

kit::Derivation NoticeParties::of_older_notices() const {
    return {.table = "notices",
            .name = "notices_parties",
            .form = "1",
            .begin = [](kit::Db&) {},
            .make = [this](kit::Db& db, std::string_view body) { complete(db, decode_stored<Notice>(body)); }};
}

void NoticeParties::complete(kit::Db& db, Notice notice) const {
    if (!notice.parties.empty()) return;
    if (const auto held = db.row<std::string>("select event from held_events where notice = ?", {notice.id}))
        notice.parties = decode_stored<bus::Event>(from_json(std::get<0>(*held))).parties;
    for (const auto& [party] : db.rows<std::string>(
             "select distinct party from kit_event_parties where sequence in (select sequence from kit_events where "
             "subject = ?) order by party",
             {notice.id}))
        add(notice.parties, uuid_from(party).value());
    if (notice.parties.empty()) return;
    db.run("update notices set body = ? where id = ?", {to_json(encode(notice)), notice.id});
    for (const Uuid& party : notice.parties)
        db.run(
            "insert into notices_parties (row, value) values ((select row from notices where id = ?), ?) on conflict "
            "do "
            "nothing",
            {notice.id, party});
}

}  // namespace rapport::notifier
