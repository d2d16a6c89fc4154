// SPDX-License-Identifier: MIT
#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

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
    bed.call(api::create_note, {{.complaint = id, .text = "he is always like that"}});
    bed.call(api::create_note, {{.complaint = id, .visibility = Visibility::shown, .text = "We are on it"}});
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
    EXPECT_EQ(bed.emitted(api::rated).back().entity.satisfaction_comment, "quick");
    EXPECT_EQ(bed.call(api::rate, {token, 5, {}}).satisfaction_comment, "quick") << "left out, it stays";
    as_us();
    for (const Figure& figure : bed.call(api::report, {}).figures)
        if (figure.name == "satisfaction") {
            EXPECT_EQ(figure.rows.at(1).value, 100);
        }
}

TEST_P(OutsideDeskTest, WhoFollowsSeesWhatTheyWrote) {
    const std::string token = bed.call(api::file, {.name = "Ann",
                                                   .email = "ann@example.com",
                                                   .subject = "No network",
                                                   .text = "Since Monday",
                                                   .remedy_sought = "A network"})
                                  .token;
    as_us();
    const ComplaintId id = filed_complaint().id;
    bed.call(api::acknowledge, {id});
    bed.call(api::assess, {.id = id, .severity = Severity::low});
    bed.call(api::investigate, {id});
    bed.call(api::propose, {id, {}, "A new switch"});
    as_complainant();
    bed.call(api::outside_dispute, {token, "It is the old one"});
    const auto seen = bed.call(api::follow, {token});
    EXPECT_EQ(seen.text, "Since Monday");
    EXPECT_EQ(seen.remedy_sought, "A network");
    EXPECT_EQ(seen.dispute, "It is the old one");
}

TEST_P(OutsideDeskTest, EventsForLettersNameThePageOfTheComplainant) {
    const std::string token = file().token, page = "/feedback/complaint/" + token;
    as_us();
    const ComplaintId id = filed_complaint().id;
    EXPECT_EQ(bed.call(api::outside_link, {id}).page, page);
    bed.call(api::create_note, {{.complaint = id, .visibility = Visibility::shown, .text = "We are on it"}});
    bed.call(api::acknowledge, {id});
    bed.call(api::reject, {.id = id, .reason = "not ours", .recourse = "the ombudsman"});
    for (const auto* event : {&api::opened, &api::acknowledged, &api::rejected})
        EXPECT_EQ(bed.emitted(*event).back().page, page) << event->type;
    EXPECT_EQ(bed.emitted(api::answered).back().page, page);
}

TEST_P(OutsideDeskTest, TheLanguageOfWhoFiledIsKeptAndChecked) {
    bed.call(api::file,
             {.name = "Ann", .email = "ann@example.com", .language = "zh-CN", .subject = "No network", .text = "x"});
    EXPECT_EQ(bed.emitted(api::opened).back().entity.complainant->language, "zh-CN");
    for (const char* bad : {"german", "de_CH", "<b>", "e-"}) {
        const auto tried = [&] {
            bed.call(api::file,
                     {.name = "Ann", .email = "a@x.example", .language = bad, .subject = "No network", .text = "x"});
        };
        EXPECT_EQ(refusal(tried).message(), "language: must be a language tag such as de or pt-BR") << bad;
    }
    bed.call(api::file_suggestion, {.name = "Ann", .language = "de", .subject = "Answer by chat", .text = "x"});
    EXPECT_EQ(bed.emitted(api::suggestion_received).back().entity.giver->language, "de");
    as_us();
    const auto opened = [&] {
        bed.call(api::open, {{.complainant = Complainant{.name = "Ann", .language = "german"}, .subject = "x"}});
    };
    EXPECT_EQ(refusal(opened).message(), "complainant.language: must be a language tag such as de or pt-BR");
    const auto suggested = [&] {
        bed.call(api::create_suggestion,
                 {{.giver = Complainant{.name = "Ann", .language = "german"}, .subject = "x", .text = "x"}});
    };
    EXPECT_EQ(refusal(suggested).message(), "giver.language: must be a language tag such as de or pt-BR");
}

