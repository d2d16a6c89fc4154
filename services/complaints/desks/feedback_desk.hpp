// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/feedback_book.hpp"

namespace rapport::complaints {

/// Compliments and suggestions, from receipt to their end.
class FeedbackDesk {
public:
    explicit FeedbackDesk(const Casebook& book) : book_(book), books_(book) {}
    kit::Routes routes();
    void add_derivations(std::vector<kit::Derivation>& all) const {
        books_.compliments.add_derivation(all);
        books_.suggestions.add_derivation(all);
    }

private:
    kit::Shown<Compliment> add_compliment(Unit& unit, const api::AddCompliment& request);
    kit::Page<kit::Shown<Compliment>> list_compliments(View& view, const api::ListCompliments& request);
    kit::Shown<Suggestion> add_suggestion(Unit& unit, const api::AddSuggestion& request);
    kit::Page<kit::Shown<Suggestion>> list_suggestions(View& view, const api::ListSuggestions& request);

    const Casebook& book_;
    FeedbackBooks books_;
};

}  // namespace rapport::complaints
