// SPDX-License-Identifier: MIT
#include "services/gateway/events/listening.hpp"

#include <gmock/gmock-matchers.h>

#include <nlohmann/json.hpp>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"

namespace rapport::gateway {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(Positions, AreSourcesAndSequences) {
    EXPECT_EQ(positions_from("complaints:17"), (Positions{{"complaints", 17}}));
    EXPECT_EQ(positions_from("registry:9,complaints:17"), (Positions{{"complaints", 17}, {"registry", 9}}));
    EXPECT_EQ(to_text(Positions{{"registry", 9}, {"complaints", 17}}), "complaints:17,registry:9");
    EXPECT_EQ(to_text(Positions{}), "");
    for (const char* bad : {"", "complaints", ":1", "complaints:", "complaints:-1", "complaints:1x", "a:1,", ",a:1",
                            "a:1,a:2", "a b:1", "a:1\n"})
        EXPECT_FALSE(positions_from(bad)) << bad;
    std::string many = "a0:1";
    for (int i = 1; i < 101; ++i) many += ",a" + std::to_string(i) + ":1";
    EXPECT_FALSE(positions_from(many)) << "of more sources than there are";
}

TEST(Listening, PatternsChooseTypes) {
    Wanted wanted{.types = {"complaints.*", "registry.party", "surveys."}};
    EXPECT_TRUE(wanted.wants("complaints", "complaints.opened"));
    EXPECT_TRUE(wanted.wants("registry", "registry.party"));
    EXPECT_TRUE(wanted.wants("registry", "registry.party.merged"));
    EXPECT_FALSE(wanted.wants("registry", "registry.party_created"));
    EXPECT_TRUE(wanted.wants("surveys", "surveys.sent"));
    EXPECT_TRUE(Wanted{}.wants("x", "x.y"));
    for (const char* source : {"complaints", "registry", "surveys"}) EXPECT_TRUE(wanted.follows(source)) << source;
    EXPECT_FALSE(wanted.follows("notifier"));
    EXPECT_TRUE(Wanted{.types = {"no*"}}.follows("notifier"));
}

TEST(Listening, IsForStaffAndOfOwnPartiesForThoseWhoSeeNoOthers) {
    const HttpRequest request{.query = "type=a.*,b.c&type=d.e", .headers = {{"Last-Event-ID", "a:17"}}};
    const auto wanted = wanted_by({.id = "user:1", .roles = {"agent"}}, request);
    EXPECT_THAT(wanted.types, testing::ElementsAre("a.*", "b.c", "d.e"));
    EXPECT_EQ(wanted.after, (Positions{{"a", 17}}));
    EXPECT_FALSE(wanted.wants("accounts", "accounts.token_made"));
    EXPECT_THROW(wanted_by({.id = "user:1", .roles = {"respondent"}}, request), Error);
    EXPECT_FALSE(wanted.own_parties);
    for (const Actor& limited : {Actor{.id = "user:1", .roles = {"agent"}, .parties = {"p"}},
                                 Actor{.id = "user:1", .roles = {"admin"}, .parties = {"p"}},
                                 Actor{.id = "user:1", .roles = {"account_manager"}}}) {
        EXPECT_TRUE(wanted_by(limited, request).own_parties);
        EXPECT_FALSE(wanted_by(limited, {}).wants("accounts", "accounts.token_made"));
    }
    EXPECT_FALSE(wanted_by({.id = "user:1", .roles = {"account_manager", "agent"}}, request).own_parties);
    EXPECT_TRUE(wanted_by({.id = "user:1", .roles = {"auditor"}}, {}).wants("accounts", "accounts.token_made"));
    EXPECT_THROW(wanted_by({.id = "user:1", .roles = {"agent"}}, {.query = "tipe=a"}), Error);
    EXPECT_THROW(wanted_by({.id = "user:1", .roles = {"agent"}}, {.headers = {{"Last-Event-ID", "17"}}}), Error);
}

std::string refusal(const std::string& query) {
    try {
        wanted_by({.id = "user:1", .roles = {"agent"}}, {.query = query});
    } catch (const Error& error) {
        return error.message();
    }
    return "taken";
}

TEST(Listening, WhatIsAskedForWronglyIsSaid) {
    EXPECT_THAT(refusal("tipe=a"), HasSubstr("did you mean `type`?"));
    EXPECT_THAT(refusal("after=complaints"), HasSubstr("after: must be SOURCE:SEQUENCE"));
    EXPECT_THAT(refusal("party=acme"), HasSubstr("party: must be ids of parties"));
    EXPECT_THAT(refusal("data=none"), HasSubstr("data: must be one of full, ref"));
    EXPECT_THAT(refusal("where=type%20%3D"), HasSubstr("where: "));
    EXPECT_THAT(refusal("where=tipe%20%3D%20%27a%27"), HasSubstr("did you mean `type`?"));
    EXPECT_EQ(refusal("where=data.complaint.state%20%3D%20%27closed%27%20or%20quiet%20%3D%20true"), "taken");
    EXPECT_THAT(refusal("after=accounts:7"), HasSubstr("are for the roles admin and auditor"));
    std::string subjects = "subject=a";
    for (int i = 0; i < 200; ++i) subjects += ",a";
    EXPECT_THAT(refusal(subjects), HasSubstr("subject: must be at most 200 values"));
}

TEST(Listening, ABrowserThatComesAgainGoesOnWhereItWasAndNotWhereItBegan) {
    const auto wanted = wanted_by({.id = "user:1", .roles = {"agent"}},
                                  {.query = "after=a:1,b:2", .headers = {{"Last-Event-ID", "a:9,c:3"}}});
    EXPECT_EQ(wanted.after, (Positions{{"a", 9}, {"b", 2}, {"c", 3}}));
}

struct Case {
    std::string id;
    std::int64_t version = 0;
    std::string state;
    static constexpr auto fields =
        describe(Field{"id", &Case::id, ""}, Field{"version", &Case::version, ""}, Field{"state", &Case::state, ""});
};
struct CaseTold {
    Case complaint;
    static constexpr auto fields = describe(Field{"complaint", &CaseTold::complaint, ""});
};

const Uuid acme = *uuid_from("0192f0c1-7a3b-7cde-8f00-000000000001");

bus::Event event() {
    return {.id = acme,
            .source = "complaints",
            .type = "complaints.opened",
            .subject = "c-1",
            .sequence = 17,
            .actor = {.id = "user:1"},
            .parties = {acme},
            .data = any_of(CaseTold{{"c-1", 3, "received"}})};
}

TEST(ToldEvent, IsForWhomEachConditionHolds) {
    const bus::Event opened = event();
    const auto is_for = [&](const Wanted& wanted) { return ToldEvent(opened).is_for(wanted); };
    EXPECT_TRUE(is_for({}));
    EXPECT_TRUE(is_for({.subjects = {"c-2", "c-1"}}));
    EXPECT_FALSE(is_for({.subjects = {"c-2"}}));
    EXPECT_TRUE(is_for({.parties = {acme}}));
    EXPECT_FALSE(is_for({.parties = {new_uuid({1})}}));
    EXPECT_TRUE(is_for({.where = parse_filter("data.complaint.state = 'received' and subject = 'c-1'")}));
    EXPECT_FALSE(is_for({.where = parse_filter("data.complaint.state = 'closed'")}));
    EXPECT_FALSE(is_for({.not_sources = {"complaints"}}));
}

TEST(ToldEvent, AReferenceSaysWhichRecordInWhichVersionAndNoMore) {
    const bus::Event opened = event();
    ToldEvent told(opened);
    const std::string text = told.text(true);
    EXPECT_TRUE(text.starts_with("event: complaints.opened\ndata: {"));
    const json reference = json::parse(text.substr(text.find('{')));
    EXPECT_EQ(reference["subject"], "c-1");
    EXPECT_EQ(reference["version"], 3);
    EXPECT_EQ(reference["parties"], json::array({to_text(acme)}));
    EXPECT_FALSE(reference.contains("data"));
    EXPECT_THAT(told.text(false), HasSubstr("\"state\":\"received\""));
}

TEST(ToldEvent, WhoseDataTellNoVersionHasNone) {
    bus::Event other = event();
    other.subject = "c-2";
    EXPECT_FALSE(version_told(other));
    other.data = {};
    EXPECT_FALSE(version_told(other));
    other.data = any_of(Case{"c-2", 9, ""});
    EXPECT_EQ(version_told(other), 9);
}

}  // namespace
}  // namespace rapport::gateway
