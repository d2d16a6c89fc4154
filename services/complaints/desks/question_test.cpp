// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>

#include "services/complaints/rules/feedback.hpp"
#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

using namespace std::chrono_literals;
using enum QuestionState;

TEST(Question, MovesAsDrawn) {
    const std::vector<std::vector<std::string>> drawn{{"answered", "complaint"}, {"closed", "complaint"}, {}, {}};
    for (std::size_t from = 0; from < drawn.size(); ++from) {
        Question question;
        question.state = static_cast<QuestionState>(from);
        std::vector<std::string> states;
        for (const auto& move : question_moves().shown(question, {Instant{1}}).allowed_moves)
            states.push_back(*move.to);
        EXPECT_EQ(states, drawn[from]) << name_of(question.state);
    }
}

class QuestionTest : public DeskTest {
protected:
    kit::Shown<Question> ask(const std::string& subject = "When do you open?") {
        return bed.call(api::create_question, {{.giver = Complainant{.name = "Ann", .email = "ann@example.com"},
                                                .subject = subject,
                                                .text = "On Saturdays"}});
    }
    kit::Shown<Question> answer(const Question& question, const std::string& text = "At nine") {
        return bed.call(api::answer_question, {.id = question.id, .text = text});
    }
};
RAPPORT_ON_EACH_STORE(QuestionTest);

TEST_P(QuestionTest, GoesFromReceivedToClosedAndTellsEachStep) {
    auto question = ask();
    EXPECT_EQ(question.number, "C-2026-000001");
    EXPECT_EQ(question.state, received);
    ASSERT_EQ(question.allowed_moves.size(), 2U);
    EXPECT_EQ(question.allowed_moves.at(0).method, "answer_question");
    bed.call(api::update_question, kit::Edit<Question>::of(question.id).set(&Question::owner, bed.user("bob")));
    EXPECT_EQ(refusal([&] { bed.call(api::close_question, {question.id}); }).code(), Code::failed_precondition);
    EXPECT_EQ(refusal([&] { bed.call(api::answer_question, {question.id, 1, "x"}); }).code(), Code::aborted);
    question = answer(question);
    EXPECT_EQ(question.answer, "At nine");
    EXPECT_EQ(question.answered_by, "user:test");
    EXPECT_EQ(question.answered_at, bed.clock.now());
    EXPECT_EQ(question.owner, bed.user("bob")) << "whoever has it keeps it";
    question = bed.call(api::close_question, {question.id});
    EXPECT_TRUE(question.allowed_moves.empty());
    EXPECT_EQ(question.closed_at, bed.clock.now());
    EXPECT_EQ(told(), (std::vector<std::string>{"question_received", "question_changed", "question_answered",
                                                "question_closed"}));
    const Question in_letter = bed.emitted(api::question_answered).front().entity;
    EXPECT_EQ(in_letter.answer, "At nine");
    EXPECT_EQ(in_letter.giver->email, "ann@example.com");
    EXPECT_EQ(bed.emitted(api::question_answered).front().page, bed.call(api::question_link, {question.id}).page);
    EXPECT_EQ(refusal([&] {
                  bed.call(api::update_question,
                           kit::Edit<Question>::of(question.id).set(&Question::owner, bed.user("cy")));
              }).code(),
              Code::failed_precondition);
}

TEST_P(QuestionTest, WhoAnswersOneThatNobodyHasHasIt) {
    const auto question = ask();
    bed.act_as(bed.user("kim"), {"agent"});
    EXPECT_EQ(answer(question).owner, bed.user("kim"));
}

TEST_P(QuestionTest, IsCheckedListedAndSearched) {
    EXPECT_EQ(refusal([&] { bed.call(api::create_question, {{.subject = "x"}}); }).message().substr(0, 6), "party:");
    EXPECT_EQ(refusal([&] {
                  bed.call(
                      api::create_question,
                      {{.giver = Complainant{.name = "Ann"}, .subject = "x", .received_at = bed.clock.now() + 1h}});
              }).message(),
              "received_at: must not be in the future");
    const PartyId acme = party("Acme");
    const Question ours =
        bed.call(api::create_question, {{.party = acme, .subject = "What does it cost?", .owner = bed.user("bob")}});
    EXPECT_EQ(ours.party_name, "Acme");
    const Question other = ask();
    answer(other);
    EXPECT_EQ(bed.call(api::list_questions, {}).items.at(0).id, other.id) << "newest first";
    EXPECT_EQ(
        bed.call(api::list_questions, kit::ListOf<Question>{}.where(&Question::owner, bed.user("bob"))).items.at(0).id,
        ours.id);
    EXPECT_EQ(bed.call(api::list_questions, kit::ListOf<Question>{}.where(&Question::state, answered)).total, 1);
    EXPECT_EQ(bed.call(api::list_questions, kit::ListOf<Question>{}.where(&Question::party, acme)).total, 1);
    EXPECT_EQ(bed.call(api::list_questions, {.search = "cost"}).items.at(0).id, ours.id);
    EXPECT_EQ(bed.call(api::list_questions, {.search = ours.number}).total, 1);
    EXPECT_EQ(total(), 0) << "no complaint yet";
}

