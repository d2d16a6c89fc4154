// SPDX-License-Identifier: MIT
#include "bus/base/codec.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "bus/base/error.hpp"
#include "bus/base/money.hpp"

namespace rapport {
namespace {

using namespace std::literals;

struct PartyTag;
using PartyId = Id<PartyTag>;
enum class Sort { organisation, person };
constexpr auto names_of(Sort) { return std::array{"organisation"sv, "person"sv}; }

struct Contact {
    std::string name;
    static constexpr auto fields = describe(Field{"name", &Contact::name, "their name", length(1, 5), personal});
};

struct Party {
    PartyId id;
    std::string name;
    Sort sort = Sort::organisation;
    std::optional<std::string> note;
    std::vector<Contact> contacts;
    std::optional<Instant> since;
    std::optional<Money> turnover;
    std::int32_t rating = 3;
    std::string password;
    Any custom;

    static constexpr auto fields = describe(
        Field{"id", &Party::id, "which"}, Field{"name", &Party::name, "its name", length(1, 10)},
        Field{"sort", &Party::sort, "what it is", defaulted}, Field{"note", &Party::note, "anything"},
        Field{"contacts", &Party::contacts, "people", length(0, 2)}, Field{"since", &Party::since, "since when"},
        Field{"turnover", &Party::turnover, "a year"},
        Field{"rating", &Party::rating, "stars", between(1, 5), defaulted},
        Field{"password", &Party::password, "hidden", secret, defaulted}, Field{"custom", &Party::custom, "more"});
};

const std::string id = "0192f0c1-7a3b-7cde-8f00-1234567890ab";

Party from(const std::string& json) { return decode<Party>(from_json(json)); }

std::string refusal(const std::string& json) {
    try {
        from(json);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        return error.message();
    }
    return "accepted";
}

TEST(Codec, WhatIsEncodedDecodesToTheSame) {
    Party party{
        .id = PartyId(*uuid_from(id)), .name = "Acme", .sort = Sort::person, .note = "n", .contacts = {{"Ann"}}};
    party.since = instant_from("2026-11-22T14:20:00Z");
    party.turnover = Money{.minor = 1250, .currency = "EUR"};
    party.custom.bytes = from_json(R"({"a":[1,2.5,null]})");
    const Party again = decode<Party>(encode(party));
    EXPECT_EQ(encode(again), encode(party));
    EXPECT_EQ(to_json(encode(again)),
              R"({"id":")" + id + R"(","name":"Acme","sort":"person","note":"n","contacts":[{"name":"Ann"}],)" +
                  R"("since":"2026-11-22T14:20:00.000Z","turnover":{"minor":1250,"currency":"EUR"},"rating":3,)" +
                  R"("password":"","custom":{"a":[1,2.5,null]}})");
}

struct Edit {
    std::string id;
    std::optional<std::string> name;
    Patch<std::string> note;
    std::optional<std::vector<Contact>> contacts;
    static constexpr auto fields =
        describe(Field{"id", &Edit::id, "which", defaulted}, Field{"name", &Edit::name, "its name"},
                 Field{"note", &Edit::note, "anything", length(1, 9)}, Field{"contacts", &Edit::contacts, "people"});
};
/// Says what no party has.
struct Unrelated {
    std::optional<std::string> shoe_size;
    static constexpr auto fields = describe(Field{"shoe_size", &Unrelated::shoe_size, "no field of a party"});
};

TEST(Codec, APatchLeavesEmptiesOrSets) {
    const auto patched = [](const std::string& json) {
        Party party{.id = PartyId(*uuid_from(id)), .name = "Acme", .note = "n", .contacts = {{"Ann"}}};
        apply_patch(party, decode<Edit>(encode(decode<Edit>(from_json(json)))));
        return party.name + " " + party.note.value_or("-") + " " + std::to_string(party.contacts.size());
    };
    EXPECT_EQ(patched("{}"), "Acme n 1");
    EXPECT_EQ(patched(R"({"name":"Best","note":null,"contacts":[]})"), "Best - 0");
    EXPECT_EQ(patched(R"({"name":null,"note":"m","contacts":null})"), "Acme m 1");
    EXPECT_THROW(patched(R"({"note":""})"), Error);
    Party party;
    EXPECT_THROW(apply_patch(party, Unrelated{}), std::logic_error) << "a slip of ours shows at the first call";
    EXPECT_NE(
        to_json(schema_of(shape_of<Edit>()))
            .find(
                R"("note":{"anyOf":[{"type":"string","minLength":1,"maxLength":9},{"type":"null"}],"description":"anything"})"),
        std::string::npos);
}

TEST(Codec, IgnoresUnknownKeysAndFillsWhatMayBeAbsent) {
    const Party party = from(R"({"id":")" + id + R"(","name":"Acme","colour":"red","note":null})");
    EXPECT_EQ(party.rating, 3);
    EXPECT_FALSE(party.note);
    EXPECT_TRUE(party.contacts.empty());
}

/// As Party was some versions ago, and as it became: what is stored has to be read by all that come later.
struct Renamed {
    std::string title = "none";
    Sort kind = Sort::person;
    std::int32_t rating = 3;
    std::optional<Instant> since;
    std::vector<Contact> people;
    static constexpr auto fields =
        describe(Field{"title", &Renamed::title, "its name", length(1, 3), was("name")},
                 Field{"kind", &Renamed::kind, "what it is"}, Field{"rating", &Renamed::rating, "stars", between(1, 2)},
                 Field{"since", &Renamed::since, "since when"},
                 Field{"people", &Renamed::people, "who", length(0, 1), was("contacts")});
};

TEST(Codec, WhatIsStoredIsReadByEveryLaterVersion) {
    const auto stored = [](const std::string& json) { return decode_stored<Renamed>(from_json(json)); };
    EXPECT_EQ(stored("{}").title, "none") << "a field that came later keeps what the struct begins with";
    EXPECT_EQ(stored("{}").kind, Sort::person);
    EXPECT_EQ(stored(R"({"name": "Acme"})").title, "Acme") << "by the name that it had, though it is longer than now";
    EXPECT_EQ(stored(R"({"name": "Acme", "title": "B"})").title, "B");
    EXPECT_EQ(stored(R"({"rating": 5})").rating, 5);
    EXPECT_EQ(stored(R"({"contacts": [{"name": "Ann Miller"}, {}]})").people.at(0).name, "Ann Miller");
    EXPECT_EQ(stored(R"({"rating": null, "gone": 1})").rating, 3);
    EXPECT_EQ(decode_stored<Renamed>(Any()).title, "none");
    for (const char* wrong : {R"({"name": 1})", R"({"kind": "team"})", R"({"since": "soon"})", R"({"contacts": {}})"})
        EXPECT_THROW(stored(wrong), Error) << wrong;
    EXPECT_THROW(decode<Renamed>(from_json(R"({"name": "A", "kind": "person", "rating": 1})")), Error)
        << "an answer has the names of today";
}

struct Rename {
    std::string name;
    std::int32_t rating = 4;
    static constexpr auto fields =
        describe(Field{"name", &Rename::name, as_in<Party>}, Field{"rating", &Rename::rating, as_in<Party>});
};

TEST(Codec, AProgramKnowsTheTypesThatItReadsOfAStore) {
    const auto known = [](const Shape& shape) {
        const auto found = std::ranges::find(stored_types(), &shape, [](auto* type) { return &type->shape(); });
        return found == stored_types().end() ? nullptr : *found;
    };
    const StoredType* type = known(shape_of<Renamed>());
    ASSERT_NE(type, nullptr);
    EXPECT_TRUE(type->name().starts_with("rapport::") && type->name().ends_with("::Renamed")) << type->name();
    EXPECT_EQ(to_json(type->read_again(from_json(R"({"name": "Acme", "contacts": []})"))),
              R"({"title":"Acme","kind":"person","rating":3,"people":[]})");
    EXPECT_EQ(known(shape_of<Rename>()), nullptr) << "it is asked for alone";
}
struct Stray {
    int stars = 0;
    static constexpr auto fields = describe(Field{"stars", &Stray::stars, as_in<Party>});
};

TEST(Codec, AFieldMayTakeOverWhatAnotherRecordSaysOfIt) {
    const auto fields = shape_of<Rename>().fields();
    EXPECT_EQ(fields[0].doc, "its name");
    EXPECT_EQ(fields[0].bounds.max_length, 10);
    EXPECT_EQ(decode<Rename>(from_json(R"({"name": "Acme"})")).rating, 4);
    EXPECT_THROW(decode<Rename>(from_json(R"({"name": "Acme", "rating": 6})")), Error);
    EXPECT_THROW(shape_of<Stray>().fields(), std::logic_error);
}

TEST(Codec, ARefusalNamesTheFieldAndWhatWouldBeRight) {
    const std::string start = R"({"id":")" + id + R"(","name":"Acme")";
    const std::pair<std::string, std::string> cases[] = {
        {R"({"id":")" + id + R"("})", "name: is required"},
        {R"({"id":"x","name":"a"})", "id: must be an id such as 0192f0c1-7a3b-7cde-8f00-1234567890ab"},
        {start + R"(,"sort":"firm"})", "sort: must be one of organisation, person"},
        {start + R"(,"sort":1})", "sort: must be one of organisation, person"},
        {start + R"(,"rating":9})", "rating: must be from 1 to 5"},
        {start + R"(,"rating":2.5})", "rating: must be a whole number"},
        {start + R"(,"rating":"2"})", "rating: must be a whole number"},
        {start + R"(,"contacts":[{"name":"Ann"},{"name":"Bartholomew"}]})",
         "contacts[1].name: may have at most 5 characters"},
        {start + R"(,"contacts":[{},{},{}]})", "contacts: may have at most 2 elements"},
        {start + R"(,"contacts":{}})", "contacts: must be a list"},
        {start + R"(,"since":"yesterday"})", "since: must be an RFC 3339 time such as 2026-11-22T14:20:00Z"},
        {start + R"(,"turnover":{"minor":1}})", "turnover.currency: is required"},
        {R"({"id":")" + id + R"(","name":""})", "name: must not be empty"},
        {"[]", "request: must be an object"},
    };
    for (const auto& [json, message] : cases) EXPECT_EQ(refusal(json), message) << json;
}

TEST(Codec, RefusesTextThatIsNotCleanAndBytesThatAreNotOneValue) {
    std::string bytes;
    Writer out(bytes);
    out.map(1);
    out.text("name");
    out.text("a\xff");
    EXPECT_THROW(decode<Contact>(bytes), Error);
    EXPECT_THROW(decode<Contact>(encode(Contact{"a"}) + "x"), Error);
    EXPECT_THROW(decode<Contact>("\xdd\xff\xff\xff\xff"sv), Error);
    EXPECT_THROW(decode<Contact>(std::string(1000, '\x91') + '\xc0'), Error);
    EXPECT_THROW(decode<Contact>(""sv), Error);
}

TEST(Codec, TellsWhatChangedButNoSecrets) {
    const Party before{.id = {}, .name = "Acme", .note = "a", .password = "x"};
    Party after = before;
    after.note.reset();
    after.rating = 5;
    after.password = "y";
    const auto changes = changes_between(before, after);
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(to_json(encode(changes[0])), R"({"field":"note","before":"a","after":null})");
    EXPECT_EQ(changes[1].field, "rating");
}

TEST(Codec, TellsOfAListOfRecordsOnlyThoseThatChanged) {
    const Party before{.name = "Acme", .contacts = {{"Ann"}, {"Bob"}}};
    Party after = before;
    after.contacts[1].name = "Bert";
    ASSERT_EQ(changes_between(before, after).size(), 1U);
    EXPECT_EQ(to_json(encode(changes_between(before, after)[0])),
              R"({"field":"contacts[1].name","before":"Bob","after":"Bert"})");
    after.contacts.pop_back();
    EXPECT_EQ(to_json(encode(changes_between(before, after)[0])),
              R"({"field":"contacts","before":[{"name":"Ann"},{"name":"Bob"}],"after":[{"name":"Ann"}]})");
}

TEST(Codec, SchemaCarriesTypesBoundsFormatsAndMarks) {
    EXPECT_EQ(to_json(schema_of(shape_of<Contact>())),
              R"({"type":"object","title":"Contact","properties":{"name":{"type":"string","minLength":1,"maxLength":5,)"
              R"("description":"their name","x-personal":true}},"required":["name"]})");
    const std::string schema = to_json(schema_of(shape_of<Party>()));
    for (const char* part : {R"("enum":["organisation","person"])", R"("format":"date-time")", R"("format":"uuid")",
                             R"("minimum":1)", R"("required":["id","name"])", R"("writeOnly":true)"})
        EXPECT_NE(schema.find(part), schema.npos) << part << " in " << schema;
}

struct Invite {
    std::vector<std::string> names, notes, marks = {"usual"};
    std::optional<std::vector<std::string>> more;
    static constexpr auto fields = describe(
        Field{"names", &Invite::names, "", length(1, 3)}, Field{"notes", &Invite::notes, "", length(0, 3)},
        Field{"marks", &Invite::marks, "", length(1, 3), defaulted}, Field{"more", &Invite::more, "", length(1, 3)});
};

TEST(Codec, ARequestMustSayWhatAListHoldsThatMayNotBeEmptyAsItsSchemaSays) {
    const auto asked = [](const char* json) -> std::string {
        try {
            decode_request<Invite>(std::string_view(from_json(json)));
        } catch (const Error& error) {
            return error.message();
        }
        return "taken";
    };
    EXPECT_EQ(asked(R"({"names":["a"]})"), "taken");
    EXPECT_EQ(asked("{}"), "names: is required");
    EXPECT_EQ(asked(R"({"names":null})"), "names: is required");
    EXPECT_EQ(asked(R"({"names":[]})"), "names: must not be empty");
    EXPECT_EQ(asked(R"({"names":["a"],"marks":[]})"), "marks: must not be empty");
    EXPECT_EQ(asked(R"({"names":["a"],"more":[]})"), "more: must not be empty");
    EXPECT_EQ(asked(R"({"names":["a"],"notes":null,"marks":null,"more":null})"), "taken");
    EXPECT_NO_THROW(decode<Invite>(std::string_view(from_json("{}")))) << "what is stored may lack it";
    const std::string schema = to_json(request_schema_of(shape_of<Invite>()));
    EXPECT_NE(schema.find(R"("required":["names"])"), schema.npos) << schema;
    EXPECT_NE(schema.find(R"("minItems":1)"), schema.npos) << schema;
    EXPECT_EQ(to_json(schema_of(shape_of<Invite>())).find("required"), std::string::npos);
}

struct Form {
    std::string name, mail;
    std::int64_t rank = 0;
    std::vector<Invite> invites;
    static constexpr auto fields =
        describe(Field{"name", &Form::name, "", length(1, 3)}, Field{"mail", &Form::mail, "", email_address},
                 Field{"rank", &Form::rank, "", between(1, 5)}, Field{"invites", &Form::invites, ""});
};

TEST(Codec, ARequestIsToldAllThatIsWrongAtOnce) {
    try {
        decode_request<Form>(std::string_view(
            from_json(R"({"name":"much too long","mail":"nobody","rank":7,"invites":[{"names":["a"]},{}]})")));
        ADD_FAILURE() << "was taken";
    } catch (const Error& error) {
        EXPECT_EQ(error.message(), "name: may have at most 3 characters") << "the first, in words";
        EXPECT_EQ(to_json(error.details().bytes),
                  R"({"field":"name","errors":[{"field":"name","reason":"too_long","params":{"max":3}},)"
                  R"({"field":"mail","reason":"wrong_form","params":{"form":"an e-mail address"}},)"
                  R"({"field":"rank","reason":"out_of_range","params":{"min":1,"max":5}},)"
                  R"({"field":"invites[1].names","reason":"required"}]})");
    }
    std::string many = R"({"name":"a","mail":"a@b.example","rank":1,"invites":[)";
    for (int i = 0; i < 1000; ++i) many += i ? ",{}" : "{}";
    try {
        decode_request<Form>(std::string_view(from_json(many + "]}")));
        ADD_FAILURE() << "was taken";
    } catch (const Error& error) {
        EXPECT_LT(error.details().bytes.size(), 5'000U) << "as many as somebody reads";
    }
}

struct Numbers {
    double ratio = 0;
    std::int64_t count = 0;
    static constexpr auto fields = describe(Field{"ratio", &Numbers::ratio, "", between(0.0000001, 0.1), defaulted},
                                            Field{"count", &Numbers::count, "", between(0, 9e15), defaulted});
};

TEST(Codec, ABoundIsToldWithAllItsDigits) {
    const auto refusal = [](const char* json) -> std::string {
        try {
            decode<Numbers>(std::string_view(from_json(json)));
        } catch (const Error& error) {
            return error.message();
        }
        return "taken";
    };
    EXPECT_EQ(refusal(R"({"ratio":1})"), "ratio: must be from 1e-07 to 0.1");
    EXPECT_EQ(refusal(R"({"count":-1})"), "count: must be from 0 to 9000000000000000");
}

}  // namespace
}  // namespace rapport
