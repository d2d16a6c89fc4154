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
        Field{"id", &Compliment::id, "unique"}, Field{"version", &Compliment::version, "counts its changes"},
        Field{"number", &Compliment::number, "what people quote: F-2026-000123"},
        Field{"state", &Compliment::state, "where it is on its way"},
        Field{"party", &Compliment::party, "who says so, if the registry knows them"},
        Field{"party_name", &Compliment::party_name, "the party's name when it came", personal},
        Field{"giver", &Compliment::giver, "who says so, in their own words"},
        Field{"praised", &Compliment::praised, "the person or team of ours"},
        Field{"text", &Compliment::text, "what they say", personal},
        Field{"consent_to_publish", &Compliment::consent_to_publish, "whether it may be shown to others"},
        Field{"received_via", &Compliment::received_via, "how it came"},
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
        Field{"id", &Suggestion::id, "unique"}, Field{"version", &Suggestion::version, "counts its changes"},
        Field{"number", &Suggestion::number, "what people quote: F-2026-000123"},
        Field{"state", &Suggestion::state, "where it is on its way"},
        Field{"party", &Suggestion::party, "who says so, if the registry knows them"},
        Field{"party_name", &Suggestion::party_name, "the party's name when it came", personal},
        Field{"giver", &Suggestion::giver, "who says so, in their own words"},
        Field{"subject", &Suggestion::subject, "one line"},
        Field{"text", &Suggestion::text, "what we should do", personal},
        Field{"owner", &Suggestion::owner, "the user who considers it", kit::formerly_text("former_owner")},
        Field{"former_owner", &Suggestion::former_owner, "the name that came with it, while no user is called that"},
        Field{"decision", &Suggestion::decision, "why it was adopted or declined"},
        Field{"answer", &Suggestion::answer, "what the giver was told"},
        Field{"service", &Suggestion::service, "the service that it is about"},
        Field{"received_via", &Suggestion::received_via, "how it came"},
        Field{"received_at", &Suggestion::received_at, "when it came"},
        Field{"adopted", &Suggestion::adopted, "whether we do it"},
        Field{"decided_at", &Suggestion::decided_at, "when that was decided"},
        Field{"answered_at", &Suggestion::answered_at, "when the giver was told"});
};

}  // namespace rapport::complaints

