// SPDX-License-Identifier: MIT
// How complaints belong together, and what is said about them.
#include "services/complaints/rules/links.hpp"
#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

TEST(Descent, EveryTieHasItsInverse) {
    for (std::size_t i = 0; i < names_of(LinkKind{}).size(); ++i) {
        const auto kind = static_cast<LinkKind>(i);
        EXPECT_EQ(inverse(inverse(kind)), kind) << name_of(kind);
    }
}

TEST(Descent, AFollowUpsSubjectIsCutBetweenCharacters) {
    Complaint complaint;
    for (int i = 0; i < 99; ++i) complaint.subject += "ß";
    const std::string subject = follow_up(complaint, "again", {}).subject;
    EXPECT_EQ(subject.size(), 200U);
    complaint.subject = "x" + complaint.subject;
    EXPECT_EQ(follow_up(complaint, "again", {}).subject.size(), 199U);
}

using BelongingTest = DeskTest;
RAPPORT_ON_EACH_STORE(BelongingTest);

TEST_P(BelongingTest, NotesAreKeptNewestFirstAndToldByWhomTheyAreFor) {
    const Complaint complaint = open("x");
    bed.call(api::create_note, {{.complaint = complaint.id, .text = "a difficult one"}});
    bed.call(api::create_note,
             {{.complaint = complaint.id, .visibility = Visibility::shown, .text = "We have sent somebody"}});
    const auto notes = bed.call(api::list_notes, kit::ListOf<Note>{}.where(&Note::complaint, complaint.id)).items;
    ASSERT_EQ(notes.size(), 2U);
    EXPECT_EQ(notes[0].text, "We have sent somebody");
    EXPECT_EQ(notes[1].by, "user:test");
    EXPECT_EQ(
        bed.call(api::list_notes,
                 kit::ListOf<Note>{}.where(&Note::complaint, complaint.id).where(&Note::visibility, Visibility::shown))
            .total,
        1);
    EXPECT_EQ(bed.emitted(api::noted).size(), 1U);
    EXPECT_EQ(bed.emitted(api::answered).size(), 1U);
    EXPECT_EQ(refusal([&] {
                  bed.call(api::list_notes,
                           kit::ListOf<Note>{}.where(&Note::complaint, ComplaintId(new_uuid(bed.clock.now()))));
              }).code(),
              Code::not_found);
}

TEST_P(BelongingTest, AReplyToWhatWaitedForItGoesOnWithTheWork) {
    const Complaint complaint = open_in(State::investigating);
    bed.call(api::wait, {.id = complaint.id, .on = api::WaitingOn::customer, .reason = "when was it?"});
    const auto replied = bed.call(api::reply, {complaint.id, "At nine"});
    EXPECT_EQ(replied.complaint.state, State::investigating);
    EXPECT_TRUE(replied.note.from_complainant);
    EXPECT_EQ(told().back(), "replied");
}

TEST_P(BelongingTest, SilenceClosesNothingThatWasRepliedTo) {
    const Complaint complaint = open_in(State::proposed);
    bed.call(api::reply, {complaint.id, "I have to ask my wife"});
    bed.advance(std::chrono::days(7));
    bed.advance(std::chrono::days(30));
    EXPECT_EQ(bed.call(api::get, {complaint.id}).state, State::proposed);
    EXPECT_TRUE(bed.emitted(api::reminded).empty());
}

TEST_P(BelongingTest, AReplyWithinTheGraceTimeOpensTheComplaintAgain) {
    const Complaint complaint = open_in(State::closed);
    bed.advance(std::chrono::days(14));
    const auto replied = bed.call(api::reply, {complaint.id, "It broke again"});
    EXPECT_FALSE(replied.follow_up);
    EXPECT_EQ(replied.complaint.id, complaint.id);
    EXPECT_EQ(replied.complaint.state, State::investigating);
    EXPECT_EQ(bed.emitted(api::reopened).size(), 1U);
}

TEST_P(BelongingTest, AfterItAReplyOpensAnotherThatFollows) {
    const Complaint complaint = open_in(State::closed);
    bed.advance(std::chrono::days(15));
    const auto replied = bed.call(api::reply, {complaint.id, "It broke again"});
    EXPECT_TRUE(replied.follow_up);
    EXPECT_NE(replied.complaint.id, complaint.id);
    EXPECT_EQ(replied.complaint.complainant->name, "Ann");
    EXPECT_EQ(replied.complaint.text, "It broke again");
    EXPECT_EQ(bed.call(api::list_links, {replied.complaint.id}).items.at(0).kind, LinkKind::follows);
    const Link back = bed.call(api::list_links, {complaint.id}).items.at(0);
    EXPECT_EQ(back.kind, LinkKind::followed_by);
    EXPECT_EQ(back.number, replied.complaint.number);
    EXPECT_EQ(bed.call(api::get, {complaint.id}).state, State::closed);
}

TEST_P(BelongingTest, AReplyToADuplicateIsKeptWithTheOneThatGoesOn) {
    const Complaint first = open("a"), second = open("b");
    bed.call(api::mark_duplicate, {.id = second.id, .of = first.id});
    EXPECT_EQ(bed.call(api::reply, {second.id, "And?"}).complaint.id, first.id);
    EXPECT_EQ(bed.call(api::list_links, {first.id}).items.at(0).kind, LinkKind::has_duplicate);
}

TEST_P(BelongingTest, LinksAreSeenFromBothEndsAndTakenBack) {
    const Complaint first = open("a"), second = open("b");
    bed.call(api::link, {first.id, second.id});
    bed.call(api::link, {second.id, first.id});
    EXPECT_EQ(bed.call(api::list_links, {second.id}).items.size(), 1U);
    EXPECT_EQ(bed.emitted(api::linked).size(), 1U) << "the second time told nothing new";
    EXPECT_TRUE(bed.call(api::unlink, {second.id, first.id}).items.empty());
    EXPECT_TRUE(bed.call(api::list_links, {first.id}).items.empty());
    EXPECT_EQ(refusal([&] { bed.call(api::unlink, {second.id, first.id}); }).code(), Code::not_found);
    EXPECT_EQ(refusal([&] { bed.call(api::link, {first.id, first.id}); }).code(), Code::invalid_argument);
}

TEST_P(BelongingTest, PartsOfASplitComplaintKeepWhoComplainedAndWhen) {
    const Complaint complaint = bed.call(api::open, {{.complainant = Complainant{.name = "Ann"},
                                                      .subject = "Slow network, wrong bill",
                                                      .received_at = bed.clock.now() - std::chrono::days(2)}});
    bed.call(api::acknowledge, {complaint.id});
    const auto parts =
        bed.call(api::split, {.id = complaint.id, .parts = {{.subject = "Wrong bill", .category = "billing"}}}).items;
    ASSERT_EQ(parts.size(), 1U);
    EXPECT_EQ(parts[0].received_at, complaint.received_at);
    EXPECT_EQ(parts[0].complainant->name, "Ann");
    EXPECT_EQ(parts[0].state, State::acknowledged) << "they were told that it came";
    EXPECT_EQ(parts[0].category, "billing");
    EXPECT_EQ(bed.call(api::list_links, {complaint.id}).items.at(0).kind, LinkKind::split_into);
    bed.call(api::withdraw, {complaint.id, {}, "x"});
    EXPECT_EQ(refusal([&] { bed.call(api::split, {.id = complaint.id, .parts = {{.subject = "Wrong bill"}}}); }).code(),
              Code::failed_precondition);
}

}  // namespace
}  // namespace rapport::complaints
