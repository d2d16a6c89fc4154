// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/requests.hpp"
#include "services/kit/method.hpp"

namespace rapport::registry::api {

using namespace std::literals;

struct PartyTag;
using PartyId = Id<PartyTag>;

/// What a party is in law.
enum class Sort { organisation, person };
constexpr auto names_of(Sort) { return std::array{"organisation"sv, "person"sv}; }

/// What an e-mail address, a phone number or a postal address is for.
enum class Use { main, work, home, mobile, billing, support, visiting, other };
constexpr auto names_of(Use) {
    return std::array{"main"sv, "work"sv, "home"sv, "mobile"sv, "billing"sv, "support"sv, "visiting"sv, "other"sv};
}

/// An e-mail address, and what it is for.
struct Email {
    Use use = Use::main;
    std::string address;
    friend bool operator==(const Email&, const Email&) = default;
    static constexpr auto fields =
        describe(Field{"use", &Email::use, "what it is for", defaulted},
                 Field{"address", &Email::address, "such as ann@example.com", email_address, personal});
};
/// A telephone number, and what it is for.
struct Phone {
    Use use = Use::main;
    std::string number;
    friend bool operator==(const Phone&, const Phone&) = default;
    static constexpr auto fields = describe(
        Field{"use", &Phone::use, "what it is for", defaulted},
        Field{"number", &Phone::number, "+ and digits; blanks, dots, dashes, parentheses", length(3, 40), personal});
};
/// Why nothing is sent to an e-mail address or a phone number.
enum class MarkKind {
    invalid,    ///< nothing arrives there
    opted_out,  ///< who is there wants none
};
constexpr auto names_of(MarkKind) { return std::array{"invalid"sv, "opted_out"sv}; }

/// A mark on an e-mail address or phone number of a party. It stays when the address is taken off the party, and counts
/// again when it comes back.
struct Mark {
    MarkKind kind = MarkKind::invalid;
    std::string address;
    std::optional<Instant> since;
    std::optional<std::string> reason;
    friend bool operator==(const Mark&, const Mark&) = default;
    static constexpr auto fields =
        describe(Field{"kind", &Mark::kind, "invalid: nothing arrives there; opted_out: who is there wants none"},
                 Field{"address", &Mark::address, "the e-mail address or phone number", length(3, 254), personal},
                 Field{"since", &Mark::since, "since when; since now if left out"},
                 Field{"reason", &Mark::reason, "why it is invalid, or how they opted out", length(1, 500), personal});
};
/// A postal address, and what it is for.
struct Address {
    Use use = Use::main;
    std::optional<std::string> street, postal_code, city, region, country;
    static constexpr auto fields = describe(
        Field{"use", &Address::use, "what it is for", defaulted},
        Field{"street", &Address::street, "street and number, lines as written", length(1, 400), multiline, personal},
        Field{"postal_code", &Address::postal_code, "as written", length(1, 20), personal},
        Field{"city", &Address::city, "the place", length(1, 200), personal},
        Field{"region", &Address::region, "state, province or county", length(1, 200)},
        Field{"country", &Address::country, "ISO 3166-1 alpha-2, such as DE", length(1, 20)});
};
/// What another system calls the party. No two parties have the same one.
struct Reference {
    std::string system, id;
    friend auto operator<=>(const Reference&, const Reference&) = default;
    static constexpr auto fields = describe(Field{"system", &Reference::system, "which system", length(1, 60)},
                                            Field{"id", &Reference::id, "what it says there", length(1, 200)});
};

/// An organisation or a person that we have to do with.
struct Party {
    PartyId id;
    std::int64_t version = 0;
    Sort sort = Sort::organisation;
    std::string name;
    std::optional<std::string> legal_name;
    std::optional<PartyId> parent;
    std::optional<std::string> industry, country, time_zone, language, website;
    std::vector<Email> emails;
    std::vector<Phone> phones;
    std::vector<Address> addresses;
    std::vector<Mark> marks;
    std::vector<std::string> tags;
    std::vector<Reference> references;
    bool retired = false;
    std::optional<Instant> erased_at;
    Instant created_at;

    static constexpr auto fields = describe(
        identity(&Party::id, &Party::version),
        Field{"sort", &Party::sort, "organisation, unless said otherwise, or person", editable, defaulted, listed(2)},
        Field{"name", &Party::name, "what it is called", length(1, 300), personal, editable, searched, sorted, folded,
              listed(1)},
        Field{"legal_name", &Party::legal_name, "its registered name", length(1, 300), personal, editable, searched},
        Field{"parent", &Party::parent, "the party that it belongs to, in a group of companies", editable, filter,
              listed(5)},
        Field{"industry", &Party::industry, "what it does", length(1, 100), editable, listed(4)},
        Field{"country", &Party::country, "ISO 3166-1 alpha-2, such as DE", length(1, 20), editable, filter, listed(3)},
        Field{"time_zone", &Party::time_zone, "IANA name, such as Europe/Berlin", length(1, 64), editable},
        Field{"language", &Party::language, "BCP 47 tag, such as de or pt-BR", length(1, 35), editable},
        Field{"website", &Party::website, "beginning with https:// or http://", length(8, 500), editable},
        Field{"emails", &Party::emails, "all of them; the first is preferred", length(0, 20), editable},
        Field{"phones", &Party::phones, "all of them; the first is preferred", length(0, 20), editable},
        Field{"addresses", &Party::addresses, "all of them; the first is preferred", length(0, 20), editable},
        Field{"marks", &Party::marks, "to which e-mail addresses and phone numbers nothing is sent, and why",
              length(0, 100), editable},
        Field{"tags", &Party::tags, "words to find it by", length(0, 50), editable, filter, folded},
        Field{"references", &Party::references, "what other systems call it", length(0, 50), editable},
        Field{"retired", &Party::retired, "hidden from lists; its history stays", defaulted, hides},
        Field{"erased_at", &Party::erased_at, "when what is personal of it was erased, if it was"},
        Field{"created_at", &Party::created_at, "when it was entered here", was("created")});
};

}  // namespace rapport::registry::api