namespace rapport::complaints::api {

/// A compliment that reached us, of a party or of a giver.
struct AddCompliment {
    std::optional<PartyId> party;
    std::optional<Complainant> giver;
    std::string praised, text;
    bool consent_to_publish = false;
    ReceivedVia received_via = ReceivedVia::web;
    static constexpr auto fields = describe(
        Field{"party", &AddCompliment::party, "who says so, if the registry knows them"},
        Field{"giver", &AddCompliment::giver, "who says so, given here; needed where there is no party"},
        Field{"praised", &AddCompliment::praised, "the person or team of ours", length(1, 200)},
        Field{"text", &AddCompliment::text, "what they say", length(1, 20'000), multiline, personal},
        Field{"consent_to_publish", &AddCompliment::consent_to_publish, "whether it may be shown to others", defaulted},
        Field{"received_via", &AddCompliment::received_via, "how it came", defaulted});
};
using MoveCompliment = AtVersion<ComplimentId>;
/// Tells those who were praised.
struct ForwardCompliment {
    ComplimentId id;
    std::optional<std::int64_t> version;
    std::vector<std::string> to;
    static constexpr auto fields =
        describe(Field{"id", &ForwardCompliment::id, "which"},
                 Field{"version", &ForwardCompliment::version, "the version that was read"},
                 Field{"to", &ForwardCompliment::to, "users: those praised, and who leads them", length(1, 50)});
};
/// A suggestion that reached us, of a party or of a giver.
struct AddSuggestion {
    std::optional<PartyId> party;
    std::optional<Complainant> giver;
    std::string subject;
    std::optional<std::string> text;
    std::optional<ServiceId> service;
    ReceivedVia received_via = ReceivedVia::web;
    static constexpr auto fields =
        describe(Field{"party", &AddSuggestion::party, "who says so, if the registry knows them"},
                 Field{"giver", &AddSuggestion::giver, "who says so, given here; needed where there is no party"},
                 Field{"subject", &AddSuggestion::subject, "one line", length(1, 200)},
                 Field{"text", &AddSuggestion::text, "what we should do", length(1, 20'000), multiline, personal},
                 Field{"service", &AddSuggestion::service, "the service that it is about"},
                 Field{"received_via", &AddSuggestion::received_via, "how it came", defaulted});
};
/// Somebody looks into a suggestion.
struct ConsiderSuggestion {
    SuggestionId id;
    std::optional<std::int64_t> version;
    std::optional<kit::UserId> owner;
    static constexpr auto fields =
        describe(Field{"id", &ConsiderSuggestion::id, "which"},
                 Field{"version", &ConsiderSuggestion::version, "the version that was read"},
                 Field{"owner", &ConsiderSuggestion::owner, "the user who considers it; left out: who calls"});
};
/// Adopts, declines or answers.
struct DecideSuggestion {
    SuggestionId id;
    std::optional<std::int64_t> version;
    std::string text;
    static constexpr auto fields =
        describe(Field{"id", &DecideSuggestion::id, "which"},
                 Field{"version", &DecideSuggestion::version, "the version that was read"},
                 Field{"text", &DecideSuggestion::text, "why, or what the giver is told", length(1, 5'000), multiline});
};
/// A page of compliments or suggestions.
template <class State>
struct ListFeedback {
    std::int64_t limit = 50;
    std::optional<std::string> after, search;
    std::optional<State> state;
    std::optional<PartyId> party;
    static constexpr auto fields =
        describe(Field{"limit", &ListFeedback::limit, "how many at most", between(1, 200), defaulted},
                 Field{"after", &ListFeedback::after, "`next` of the page before", length(1, 500)},
                 Field{"search", &ListFeedback::search, "words in what was said, and the number", length(1, 200)},
                 Field{"state", &ListFeedback::state, "only those in this state"},
                 Field{"party", &ListFeedback::party, "only this party's"});
};
/// Data of events about a compliment; `page` is where its giver follows it.
struct ComplimentTold {
    Compliment compliment;
    std::vector<Change> changes;
    std::optional<std::string> page = {};
    static constexpr auto fields =
        describe(Field{"compliment", &ComplimentTold::compliment, "as it is now"},
                 Field{"changes", &ComplimentTold::changes, "before and after, field by field"},
                 Field{"page", &ComplimentTold::page, "path of the giver's page, for letters to them", personal});
};
/// Data of events about a suggestion; `page` is where its giver follows it.
struct SuggestionTold {
    Suggestion suggestion;
    std::vector<Change> changes;
    std::optional<std::string> page = {};
    static constexpr auto fields =
        describe(Field{"suggestion", &SuggestionTold::suggestion, "as it is now"},
                 Field{"changes", &SuggestionTold::changes, "before and after, field by field"},
                 Field{"page", &SuggestionTold::page, "path of the giver's page, for letters to them", personal});
};

using kit::Command, kit::Query;
using ListCompliments = ListFeedback<ComplimentState>;
using ListSuggestions = ListFeedback<SuggestionState>;
inline constexpr Command<AddCompliment, Shown<Compliment>> add_compliment{
    "add_compliment", CREATE("/compliments"), desk, "Record a compliment on somebody of us."};
inline constexpr Query<kit::ById<ComplimentId>, Shown<Compliment>> get_compliment{
    "get_compliment", GET("/compliments/{id}"), desk, "Get a compliment."};
inline constexpr Query<ListCompliments, kit::Page<Shown<Compliment>>> list_compliments{
    "list_compliments", GET("/compliments"), desk, "List compliments, newest first."};
inline constexpr Command<MoveCompliment, Shown<Compliment>> thank{"thank", POST("/compliments/{id}/thank"), workers,
                                                                  "Thank the giver of a compliment."};
inline constexpr Command<ForwardCompliment, Shown<Compliment>> forward_compliment{
    "forward_compliment", POST("/compliments/{id}/forward"), workers,
    "Forward a compliment to those praised and to who leads them."};
inline constexpr Command<MoveCompliment, Shown<Compliment>> publish_compliment{
    "publish_compliment", POST("/compliments/{id}/publish"), workers,
    "Publish a compliment; only with the giver's consent."};
inline constexpr Command<AddSuggestion, Shown<Suggestion>> add_suggestion{"add_suggestion", CREATE("/suggestions"),
                                                                          desk, "Record a suggestion."};
inline constexpr Query<kit::ById<SuggestionId>, Shown<Suggestion>> get_suggestion{
    "get_suggestion", GET("/suggestions/{id}"), desk, "Get a suggestion."};
inline constexpr Query<ListSuggestions, kit::Page<Shown<Suggestion>>> list_suggestions{
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

inline constexpr kit::Event<ComplimentTold> compliment_received{"complaints.compliment_received", "praise came"};
inline constexpr kit::Event<ComplimentTold> compliment_moved{"complaints.compliment_moved",
                                                             "it was thanked for, forwarded or published"};
inline constexpr kit::Event<SuggestionTold> suggestion_received{"complaints.suggestion_received", "a suggestion came"};
inline constexpr kit::Event<SuggestionTold> suggestion_moved{"complaints.suggestion_moved",
                                                             "it is considered, declined or answered"};
inline constexpr kit::Event<SuggestionTold> suggestion_adopted{"complaints.suggestion_adopted",
                                                               "we do it: it is a demand from now on"};

}  // namespace rapport::complaints::api
