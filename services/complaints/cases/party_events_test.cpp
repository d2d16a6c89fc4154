// SPDX-License-Identifier: MIT
// What becomes of complaints and the like when the registry merges parties, or erases one.
#include "services/kit/entities/party_events.hpp"
#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

using testing::HasSubstr;
using testing::Not;

class PartyEventsTest : public DeskTest {
protected:
    void merge(const PartyId& merged, const PartyId& survivor) {
        EXPECT_FALSE(bed.deliver(kit::parties_merged, survivor, {.survivor = survivor, .merged = {merged}}).error);
        bed.advance(Millis(0));
    }
    void erase(const PartyId& erased) {
        EXPECT_FALSE(bed.deliver(kit::party_erased, erased, {erased}).error);
        bed.advance(Millis(0));
    }
    std::string all_bodies() {
        std::string all;
        for (const char* table : {"complaints", "notes", "questions", "compliments", "suggestions"})
            for (const auto& [body] :
                 bed.reader().rows<std::string>("select body from " + std::string(table) + " order by row"))
                all += body;
        return all;
    }

    const PartyId acme = party("Acme"), best = party("Best");
};
RAPPORT_ON_EACH_STORE(PartyEventsTest);

TEST_P(PartyEventsTest, WhatIsOfAMergedPartyIsOfTheOneThatIsLeft) {
    const ComplaintId complaint = bed.call(api::open, {{.party = acme, .subject = "No network"}}).id;
    const ActionId action = bed.call(api::complaint_actions.create, {{.about = complaint, .what = "Mend it"}}).id;
    const QuestionId question = bed.call(api::create_question, {{.party = acme, .subject = "When?"}}).id;
    merge(acme, best);
    const Complaint after = bed.call(api::get, {complaint});
    EXPECT_EQ(after.party, best);
    EXPECT_EQ(after.party_name, "Best");
    EXPECT_EQ(bed.call(api::complaint_actions.get, {action}).party, best);
    EXPECT_EQ(bed.call(api::get_question, {question}).party, best);
    EXPECT_EQ(bed.call(api::get_question, {question}).party_name, "Best");
}

TEST_P(PartyEventsTest, WhoNamesAMergedPartyMeansTheOneThatIsLeft) {
    merge(acme, best);
    EXPECT_EQ(bed.call(api::open, {{.party = acme, .subject = "No network"}}).party, best);
    EXPECT_EQ(bed.call(api::create_question, {{.party = acme, .subject = "When?"}}).party, best);
}

TEST_P(PartyEventsTest, WhatIsPersonalOfAnErasedPartyIsForgottenEverywhere) {
    const ComplaintId complaint =
        bed.call(api::open, {{.party = acme,
                              .complainant = Complainant{.name = "Secret Ann", .email = "secret@acme.example"},
                              .subject = "No network",
                              .text = "my Secret story"}})
            .id;
    bed.call(api::create_note, {{.complaint = complaint, .text = "Secret neighbour"}});
    bed.call(api::create_compliment, {{.party = acme, .praised = "Kim", .text = "Secret praise"}});
    bed.call(api::open, {{.party = best, .subject = "x", .text = "kept"}});
    ASSERT_THAT(all_bodies(), HasSubstr("Secret"));
    bed.events.clear();
    erase(acme);
    EXPECT_THAT(all_bodies(), Not(HasSubstr("Secret")));
    EXPECT_THAT(all_bodies(), HasSubstr("kept"));
    EXPECT_EQ(bed.call(api::get, {complaint}).subject, "No network") << "what is not personal stays";
    for (const bus::Event& event : bed.events)
        EXPECT_THAT(to_json(event.data.bytes), Not(HasSubstr("Secret"))) << event.type;
    ASSERT_EQ(bed.emitted(api::changed).size(), 1U);
    EXPECT_TRUE(bed.emitted(api::changed).front().changes.empty()) << "not what was there before";
}

}  // namespace
}  // namespace rapport::complaints
