// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/feedback_book.hpp"
#include "services/kit/questions.hpp"
#include "services/kit/users.hpp"

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

    /// Gives a user what is kept under their name.
    void adopt(Unit& unit, const kit::KnownUser& user) const;
    void adopt_by_name(Unit& unit, const std::string& name, const kit::UserId& user) const;
    void adopt_rules(Unit& unit, const std::vector<std::string>& names, const kit::UserId& user) const;

    /// Open complaints, questions and actions of the party, or the user, that is named in that column.
    kit::Held open_complaints(const View& view, std::string_view column, const Uuid& whose) const;
    kit::Held open_questions(const View& view, std::string_view column, const Uuid& whose) const;
    kit::Held open_actions(const View& view, std::string_view column, const Uuid& whose) const;

    const Casebook& book_;
    const FeedbackBooks books_;
};

}  // namespace rapport::complaints
