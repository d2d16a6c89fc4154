// SPDX-License-Identifier: MIT
// Each event about what a party complains of, praises, suggests or asks says that it concerns the party.
#include <gmock/gmock-matchers.h>

#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

using testing::ElementsAre;

class ConcerningTest : public DeskTest {
protected:
    /// Whether all that was told since is of that party.
    void expect_all_of(const PartyId& party) {
        EXPECT_GT(bed.events.size(), seen_);
        for (; seen_ < bed.events.size(); ++seen_)
            EXPECT_THAT(bed.events[seen_].parties, ElementsAre(party)) << bed.events[seen_].type;
    }
    std::size_t seen_ = 0;
};
RAPPORT_ON_EACH_STORE(ConcerningTest);

TEST_P(ConcerningTest, WhatBecomesOfAComplaintConcernsTheOneWhoComplains) {
    const PartyId acme = party("Acme");
    seen_ = bed.events.size();
    const auto complaint = bed.call(api::open, {{.party = acme, .subject = "No network", .owner = bed.user("kim")}});
    expect_all_of(acme);
    bed.call(api::acknowledge, {complaint.id});
    bed.call(api::create_note, {{.complaint = complaint.id, .text = "looked at it"}});
    bed.call(api::escalate, {.id = complaint.id, .reason = "again"});
    expect_all_of(acme);
    const auto action = bed.call(api::complaint_actions.create, {{.about = complaint.id, .what = "mend it"}});
    bed.call(api::complaint_actions.complete, {.id = action.id});
    bed.call(api::link, {complaint.id, bed.call(api::open, {{.party = acme, .subject = "Theirs, too"}}).id});
    bed.call(api::link, {complaint.id, open("Somebody else's").id});
    const auto types = told();
    for (std::size_t i = 0; i < types.size(); ++i)
        if (types[i].starts_with("action")) {
            EXPECT_THAT(bed.events[i].parties, ElementsAre(acme)) << types[i];
        }
    std::vector<std::vector<Uuid>> of_links;
    for (const bus::Event& event : bed.events)
        if (event.type == api::linked.type) of_links.push_back(event.parties);
    EXPECT_THAT(of_links, ElementsAre(ElementsAre(acme), testing::IsEmpty())) << "whom both concern, and nobody";
    EXPECT_TRUE(std::ranges::count(types, "action_created") && std::ranges::count(types, "action_changed") &&
                std::ranges::count(types, "linked"));
}

TEST_P(ConcerningTest, SoDoesPraiseASuggestionAndAQuestion) {
    const PartyId acme = party("Acme");
    seen_ = bed.events.size();
    const auto compliment = bed.call(api::create_compliment, {{.party = acme, .praised = "Kim", .text = "well done"}});
    bed.call(api::thank, {compliment.id});
    bed.call(api::create_suggestion, {{.party = acme, .subject = "A map"}});
    bed.call(api::create_question, {{.party = acme, .subject = "When?"}});
    expect_all_of(acme);
}

TEST_P(ConcerningTest, WhoComplainsWithoutBeingAPartyIsNobodysEvent) {
    open("No network");
    for (const bus::Event& event : bed.events) EXPECT_TRUE(event.parties.empty()) << event.type;
}

}  // namespace
}  // namespace rapport::complaints
