// SPDX-License-Identifier: MIT
#include "services/registry/rules/party.hpp"

#include <algorithm>
#include <set>

#include "bus/base/codec.hpp"
#include "bus/base/personal.hpp"
#include "services/kit/text/folding.hpp"
#include "services/registry/rules/checks.hpp"

namespace rapport::registry {
namespace {

using namespace std::literals;

constexpr std::size_t max_tag = 60;

std::string at(const char* list, std::size_t i, const char* field = "") {
    return list + ("[" + std::to_string(i) + "]") + field;
}

void check_contact_points(const api::Party& party) {
    for (std::size_t i = 0; i < party.phones.size(); ++i)
        check_phone(at("phones", i, ".number"), party.phones[i].number);
    for (std::size_t i = 0; i < party.addresses.size(); ++i) {
        const api::Address& address = party.addresses[i];
        if (!address.street && !address.postal_code && !address.city && !address.region && !address.country)
            throw invalid(at("addresses", i), "needs at least one of street, postal_code, city, region, country");
        if (address.country) check_country(at("addresses", i, ".country"), *address.country);
    }
}

void check_labels(const api::Party& party) {
    for (std::size_t i = 0; i < party.tags.size(); ++i) {
        const std::string& tag = party.tags[i];
        if (look_at(tag).characters > max_tag) throw invalid(at("tags", i), "may have at most 60 characters");
    }
    auto references = party.references;
    std::ranges::sort(references);
    if (std::ranges::adjacent_find(references) != references.end())
        throw invalid("references", "must be different from each other");
}

/// The words of a name in their two spellings, without capitals, accents and punctuation, and without the legal form at
/// its end: `Müller, Inc.` is `muller` and `mueller`.
std::set<std::string> normalised_names(std::string name) {
    constexpr std::array forms{"inc"sv,  "incorporated"sv, "llc"sv,         "llp"sv, "lp"sv,      "ltd"sv,  "limited"sv,
                               "plc"sv,  "corp"sv,         "corporation"sv, "co"sv,  "company"sv, "gmbh"sv, "mbh"sv,
                               "ag"sv,   "kg"sv,           "ohg"sv,         "ug"sv,  "se"sv,      "sa"sv,   "sas"sv,
                               "sarl"sv, "srl"sv,          "spa"sv,         "bv"sv,  "nv"sv,      "oy"sv,   "ab"sv,
                               "as"sv,   "aps"sv,          "pty"sv};
    std::erase_if(name, [](char c) { return c == '.' || c == '\''; });
    auto words = kit::words_of(name);
    while (words.size() > 1 && std::ranges::find(forms, words.back().plain) != forms.end()) words.pop_back();
    std::string plain, spelt_out;
    for (const kit::Word& word : words) {
        plain.append(plain.empty() ? "" : " ").append(word.plain);
        spelt_out.append(spelt_out.empty() ? "" : " ").append(word.spelt_out);
    }
    return {plain, spelt_out};
}

/// Digits alone, 00 and + alike.
std::string normalised_phone(const std::string& number) {
    std::string digits;
    for (const char c : number)
        if (c >= '0' && c <= '9') digits += c;
    if (!number.starts_with('+') && digits.starts_with("00")) digits.erase(0, 2);
    return digits;
}

/// The domain of an address or a website; empty where it says nothing about who it is.
std::string domain_of(const std::string& text) {
    constexpr std::array shared{"gmail.com"sv,   "googlemail.com"sv, "outlook.com"sv, "hotmail.com"sv,
                                "live.com"sv,    "yahoo.com"sv,      "icloud.com"sv,  "me.com"sv,
                                "aol.com"sv,     "gmx.de"sv,         "gmx.net"sv,     "web.de"sv,
                                "t-online.de"sv, "proton.me"sv,      "mail.com"sv,    "protonmail.com"sv};
    auto begin = text.find('@');
    if (begin == text.npos) begin = text.find("//") + 1;
    std::string domain = kit::name_key(text.substr(begin + 1));
    domain.resize(std::min(domain.find_first_of(":/?#"), domain.size()));
    if (domain.starts_with("www.")) domain.erase(0, 4);
    return std::ranges::find(shared, domain) == shared.end() ? domain : "";
}

}  // namespace

void check(const api::Party& party) {
    if (party.parent == party.id) throw invalid("parent", "must be another party");
    if (party.country) check_country("country", *party.country);
    if (party.time_zone) check_time_zone("time_zone", *party.time_zone);
    if (party.language) check_language("language", *party.language);
    if (party.website) check_website("website", *party.website);
    check_contact_points(party);
    check_labels(party);
}

void check_tags(const api::Party& party) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < party.tags.size(); ++i)
        if (!seen.insert(kit::name_key(party.tags[i])).second) throw invalid(at("tags", i), "is there twice");
}

std::string address_key(const std::string& address) {
    return address.find('@') == address.npos ? normalised_phone(address) : kit::name_key(address);
}

