// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/actions.hpp"
#include "services/complaints/api/report.hpp"

/// Looking at all complaints of a period together, and deciding what follows.
namespace rapport::complaints {

struct ReviewTag;
using ReviewId = Id<ReviewTag>;

/// Whether the review has taken place.
enum class ReviewState { prepared, held };
constexpr auto names_of(ReviewState) { return std::array{"prepared"sv, "held"sv}; }

/// A figure now, and in the period of the same length before.
struct Trend {
    std::string figure, key;
    double before = 0, now = 0;
    static constexpr auto fields =
        describe(Field{"figure", &Trend::figure, "of which figure"}, Field{"key", &Trend::key, "of which of its rows"},
                 Field{"before", &Trend::before, "in the period before"}, Field{"now", &Trend::now, "in this one"});
};
/// A cause, and how much it and the greater ones make up: Pareto.
struct CauseShare {
    std::string cause;
    double complaints = 0, percent = 0, cumulative = 0;
    static constexpr auto fields =
        describe(Field{"cause", &CauseShare::cause, "why they arose"},
                 Field{"complaints", &CauseShare::complaints, "how many did"},
                 Field{"percent", &CauseShare::percent, "of those of which the cause is recorded"},
                 Field{"cumulative", &CauseShare::cumulative, "the same with the greater causes, in percent"});
};
/// What was decided in a review, who sees to it, and by when.
struct Decision {
    std::string text;
    std::optional<kit::UserId> owner;
    std::optional<std::string> former_owner;
    std::optional<Day> due;
    static constexpr auto fields =
        describe(Field{"text", &Decision::text, "what was decided", length(1, 5'000), multiline},
                 Field{"owner", &Decision::owner, "the user who sees to it", kit::formerly_text("former_owner")},
                 Field{"former_owner", &Decision::former_owner, "who saw to it, where that is no user", length(1, 200)},
                 Field{"due", &Decision::due, "by which day"});
};
/// A periodic review of complaints: the figures of its period, their trends, and what was decided.
struct Review {
    ReviewId id;
    std::int64_t version = 0;
    std::string number;
    ReviewState state = ReviewState::prepared;
    Day from, to;
    Report report;
    std::vector<Trend> trends;
    std::vector<CauseShare> causes;
    std::vector<Action> overdue_actions;
    std::vector<Decision> decisions;
    Instant prepared_at;
    std::optional<Instant> held_at;
    std::optional<std::string> held_by;
    std::optional<Day> next_due;
    bool next_is_due = false;
    static constexpr auto fields = describe(
        identity(&Review::id, &Review::version),
        Field{"number", &Review::number, "what people quote: R-2026-000003", filter},
        Field{"state", &Review::state, "prepared or held", filter},
        Field{"from", &Review::from, "the period's first day"}, Field{"to", &Review::to, "the period's last day"},
        Field{"report", &Review::report, "its figures, as they were then"},
        Field{"trends", &Review::trends, "against the period of the same length before"},
        Field{"causes", &Review::causes, "recurring causes, the greatest first"},
        Field{"overdue_actions", &Review::overdue_actions, "late and not done when it was prepared, at most 200"},
        Field{"decisions", &Review::decisions, "what was decided"},
        Field{"prepared_at", &Review::prepared_at, "when its figures were taken"},
        Field{"held_at", &Review::held_at, "when it was held"}, Field{"held_by", &Review::held_by, "who recorded that"},
        Field{"next_due", &Review::next_due, "the day by which the next one is to be held"},
        Field{"next_is_due", &Review::next_is_due, "whether that day came before another was held"});
};

}  // namespace rapport::complaints

namespace rapport::complaints::api {

/// Asks for the review of a period, both named days within.
struct PrepareReview {
    Day from, to;
    std::optional<std::string> time_zone;
    static constexpr auto fields = describe(
        Field{"from", &PrepareReview::from, as_in<Review>}, Field{"to", &PrepareReview::to, as_in<Review>},
        Field{"time_zone", &PrepareReview::time_zone,
              "where the days begin, an IANA name such as Europe/Berlin; left out: the organisation's", length(1, 64)});
};
/// What was decided in a review: replaces the decisions before.
struct Decide {
    ReviewId id;
    std::optional<std::int64_t> version;
    std::vector<Decision> decisions;
    static constexpr auto fields =
        describe(identity(&Decide::id, &Decide::version),
                 Field{"decisions", &Decide::decisions, "all of them, instead of those before", length(1, 100)});
};
/// The review took place, and the next one is due then.
struct HoldReview {
    ReviewId id;
    std::optional<std::int64_t> version;
    Day next_due;
    static constexpr auto fields = describe(identity(&HoldReview::id, &HoldReview::version),
                                            Field{"next_due", &HoldReview::next_due, as_in<Review>});
};
/// Data of events about a review: the review without its figures, which `get_review` has.
struct ReviewEvent {
    ReviewId review;
    std::string number;
    Day from, to;
    std::vector<Decision> decisions;
    std::optional<Day> next_due;
    static constexpr auto fields =
        describe(Field{"review", &ReviewEvent::review, "which"}, Field{"number", &ReviewEvent::number, as_in<Review>},
                 Field{"from", &ReviewEvent::from, as_in<Review>}, Field{"to", &ReviewEvent::to, as_in<Review>},
                 Field{"decisions", &ReviewEvent::decisions, as_in<Review>},
                 Field{"next_due", &ReviewEvent::next_due, as_in<Review>});
};

inline constexpr kit::Command<PrepareReview, Shown<Review>> prepare_review{
    "prepare_review", CREATE("/complaint-reviews"), workers,
    "Prepare a review: the figures of a period, its trends, causes and overdue actions."};
inline constexpr kit::Command<Decide, Shown<Review>> decide{"decide", POST("/complaint-reviews/{id}/decisions"),
                                                            workers, "Record what was decided in a review."};
inline constexpr kit::Command<HoldReview, Shown<Review>> hold_review{
    "hold_review", POST("/complaint-reviews/{id}/hold"), workers,
    "Record that a review was held, and when the next one is due."};
inline constexpr kit::Query<kit::ById<ReviewId>, Shown<Review>> get_review{"get_review", GET("/complaint-reviews/{id}"),
                                                                           workers, "Get a review."};
inline constexpr kit::Query<ListOf<Review>, kit::Page<Shown<Review>>> list_reviews{
    "list_reviews", GET("/complaint-reviews"), workers, "List reviews, newest first."};

inline constexpr kit::Event<ReviewEvent> review_prepared{"complaints.review_prepared",
                                                         "a review was prepared: its figures were taken"};
inline constexpr kit::Event<ReviewEvent> review_decided{"complaints.review_decided",
                                                        "the decisions of a review were recorded"};
inline constexpr kit::Event<ReviewEvent> review_held{"complaints.review_held", "a review was held"};
inline constexpr kit::Event<ReviewEvent> review_due{"complaints.review_due", "the next review is to be held"};

}  // namespace rapport::complaints::api
