// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/colleagues.hpp"

#include <gmock/gmock-more-matchers.h>

#include "services/gateway/accounts/testing.hpp"

namespace rapport::gateway::accounts {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

class ColleaguesTest : public AccountsTest {
protected:
    User colleague(const std::string& name, std::optional<std::string> team, std::optional<UserId> manager = {}) {
        return bed.call(api::create_user,
                        {{.name = name, .roles = {Role::agent}, .team = std::move(team), .manager = manager}});
    }
    std::vector<UserId> team_of(const User& user) {
        bed.act_as("user:" + to_text(user.id), {"agent"});
        const auto team = bed.call(api::list_team, {});
        bed.act_as("user:0", {"admin"});
        return team.users;
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, ColleaguesTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(ColleaguesTest, ATeamIsWhomOneLeadsAndWhoIsOfTheSame) {
    const User lead = colleague("lead", "desk"), mate = colleague("mate", "desk"),
               led = colleague("led", "field", lead.id), other = colleague("other", "field"),
               alone = colleague("alone", {});
    EXPECT_THAT(team_of(lead), UnorderedElementsAre(lead.id, mate.id, led.id));
    EXPECT_EQ(team_of(lead).front(), lead.id);
    EXPECT_THAT(team_of(led), UnorderedElementsAre(led.id, other.id));
    EXPECT_THAT(team_of(alone), ElementsAre(alone.id)) << "those without a team are none";
    EXPECT_EQ(refusal([&] { bed.call(api::list_team, {}); }), Code::failed_precondition);
}

TEST_P(ColleaguesTest, StaffKnowOneAnothersNames) {
    const User ann =
        bed.call(api::create_user, {{.name = "ann", .full_name = "Ann Lee", .roles = {Role::agent}, .team = "desk"}});
    const User bob = colleague("bob", {});
    bed.act_as("user:" + to_text(ann.id), {"account_manager"});
    const auto names = bed.call(kit::names, {{{"accounts.User", ann.id},
                                              {"accounts.User", bob.id},
                                              {"accounts.User", *uuid_from("0192f0c1-7a3b-7cde-8f00-00000000abcd")},
                                              {"x.Y", ann.id}}});
    ASSERT_EQ(names.items.size(), 2u);
    EXPECT_EQ(names.items[0].title, "Ann Lee");
    EXPECT_EQ(names.items[0].subtitle, "desk");
    EXPECT_EQ(names.items[1].title, "bob");
    EXPECT_FALSE(names.items[1].retired);
}

TEST_P(ColleaguesTest, ATokenForSomePartiesKnowsNobody) {
    const User ann = colleague("ann", "desk"), bob = colleague("bob", "desk");
    const auto ask = [&](std::vector<std::string> parties, std::vector<Role> roles) {
        const auto made =
            bed.call(api::create_token,
                     {.name = "x", .roles = std::move(roles), .parties = std::move(parties), .owner = ann.id});
        kit::Invocation asked{.method = "list_staff", .params = encode(api::ListStaff{})};
        asked.header.actor = *who(made.secret);
        const auto result = [&](const auto& query, const auto& request) {
            asked.method = query.name;
            asked.params = encode(request);
            const kit::Outcome outcome = bed.engine().query(bed.reader(), asked);
            EXPECT_FALSE(outcome.error) << outcome.error->message();
            return outcome.result;
        };
        return std::tuple(
            decode<api::Team>(result(api::list_team, api::ListTeam{})).users,
            decode<kit::Names>(result(kit::names, kit::AskNames{{{"accounts.User", bob.id}}})).items.size(),
            decode<kit::Page<api::StaffMember>>(result(api::list_staff, api::ListStaff{})).items.size());
    };
    const std::string party = "0192f0c1-7a3b-7cde-8f00-00000000abcd";
    EXPECT_EQ(ask({party}, {}), std::tuple(std::vector{ann.id}, 0u, 0u));
    EXPECT_EQ(ask({}, {Role::agent}), std::tuple(std::vector{ann.id, bob.id}, 1u, 2u));
}

}  // namespace
}  // namespace rapport::gateway::accounts
