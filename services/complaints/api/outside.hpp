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
        Field{"name", &FileComplaint::name, "who complains", length(1, 200), personal},
        Field{"email", &FileComplaint::email, "where they can be reached", email_address, personal},
        Field{"phone", &FileComplaint::phone, "where they can be called", length(3, 50), personal},
        Field{"language", &FileComplaint::language, "in which we write to them: BCP 47 tag, such as de", length(2, 35)},
        Field{"subject", &FileComplaint::subject, "one line", length(1, 200)},
        Field{"text", &FileComplaint::text, "what happened, in their words", length(1, 20'000), multiline, personal},
        Field{"remedy_sought", &FileComplaint::remedy_sought, "what they want done", length(1, 2'000), multiline});
};
/// A compliment by somebody who has no account.
struct FileCompliment {
    std::string name;
    std::optional<std::string> email, phone, language = {};
    std::string praised, text;
    bool consent_to_publish = false;
    static constexpr auto fields =
        describe(Field{"name", &FileCompliment::name, "who says so", length(1, 200), personal},
                 Field{"email", &FileCompliment::email, "where they can be thanked", email_address, personal},
                 Field{"phone", &FileCompliment::phone, "where they can be called", length(3, 50), personal},
                 Field{"language", &FileCompliment::language, "in which we write to them: BCP 47 tag, such as de",
                       length(2, 35)},
                 Field{"praised", &FileCompliment::praised, "the person or team of ours", length(1, 200)},
                 Field{"text", &FileCompliment::text, "what they say", length(1, 20'000), multiline, personal},
                 Field{"consent_to_publish", &FileCompliment::consent_to_publish, "whether it may be shown to others",
                       defaulted});
};
/// A suggestion by somebody who has no account.
struct FileSuggestion {
    std::string name;
    std::optional<std::string> email, phone, language = {};
    std::string subject, text;
    static constexpr auto fields =
        describe(Field{"name", &FileSuggestion::name, "who says so", length(1, 200), personal},
                 Field{"email", &FileSuggestion::email, "where they can be answered", email_address, personal},
                 Field{"phone", &FileSuggestion::phone, "where they can be called", length(3, 50), personal},
                 Field{"language", &FileSuggestion::language, "in which we write to them: BCP 47 tag, such as de",
                       length(2, 35)},
                 Field{"subject", &FileSuggestion::subject, "one line", length(1, 200)},
                 Field{"text", &FileSuggestion::text, "what we should do", length(1, 20'000), multiline, personal});
};
/// A question by somebody who has no account.
struct FileQuestion {
    std::string name;
    std::optional<std::string> email, phone, language = {};
    std::string subject, text;
    static constexpr auto fields = describe(
        Field{"name", &FileQuestion::name, "who asks", length(1, 200), personal},
        Field{"email", &FileQuestion::email, "where they can be answered", email_address, personal},
        Field{"phone", &FileQuestion::phone, "where they can be called", length(3, 50), personal},
        Field{"language", &FileQuestion::language, "in which we write to them: BCP 47 tag, such as de", length(2, 35)},
        Field{"subject", &FileQuestion::subject, "one line", length(1, 200)},
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
        Field{"number", &OutsideView::number, "of the complaint"}, Field{"subject", &OutsideView::subject, "one line"},
        Field{"state", &OutsideView::state, "where it is on its way"},
        Field{"open", &OutsideView::open, "whether it is still worked on"},
        Field{"received_at", &OutsideView::received_at, "when it came"},
        Field{"text", &OutsideView::text, "what happened, in their words", personal},
        Field{"remedy_sought", &OutsideView::remedy_sought, "what they want done"},
        Field{"resolution", &OutsideView::resolution, "what was offered"},
        Field{"dispute", &OutsideView::dispute, "why they do not agree with what was offered", personal},
        Field{"final_position", &OutsideView::final_position, "our last word on a dispute"},
        Field{"recourse", &OutsideView::recourse, "where else they can go"},
        Field{"ended_because", &OutsideView::ended_because, "why it was withdrawn or rejected"},
        Field{"reply_by", &OutsideView::reply_by, "from when on no reply closes it"},
        Field{"closed_at", &OutsideView::closed_at, "when it was over"},
        Field{"satisfaction", &OutsideView::satisfaction, "with the handling, as they said"},
        Field{"satisfaction_comment", &OutsideView::satisfaction_comment, "why, as they said", personal},
        Field{"was_question", &OutsideView::was_question, "whether they had asked it as a question"},
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
    static constexpr auto fields = describe(Field{"number", &OutsideCompliment::number, "of the compliment"},
                                            Field{"praised", &OutsideCompliment::praised, "the person or team of ours"},
                                            Field{"text", &OutsideCompliment::text, "what they said", personal},
                                            Field{"state", &OutsideCompliment::state, "where it is on its way"},
                                            Field{"received_at", &OutsideCompliment::received_at, "when it came"});
};
/// What whoever suggested something sees: what was decided is among us until they are answered.
struct OutsideSuggestion {
    std::string number, subject;
    std::optional<std::string> text, answer;
    SuggestionState state = SuggestionState::received;
    Instant received_at;
    std::optional<Instant> answered_at;
    static constexpr auto fields =
        describe(Field{"number", &OutsideSuggestion::number, "of the suggestion"},
                 Field{"subject", &OutsideSuggestion::subject, "one line"},
                 Field{"text", &OutsideSuggestion::text, "what we should do", personal},
                 Field{"answer", &OutsideSuggestion::answer, "what became of it"},
                 Field{"state", &OutsideSuggestion::state, "received, considered or answered"},
                 Field{"received_at", &OutsideSuggestion::received_at, "when it came"},
                 Field{"answered_at", &OutsideSuggestion::answered_at, "when it was answered"});
};
/// What whoever asked something sees.
struct OutsideQuestion {
    std::string number, subject;
    std::optional<std::string> text, answer;
    QuestionState state = QuestionState::received;
    Instant received_at;
    std::optional<Instant> answered_at, closed_at;
    static constexpr auto fields =
        describe(Field{"number", &OutsideQuestion::number, "of the question"},
                 Field{"subject", &OutsideQuestion::subject, "one line"},
                 Field{"text", &OutsideQuestion::text, "what they want to know", personal},
                 Field{"answer", &OutsideQuestion::answer, "our answer"},
                 Field{"state", &OutsideQuestion::state,
                       "where it is on its way; of one that is a complaint by now, the same token follows that"},
                 Field{"received_at", &OutsideQuestion::received_at, "when it came"},
                 Field{"answered_at", &OutsideQuestion::answered_at, "when it was answered"},
                 Field{"closed_at", &OutsideQuestion::closed_at, "when it was closed, or became a complaint"});
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
    static constexpr auto fields = describe(
        Field{"token", &Rate::token, "of the link", length(1, 100), personal},
        Field{"satisfaction", &Rate::satisfaction, "with the handling, from 1 (not at all) to 5", between(1, 5)},
        Field{"comment", &Rate::comment, "why; left out: what they said before stays", length(1, 5'000), multiline,
              personal});
};

/// For whoever has the link: offered over HTTP without signing in.
inline constexpr kit::Roles outside = roles(Role::respondent);

inline constexpr kit::Command<FileComplaint, Filed> file{"file", CREATE("/outside/complaints"), outside,
                                                         "Files a complaint without an account."};
inline constexpr kit::Command<FileCompliment, Filed> file_compliment{
    "file_compliment", CREATE("/outside/compliments"), outside, "Praises somebody of us, without an account."};
inline constexpr kit::Command<FileSuggestion, Filed> file_suggestion{
    "file_suggestion", CREATE("/outside/suggestions"), outside, "Says what we should do, without an account."};
inline constexpr kit::Command<FileQuestion, Filed> file_question{"file_question", CREATE("/outside/questions"), outside,
                                                                 "Ask something, without an account."};
inline constexpr kit::Query<Follow, OutsideQuestion> follow_question{
    "follow_question", GET("/outside/questions/{token}"), outside, "What became of a question."};
inline constexpr kit::Query<Follow, OutsideCompliment> follow_compliment{
    "follow_compliment", GET("/outside/compliments/{token}"), outside, "What became of a compliment."};
inline constexpr kit::Query<Follow, OutsideSuggestion> follow_suggestion{
    "follow_suggestion", GET("/outside/suggestions/{token}"), outside, "What became of a suggestion."};
inline constexpr kit::Query<Follow, OutsideView> follow{"follow", GET("/outside/complaints/{token}"), outside,
                                                        "How far a complaint is."};
inline constexpr kit::Command<OutsideSay, OutsideView> outside_reply{
    "outside_reply", POST("/outside/complaints/{token}/reply"), outside, "The complainant says something."};
inline constexpr kit::Command<Follow, OutsideView> outside_accept{
    "outside_accept", POST("/outside/complaints/{token}/accept"), outside, "They accept what was offered."};
inline constexpr kit::Command<OutsideSay, OutsideView> outside_dispute{
    "outside_dispute", POST("/outside/complaints/{token}/dispute"), outside, "They do not agree; the text says why."};
inline constexpr kit::Command<Rate, OutsideView> rate{"rate", POST("/outside/complaints/{token}/satisfaction"), outside,
                                                      "They say how satisfied they are with the handling."};
inline constexpr kit::Query<kit::ById<ComplaintId>, OutsideLink> outside_link{
    "outside_link", GET("/complaints/{id}/outside_link"), desk, "The link that a complainant can follow it by."};

inline constexpr kit::Query<kit::ById<QuestionId>, OutsideLink> question_link{
    "question_link", GET("/questions/{id}/outside-link"), desk, "The link that an asker can follow it by."};

inline constexpr kit::Event<Told> rated{"complaints.rated", "the complainant said how satisfied they are"};

}  // namespace rapport::complaints::api