namespace {

bool is_mark(const api::Mark& mark, api::MarkKind kind, const std::string& key) {
    return mark.kind == kind && address_key(mark.address) == key;
}

/// What somebody else said, as a field of one line takes it.
std::optional<std::string> as_reason(std::string text) {
    constexpr std::size_t longest = 500;
    std::ranges::replace_if(
        text, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    if (text.size() > longest) {
        std::size_t end = longest;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
        text.resize(end);
    }
    if (text.find_first_not_of(' ') == text.npos) return {};
    return text;
}

bool has_address(const api::Party& party, const std::string& key) {
    return std::ranges::any_of(party.emails, [&](const auto& each) { return address_key(each.address) == key; }) ||
           std::ranges::any_of(party.phones, [&](const auto& each) { return address_key(each.number) == key; });
}

}  // namespace

void check_marks(const api::Party& before, const api::Party& after) {
    std::set<std::pair<api::MarkKind, std::string>> seen;
    for (std::size_t i = 0; i < after.marks.size(); ++i) {
        const api::Mark& mark = after.marks[i];
        const std::string key = address_key(mark.address);
        const auto same = [&key](const api::Mark& one) { return address_key(one.address) == key; };
        if (!has_address(after, key) && std::ranges::none_of(before.marks, same))
            throw invalid(at("marks", i, ".address"), "must be an e-mail address or phone number of the party");
        if (!seen.emplace(mark.kind, key).second) throw invalid(at("marks", i), "is there twice");
    }
}

api::Party with_marks_dated(const api::Party& before, api::Party after, Instant now) {
    for (api::Mark& mark : after.marks) {
        if (mark.since) continue;
        const std::string key = address_key(mark.address);
        const auto known =
            std::ranges::find_if(before.marks, [&](const api::Mark& one) { return is_mark(one, mark.kind, key); });
        mark.since = known == before.marks.end() ? now : known->since;
    }
    return after;
}

api::Party marked(api::Party party, api::MarkKind kind, const std::string& address, const std::string& reason,
                  Instant now) {
    const std::string key = address_key(address);
    const auto same = [&](const api::Mark& one) { return is_mark(one, kind, key); };
    if (!has_address(party, key) || std::ranges::any_of(party.marks, same)) return party;
    party.marks.push_back({.kind = kind, .address = address, .since = now, .reason = as_reason(reason)});
    return party;
}

api::Party erased(api::Party party, Instant now) {
    blank_personal(party);
    party.website.reset();
    party.emails.clear();
    party.phones.clear();
    party.addresses.clear();
    party.marks.clear();
    party.tags.clear();
    party.references.clear();
    party.retired = true;
    party.erased_at = now;
    return party;
}

void check_not_erased(const api::Party& party) {
    if (party.erased_at) throw Error(Code::failed_precondition, "id: the party was erased; enter another one");
}

namespace {

std::optional<kit::Blocked> blocked_for_the_erased(const api::Party& party, const kit::Asking&) {
    if (!party.erased_at) return {};
    return kit::Blocked{"party_is_erased", {}};
}

}  // namespace

const kit::Moves<api::Party>& party_moves() {
    static const kit::Moves<api::Party> moves{
        "party",
        &api::Party::retired,
        {{{false}, true, api::retire_party, "lists hide it, its history stays; not while something of it is open"},
         {{true}, false, api::restore_party, "lists show it again", kit::usual, blocked_for_the_erased}}};
    return moves;
}

api::Party imported(api::Party party, const api::ImportRow& row) {
    auto references = std::move(party.references);
    apply_patch(party, row.party);
    references.push_back(row.reference);
    references.insert(references.end(), row.party.entity.references.begin(), row.party.entity.references.end());
    party.references.clear();
    for (api::Reference& reference : references)
        if (std::ranges::find(party.references, reference) == party.references.end())
            party.references.push_back(std::move(reference));
    return party;
}

std::vector<std::string> likenesses(const api::Party& party) {
    constexpr std::size_t shortest_phone = 6;
    std::vector<std::string> all;
    const auto add = [&all](const char* kind, const std::string& text) {
        if (!text.empty()) all.push_back(std::string(kind) + ":" + text);
    };
    const bool organisation = party.sort == api::Sort::organisation;
    for (const std::string& name : normalised_names(party.name)) add("name", name);
    for (const std::string& name : normalised_names(party.legal_name.value_or(""))) add("name", name);
    for (const api::Email& email : party.emails) {
        add("email", kit::name_key(email.address));
        if (organisation) add("domain", domain_of(email.address));
    }
    if (organisation && party.website) add("domain", domain_of(*party.website));
    for (const api::Phone& phone : party.phones) {
        const std::string digits = normalised_phone(phone.number);
        if (digits.size() >= shortest_phone) add("phone", digits);
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

}  // namespace rapport::registry
