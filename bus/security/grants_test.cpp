// SPDX-License-Identifier: MIT
#include "bus/security/grants.hpp"

#include <gtest/gtest.h>

namespace rapport::bus {
namespace {

TEST(Pattern, MatchesTheWholeTextWhereAStarStandsForAny) {
    struct Case {
        const char *pattern, *text;
        bool matches;
    };
    for (const auto& [pattern, text, yes] :
         {Case{"complaints.open", "complaints.open", true}, Case{"complaints.open", "complaints.opens", false},
          Case{"complaints.open", "complaints.ope", false}, Case{"complaints.*", "complaints.open", true},
          Case{"complaints.*", "complaints.", true}, Case{"complaints.*", "complaints", false},
          Case{"complaints.*", "complaintsx.open", false}, Case{"*.$events", "a.b.$events", true},
          Case{"*.$events", "$events", false}, Case{"*", "", true}, Case{"*", "anything", true}, Case{"", "", true},
          Case{"", "x", false}, Case{"a*b*c", "aXbYbZc", true}, Case{"a*b*c", "aXbYbZ", false}, Case{"**", "x", true},
          Case{"a**", "a", true}, Case{"*aab", "aaaab", true}})
        EXPECT_EQ(matches(pattern, text), yes) << pattern << " " << text;
}

TEST(Pattern, TakesNoLongerForStarsThatCouldStandForMuch) {
    EXPECT_FALSE(matches("*a*a*a*a*a*a*a*a*a*a*b", std::string(20'000, 'a')));
}

TEST(GrantsTest, NothingIsAllowedThatIsNotGranted) {
    const Grants none{.name = "alice"};
    EXPECT_FALSE(none.may_call("bus", "services"));
    EXPECT_FALSE(none.may_serve("complaints"));
    EXPECT_FALSE(none.may_publish("complaints"));
    EXPECT_FALSE(none.may_subscribe(""));
    EXPECT_FALSE(none.tap || none.see_personal || none.act_for_others);
}

TEST(GrantsTest, ASubscriptionIsAllowedIfAllThatBeginsWithItIs) {
    const Grants some{.name = "alice", .subscribe = {"complaints.*", "parties.party_merged"}};
    for (const char* prefix : {"complaints.", "complaints.op", "complaints.opened", "parties.party_merged"})
        EXPECT_TRUE(some.may_subscribe(prefix)) << prefix;
    for (const char* prefix : {"", "c", "complaints", "parties.", "parties.party", "complaint"})
        EXPECT_FALSE(some.may_subscribe(prefix)) << prefix;
    EXPECT_TRUE(Grants::everything("local").may_subscribe(""));
}

TEST(GrantsTest, AWatermarkMayBeHeardByWhoeverMayHearSomeTypeOfItsSource) {
    const Grants some{.name = "alice", .subscribe = {"comp*", "parties.party_merged"}};
    for (const char* source : {"complaints", "parties"}) EXPECT_TRUE(some.may_hear_watermark(source)) << source;
    for (const char* source : {"", "party", "parties.party", "crm"})
        EXPECT_FALSE(some.may_hear_watermark(source)) << source;
}

TEST(GrantsTest, ARefusalNamesTheGrantThatIsMissing) {
    const Grants alice{.name = "alice"};
    EXPECT_EQ(alice.lacks("call", "complaints.open").code(), Code::permission_denied);
    EXPECT_EQ(alice.lacks("call", "complaints.open").message(),
              R"(the key `alice` lacks the grant call = "complaints.open")");
    EXPECT_EQ(alice.lacks("tap", {}).message(), "the key `alice` lacks the grant tap");
    EXPECT_EQ(Grants{}.lacks("call", "complaints.open").code(), Code::unauthenticated);
}

}  // namespace
}  // namespace rapport::bus
