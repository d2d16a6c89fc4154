// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/feedback_book.hpp"
#include "services/kit/questions.hpp"

namespace rapport::complaints {

/// What the desk says to the questions that are put to all services, and what becomes of that when a party or a user is
/// retired: whatever is open goes to whom it is handed over to.
class OverviewDesk {
public:
    explicit OverviewDesk(const Casebook& book) : book_(book), books_(book) {}
    kit::Routes routes();

private:
    kit::Routes handed_over_by_party();
    kit::Routes handed_over_by_user();

    kit::Holds holds(View& view, const kit::AskHolds& request);
    kit::WorkList work(View& view, const kit::AskWork& request);

    /// Open complaints, questions and actions of a party, or a user, who is named in that column by one of these names.
    kit::Held open_complaints(const View& view, std::string_view column, std::span<const std::string> names) const;
    kit::Held open_questions(const View& view, std::string_view column, std::span<const std::string> names) const;
    kit::Held open_actions(const View& view, std::span<const std::string> owner) const;
    kit::Held open_actions_for(const View& view, const PartyId& party) const;

    const Casebook& book_;
    const FeedbackBooks books_;
};

}  // namespace rapport::complaints