TEST_P(QuestionTest, BecomesAComplaintWithItsIdItsNumberAndItsTime) {
    const Instant asked = bed.clock.now();
    const Question question = bed.call(api::create_question, {{.giver = Complainant{.name = "Ann", .phone = "555"},
                                                               .subject = "Why is it down?",
                                                               .text = "Again!",
                                                               .owner = bed.user("bob"),
                                                               .received_via = ReceivedVia::phone}});
    bed.advance(7h);
    const Complaint made = bed.call(api::make_complaint, {question.id});
    EXPECT_EQ(to_text(made.id), to_text(question.id));
    EXPECT_EQ(made.number, question.number);
    EXPECT_EQ(made.state, State::received);
    EXPECT_EQ(made.received_at, asked);
    EXPECT_EQ(made.complainant->phone, "555");
    EXPECT_EQ(made.text, "Again!");
    EXPECT_EQ(made.owner, bed.user("bob"));
    EXPECT_TRUE(made.was_question);
    EXPECT_EQ(made.received_via, ReceivedVia::phone);
    EXPECT_EQ(made.clocks.at(0).due_at, asked + 8h) << "counted from the question";
    EXPECT_EQ(told(), (std::vector<std::string>{"question_received", "question_became_complaint", "opened", "assigned",
                                                "clock_warned", "escalated"}));
    EXPECT_EQ(bed.call(api::get_question, {question.id}).state, complaint);
    EXPECT_EQ(open("next").number, "C-2026-000002") << "one row of numbers for both";
    EXPECT_EQ(refusal([&] { bed.call(api::make_complaint, {question.id}); }).code(), Code::failed_precondition);
    EXPECT_NE(refusal([&] {
                  bed.call(api::update_question,
                           kit::Edit<Question>::of(question.id).set(&Question::owner, bed.user("cy")));
              })
                  .message()
                  .find("it is a complaint by now"),
              std::string::npos);
}

TEST_P(QuestionTest, TheAnswerThatDidNotDoIsReadWithTheComplaint) {
    const Question question = ask();
    answer(question, "Switch it off and on");
    bed.advance(1h);
    const Complaint made = bed.call(api::make_complaint, {question.id});
    const Note note = bed.call(api::list_notes, kit::ListOf<Note>{}.where(&Note::complaint, made.id)).items.at(0);
    EXPECT_EQ(note.text, "Switch it off and on");
    EXPECT_EQ(note.visibility, Visibility::shown);
    EXPECT_EQ(note.created_at, bed.clock.now() - 1h);
    EXPECT_TRUE(bed.emitted(api::answered).empty()) << "they were told when it was given";
}

TEST_P(QuestionTest, WhoAsksFollowsItByALinkAlsoWhenItIsAComplaint) {
    bed.act_as("link", {"respondent"});
    EXPECT_EQ(refusal([&] { bed.call(api::file_question, {.name = "Ann", .subject = "x", .text = "x"}); })
                  .message()
                  .substr(0, 6),
              "email:");
    const api::Filed filed = bed.call(
        api::file_question, {.name = "Ann", .email = "ann@example.com", .subject = "When?", .text = "do you open"});
    EXPECT_EQ(bed.call(api::follow_question, {filed.token}).state, received);
    EXPECT_EQ(refusal([&] { bed.call(api::follow, {filed.token}); }).code(), Code::not_found) << "it is no complaint";
    bed.act_as("user:us", {"agent"});
    const Question question = bed.call(api::list_questions, {}).items.at(0);
    EXPECT_EQ(bed.call(api::question_link, {question.id}).token, filed.token);
    EXPECT_EQ(bed.call(api::question_link, {question.id}).page, "/feedback/question/" + filed.token);
    answer(question);
    bed.act_as("link", {"respondent"});
    EXPECT_EQ(bed.call(api::follow_question, {filed.token}).answer, "At nine");
    bed.act_as("user:us", {"agent"});
    bed.call(api::make_complaint, {question.id});
    bed.act_as("link", {"respondent"});
    EXPECT_EQ(bed.call(api::follow_question, {filed.token}).state, complaint);
    EXPECT_EQ(bed.call(api::follow, {filed.token}).number, filed.number);
    EXPECT_TRUE(bed.call(api::follow, {filed.token}).was_question);
    EXPECT_EQ(bed.call(api::outside_reply, {filed.token, "It is urgent"}).notes.size(), 2U);
}

TEST_P(QuestionTest, StandsInTheReportByWhereItIs) {
    answer(ask());
    ask();
    bed.call(api::make_complaint, {ask().id});
    std::map<std::string, double> rows;
    for (const Figure& figure : bed.call(api::report, {}).figures) {
        if (figure.name == "received") {
            EXPECT_EQ(figure.rows.at(0).value, 1);
        }
        if (figure.name != "questions") continue;
        for (const FigureRow& row : figure.rows) rows[row.key] = row.value;
    }
    EXPECT_EQ(rows, (std::map<std::string, double>{{"answered", 1}, {"received", 1}, {"complaint", 1}}));
}

}  // namespace
}  // namespace rapport::complaints
