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
    static constexpr auto fields = describe(
        Field{"id", &Question::id, "its id; the complaint's too, if it becomes one"},
        Field{"version", &Question::version, "counts its changes"},
        Field{"number", &Question::number, "what people quote: C-2026-000123; the complaint's too, if it becomes one"},
        Field{"state", &Question::state, "received, answered, closed, or a complaint by now"},
        Field{"party", &Question::party, "who asks, if the registry knows them"},
        Field{"party_name", &Question::party_name, "the party's name when it came", personal},
        Field{"giver", &Question::giver, "who asks, as they said themselves"},
        Field{"subject", &Question::subject, "one line"},
        Field{"text", &Question::text, "what they want to know, in their words", personal},
        Field{"owner", &Question::owner, "the user who answers it", kit::formerly_text("former_owner")},
        Field{"former_owner", &Question::former_owner, "the name that came with it, while no user is called that"},
        Field{"answer", &Question::answer, "what they were told"},
        Field{"answered_by", &Question::answered_by, "the user who answered"},
        Field{"service", &Question::service, "the service that it is about"},
        Field{"received_via", &Question::received_via, "how it came"},
        Field{"received_at", &Question::received_at, "when it came"},
        Field{"answered_at", &Question::answered_at, "when it was answered"},
        Field{"closed_at", &Question::closed_at, "when it was closed, or became a complaint"});
};

}  // namespace rapport::complaints

namespace rapport::complaints::api {

/// A question that reached us, of a party or of a giver.
struct AddQuestion {
    std::optional<PartyId> party;
    std::optional<Complainant> giver;
    std::string subject;
    std::optional<std::string> text;
    std::optional<kit::UserId> owner;
    std::optional<ServiceId> service;
    ReceivedVia received_via = ReceivedVia::web;
    std::optional<Instant> received_at;
    static constexpr auto fields =
        describe(Field{"party", &AddQuestion::party, "who asks, if the registry knows them"},
                 Field{"giver", &AddQuestion::giver, "who asks, given here; needed where there is no party"},
                 Field{"subject", &AddQuestion::subject, "one line", length(1, 200)},
                 Field{"text", &AddQuestion::text, "what they want to know, in their words", length(1, 20'000),
                       multiline, personal},
                 Field{"owner", &AddQuestion::owner, "the user who answers it"},
                 Field{"service", &AddQuestion::service, "the service that it is about"},
                 Field{"received_via", &AddQuestion::received_via, "how it came", defaulted},
                 Field{"received_at", &AddQuestion::received_at, "when it came, if not now"});
};
/// Changes what is recorded of a question: what is left out stays, null empties.
struct UpdateQuestion {
    QuestionId id;
    std::optional<std::int64_t> version;
    std::optional<std::string> subject;
    Patch<kit::UserId> owner;
    Patch<ServiceId> service;
    static constexpr auto fields = describe(Field{"id", &UpdateQuestion::id, "which question"},
                                            Field{"version", &UpdateQuestion::version, "the version that was read"},
                                            Field{"subject", &UpdateQuestion::subject, "one line", length(1, 200)},
                                            Field{"owner", &UpdateQuestion::owner, "the user who answers it"},
                                            Field{"service", &UpdateQuestion::service, "the service that it is about"});
};
/// What the asker is answered.
struct AnswerQuestion {
    QuestionId id;
    std::optional<std::int64_t> version;
    std::string text;
    static constexpr auto fields =
        describe(Field{"id", &AnswerQuestion::id, "which question"},
                 Field{"version", &AnswerQuestion::version, "the version that was read"},
                 Field{"text", &AnswerQuestion::text, "what the asker is told", length(1, 20'000), multiline});
};
using MoveQuestion = AtVersion<QuestionId>;
/// A page of questions.
struct ListQuestions {
    std::int64_t limit = 50;
    std::optional<std::string> after, search;
    std::optional<QuestionState> state;
    std::optional<PartyId> party;
    std::optional<kit::UserId> owner;
    std::optional<ServiceId> service;
    static constexpr auto fields =
        describe(Field{"limit", &ListQuestions::limit, "how many at most", between(1, 200), defaulted},
                 Field{"after", &ListQuestions::after, "`next` of the page before", length(1, 500)},
                 Field{"search", &ListQuestions::search, "words in subject, text and number", length(1, 200)},
                 Field{"state", &ListQuestions::state, "only those in this state"},
                 Field{"party", &ListQuestions::party, "only this party's"},
                 Field{"owner", &ListQuestions::owner, "only this user's"},
                 Field{"service", &ListQuestions::service, "only about this service"});
};
/// Data of events about a question; `page` is where its asker follows it.
struct QuestionTold {
    Question question;
    std::vector<Change> changes;
    std::optional<std::string> page = {};
    static constexpr auto fields =
        describe(Field{"question", &QuestionTold::question, "as it is now"},
                 Field{"changes", &QuestionTold::changes, "before and after, field by field"},
                 Field{"page", &QuestionTold::page,
                       "path of the asker's page, for letters to them: whoever has it speaks for them", personal});
};

inline constexpr kit::Command<AddQuestion, Shown<Question>> add_question{"add_question", CREATE("/questions"), desk,
                                                                         "Record a question that somebody asks."};
inline constexpr kit::Query<kit::ById<QuestionId>, Shown<Question>> get_question{"get_question", GET("/questions/{id}"),
                                                                                 desk, "Get a question."};
inline constexpr kit::Query<ListQuestions, kit::Page<Shown<Question>>> list_questions{
    "list_questions", GET("/questions"), desk, "List questions, newest first, filtered or searched."};
inline constexpr kit::Command<UpdateQuestion, Shown<Question>> update_question{
    "update_question", PATCH("/questions/{id}"), workers, "Change subject, owner or service of a question."};
inline constexpr kit::Command<AnswerQuestion, Shown<Question>> answer_question{
    "answer_question", POST("/questions/{id}/answer"), workers, "Answer a question: the asker is told."};
inline constexpr kit::Command<MoveQuestion, Shown<Question>> close_question{
    "close_question", POST("/questions/{id}/close"), workers, "Close a question that was answered."};
inline constexpr kit::Command<MoveQuestion, Shown<Complaint>> make_complaint{
    "make_complaint", POST("/questions/{id}/make-complaint"), workers,
    "Make a complaint of a question that is one. The complaint has its id and number, and its clocks count from when "
    "the question was received."};

inline constexpr kit::Event<QuestionTold> question_received{"complaints.question_received", "somebody asks something"};
inline constexpr kit::Event<QuestionTold> question_changed{"complaints.question_changed",
                                                           "what is recorded of a question changed"};
inline constexpr kit::Event<QuestionTold> question_answered{"complaints.question_answered", "a question was answered"};
inline constexpr kit::Event<QuestionTold> question_closed{"complaints.question_closed", "an answered question is over"};
inline constexpr kit::Event<QuestionTold> question_became_complaint{
    "complaints.question_became_complaint", "a question was a complaint and goes on as one, under the same id"};

}  // namespace rapport::complaints::api
