// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"

/// What people want to know. A question that is a complaint becomes one.
namespace rapport::complaints {

struct QuestionTag;
using QuestionId = Id<QuestionTag>;

/// How far a question is; one that became a complaint goes on as that.
enum class QuestionState { received, answered, closed, complaint };
constexpr auto names_of(QuestionState) { return std::array{"received"sv, "answered"sv, "closed"sv, "complaint"sv}; }

/// What somebody wants to know.
struct Question {
    QuestionId id;
    std::int64_t version = 0;
    std::string number;
    QuestionState state = QuestionState::received;
    std::optional<PartyId> party;
    std::optional<std::string> party_name;
    std::optional<Complainant> giver;
    std::string subject;
    std::optional<std::string> text;
    std::optional<kit::UserId> owner;
    std::optional<std::string> former_owner, answer, answered_by;
    std::optional<ServiceId> service;
    ReceivedVia received_via = ReceivedVia::web;
    Instant received_at;
    std::optional<Instant> answered_at, closed_at;
    static constexpr auto fields =
        describe(identity(&Question::id, &Question::version),
                 Field{"number", &Question::number,
                       "what people quote: C-2026-000123; the complaint's too, as the id is, if it becomes one",
                       searched, filter},
                 Field{"state", &Question::state, "received, answered, closed, or a complaint by now", filter},
                 Field{"party", &Question::party, "the party that asks, if the registry knows it", initial, filter},
                 Field{"party_name", &Question::party_name, "the party's name when it came", personal},
                 Field{"giver", &Question::giver, "who asks, given here; needed where there is no party", initial},
                 Field{"subject", &Question::subject, "one line", length(1, 200), editable, searched},
                 Field{"text", &Question::text, "what they want to know, in their words", length(1, 20'000), multiline,
                       personal, initial, searched},
                 Field{"owner", &Question::owner, "the user who answers it", editable, filter,
                       kit::formerly_text("former_owner")},
                 Field{"former_owner", &Question::former_owner,
                       "the name that came with it, while no user is called that", searched, filter},
                 Field{"answer", &Question::answer, "what they were told"},
                 Field{"answered_by", &Question::answered_by, "the user who answered"},
                 Field{"service", &Question::service, "the service that it is about", editable, filter},
                 Field{"received_via", &Question::received_via, "how it came", initial, defaulted},
                 Field{"received_at", &Question::received_at, "when it came; now, unless said otherwise", initial,
                       defaulted, sorted},
                 Field{"answered_at", &Question::answered_at, "when it was answered"},
                 Field{"closed_at", &Question::closed_at, "when it was closed, or became a complaint"});
};

}  // namespace rapport::complaints

namespace rapport::complaints::api {

/// What the asker is answered.
struct AnswerQuestion {
    QuestionId id;
    std::optional<std::int64_t> version;
    std::string text;
    static constexpr auto fields =
        describe(identity(&AnswerQuestion::id, &AnswerQuestion::version),
                 Field{"text", &AnswerQuestion::text, "what the asker is told", length(1, 20'000), multiline});
};
using MoveQuestion = AtVersion<QuestionId>;
inline constexpr kit::Command<New<Question>, Shown<Question>> create_question{"create_question", CREATE("/questions"),
                                                                              desk, "Record a question."};
inline constexpr kit::Query<kit::ById<QuestionId>, Shown<Question>> get_question{"get_question", GET("/questions/{id}"),
                                                                                 desk, "Get a question."};
inline constexpr kit::Query<ListOf<Question>, kit::Page<Shown<Question>>> list_questions{
    "list_questions", GET("/questions"), desk, "List questions, newest first, filtered or searched."};
inline constexpr kit::Command<Edit<Question>, Shown<Question>> update_question{
    "update_question", PATCH("/questions/{id}"), workers, "Update a question: only the fields given change."};
inline constexpr kit::Command<AnswerQuestion, Shown<Question>> answer_question{
    "answer_question", POST("/questions/{id}/answer"), workers, "Answer a question: the asker is told."};
inline constexpr kit::Command<MoveQuestion, Shown<Question>> close_question{
    "close_question", POST("/questions/{id}/close"), workers, "Close a question that was answered."};
inline constexpr kit::Command<MoveQuestion, Shown<Complaint>> make_complaint{
    "make_complaint", POST("/questions/{id}/make-complaint"), workers,
    "Make a complaint of a question that is one. The complaint has its id and number, and its clocks count from when "
    "the question was received."};

inline constexpr kit::Event<WithPage<Question>> question_received{"complaints.question_received", "a question came"};
inline constexpr kit::Event<WithPage<Question>> question_changed{"complaints.question_changed",
                                                                 "what is recorded of a question changed"};
inline constexpr kit::Event<WithPage<Question>> question_answered{"complaints.question_answered",
                                                                  "a question was answered"};
inline constexpr kit::Event<WithPage<Question>> question_closed{"complaints.question_closed",
                                                                "an answered question is over"};
inline constexpr kit::Event<WithPage<Question>> question_became_complaint{
    "complaints.question_became_complaint", "a question was a complaint and goes on as one, under the same id"};

}  // namespace rapport::complaints::api
