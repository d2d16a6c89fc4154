// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"

/// Filing and following a complaint without an account: by a link that nobody can guess.
namespace rapport::complaints::api {

struct FileComplaint {
    std::string name;
    std::optional<std::string> email, phone;
    std::string subject, text;
    std::optional<std::string> remedy_sought;
    static constexpr auto fields =
        describe(Field{"name", &FileComplaint::name, "who complains", length(1, 200), personal},
                 Field{"email", &FileComplaint::email, "where they can be reached", length(3, 254), personal},
                 Field{"phone", &FileComplaint::phone, "where they can be called", length(3, 50), personal},
                 Field{"subject", &FileComplaint::subject, "one line", length(1, 200)},
                 Field{"text", &FileComplaint::text, "what happened, in their words", length(1, 20'000), personal},
                 Field{"remedy_sought", &FileComplaint::remedy_sought, "what they want done", length(1, 2'000)});
};
struct Filed {
    std::string number, token;
    static constexpr auto fields =
        describe(Field{"number", &Filed::number, "of the complaint"},
                 Field{"token", &Filed::token, "whoever has it can follow the complaint and reply to it", personal});
};
struct OutsideLink {
    std::string token, path;
    static constexpr auto fields = describe(
        Field{"token", &OutsideLink::token, "whoever has it can follow the complaint and reply to it", personal},
        Field{"path", &OutsideLink::path, "where, over HTTP", personal});
};
struct Follow {
    std::string token;
    static constexpr auto fields = describe(Field{"token", &Follow::token, "of the link", length(1, 100), personal});
};
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
    std::string number, subject;
    State state = State::received;
    bool open = true;
    Instant received_at;
    std::optional<std::string> resolution, final_position, recourse, ended_because;
    std::optional<Instant> reply_by, closed_at;
    std::optional<std::int32_t> satisfaction;
    bool may_accept = false, may_dispute = false, may_rate = false;
    std::vector<OutsideNote> notes;
    static constexpr auto fields = describe(
        Field{"number", &OutsideView::number, "of the complaint"}, Field{"subject", &OutsideView::subject, "one line"},
        Field{"state", &OutsideView::state, "where it is on its way"},
        Field{"open", &OutsideView::open, "whether it is still worked on"},
        Field{"received_at", &OutsideView::received_at, "when it came"},
        Field{"resolution", &OutsideView::resolution, "what was offered"},
        Field{"final_position", &OutsideView::final_position, "our last word on a dispute"},
        Field{"recourse", &OutsideView::recourse, "where else they can go"},
        Field{"ended_because", &OutsideView::ended_because, "why it was withdrawn or rejected"},
        Field{"reply_by", &OutsideView::reply_by, "from when on no reply closes it"},
        Field{"closed_at", &OutsideView::closed_at, "when it was over"},
        Field{"satisfaction", &OutsideView::satisfaction, "with the handling, as they said"},
        Field{"may_accept", &OutsideView::may_accept, "whether there is an offer to accept"},
        Field{"may_dispute", &OutsideView::may_dispute, "whether there is an offer to dispute"},
        Field{"may_rate", &OutsideView::may_rate, "whether they can say how satisfied they are"},
        Field{"notes", &OutsideView::notes, "what was said, newest first, at most 200"});
};
struct OutsideSay {
    std::string token, text;
    static constexpr auto fields =
        describe(Field{"token", &OutsideSay::token, "of the link", length(1, 100), personal},
                 Field{"text", &OutsideSay::text, "in their words", length(1, 20'000), personal});
};
struct Rate {
    std::string token;
    std::int32_t satisfaction = 0;
    std::optional<std::string> comment;
    static constexpr auto fields = describe(
        Field{"token", &Rate::token, "of the link", length(1, 100), personal},
        Field{"satisfaction", &Rate::satisfaction, "with the handling, from 1 (not at all) to 5", between(1, 5)},
        Field{"comment", &Rate::comment, "why", length(1, 5'000), personal});
};

/// For whoever has the link: offered over HTTP without signing in.
inline constexpr kit::Roles outside = roles(Role::respondent);

inline constexpr kit::Command<FileComplaint, Filed> file{"file", CREATE("/outside/complaints"), outside,
                                                         "Files a complaint without an account."};
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

inline constexpr kit::Event<Told> rated{"complaints.rated", "the complainant said how satisfied they are"};

}  // namespace rapport::complaints::api
