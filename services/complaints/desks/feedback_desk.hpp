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
    Compliment add_compliment(Unit& unit, const api::AddCompliment& request);
    Compliment get_compliment(View& view, const kit::ById<ComplimentId>& request);
    kit::Page<Compliment> list_compliments(View& view, const api::ListCompliments& request);
    Compliment thank(Unit& unit, const api::MoveCompliment& request);
    Compliment forward(Unit& unit, const api::ForwardCompliment& request);
    Compliment publish(Unit& unit, const api::MoveCompliment& request);
    Suggestion add_suggestion(Unit& unit, const api::AddSuggestion& request);
    Suggestion get_suggestion(View& view, const kit::ById<SuggestionId>& request);
    kit::Page<Suggestion> list_suggestions(View& view, const api::ListSuggestions& request);
    Suggestion consider(Unit& unit, const api::ConsiderSuggestion& request);
    Suggestion adopt(Unit& unit, const api::DecideSuggestion& request);
    Suggestion decline(Unit& unit, const api::DecideSuggestion& request);
    Suggestion answer(Unit& unit, const api::DecideSuggestion& request);

    const Casebook& book_;
    FeedbackBooks books_;
};

}  // namespace rapport::complaints
