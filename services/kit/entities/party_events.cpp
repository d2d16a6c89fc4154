// SPDX-License-Identifier: MIT
#include "services/kit/entities/party_events.hpp"

#include <algorithm>

#include "services/kit/engine/outbox.hpp"

namespace rapport::kit {
namespace {

/// A party that was merged twice is known by the last one that is left.
void note_merge(Unit& unit, const bus::Event& told) {
    const auto merge = decode_stored<PartiesMerged>(told.data);
    for (const Uuid& party : merge.merged) {
        unit.db().run("update kit_merged_parties set survivor = ? where survivor = ?", {merge.survivor, party});
        unit.db().run(
            "insert into kit_merged_parties (id, survivor) values (?, ?) on conflict (id) do update set "
            "survivor = excluded.survivor",
            {party, merge.survivor});
    }
    unit.db().run("delete from kit_merged_parties where id = survivor");
}

/// Of the events that wait in a table and name the party anywhere, those that are meant.
template <class Meant>
void erase_waiting(Db& db, const std::string& table, const Uuid& party, Meant meant) {
    for (const auto& [row, text] : db.rows<std::int64_t, std::string>(
             "select row, event from " + table + " where event like ?", {"%" + to_text(party) + "%"})) {
        auto event = decode_stored<bus::Event>(from_json(text));
        if (!meant(event)) continue;
        erase_data(event);
        db.run("update " + table + " set event = ? where row = ?", {to_json(encode(event)), row});
    }
}

}  // namespace

std::vector<Uuid> parties_that_are(const View& view, const Uuid& party) {
    std::vector<Uuid> all{party};
    for (const auto& [id] :
         view.db().rows<std::string>("select id from kit_merged_parties where survivor = ? order by id", {party}))
        all.push_back(uuid_from(id).value());
    return all;
}

Condition of_any(std::string_view column, const std::vector<Uuid>& parties) {
    Condition theirs{column, parties.at(0)};
    for (const Uuid& party : std::span(parties).subspan(1)) theirs.others.emplace_back(party);
    return theirs;
}

Uuid canonical_party(const View& view, const Uuid& party) {
    const auto survivor = view.db().row<std::string>("select survivor from kit_merged_parties where id = ?", {party});
    return survivor ? uuid_from(std::get<0>(*survivor)).value() : party;
}

void erase_history(Unit& unit, const Uuid& party) {
    Db& db = unit.db();
    db.run(
        "update kit_events set body = null, salt = null where body is not null and sequence in "
        "(select sequence from kit_event_parties where party = ?)",
        {party});
    db.run("update kit_replies set result = 'null' where result like ?", {"%" + to_text(party) + "%"});
    erase_waiting(db, "kit_dead_letters", party, [](const bus::Event&) { return true; });
    // What was told just before has no place in the history yet: on PostgreSQL it waits for its sequence, on SQLite for
    // the end of the group of work that it belongs to.
    erase_waiting(db, "kit_staged", party, [&party](const bus::Event& event) {
        return std::ranges::find(event.parties, party) != event.parties.end();
    });
    unit.erase_told(party);
}

Routes party_event_routes() {
    return {
        EventRoute{EventRoute::As::projection, std::string(parties_merged.type), note_merge, "kit_merged_parties"},
        ClearRoute{"registry", [](Unit& unit) { unit.db().run("delete from kit_merged_parties"); }},
        EventRoute{EventRoute::As::reaction, std::string(party_erased.type), [](Unit& unit, const bus::Event& told) {
                       const Uuid erased = decode_stored<PartyErased>(told.data).party;
                       for (const Uuid& party : parties_that_are(unit, erased)) erase_history(unit, party);
                   }}};
}

}  // namespace rapport::kit
