// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"

/// How complaints move from state to state; lifecycle.hpp says from where to where.
namespace rapport::complaints::api {

/// A move that needs nothing but the complaint.
using Move = AtVersion<ComplaintId>;
/// For whom a complaint waits.
enum class WaitingOn { customer, supplier };
constexpr auto names_of(WaitingOn) { return std::array{"customer"sv, "supplier"sv}; }
/// Somebody else has to do something first.
struct Wait {
    ComplaintId id;
    std::optional<std::int64_t> version;
    WaitingOn on = WaitingOn::customer;
    std::string reason;
    std::optional<PartyId> supplier;
    static constexpr auto fields = describe(identity(&Wait::id, &Wait::version), Field{"on", &Wait::on, "for whom"},
                                            Field{"reason", &Wait::reason, "for what", length(1, 2'000), multiline},
                                            Field{"supplier", &Wait::supplier, "which one, if the registry knows it"});
};
/// Offers a resolution to the complainant.
struct Propose {
    ComplaintId id;
    std::optional<std::int64_t> version;
    std::string resolution;
    static constexpr auto fields = describe(identity(&Propose::id, &Propose::version),
                                            Field{"resolution", &Propose::resolution, as_in<Complaint>});
};
/// Ends a complaint; one that is disputed needs our final position and where they may turn to.
struct Close {
    ComplaintId id;
    std::optional<std::int64_t> version;
    std::optional<std::string> final_position, recourse;
    std::optional<Money> cost;
    static constexpr auto fields =
        describe(identity(&Close::id, &Close::version),
                 Field{"final_position", &Close::final_position, "our last word; needed where it is disputed",
                       length(1, 10'000), multiline},
                 Field{"recourse", &Close::recourse, "where else the complainant can go; needed where it is disputed",
                       length(1, 2'000), multiline},
                 Field{"cost", &Close::cost, as_in<Complaint>});
};
/// Turns a complaint away, and says where they may turn to.
struct Reject {
    ComplaintId id;
    std::optional<std::int64_t> version;
    std::string reason, recourse;
    static constexpr auto fields =
        describe(identity(&Reject::id, &Reject::version),
                 Field{"reason", &Reject::reason, "why, as the complainant is told", length(1, 2'000), multiline},
                 Field{"recourse", &Reject::recourse, as_in<Complaint>});
};
/// Ends a complaint in favour of another one that says the same.
struct MarkDuplicate {
    ComplaintId id;
    std::optional<std::int64_t> version;
    ComplaintId of;
    static constexpr auto fields = describe(identity(&MarkDuplicate::id, &MarkDuplicate::version),
                                            Field{"of", &MarkDuplicate::of, "the complaint that goes on instead"});
};

/// One row of the table of moves.
struct LifecycleRow {
    std::vector<State> from;
    std::optional<State> to;
    std::string method, doc;
    static constexpr auto fields =
        describe(Field{"from", &LifecycleRow::from, "states that it leads from"},
                 Field{"to", &LifecycleRow::to, "the state that it leads to; none: the one that it was in before"},
                 Field{"method", &LifecycleRow::method, "how it is called"},
                 Field{"doc", &LifecycleRow::doc, "when it is made"});
};
/// Every move between states that there is.
struct LifecycleMoves {
    std::vector<LifecycleRow> moves;
    static constexpr auto fields = describe(Field{"moves", &LifecycleMoves::moves, "all that there are"});
};
/// Asks for all moves: it has nothing to say.
struct AskLifecycle {
    static constexpr auto fields = describe();
};

template <class Request>
using MoveCommand = kit::Command<Request, Shown<Complaint>>;
inline constexpr MoveCommand<Move> acknowledge{"acknowledge", POST("/complaints/{id}/acknowledge"), workers,
                                               "Acknowledge a complaint: the complainant knows that it was received."};
inline constexpr MoveCommand<Move> investigate{
    "investigate", POST("/complaints/{id}/investigate"), workers,
    "Begin to investigate a complaint, or go on after waiting or a dispute."};
inline constexpr MoveCommand<Wait> wait{"wait", POST("/complaints/{id}/wait"), workers,
                                        "Wait for the customer or for a supplier."};
inline constexpr MoveCommand<Propose> propose{"propose", POST("/complaints/{id}/propose"), workers,
                                              "Propose a resolution to the complainant."};
inline constexpr MoveCommand<Move> accept{"accept", POST("/complaints/{id}/accept"), workers,
                                          "Record that the complainant accepts the proposal."};
inline constexpr MoveCommand<WithReason<ComplaintId>> dispute{"dispute", POST("/complaints/{id}/dispute"), workers,
                                                              "Record that the complainant disputes the proposal."};
inline constexpr MoveCommand<Close> close{
    "close", POST("/complaints/{id}/close"), workers,
    "Close a complaint. Refused while actions are open that nobody else has taken over."};
inline constexpr MoveCommand<WithReason<ComplaintId>> reopen{
    "reopen", POST("/complaints/{id}/reopen"), workers,
    "Reopen a complaint, within the grace time after it was closed."};
inline constexpr MoveCommand<WithReason<ComplaintId>> reinstate{
    "reinstate", POST("/complaints/{id}/reinstate"), workers,
    "Undo a rejection, a withdrawal or a mark as duplicate that was wrong, however long ago: the complaint goes on in "
    "the state before, with its clocks as if it had not ended. What a duplicate had handed over comes back."};
inline constexpr MoveCommand<WithReason<ComplaintId>> withdraw{"withdraw", POST("/complaints/{id}/withdraw"), workers,
                                                               "Record that the complainant withdraws the complaint."};
inline constexpr MoveCommand<Reject> reject{
    "reject", POST("/complaints/{id}/reject"), workers,
    "Reject what is not ours or no complaint, and tell the complainant where else to go."};
inline constexpr MoveCommand<MarkDuplicate> mark_duplicate{
    "mark_duplicate", POST("/complaints/{id}/mark_duplicate"), workers,
    "Mark a complaint as a duplicate of another, which takes over its open actions."};
inline constexpr kit::Query<AskLifecycle, LifecycleMoves> lifecycle{"lifecycle", GET("/complaints/lifecycle"), desk,
                                                                    "List every move that complaints can make."};

inline constexpr kit::Event<ComplaintEvent> acknowledged{"complaints.acknowledged", "a complaint was acknowledged"};
inline constexpr kit::Event<ComplaintEvent> investigating{"complaints.investigating",
                                                          "work on a complaint began, or goes on"};
inline constexpr kit::Event<ComplaintEvent> waiting{"complaints.waiting",
                                                    "a complaint waits for the customer or a supplier"};
inline constexpr kit::Event<ComplaintEvent> proposed{"complaints.proposed",
                                                     "a resolution was offered to the complainant"};
inline constexpr kit::Event<ComplaintEvent> reminded{"complaints.reminded", "the complainant was reminded of an offer"};
inline constexpr kit::Event<ComplaintEvent> accepted{"complaints.accepted", "the complainant accepted the offer"};
inline constexpr kit::Event<ComplaintEvent> disputed{"complaints.disputed", "the complainant disputes the offer"};
inline constexpr kit::Event<ComplaintEvent> closed{"complaints.closed", "a complaint was closed"};
inline constexpr kit::Event<ComplaintEvent> reopened{"complaints.reopened", "a closed complaint was reopened"};
inline constexpr kit::Event<ComplaintEvent> reinstated{
    "complaints.reinstated", "the rejection, withdrawal or mark as duplicate of a complaint was undone"};
inline constexpr kit::Event<ComplaintEvent> withdrawn{"complaints.withdrawn", "the complainant withdrew the complaint"};
inline constexpr kit::Event<ComplaintEvent> rejected{"complaints.rejected", "a complaint was rejected"};
inline constexpr kit::Event<ComplaintEvent> duplicate{"complaints.duplicate",
                                                      "a complaint was marked as a duplicate: another goes on instead"};

}  // namespace rapport::complaints::api
