// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"

/// The same for many complaints at once, each by itself.
namespace rapport::complaints::api {

/// Moves many complaints into one state, with what that move asks for; 200 at most.
struct BulkMove {
    std::vector<ComplaintId> ids;
    State to = State::acknowledged;
    std::optional<std::string> reason, recourse, resolution, final_position;
    std::optional<ComplaintId> of;
    static constexpr auto fields =
        describe(Field{"ids", &BulkMove::ids, "which complaints", length(1, 200)},
                 Field{"to", &BulkMove::to, "the state that they go to"},
                 Field{"reason", &BulkMove::reason, "where the move needs one", length(1, 2'000), multiline},
                 Field{"recourse", &BulkMove::recourse, "where else they can go, where the move needs it",
                       length(1, 2'000), multiline},
                 Field{"resolution", &BulkMove::resolution, "what is offered, where the move needs it",
                       length(1, 10'000), multiline},
                 Field{"final_position", &BulkMove::final_position, "our last word, where the move needs it",
                       length(1, 10'000), multiline},
                 Field{"of", &BulkMove::of, "of duplicates: the complaint that goes on instead"});
};
/// Gives many complaints to one owner, or to whom the rules say.
struct BulkAssign {
    std::vector<ComplaintId> ids;
    std::optional<kit::UserId> owner;
    static constexpr auto fields =
        describe(Field{"ids", &BulkAssign::ids, "which complaints", length(1, 200)},
                 Field{"owner", &BulkAssign::owner, "the user who works on them; left out: whom the rules say"});
};
/// What became of one of them; `code` and `message` say why it failed.
struct BulkItem {
    ComplaintId id;
    bool ok = true;
    std::optional<State> state;
    std::optional<kit::UserId> owner;
    std::optional<std::string> code, message;
    static constexpr auto fields =
        describe(Field{"id", &BulkItem::id, "which complaint"}, Field{"ok", &BulkItem::ok, "whether it was done"},
                 Field{"state", &BulkItem::state, "its state now, if it was"},
                 Field{"owner", &BulkItem::owner, "its owner now, if it was"},
                 Field{"code", &BulkItem::code, "the code of the error, if it was not"},
                 Field{"message", &BulkItem::message, "why it was not"});
};
/// What became of each, in the order in which they were given.
struct BulkResult {
    std::vector<BulkItem> items;
    static constexpr auto fields = describe(Field{"items", &BulkResult::items, "one for each id, in order"});
};

inline constexpr kit::Command<BulkMove, BulkResult> bulk_move{
    "bulk_move", POST("/complaints/bulk/move"), workers, "Move many complaints; what refuses one keeps no other back."};
inline constexpr kit::Command<BulkAssign, BulkResult> bulk_assign{
    "bulk_assign", POST("/complaints/bulk/assign"), workers,
    "Assign many complaints to somebody, or to whom the rules say."};

}  // namespace rapport::complaints::api
