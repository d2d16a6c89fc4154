// SPDX-License-Identifier: MIT
// Commands before which every service is asked a question.
#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include "services/kit/questions.hpp"
#include "services/kit/routes.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::kit {
namespace {

struct Retire {
    Uuid id;
    std::vector<std::string> without;
    static constexpr auto fields = describe(Field{"id", &Retire::id, "whom"},
                                            Field{"without", &Retire::without, "who is not asked", length(0, 10)});
};
struct Heard {
    std::vector<std::string> services;
    static constexpr auto fields = describe(Field{"services", &Heard::services, "who answered what"});
};
constexpr Command<Retire, Heard> retire{"retire", bus_only, roles(Role::agent)};
constexpr Event<Heard> retired{"people.retired", "somebody is gone"};
constexpr Migration no_schema[] = {{"001_none", "create table unused (id text primary key);\n"}};

AskHolds what_depends(const Retire& request) { return {.party = request.id}; }

/// Tells and answers who said that something depends on somebody.
struct People {
    Definition definition() {
        return {"people",
                "knows people",
                {asks(holds, what_depends, on(retire, this, &People::retire_person)), tells(retired),
                 on(holds, this, &People::own)},
                no_schema};
    }
    Heard retire_person(Unit& unit, const Retire& request) {
        Heard heard;
        for (const Held& one : held(unit.answers())) heard.services.push_back(one.service + ' ' + one.kind);
        unit.emit(retired, request.id, heard);
        return heard;
    }
    Holds own(View& view, const AskHolds& request) {
        EXPECT_TRUE(view.own_parties().all()) << "what is answered to the service itself leaves nothing out";
        return {{{.kind = "of " + to_text(*request.party), .count = 1}}};
    }
};

class AsksTest : public testing::TestWithParam<std::string> {
protected:
    People people;
    testing_kit::TestBed bed{people.definition(), GetParam()};
    const Uuid id = new_uuid(bed.clock.now());

    Outcome run(const Invocation& invocation) {
        Work work = invocation;
        return bed.engine().run({&work, 1}).outcomes.at(0);
    }
    Invocation invocation(std::vector<std::string> without = {}) const {
        Invocation one{.method = "retire", .params = encode(Retire{id, std::move(without)})};
        one.header = {.actor = Actor{.id = "user:1", .kind = "person", .roles = {"agent"}}};
        return one;
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, AsksTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(AsksTest, TheHandlerRunsOnceOthersAnsweredAndHearsThemAndItsOwnService) {
    const Outcome first = run(invocation({"away"}));
    ASSERT_TRUE(first.asks);
    EXPECT_EQ(first.asks->method, "$holds");
    EXPECT_EQ(decode<AskHolds>(first.asks->params).party, id);
    EXPECT_THAT(first.asks->without, testing::ElementsAre("away"));
    Invocation again = invocation();
    again.answers = {{"complaints", encode(Holds{{{.kind = "complaint", .count = 2}}})}};
    const Outcome second = run(again);
    ASSERT_FALSE(second.error) << second.error->message();
    EXPECT_THAT(decode<Heard>(second.result).services,
                testing::ElementsAre("complaints complaint", "people of " + to_text(id)));
}

TEST_P(AsksTest, ARepeatedRequestIsAnsweredWithoutAskingAnybody) {
    Invocation keyed = invocation();
    keyed.header.idem = "key";
    ASSERT_TRUE(run(keyed).asks);
    Invocation with_answers = keyed;
    with_answers.answers.emplace();
    const Outcome done = run(with_answers);
    ASSERT_FALSE(done.error) << done.error->message();
    const Outcome repeated = run(keyed);
    EXPECT_FALSE(repeated.asks);
    EXPECT_EQ(repeated.result, done.result);
}

TEST_P(AsksTest, NobodyIsAskedForWhoMayNot) {
    Invocation stranger = invocation();
    stranger.header.actor->roles = {"respondent"};
    const Outcome refused = run(stranger);
    EXPECT_FALSE(refused.asks);
    EXPECT_EQ(refused.error->code(), Code::permission_denied);
}

TEST_P(AsksTest, WhoAnswersIsRememberedUntilTheyDoNot) {
    const auto known = [&] {
        bed.reopen();
        return bed.engine().answerers().at("$holds");
    };
    const auto learn = [&](const std::string& service, bool answers) {
        Work work = Answerer{"$holds", service, answers};
        EXPECT_FALSE(bed.engine().run({&work, 1}).outcomes.at(0).error);
    };
    EXPECT_TRUE(known().empty());
    learn("complaints", true);
    learn("complaints", true);
    learn("suppliers", true);
    EXPECT_THAT(known(), testing::ElementsAre("complaints", "suppliers"));
    learn("complaints", false);
    EXPECT_THAT(known(), testing::ElementsAre("suppliers"));
}

}  // namespace
}  // namespace rapport::kit