TEST_P(OutsideDeskTest, ASuggestionIsFollowedAndItsDecisionStaysAmongUsUntilItIsAnswered) {
    const std::string token =
        bed.call(api::file_suggestion, {.name = "Ann", .subject = "Answer by chat", .text = "It is quicker"}).token;
    const auto seen = [&] {
        as_complainant();
        auto suggestion = bed.call(api::follow_suggestion, {token});
        as_us();
        return suggestion;
    };
    EXPECT_EQ(seen().state, SuggestionState::received);
    const SuggestionId id = bed.call(api::list_suggestions, {}).items.at(0).id;
    bed.call(api::consider, {.id = id});
    bed.call(api::decline, {.id = id, .text = "No money for it"});
    EXPECT_EQ(seen().state, SuggestionState::considered);
    EXPECT_FALSE(seen().answer);
    bed.call(api::answer_suggestion, {.id = id, .text = "Not this year"});
    EXPECT_EQ(seen().state, SuggestionState::answered);
    EXPECT_EQ(seen().answer, "Not this year");
}

TEST_P(OutsideDeskTest, AComplimentIsFollowedAndALinkLeadsToNothingOfAnotherKind) {
    const std::string token =
        bed.call(api::file_compliment, {.name = "Ann", .praised = "The night shift", .text = "So quick"}).token;
    const std::string complaint = file().token;
    EXPECT_EQ(bed.call(api::follow_compliment, {token}).praised, "The night shift");
    EXPECT_EQ(refusal([&] { bed.call(api::follow, {token}); }).code(), Code::not_found);
    EXPECT_EQ(refusal([&] { bed.call(api::follow_suggestion, {token}); }).code(), Code::not_found);
    EXPECT_EQ(refusal([&] { bed.call(api::follow_compliment, {complaint}); }).code(), Code::not_found);
    as_us();
    const Compliment compliment = bed.call(api::list_compliments, {}).items.at(0);
    EXPECT_FALSE(compliment.consent_to_publish);
    EXPECT_EQ(compliment.giver->name, "Ann");
}

TEST_P(OutsideDeskTest, WhoeverComplainedOfTheSameSeesTheirOwnComplaintAndNothingOfTheOther) {
    const std::string anns = file().token, bobs = file().token;
    as_us();
    const ComplaintId bob = bed.call(api::list, {}).items.at(0).id, ann = bed.call(api::list, {}).items.at(1).id;
    bed.call(api::mark_duplicate, {.id = bob, .of = ann});
    bed.call(api::create_note, {{.complaint = ann, .visibility = Visibility::shown, .text = "Dear Ann"}});
    as_complainant();
    const auto seen = bed.call(api::outside_reply, {bobs, "My number is 555"});
    EXPECT_EQ(seen.token, bobs);
    ASSERT_EQ(seen.notes.size(), 1U);
    EXPECT_EQ(seen.notes[0].text, "My number is 555");
    ASSERT_EQ(bed.call(api::follow, {anns}).notes.size(), 1U) << "nor does the other see theirs";
    as_us();
    EXPECT_EQ(bed.call(api::list_notes, kit::ListOf<Note>{}.where(&Note::complaint, ann)).items.at(0).text,
              "My number is 555");
}

TEST_P(OutsideDeskTest, AReplyToWhatIsOverForGoodLeadsToTheComplaintThatFollows) {
    const std::string token = file().token;
    as_us();
    bed.call(api::withdraw, {.id = filed_complaint().id, .reason = "It works again"});
    bed.advance(std::chrono::days(20));
    as_complainant();
    const auto next = bed.call(api::outside_reply, {token, "It does not"});
    EXPECT_NE(next.token, token);
    EXPECT_EQ(bed.call(api::follow, {next.token}).subject, "Re: No network");
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
