// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/feedback.hpp"
#include "services/complaints/api/questions.hpp"

/// Filing feedback and following it without an account: by a link that nobody can guess.
namespace rapport::complaints::api {

/// A complaint by somebody who has no account.
struct FileComplaint {
    std::string name;
    std::optional<std::string> email, phone, language = {};
    std::string subject, text;
    std::optional<std::string> remedy_sought;
    static constexpr auto fields = describe(
        Field{"name", &FileComplaint::name, as_in<Complainant>},
        Field{"email", &FileComplaint::email, as_in<Complainant>},
        Field{"phone", &FileComplaint::phone, as_in<Complainant>},
        Field{"language", &FileComplaint::language, as_in<Complainant>},
        Field{"subject", &FileComplaint::subject, as_in<Complaint>},
        Field{"text", &FileComplaint::text, "what happened, in their words", length(1, 20'000), multiline, personal},
        Field{"remedy_sought", &FileComplaint::remedy_sought, as_in<Complaint>});
};
/// A compliment by somebody who has no account.
struct FileCompliment {
    std::string name;
    std::optional<std::string> email, phone, language = {};
    std::string praised, text;
    bool consent_to_publish = false;
    static constexpr auto fields =
        describe(Field{"name", &FileCompliment::name, as_in<Complainant>},
                 Field{"email", &FileCompliment::email, as_in<Complainant>},
                 Field{"phone", &FileCompliment::phone, as_in<Complainant>},
                 Field{"language", &FileCompliment::language, as_in<Complainant>},
                 Field{"praised", &FileCompliment::praised, as_in<Compliment>},
                 Field{"text", &FileCompliment::text, as_in<Compliment>},
                 Field{"consent_to_publish", &FileCompliment::consent_to_publish, as_in<Compliment>});
};
/// A suggestion by somebody who has no account.
struct FileSuggestion {
    std::string name;
    std::optional<std::string> email, phone, language = {};
    std::string subject, text;
    static constexpr auto fields =
        describe(Field{"name", &FileSuggestion::name, as_in<Complainant>},
                 Field{"email", &FileSuggestion::email, as_in<Complainant>},
                 Field{"phone", &FileSuggestion::phone, as_in<Complainant>},
                 Field{"language", &FileSuggestion::language, as_in<Complainant>},
                 Field{"subject", &FileSuggestion::subject, as_in<Suggestion>},
                 Field{"text", &FileSuggestion::text, "what we should do", length(1, 20'000), multiline, personal});
};
/// A question by somebody who has no account.
struct FileQuestion {
    std::string name;
    std::optional<std::string> email, phone, language = {};
    std::string subject, text;
    static constexpr auto fields =
        describe(Field{"name", &FileQuestion::name, as_in<Complainant>},
                 Field{"email", &FileQuestion::email, as_in<Complainant>},
                 Field{"phone", &FileQuestion::phone, as_in<Complainant>},
                 Field{"language", &FileQuestion::language, as_in<Complainant>},
                 Field{"subject", &FileQuestion::subject, as_in<Question>},
                 Field{"text", &FileQuestion::text, "what they want to know", length(1, 20'000), multiline, personal});
};
/// The number to quote, and the token to follow it by.
struct Filed {
    std::string number, token;
    static constexpr auto fields =
        describe(Field{"number", &Filed::number, "of what was filed"},
                 Field{"token", &Filed::token, "whoever has it can follow what was filed, and reply", personal});
};
/// The link by which somebody without an account follows what they said.
struct OutsideLink {
    std::string token, path, page;
    static constexpr auto fields =
        describe(Field{"token", &OutsideLink::token,
                       "whoever has it can follow what was said, and reply to a complaint", personal},
                 Field{"path", &OutsideLink::path, "where, over HTTP", personal},
                 Field{"page", &OutsideLink::page, "where, for people with a browser", personal});
};
/// Names what is followed, by the token that its giver was handed.
struct Follow {
    std::string token;
    static constexpr auto fields = describe(Field{"token", &Follow::token, "of the link", length(1, 100), personal});
};
/// A note as its complainant sees it.
struct OutsideNote {
    std::string text;
    bool from_complainant = false;
    Instant at;
    static constexpr auto fields =
        describe(Field{"text", &OutsideNote::text, "what was said", personal},
                 Field{"from_complainant", &OutsideNote::from_complainant, "whether by them, or by us"},
                 Field{"at", &OutsideNote::at, "when"});
};
/// What a complainant sees: nothing that is among us.
struct OutsideView {
    std::string token, number, subject;
    State state = State::received;
    bool open = true;
    Instant received_at;
    std::optional<std::string> text = {}, remedy_sought = {}, resolution, dispute = {}, final_position, recourse,
                               ended_because;
    std::optional<Instant> reply_by, closed_at;
    std::optional<std::int32_t> satisfaction;
    std::optional<std::string> satisfaction_comment = {};
    bool was_question = false, may_accept = false, may_dispute = false, may_rate = false;
    std::vector<OutsideNote> notes;
    static constexpr auto fields = describe(
        Field{"token", &OutsideView::token,
              "of its link; another than was asked with after a reply that opened another", personal},
        Field{"number", &OutsideView::number, as_in<Complaint>},
        Field{"subject", &OutsideView::subject, as_in<Complaint>},
        Field{"state", &OutsideView::state, as_in<Complaint>}, Field{"open", &OutsideView::open, as_in<Complaint>},
        Field{"received_at", &OutsideView::received_at, as_in<Complaint>},
        Field{"text", &OutsideView::text, as_in<Complaint>},
        Field{"remedy_sought", &OutsideView::remedy_sought, as_in<Complaint>},
        Field{"resolution", &OutsideView::resolution, as_in<Complaint>},
        Field{"dispute", &OutsideView::dispute, as_in<Complaint>},
        Field{"final_position", &OutsideView::final_position, as_in<Complaint>},
        Field{"recourse", &OutsideView::recourse, as_in<Complaint>},
        Field{"ended_because", &OutsideView::ended_because, as_in<Complaint>},
        Field{"reply_by", &OutsideView::reply_by, as_in<Complaint>},
        Field{"closed_at", &OutsideView::closed_at, as_in<Complaint>},
        Field{"satisfaction", &OutsideView::satisfaction, as_in<Complaint>},
        Field{"satisfaction_comment", &OutsideView::satisfaction_comment, as_in<Complaint>},
        Field{"was_question", &OutsideView::was_question, as_in<Complaint>},
        Field{"may_accept", &OutsideView::may_accept, "whether there is an offer to accept"},
        Field{"may_dispute", &OutsideView::may_dispute, "whether there is an offer to dispute"},
        Field{"may_rate", &OutsideView::may_rate, "whether they can say how satisfied they are"},
        Field{"notes", &OutsideView::notes, "what was said, newest first, at most 200"});
};
/// What whoever praised somebody sees.
struct OutsideCompliment {
    std::string number, praised, text;
    ComplimentState state = ComplimentState::received;
    Instant received_at;
    static constexpr auto fields = describe(Field{"number", &OutsideCompliment::number, as_in<Compliment>},
                                            Field{"praised", &OutsideCompliment::praised, as_in<Compliment>},
                                            Field{"text", &OutsideCompliment::text, as_in<Compliment>},
                                            Field{"state", &OutsideCompliment::state, as_in<Compliment>},
                                            Field{"received_at", &OutsideCompliment::received_at, as_in<Compliment>});
};
/// What whoever suggested something sees: what was decided is among us until they are answered.
struct OutsideSuggestion {
    std::string number, subject;
    std::optional<std::string> text, answer;
    SuggestionState state = SuggestionState::received;
    Instant received_at;
    std::optional<Instant> answered_at;
    static constexpr auto fields =
        describe(Field{"number", &OutsideSuggestion::number, as_in<Suggestion>},
                 Field{"subject", &OutsideSuggestion::subject, as_in<Suggestion>},
                 Field{"text", &OutsideSuggestion::text, as_in<Suggestion>},
                 Field{"answer", &OutsideSuggestion::answer, as_in<Suggestion>},
                 Field{"state", &OutsideSuggestion::state, "received, considered or answered"},
                 Field{"received_at", &OutsideSuggestion::received_at, as_in<Suggestion>},
                 Field{"answered_at", &OutsideSuggestion::answered_at, as_in<Suggestion>});
};
/// What whoever asked something sees.
struct OutsideQuestion {
    std::string number, subject;
    std::optional<std::string> text, answer;
    QuestionState state = QuestionState::received;
    Instant received_at;
    std::optional<Instant> answered_at, closed_at;
    static constexpr auto fields = describe(Field{"number", &OutsideQuestion::number, as_in<Question>},
                                            Field{"subject", &OutsideQuestion::subject, as_in<Question>},
                                            Field{"text", &OutsideQuestion::text, as_in<Question>},
                                            Field{"answer", &OutsideQuestion::answer, as_in<Question>},
                                            Field{"state", &OutsideQuestion::state, as_in<Question>},
                                            Field{"received_at", &OutsideQuestion::received_at, as_in<Question>},
                                            Field{"answered_at", &OutsideQuestion::answered_at, as_in<Question>},
                                            Field{"closed_at", &OutsideQuestion::closed_at, as_in<Question>});
};
/// Something that a complainant says, by their token.
struct OutsideSay {
    std::string token, text;
    static constexpr auto fields =
        describe(Field{"token", &OutsideSay::token, "of the link", length(1, 100), personal},
                 Field{"text", &OutsideSay::text, "in their words", length(1, 20'000), multiline, personal});
};
/// How satisfied a complainant is with the handling, by their token.
struct Rate {
    std::string token;
    std::int32_t satisfaction = 0;
    std::optional<std::string> comment;
    static constexpr auto fields =
        describe(Field{"token", &Rate::token, "of the link", length(1, 100), personal},
                 Field{"satisfaction", &Rate::satisfaction, as_in<Complaint>},
                 Field{"comment", &Rate::comment, "why; left out: what they said before stays", length(1, 5'000),
                       multiline, personal});
};

/// For whoever has the link: offered over HTTP without signing in.
inline constexpr kit::Roles outside = roles(Role::respondent);

inline constexpr kit::Command<FileComplaint, Filed> file{"file", CREATE("/outside/complaints"), outside,
                                                         "File a complaint without an account."};
inline constexpr kit::Command<FileCompliment, Filed> file_compliment{
    "file_compliment", CREATE("/outside/compliments"), outside,
    "File a compliment on somebody of us, without an account."};
inline constexpr kit::Command<FileSuggestion, Filed> file_suggestion{"file_suggestion", CREATE("/outside/suggestions"),
                                                                     outside, "File a suggestion without an account."};
inline constexpr kit::Command<FileQuestion, Filed> file_question{"file_question", CREATE("/outside/questions"), outside,
                                                                 "File a question without an account."};
inline constexpr kit::Query<Follow, OutsideQuestion> follow_question{
    "follow_question", GET("/outside/questions/{token}"), outside, "Follow a question."};
inline constexpr kit::Query<Follow, OutsideCompliment> follow_compliment{
    "follow_compliment", GET("/outside/compliments/{token}"), outside, "Follow a compliment."};
inline constexpr kit::Query<Follow, OutsideSuggestion> follow_suggestion{
    "follow_suggestion", GET("/outside/suggestions/{token}"), outside, "Follow a suggestion."};
inline constexpr kit::Query<Follow, OutsideView> follow{"follow", GET("/outside/complaints/{token}"), outside,
                                                        "Follow a complaint."};
inline constexpr kit::Command<OutsideSay, OutsideView> outside_reply{
    "outside_reply", POST("/outside/complaints/{token}/reply"), outside, "Reply to what was said about a complaint."};
inline constexpr kit::Command<Follow, OutsideView> outside_accept{
    "outside_accept", POST("/outside/complaints/{token}/accept"), outside, "Accept what was offered."};
inline constexpr kit::Command<OutsideSay, OutsideView> outside_dispute{
    "outside_dispute", POST("/outside/complaints/{token}/dispute"), outside,
    "Dispute what was offered; the text says why."};
inline constexpr kit::Command<Rate, OutsideView> rate{"rate", POST("/outside/complaints/{token}/satisfaction"), outside,
                                                      "Rate the handling of a complaint."};
inline constexpr kit::Query<kit::ById<ComplaintId>, OutsideLink> outside_link{
    "outside_link", GET("/complaints/{id}/outside_link"), desk,
    "Get the link by which a complainant follows a complaint."};

inline constexpr kit::Query<kit::ById<QuestionId>, OutsideLink> question_link{
    "question_link", GET("/questions/{id}/outside-link"), desk, "Get the link by which an asker follows a question."};

inline constexpr kit::Event<ComplaintEvent> rated{"complaints.rated", "a complainant rated the handling"};

}  // namespace rapport::complaints::api
