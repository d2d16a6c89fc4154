// SPDX-License-Identifier: MIT
#include "services/kit/entities/party_events.hpp"

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

void erase_dead_letters(Db& db, const std::string& anywhere) {
    for (const auto& [row, text] :
         db.rows<std::int64_t, std::string>("select row, event from kit_dead_letters where event like ?", {anywhere})) {
        auto event = decode_stored<bus::Event>(from_json(text));
        event.data = {};
        event.erased = true;
        db.run("update kit_dead_letters set event = ? where row = ?", {to_json(encode(event)), row});
    }
}

}  // namespace

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
    const std::string anywhere = "%" + to_text(party) + "%";
    db.run("update kit_replies set result = 'null' where result like ?", {anywhere});
    erase_dead_letters(db, anywhere);
}

Routes party_event_routes() {
    return {
        EventRoute{EventRoute::As::projection, std::string(parties_merged.type), note_merge, "kit_merged_parties"},
        ClearRoute{"registry", [](Unit& unit) { unit.db().run("delete from kit_merged_parties"); }},
        EventRoute{EventRoute::As::reaction, std::string(party_erased.type), [](Unit& unit, const bus::Event& told) {
                       erase_history(unit, decode_stored<PartyErased>(told.data).party);
                   }}};
}

}  // namespace rapport::kit
