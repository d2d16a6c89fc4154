// SPDX-License-Identifier: MIT
#include "services/complaints/link_token.hpp"
#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

TEST(LinkTokens, OnlyWhatWasMadeWithTheKeyIsAToken) {
    const ComplaintId complaint(new_uuid(Instant{1'800'000'000'000}));
    const LinkTokens ours(LinkTokens::new_key()), theirs(LinkTokens::new_key());
    const std::string token = ours.token_for(complaint);
    EXPECT_EQ(token.size(), 43U);
    EXPECT_EQ(ours.complaint_of(token), complaint);
    EXPECT_FALSE(theirs.complaint_of(token));
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string other = token;
        other[i] = other[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(ours.complaint_of(other)) << i;
        EXPECT_FALSE(ours.complaint_of(token.substr(0, i)));
    }
    EXPECT_FALSE(ours.complaint_of(token + "A"));
    EXPECT_FALSE(ours.complaint_of("../" + token));
}

class OutsideDeskTest : public DeskTest {
protected:
    OutsideDeskTest() { as_complainant(); }
    void as_complainant() { bed.act_as("link", {"respondent"}); }
    void as_us() { bed.act_as("user:us", {"agent"}); }
    api::Filed file() {
        return bed.call(api::file, {.name = "Ann", .email = "ann@example.com", .subject = "No network", .text = "x"});
    }
    Complaint filed_complaint() { return bed.call(api::list, {}).items.at(0); }
};
RAPPORT_ON_EACH_STORE(OutsideDeskTest);

TEST_P(OutsideDeskTest, WhoFiledFollowsRepliesAgreesAndRates) {
    const std::string token = file().token;
    EXPECT_EQ(bed.call(api::follow, {token}).state, State::received);
    bed.call(api::outside_reply, {token, "It began at nine"});
    as_us();
    const ComplaintId id = filed_complaint().id;
    EXPECT_EQ(bed.call(api::outside_link, {id}).token, token);
    bed.call(api::add_note, {.complaint = id, .text = "he is always like that"});
    bed.call(api::add_note, {.complaint = id, .visibility = Visibility::shown, .text = "We are on it"});
    bed.call(api::acknowledge, {id});
    bed.call(api::assess, {.id = id, .severity = Severity::low});
    bed.call(api::investigate, {id});
    bed.call(api::propose, {id, {}, "A new switch"});
    as_complainant();
    auto seen = bed.call(api::follow, {token});
    EXPECT_EQ(seen.resolution, "A new switch");
    EXPECT_TRUE(seen.may_accept);
    EXPECT_FALSE(seen.may_rate);
    ASSERT_EQ(seen.notes.size(), 2U) << "what is internal is not shown";
    EXPECT_EQ(seen.notes[0].text, "We are on it");
    EXPECT_TRUE(seen.notes[1].from_complainant);
    bed.call(api::outside_accept, {token});
    EXPECT_EQ(refusal([&] { bed.call(api::rate, {token, 5, {}}); }).code(), Code::failed_precondition);
    as_us();
    bed.call(api::close, {.id = id});
    as_complainant();
    EXPECT_EQ(bed.call(api::rate, {token, 5, "quick"}).satisfaction, 5);
    EXPECT_EQ(bed.emitted(api::rated).back().complaint.satisfaction_comment, "quick");
    as_us();
    for (const Figure& figure : bed.call(api::report, {}).figures)
        if (figure.name == "satisfaction") {
            EXPECT_EQ(figure.rows.at(1).value, 100);
        }
}

TEST_P(OutsideDeskTest, DisputesWhatWasOffered) {
    const std::string token = file().token;
    as_us();
    const ComplaintId id = filed_complaint().id;
    as_complainant();
    EXPECT_EQ(refusal([&] { bed.call(api::outside_dispute, {token, "no"}); }).code(), Code::failed_precondition);
    as_us();
    bed.call(api::acknowledge, {id});
    bed.call(api::assess, {.id = id, .severity = Severity::low});
    bed.call(api::investigate, {id});
    bed.call(api::propose, {id, {}, "Sorry"});
    as_complainant();
    EXPECT_EQ(bed.call(api::outside_dispute, {token, "That is not enough"}).state, State::disputed);
}

TEST_P(OutsideDeskTest, WithoutALinkThereIsNothing) {
    file();
    EXPECT_EQ(refusal([&] { bed.call(api::follow, {"guess"}); }).code(), Code::not_found);
    EXPECT_EQ(refusal([&] { bed.call(api::list, {}); }).code(), Code::permission_denied);
    EXPECT_EQ(
        refusal([&] { bed.call(api::file, {.name = "Ann", .subject = "x", .text = "x"}); }).message().substr(0, 6),
        "email:");
}

TEST_P(OutsideDeskTest, ALinkOutlivesARestart) {
    const std::string token = file().token;
    bed.reopen();
    EXPECT_EQ(bed.call(api::follow, {token}).subject, "No network");
}

}  // namespace
}  // namespace rapport::complaints
