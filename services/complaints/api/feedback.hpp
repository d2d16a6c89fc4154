// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"

/// What people say of us that is no complaint: compliments and suggestions.
namespace rapport::complaints {

struct ComplimentTag;
struct SuggestionTag;
using ComplimentId = Id<ComplimentTag>;
using SuggestionId = Id<SuggestionTag>;

/// How far a compliment is.
enum class ComplimentState { received, thanked, forwarded, published };
constexpr auto names_of(ComplimentState) { return std::array{"received"sv, "thanked"sv, "forwarded"sv, "published"sv}; }
/// How far a suggestion is: adopted and declined wait for the answer.
enum class SuggestionState { received, considered, adopted, declined, answered };
constexpr auto names_of(SuggestionState) {
    return std::array{"received"sv, "considered"sv, "adopted"sv, "declined"sv, "answered"sv};
}

/// Praise for somebody of us.
struct Compliment {
    ComplimentId id;
    std::int64_t version = 0;
    std::string number;
    ComplimentState state = ComplimentState::received;
    std::optional<PartyId> party;
    std::optional<std::string> party_name;
    std::optional<Complainant> giver;
    std::string praised, text;
    bool consent_to_publish = false;
    ReceivedVia received_via = ReceivedVia::web;
    Instant received_at;
    std::vector<std::string> forwarded_to;
    std::optional<Instant> thanked_at, forwarded_at, published_at;
    static constexpr auto fields = describe(
        identity(&Compliment::id, &Compliment::version),
        Field{"number", &Compliment::number, "what people quote: F-2026-000123", searched, filter},
        Field{"state", &Compliment::state, "how far it has come", filter},
        Field{"party", &Compliment::party, "the party that says so, if the registry knows it", initial, filter},
        Field{"party_name", &Compliment::party_name, "the party's name when it came", personal},
        Field{"giver", &Compliment::giver, "who says so, given here; needed where there is no party", initial},
        Field{"praised", &Compliment::praised, "the person or team of ours", length(1, 200), initial, searched},
        Field{"text", &Compliment::text, "what they say", length(1, 20'000), multiline, personal, initial, searched},
        Field{"consent_to_publish", &Compliment::consent_to_publish, "whether it may be shown to others", initial,
              defaulted},
        Field{"received_via", &Compliment::received_via, "how it came", initial, defaulted},
        Field{"received_at", &Compliment::received_at, "when it came"},
        Field{"forwarded_to", &Compliment::forwarded_to, "users who were told: those praised, and who leads them"},
        Field{"thanked_at", &Compliment::thanked_at, "when the giver was thanked"},
        Field{"forwarded_at", &Compliment::forwarded_at, "when it was told to those praised"},
        Field{"published_at", &Compliment::published_at, "when it was shown to others"});
};

/// What we should do, in the eyes of somebody.
struct Suggestion {
    SuggestionId id;
    std::int64_t version = 0;
    std::string number;
    SuggestionState state = SuggestionState::received;
    std::optional<PartyId> party;
    std::optional<std::string> party_name;
    std::optional<Complainant> giver;
    std::string subject;
    std::optional<std::string> text;
    std::optional<kit::UserId> owner;
    std::optional<std::string> former_owner, decision, answer;
    std::optional<ServiceId> service;
    ReceivedVia received_via = ReceivedVia::web;
    Instant received_at;
    bool adopted = false;
    std::optional<Instant> decided_at, answered_at;
    static constexpr auto fields = describe(
        identity(&Suggestion::id, &Suggestion::version),
        Field{"number", &Suggestion::number, "what people quote: F-2026-000123", searched, filter},
        Field{"state", &Suggestion::state, "how far it has come", filter},
        Field{"party", &Suggestion::party, "the party that says so, if the registry knows it", initial, filter},
        Field{"party_name", &Suggestion::party_name, "the party's name when it came", personal},
        Field{"giver", &Suggestion::giver, "who says so, given here; needed where there is no party", initial},
        Field{"subject", &Suggestion::subject, "one line", length(1, 200), initial, searched},
        Field{"text", &Suggestion::text, "what we should do", length(1, 20'000), multiline, personal, initial,
              searched},
        Field{"owner", &Suggestion::owner, "the user who considers it", filter, kit::formerly_text("former_owner")},
        Field{"former_owner", &Suggestion::former_owner, "the name that came with it, while no user is called that",
              searched, filter},
        Field{"decision", &Suggestion::decision, "why it was adopted or declined"},
        Field{"answer", &Suggestion::answer, "what the giver was told"},
        Field{"service", &Suggestion::service, "the service that it is about", initial},
        Field{"received_via", &Suggestion::received_via, "how it came", initial, defaulted},
        Field{"received_at", &Suggestion::received_at, "when it came"},
        Field{"adopted", &Suggestion::adopted, "whether it will be done"},
        Field{"decided_at", &Suggestion::decided_at, "when that was decided"},
        Field{"answered_at", &Suggestion::answered_at, "when the giver was told"});
};

}  // namespace rapport::complaints

namespace rapport::complaints::api {

using MoveCompliment = AtVersion<ComplimentId>;
/// Tells those who were praised.
struct ForwardCompliment {
    ComplimentId id;
    std::optional<std::int64_t> version;
    std::vector<std::string> to;
    static constexpr auto fields =
        describe(identity(&ForwardCompliment::id, &ForwardCompliment::version),
                 Field{"to", &ForwardCompliment::to, "users: those praised, and who leads them", length(1, 50)});
};
/// Somebody looks into a suggestion.
struct ConsiderSuggestion {
    SuggestionId id;
    std::optional<std::int64_t> version;
    std::optional<kit::UserId> owner;
    static constexpr auto fields =
        describe(identity(&ConsiderSuggestion::id, &ConsiderSuggestion::version),
                 Field{"owner", &ConsiderSuggestion::owner, "the user who considers it; left out: who calls"});
};
/// Adopts, declines or answers.
struct DecideSuggestion {
    SuggestionId id;
    std::optional<std::int64_t> version;
    std::string text;
    static constexpr auto fields =
        describe(identity(&DecideSuggestion::id, &DecideSuggestion::version),
                 Field{"text", &DecideSuggestion::text, "why, or what the giver is told", length(1, 5'000), multiline});
};
using kit::Command, kit::Query;
inline constexpr Command<New<Compliment>, Shown<Compliment>> create_compliment{
    "create_compliment", CREATE("/compliments"), desk, "Record a compliment on somebody of us."};
inline constexpr Query<kit::ById<ComplimentId>, Shown<Compliment>> get_compliment{
    "get_compliment", GET("/compliments/{id}"), desk, "Get a compliment."};
inline constexpr Query<ListOf<Compliment>, kit::Page<Shown<Compliment>>> list_compliments{
    "list_compliments", GET("/compliments"), desk, "List compliments, newest first."};
inline constexpr Command<MoveCompliment, Shown<Compliment>> thank{"thank", POST("/compliments/{id}/thank"), workers,
                                                                  "Thank the giver of a compliment."};
inline constexpr Command<ForwardCompliment, Shown<Compliment>> forward_compliment{
    "forward_compliment", POST("/compliments/{id}/forward"), workers,
    "Forward a compliment to those praised and to who leads them."};
inline constexpr Command<MoveCompliment, Shown<Compliment>> publish_compliment{
    "publish_compliment", POST("/compliments/{id}/publish"), workers,
    "Publish a compliment; only with the giver's consent."};
inline constexpr Command<New<Suggestion>, Shown<Suggestion>> create_suggestion{
    "create_suggestion", CREATE("/suggestions"), desk, "Record a suggestion."};
inline constexpr Query<kit::ById<SuggestionId>, Shown<Suggestion>> get_suggestion{
    "get_suggestion", GET("/suggestions/{id}"), desk, "Get a suggestion."};
inline constexpr Query<ListOf<Suggestion>, kit::Page<Shown<Suggestion>>> list_suggestions{
    "list_suggestions", GET("/suggestions"), desk, "List suggestions, newest first."};
inline constexpr Command<ConsiderSuggestion, Shown<Suggestion>> consider{"consider", POST("/suggestions/{id}/consider"),
                                                                         workers, "Consider a suggestion."};
inline constexpr Command<DecideSuggestion, Shown<Suggestion>> adopt{"adopt", POST("/suggestions/{id}/adopt"), workers,
                                                                    "Adopt a suggestion."};
inline constexpr Command<DecideSuggestion, Shown<Suggestion>> decline{"decline", POST("/suggestions/{id}/decline"),
                                                                      workers, "Decline a suggestion."};
inline constexpr Command<DecideSuggestion, Shown<Suggestion>> answer_suggestion{
    "answer_suggestion", POST("/suggestions/{id}/answer"), workers,
    "Answer a suggestion: its giver is told what became of it."};

inline constexpr kit::Event<WithPage<Compliment>> compliment_received{"complaints.compliment_received",
                                                                      "a compliment came"};
inline constexpr kit::Event<WithPage<Compliment>> compliment_moved{
    "complaints.compliment_moved", "a compliment was thanked for, forwarded or published"};
inline constexpr kit::Event<WithPage<Suggestion>> suggestion_received{"complaints.suggestion_received",
                                                                      "a suggestion came"};
inline constexpr kit::Event<WithPage<Suggestion>> suggestion_moved{
    "complaints.suggestion_moved", "a suggestion is considered, or was declined or answered"};
inline constexpr kit::Event<WithPage<Suggestion>> suggestion_adopted{
    "complaints.suggestion_adopted", "a suggestion was adopted: it is a demand from now on"};

}  // namespace rapport::complaints::api
