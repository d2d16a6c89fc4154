// SPDX-License-Identifier: MIT
#include "services/registry/store/party_index.hpp"

#include <algorithm>
#include <map>

#include "services/registry/rules/party.hpp"

namespace rapport::registry::party_index {
namespace {

api::PartyId id_from(const std::string& text) { return api::PartyId(uuid_from(text).value()); }

void enter_likenesses(kit::Db& db, const api::PartyId& party, const std::vector<std::string>& likenesses) {
    for (const std::string& likeness : likenesses)
        db.run("insert into party_likenesses (likeness, party) values (?, ?)", {likeness, party});
}

}  // namespace

std::optional<api::PartyId> by_reference(const View& view, const api::Reference& reference) {
    const auto row = view.db().row<std::string>("select party from party_references where system = ? and reference = ?",
                                                {reference.system, reference.id});
    if (!row) return {};
    return id_from(std::get<0>(*row));
}

std::vector<api::PartyId> by_address(const View& view, const std::string& address) {
    const std::string kind = address.find('@') == address.npos ? "phone:" : "email:";
    std::vector<api::PartyId> all;
    for (const auto& [id] : view.db().rows<std::string>(
             "select party from party_likenesses where likeness = ? order by party", {kind + address_key(address)}))
        all.push_back(id_from(id));
    return all;
}

void check_references(const View& view, const api::Party& party) {
    for (std::size_t i = 0; i < party.references.size(); ++i) {
        const auto other = by_reference(view, party.references[i]);
        if (!other || *other == party.id) continue;
        const bool seen = view.own_parties().have(view.db(), to_text(*other));
        throw Error(Code::already_exists, "references[" + std::to_string(i) + "]: " + party.references[i].system + " " +
                                              party.references[i].id + " is " +
                                              (seen ? "the party " + to_text(*other) : "another party"));
    }
}

void put(Unit& unit, const api::Party& before, const api::Party& after) {
    kit::Db& db = unit.db();
    if (before.references != after.references) {
        db.run("delete from party_references where party = ?", {after.id});
        for (const api::Reference& reference : after.references)
            db.run("insert into party_references (system, reference, party) values (?, ?, ?)",
                   {reference.system, reference.id, after.id});
    }
    const auto old_likenesses = before.version == 0 ? std::vector<std::string>() : likenesses(before);
    const auto new_likenesses = likenesses(after);
    if (old_likenesses == new_likenesses) return;
    db.run("delete from party_likenesses where party = ?", {after.id});
    enter_likenesses(db, after.id, new_likenesses);
}

kit::Derivation derivation() {
    return {.table = "parties",
            .name = "party_likenesses",
            .form = "2",
            .begin = [](kit::Db& db) { db.run("delete from party_likenesses"); },
            .make =
                [](kit::Db& db, std::string_view body) {
                    const auto party = decode_stored<api::Party>(body);
                    enter_likenesses(db, party.id, likenesses(party));
                }};
}

std::vector<Alike> alike(const View& view, const api::Party& party, std::size_t limit) {
    // A likeness that a great many share tells them from nobody: what it adds is cut off.
    constexpr int most = 100;
    std::map<std::string, std::vector<std::string>> shared;
    for (const std::string& likeness : likenesses(party)) {
        const auto rows = view.db().rows<std::string>(
            "select party from party_likenesses where likeness = ? and party <> ? order by party desc limit ?",
            {likeness, party.id, most});
        for (const auto& [other] : rows) shared[other].push_back(likeness);
    }
    std::vector<Alike> all;
    for (auto& [other, likenesses] : shared) all.push_back({id_from(other), std::move(likenesses)});
    std::ranges::stable_sort(all, std::ranges::greater(), [](const Alike& one) { return one.shared.size(); });
    all.resize(std::min(all.size(), limit));
    return all;
}

}  // namespace rapport::registry::party_index
